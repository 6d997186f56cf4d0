"""Pages of the focal point, and the replies of the city."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cities.models import User
from cities.permissions import is_focal_point
from cities.requests import AnyRequest, PersonRequest
from scorecard import permissions
from scorecard.actions import reviews
from scorecard.forms.review import (
    AcceptForm,
    RemarkForm,
    ReplyForm,
    ReturnForm,
    TextForm,
)
from scorecard.models import Answer, Assessment, Remark
from scorecard.views import kept, review_page
from scorecard.views.found import card_address, find_answer, find_assessment
from scorecard.views.queue import focal_point_or_404


@require_GET
def review(request: PersonRequest, pk: int) -> HttpResponse:
    focal_point_or_404(request)
    return _review(request, find_assessment(request, pk))


@login_not_required
@require_POST
def remark(request: AnyRequest, pk: int, code: str) -> HttpResponse:
    if not isinstance(request.user, User):
        return kept.session_ended(request)
    answer = find_answer(request, pk, code)
    if _is_too_late(request, answer.assessment):
        return _too_late(request, answer.assessment)
    permissions.can_review(request.user, answer.assessment).enforce()
    form = RemarkForm(request.POST, auto_id=f"{code}_%s")
    if not form.is_valid():
        return _remark_trouble(request, answer, form)
    reviews.remark(answer=answer, text=form.cleaned_data["text"], by=request.user)
    return _remarks(request, answer)


@require_POST
def withdraw_remark(request: PersonRequest, pk: int) -> HttpResponse:
    remark = _remark(request, pk)
    assessment = remark.answer.assessment
    permissions.can_withdraw(request.user, remark, assessment).enforce()
    reviews.withdraw_remark(remark=remark)
    return _remarks(request, remark.answer)


@login_not_required
@require_POST
def reply(request: AnyRequest, pk: int) -> HttpResponse:
    if not isinstance(request.user, User):
        return kept.session_ended(request)
    remark = _remark(request, pk)
    assessment, is_question = remark.answer.assessment, remark.is_question
    permissions.can_reply(request.user, assessment, is_question=is_question).enforce()
    form = ReplyForm(request.POST)
    if form.is_valid():
        reviews.reply(remark=remark, text=form.cleaned_data["text"], by=request.user)
    elif not request.htmx:
        return _once_more(request, form, remark.answer, card_address(remark.answer))
    if request.htmx:
        parts = {"remark": remark, "can_reply": True, "form": form}
        return render(request, "scorecard/_remark.html", parts)
    messages.success(request, _("Your reply was saved."))
    return redirect(card_address(remark.answer))


@login_not_required
@require_POST
def send_back(request: AnyRequest, pk: int) -> HttpResponse:
    if not isinstance(request.user, User):
        return kept.session_ended(request)
    assessment = find_assessment(request, pk)
    if _is_too_late(request, assessment):
        return _too_late(request, assessment)
    permissions.can_review(request.user, assessment).enforce()
    form = ReturnForm(request.POST, auto_id="return_%s")
    if not form.is_valid():
        return _review(request, assessment, return_form=form, status=422)
    try:
        reviews.send_back(assessment=assessment, by=request.user, **form.cleaned_data)
    except reviews.Overtaken as overtaken:
        return _too_late(request, assessment, str(overtaken))
    messages.success(
        request,
        _("Returned with your reasons. Local government: %(city)s.")
        % {"city": assessment.city},
    )
    return redirect("scorecard:queue")


@login_not_required
@require_POST
def accept(request: AnyRequest, pk: int) -> HttpResponse:
    if not isinstance(request.user, User):
        return kept.session_ended(request)
    assessment = find_assessment(request, pk)
    if _is_too_late(request, assessment):
        return _too_late(request, assessment)
    permissions.can_review(request.user, assessment).enforce()
    form = AcceptForm(request.POST, auto_id="accept_%s")
    if not form.is_valid():
        return _review(request, assessment, accept_form=form, status=422)
    text, read = form.cleaned_data["text"], form.cleaned_data["read"]
    try:
        reviews.accept(assessment=assessment, text=text, by=request.user, read=read)
    except reviews.Overtaken as overtaken:
        return _too_late(request, assessment, str(overtaken))
    messages.success(
        request, _("Accepted. Local government: %(city)s.") % {"city": assessment.city}
    )
    return redirect("scorecard:queue")


def _is_too_late(request: AnyRequest, assessment: Assessment) -> bool:
    """Tell whether a focal point comes to a page's form after the decision."""
    is_decided = assessment.status in (
        Assessment.Status.RETURNED,
        Assessment.Status.ACCEPTED,
    )
    return is_decided and is_focal_point(request.user)


def _too_late(
    request: AnyRequest, assessment: Assessment, reason: str = ""
) -> HttpResponse:
    """Say that a colleague was quicker, and keep what was typed in front of one."""
    reason = reason or reviews.decided_already(assessment)
    if request.htmx:
        # The field still holds the text: the sentence goes beside it.
        raise reviews.Overtaken(reason)
    return render(
        request,
        "scorecard/too_late.html",
        {
            "section": "review",
            "assessment": assessment,
            "reason": reason,
            "text": request.POST.get("text", ""),
        },
        status=409,
    )


def _remark(request: AnyRequest, pk: int) -> Remark:
    """Return the remark, or 404 for all to whom it was not shown."""
    visible = Remark.objects.visible_to(request.user)
    return get_object_or_404(visible.with_parts(), pk=pk)


def _review(
    request: AnyRequest,
    assessment: Assessment,
    *,
    return_form: ReturnForm | None = None,
    accept_form: AcceptForm | None = None,
    status: int = 200,
) -> HttpResponse:
    order = request.GET.get("order", "")
    if order not in ("", *review_page.ORDERS):
        messages.warning(request, _("This order is not known here."))
    page = review_page.page(assessment, request.user, order)
    return render(
        request,
        "scorecard/review.html",
        {
            "section": "review",
            "assessment": assessment,
            "page": page,
            "can_review": permissions.can_review(request.user, assessment),
            "can_hand_on": permissions.can_hand_on(request.user, assessment),
            "focal_points": User.objects.focal_points(),
            "return_form": return_form
            or ReturnForm(auto_id="return_%s", initial={"read": page.number}),
            "accept_form": accept_form
            or AcceptForm(auto_id="accept_%s", initial={"read": page.number}),
        },
        status=status,
    )


def _remarks(
    request: AnyRequest, answer: Answer, form: RemarkForm | None = None
) -> HttpResponse:
    """Answer a change of remarks: the card's list for htmx, else the page again."""
    if not request.htmx:
        return redirect(_review_address(answer))
    form = form or RemarkForm(auto_id=f"{answer.question.code}_%s")
    return render(
        request,
        "scorecard/_remarks.html",
        {
            "card": review_page.card_of(answer, form, request.user),
            "can_review": True,
        },
    )


def _remark_trouble(
    request: AnyRequest, answer: Answer, form: RemarkForm
) -> HttpResponse:
    if request.htmx:
        return _remarks(request, answer, form)
    return _once_more(request, form, answer, _review_address(answer))


def _once_more(
    request: AnyRequest, form: TextForm, answer: Answer, back: str
) -> HttpResponse:
    """Show a text that could not be saved, with what to do, on a page of its own."""
    return render(
        request,
        "scorecard/text_once_more.html",
        {"form": form, "answer": answer, "back": back},
        status=422,
    )


def _review_address(answer: Answer) -> str:
    page = reverse("scorecard:review", args=[answer.assessment_id])
    return f"{page}#{answer.question.code}"
