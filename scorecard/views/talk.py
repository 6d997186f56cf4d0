"""Talk at an indicator, and the list of all the talk that a person reads."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cities.models import User
from cities.permissions import Decision
from cities.requests import AnyRequest, PersonRequest
from scorecard import permissions
from scorecard import talk as talks
from scorecard.actions import talk as actions
from scorecard.forms.talk import MessageForm, ThreadForm
from scorecard.models import Answer, Message, Thread
from scorecard.views import kept
from scorecard.views.found import card_address, find_answer


@require_GET
def talk(request: PersonRequest, pk: int, code: str) -> HttpResponse:
    """Show the talk at an indicator; whoever has it before their eyes has read it."""
    answer = _answer(request, pk, code)
    shown = talks.page(answer, request.user, request.GET.get("page"))
    actions.read(threads=[one.thread for one in shown.talks], by=request.user)
    return _page(request, answer, shown)


@login_not_required
@require_POST
def open_thread(request: AnyRequest, pk: int, code: str) -> HttpResponse:
    if not isinstance(request.user, User):
        return kept.session_ended(request)
    answer = _answer(request, pk, code)
    shown = talks.page(answer, request.user)
    form = ThreadForm(request.POST, people=[*shown.team, *shown.nation])
    circle = form.data.get("circle", "")
    permissions.can_talk(request.user, answer.assessment, circle).enforce()
    if form.is_valid():
        try:
            thread = actions.open_thread(
                answer=answer, by=request.user, **form.cleaned_data
            )
        except ValidationError as error:
            form.add_error("text", error)
        else:
            messages.success(request, _opened(thread))
            return redirect(_address(thread))
    shown.form = form
    return _page(request, answer, shown, 422)


@login_not_required
@require_POST
def say(request: AnyRequest, pk: int) -> HttpResponse:
    if not isinstance(request.user, User):
        return kept.session_ended(request)
    thread = _thread(request.user, pk)
    assessment = thread.answer.assessment
    permissions.can_talk(request.user, assessment, thread.circle).enforce()
    form = MessageForm(request.POST, people=talks.people(thread))
    status = 422
    if form.is_valid():
        try:
            actions.say(
                thread=thread,
                text=form.cleaned_data["text"],
                tell=form.cleaned_data["tell"],
                reopens="reopen" in request.POST,
                by=request.user,
            )
        except ValidationError as error:
            form.add_error("text", error)
        except actions.Resolved as resolved:
            form.add_error("text", str(resolved))
            status = 409
        else:
            messages.success(request, _("Your message was sent."))
            return redirect(_address(thread))
    shown = talks.page(thread.answer, request.user, alone=thread)
    shown = talks.with_trouble(shown, thread, form)
    return _page(request, thread.answer, shown, status)


@require_POST
def resolve(request: PersonRequest, pk: int) -> HttpResponse:
    thread = _thread(request.user, pk)
    _may_resolve(request.user, thread).enforce()
    actions.resolve(thread=thread, by=request.user)
    messages.success(request, _("The thread is resolved."))
    return redirect(_address(thread))


@require_POST
def reopen(request: PersonRequest, pk: int) -> HttpResponse:
    thread = _thread(request.user, pk)
    _may_resolve(request.user, thread).enforce()
    actions.reopen(thread=thread)
    messages.success(request, _("The thread is open again."))
    return redirect(_address(thread))


@require_POST
def withdraw(request: PersonRequest, pk: int) -> HttpResponse:
    message = get_object_or_404(Message.objects.visible_to(request.user), pk=pk)
    permissions.can_withdraw_message(request.user, message).enforce()
    actions.withdraw(message=message, by=request.user)
    messages.success(request, _("Your message was withdrawn."))
    return redirect(_address(message.thread))


@require_GET
def talk_list(request: PersonRequest) -> HttpResponse:
    """List the threads that the person reads: new, open, theirs, all."""
    if not talks.reads_any(request.user):
        raise Http404
    show = request.GET.get("show", talks.NEW)
    if show not in talks.SHOWS:
        messages.warning(request, _("This filter is not known here: all are shown."))
        show = talks.ALL
    page = talks.rows(request.user, show, request.GET.get("page"))
    listed = list(page.object_list)
    return render(
        request,
        "scorecard/talk_list.html",
        {
            "section": "home",
            "show": show,
            "page": page,
            "threads": listed,
            "shows_demo": any(one.answer.assessment.is_demo for one in listed),
        },
    )


def _opened(thread: Thread) -> str:
    if thread.is_private:
        return _("The thread is open. Only your own team reads it.")
    return _("The thread is open. The team and the national focal point read it.")


def _page(
    request: AnyRequest, answer: Answer, shown: talks.TalkPage, status: int = 200
) -> HttpResponse:
    assessment, code = answer.assessment, answer.question.code
    return render(
        request,
        "scorecard/talk.html",
        {
            "answer": answer,
            "assessment": assessment,
            "shown": shown,
            "address": reverse("scorecard:open-thread", args=[assessment.pk, code]),
            "is_team": permissions.is_team(request.user, assessment),
            "is_hidden": permissions.is_hidden_draft(assessment),
            "back": card_address(answer),
            "steps": [
                (assessment.city.name, reverse("home")),
                (str(assessment), assessment.get_absolute_url()),
                (code, card_address(answer)),
                (_("Talk"), None),
            ],
        },
        status=status,
    )


def _thread(user: User, pk: int) -> Thread:
    """Return the thread, or 404 for all who do not read it."""
    visible = Thread.objects.visible_to(user).with_parts()
    return get_object_or_404(visible.for_reader(user), pk=pk)


def _may_resolve(user: User, thread: Any) -> Decision:
    return permissions.can_resolve(user, thread, takes_part=thread.is_mine)


def _answer(request: AnyRequest, pk: int, code: str) -> Answer:
    """Return the answer, or 404 for all who neither work on it nor review it."""
    answer = find_answer(request, pk, code)
    if not permissions.works_on(request.user, answer.assessment):
        raise Http404
    return answer


def _address(thread: Thread) -> str:
    answer = thread.answer
    page = reverse("scorecard:talk", args=[answer.assessment_id, answer.question.code])
    return f"{page}#thread-{thread.pk}"
