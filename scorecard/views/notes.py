"""The page on which a lead notes an action beside an answer."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from cities.requests import PersonRequest
from scorecard import permissions
from scorecard.actions import notes
from scorecard.forms.notes import NotedActionForm
from scorecard.models import Answer, NotedAction
from scorecard.views.found import card_address, find_answer


def noted_action(request: PersonRequest, pk: int, code: str) -> HttpResponse:
    answer = find_answer(request, pk, code)
    permissions.can_answer(request.user, answer.assessment).enforce()
    noted = NotedAction.objects.of(answer.assessment).on(answer)
    posted = request.POST if request.method == "POST" else None
    form = NotedActionForm(posted, instance=noted)
    if form.is_valid() and _noted(request, answer, form):
        return redirect(card_address(answer))
    context = {
        "answer": answer,
        "assessment": answer.assessment,
        "form": form,
        "steps": [
            (answer.assessment.city.name, reverse("home")),
            (str(answer.assessment), answer.assessment.get_absolute_url()),
            (answer.question.code, card_address(answer)),
            (_("Noted action"), None),
        ],
    }
    status = 422 if form.is_bound else 200
    return render(request, "scorecard/noted_action.html", context, status=status)


def _noted(request: PersonRequest, answer: Answer, form: NotedActionForm) -> bool:
    """Save and say so, or put the trouble into the form."""
    try:
        noted = notes.note(answer=answer, by=request.user, **form.cleaned_data)
    except ValidationError as error:
        form.add_error("action", error)
        return False
    said = _("The action was noted.") if noted else _("No action is noted any more.")
    messages.success(request, said)
    return True
