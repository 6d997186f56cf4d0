"""A workshop as those see it who call it and walk it through."""

from collections.abc import Callable

import segno
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from cities.models.numbers import VERSION_MAXIMUM, whole_number
from cities.permissions import Refused
from cities.requests import PersonRequest
from scorecard import boards, permissions
from scorecard.actions import answers as answer_actions
from scorecard.actions import guests as guest_actions
from scorecard.actions import workshops as actions
from scorecard.forms.workshops import HandsForm, SettleForm, WorkshopForm
from scorecard.models import Assessment, Ballot, Workshop
from scorecard.views.found import find_named_assessment

A_PAGE = 20


@require_GET
def workshops(request: PersonRequest, pk: int) -> HttpResponse:
    """List the workshops on an assessment."""
    assessment = _assessment(request, pk)
    found = Workshop.objects.of(assessment).with_counts().select_related("facilitator")
    return render(
        request,
        "scorecard/workshops.html",
        {
            "assessment": assessment,
            "page": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
            "can_call": permissions.can_answer(request.user, assessment),
            "steps": _steps(assessment),
        },
    )


def new(request: PersonRequest, pk: int) -> HttpResponse:
    assessment = _assessment(request, pk)
    permissions.can_answer(request.user, assessment).enforce()
    initial = {"day": timezone.localdate(), "facilitator": request.user.pk}
    form = WorkshopForm(request.POST or None, assessment=assessment, initial=initial)
    if form.is_valid():
        workshop = actions.call(
            assessment=assessment,
            answers=form.chosen(),
            by=request.user,
            **form.fields_of_workshop(),
        )
        messages.success(
            request, _("The workshop is ready. Open the screen for the room.")
        )
        return redirect(workshop)
    return _form(request, assessment, form, _("New workshop"))


def edit(request: PersonRequest, pk: int) -> HttpResponse:
    """Change what is said of a workshop; its number and notes also after the end."""
    workshop = _run(request, pk)
    assessment = workshop.assessment
    chosen = list(workshop.ballots.values_list("answer", flat=True))
    form = WorkshopForm(
        request.POST or None,
        assessment=assessment,
        instance=workshop,
        initial={"answers": chosen},
    )
    if form.is_valid():
        actions.change(
            workshop=workshop,
            answers=form.chosen() if workshop.is_open else None,
            **form.fields_of_workshop(),
        )
        messages.success(request, _("The workshop was saved."))
        return redirect(workshop)
    return _form(request, assessment, form, _("Change the workshop"), workshop)


@require_GET
def workshop(request: PersonRequest, pk: int) -> HttpResponse:
    """Show a workshop: its votes, its papers, who is in."""
    found = _workshop(request, pk)
    sees_guests = permissions.can_see_guests(request.user, found)
    guests = found.guests.inside()
    return render(
        request,
        "scorecard/workshop.html",
        {
            "workshop": found,
            "assessment": found.assessment,
            "lines": boards.lines(found),
            "guest_count": guests.count(),
            "guests": guests.by_name() if sees_guests else None,
            "can_run": permissions.can_facilitate(request.user, found),
            "can_settle": permissions.can_answer(request.user, found.assessment),
            "sees_guests": sees_guests,
            "steps": _steps(found.assessment, found),
        },
    )


@never_cache
@require_GET
def screen(request: PersonRequest, pk: int) -> HttpResponse:
    """Show the room one indicator, large."""
    return _screen(request, _run(request, pk), "scorecard/workshop_screen.html")


@never_cache
@require_GET
def screen_now(request: PersonRequest, pk: int) -> HttpResponse:
    """Answer the projector, which asks every few seconds: mostly nothing new."""
    found = _run(request, pk)
    if not request.htmx:
        return redirect("scorecard:workshop-screen", pk)
    if request.GET.get("seen") == boards.news(found):
        return HttpResponse(status=204)
    return _screen(request, found, "scorecard/_board.html")


@require_POST
def turn(request: PersonRequest, pk: int) -> HttpResponse:
    """Do what a button or a key on the screen asks for."""
    found = _run(request, pk)
    ballot = _ballot(found, request.POST.get("ballot", ""))
    seen, by = _number(request.POST.get("turn", "")), request.user
    moves: dict[str, Callable[[], None]] = {
        "go": lambda: actions.turn_to(workshop=found, ballot=ballot, turn=seen),
        "open": lambda: actions.open_vote(ballot=ballot, turn=seen, by=by),
        "close": lambda: actions.close_vote(ballot=ballot, turn=seen, by=by),
        "show": lambda: actions.show_votes(ballot=ballot, turn=seen, shown=True),
        "hide": lambda: actions.show_votes(ballot=ballot, turn=seen, shown=False),
    }
    move = moves.get(request.POST.get("do", ""))
    if move is None:
        raise Http404
    trouble = _trouble(move)
    if not request.htmx and not trouble:
        return redirect("scorecard:workshop-screen", pk)
    found.refresh_from_db(fields=["turn", "current", "closed_at"])
    template = "_board" if request.htmx else "workshop_screen"
    return _screen(request, found, f"scorecard/{template}.html", trouble)


def settle(request: PersonRequest, pk: int, number: int) -> HttpResponse:
    """Write the agreed level into the answer, on top of what was read."""
    found = _run(request, pk)
    permissions.can_answer(request.user, found.assessment).enforce()
    ballot = _ballot(found, str(number))
    answer = boards.standing(ballot)
    ballot.answer = answer
    top = found.assessment.questionnaire.scale_maximum
    form = SettleForm(request.POST or None, top=top)
    trouble, conflict = "", False
    if form.is_valid():
        try:
            trouble = _trouble(
                lambda: actions.settle(ballot=ballot, by=request.user, **form.settled)
            )
        except answer_actions.Conflict:
            conflict = True
        if not trouble and not conflict:
            messages.success(
                request,
                _("%(code)s: level %(level)s was agreed.")
                % {"code": answer.question.code, "level": form.settled["level"]},
            )
            return redirect("scorecard:workshop-screen", pk)
    found.refresh_from_db(fields=["turn", "current", "closed_at"])
    context = {
        "workshop": found,
        "assessment": found.assessment,
        "settling": boards.settling(ballot, form.data if form.is_bound else {}),
        "form": form,
        "trouble": trouble,
        "conflict": conflict,
        "steps": _steps(found.assessment, found, _("Settle")),
    }
    status = 409 if trouble or conflict else (422 if form.is_bound else 200)
    return render(request, "scorecard/workshop_settle.html", context, status=status)


def count(request: PersonRequest, pk: int, number: int) -> HttpResponse:
    """Type in how many raised which card in a room without network."""
    found = _run(request, pk)
    ballot = _ballot(found, str(number))
    form = HandsForm(
        request.POST or None,
        ballot=ballot,
        top=found.assessment.questionnaire.scale_maximum,
        initial={"turn": found.turn},
    )
    if form.is_valid():
        trouble = _trouble(
            lambda: actions.count_hands(
                ballot=ballot,
                hands=form.hands,
                turn=form.cleaned_data["turn"],
                by=request.user,
            )
        )
        if not trouble:
            messages.success(request, _("The raised cards were counted."))
            return redirect(found)
        form.add_error(None, trouble)
    context = {
        "workshop": found,
        "assessment": found.assessment,
        "ballot": ballot,
        "form": form,
        "steps": _steps(found.assessment, found, _("Raised cards")),
    }
    status = 422 if form.is_bound else 200
    return render(request, "scorecard/workshop_count.html", context, status=status)


@require_POST
def change_guest(request: PersonRequest, pk: int, guest: int) -> HttpResponse:
    """Put somebody out, or let them in again from a phone that forgot them."""
    found = _run(request, pk)
    somebody = get_object_or_404(found.guests.inside(), pk=guest)
    if request.POST.get("do") == "let-in":
        guest_actions.let_in(guest=somebody)
        said = _(
            "For ten minutes, this person can join again with the same name and "
            "institution."
        )
    else:
        guest_actions.remove(guest=somebody, by=request.user)
        said = _("This person is no longer in the workshop.")
    messages.success(request, said)
    return redirect(f"{found.get_absolute_url()}#guests")


@require_POST
def close(request: PersonRequest, pk: int) -> HttpResponse:
    """End the workshop, or take that back."""
    found = _run(request, pk)
    if request.POST.get("do") == "reopen":
        actions.reopen(workshop=found)
        messages.success(request, _("The workshop is open again, under the same code."))
    else:
        actions.close(workshop=found, by=request.user)
        messages.success(
            request, _("The workshop is closed. The minutes can be printed.")
        )
    return redirect(found)


@require_POST
def erase(request: PersonRequest, pk: int) -> HttpResponse:
    """Remove the guests' names once the minutes are signed."""
    found = _run(request, pk)
    if request.POST.get("sure") != "on":
        messages.error(
            request, _("Tick that the attendance list was printed and signed.")
        )
        return redirect(found)
    actions.erase_names(workshop=found, by=request.user)
    messages.success(request, _("Names and institutions of the guests were removed."))
    return redirect(found)


def _assessment(request: PersonRequest, pk: int) -> Assessment:
    """Return the assessment to its team and, once shared, to the nation; else 404."""
    assessment = find_named_assessment(request, pk)
    if not permissions.works_on(request.user, assessment):
        raise Http404
    return assessment


def _workshop(request: PersonRequest, pk: int) -> Workshop:
    visible = Workshop.objects.visible_to(request.user).with_parts()
    return get_object_or_404(visible, pk=pk)


def _run(request: PersonRequest, pk: int) -> Workshop:
    """Return the workshop to who may run it."""
    found = _workshop(request, pk)
    permissions.can_facilitate(request.user, found).enforce()
    return found


def _ballot(workshop: Workshop, number: str) -> Ballot:
    ballot = Ballot.objects.numbered(workshop, _number(number))
    if ballot is None:
        raise Http404
    ballot.workshop = workshop
    return ballot


def _number(text: str) -> int:
    number = whole_number(text, VERSION_MAXIMUM)
    return -1 if number is None else number


def _trouble(move: Callable[[], None]) -> str:
    """Do it; return the sentence where nothing was done."""
    try:
        move()
    except actions.MovedOn:
        return _(
            "A colleague has moved the workshop on meanwhile. Here is where it stands "
            "now; nothing of yours was saved."
        )
    except Refused as refused:
        return str(refused)
    return ""


def _screen(
    request: PersonRequest,
    workshop: Workshop,
    template: str,
    trouble: str = "",
) -> HttpResponse:
    address = request.build_absolute_uri(
        reverse("scorecard:guest", args=[workshop.code])
    )
    context = {
        "workshop": workshop,
        "assessment": workshop.assessment,
        "board": boards.board(workshop),
        "can_settle": permissions.can_answer(request.user, workshop.assessment),
        "join_address": request.get_host() + reverse("scorecard:join"),
        "qr": _qr(address),
        "trouble": trouble,
    }
    return render(request, template, context, status=409 if trouble else 200)


def _qr(address: str) -> SafeString:
    """Draw the address as a QR code, without a style and without a script."""
    drawn = segno.make(address, error="m", micro=False).svg_inline(
        omitsize=True, border=2, dark="#0a3640", svgclass="qr", lineclass=None
    )
    return mark_safe(drawn)  # noqa: S308 - figures and lines only, drawn by us


def _form(
    request: PersonRequest,
    assessment: Assessment,
    form: WorkshopForm,
    title: str,
    workshop: Workshop | None = None,
) -> HttpResponse:
    context = {
        "assessment": assessment,
        "form": form,
        "title": title,
        "workshop": workshop,
        "steps": _steps(assessment, workshop, title),
    }
    status = 422 if form.is_bound else 200
    return render(request, "scorecard/workshop_form.html", context, status=status)


def _steps(
    assessment: Assessment, workshop: Workshop | None = None, here: str = ""
) -> list[tuple[str, str | None]]:
    steps: list[tuple[str, str | None]] = [
        (assessment.city.name, reverse("home")),
        (str(assessment), assessment.get_absolute_url()),
        (_("Workshops"), reverse("scorecard:workshops", args=[assessment.pk])),
    ]
    if workshop:
        steps.append((workshop.title, workshop.get_absolute_url()))
    if here:
        steps.append((here, None))
    else:
        steps[-1] = (steps[-1][0], None)
    return steps
