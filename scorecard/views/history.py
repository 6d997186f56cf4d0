"""What happened to an answer, and the last change of it taken back."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cities.models.people import name_in_script
from cities.requests import PersonRequest
from scorecard import events, independence, permissions
from scorecard.actions import undoing
from scorecard.actions.answers import Conflict
from scorecard.forms.answers import UndoForm
from scorecard.models import Answer
from scorecard.views.found import card_address, find_answer, steps_at


@require_safe
def history(request: PersonRequest, pk: int, code: str) -> HttpResponse:
    answer = find_answer(request, pk, code)
    if not permissions.works_on(request.user, answer.assessment):
        raise Http404
    independence.can_see_agreed(request.user, answer).enforce()
    each = "each" in request.GET
    may_undo = permissions.can_answer(request.user, answer.assessment)
    return render(
        request,
        "scorecard/history.html",
        {
            "answer": answer,
            "assessment": answer.assessment,
            "each": each,
            "page": events.events_of(
                request.user, answer, request.GET.get("page"), each=each
            ),
            "can_undo": answer.version and may_undo,
            "hides_draft": events.hides_draft(request.user, answer),
            "steps": [*steps_at(answer), (_("History"), None)],
        },
    )


@require_POST
def undo(request: PersonRequest, pk: int, code: str) -> HttpResponse:
    answer = find_answer(request, pk, code)
    permissions.can_answer(request.user, answer.assessment).enforce()
    form = UndoForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Nothing was taken back. Look at the history first."))
        return redirect("scorecard:history", pk, code)
    try:
        undoing.undo(answer=answer, version=form.cleaned_data["undo"], by=request.user)
    except Conflict as conflict:
        messages.error(request, _overtaken(conflict.answer))
        return redirect("scorecard:history", pk, code)
    done = _("The last change of %(code)s was taken back. The history keeps both.")
    messages.success(request, done % {"code": code})
    return redirect(card_address(answer))


def _overtaken(answer: Answer) -> str:
    said = _(
        "Nothing was taken back: %(name)s changed this answer meanwhile (%(at)s). "
        "Look at it first."
    )
    if answer.changed_by is None or answer.changed_at is None:
        return _("Nothing was taken back. Look at the history first.")
    at = date_format(localtime(answer.changed_at), "SHORT_DATETIME_FORMAT")
    return said % {"name": name_in_script(answer.changed_by.name), "at": at}
