"""The page on which a city says once what it does not have."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cities.requests import PersonRequest
from scorecard import permissions
from scorecard.actions import applicability as actions
from scorecard.forms.applicability import ApplicabilityForm
from scorecard.models import Assessment, Condition
from scorecard.views.found import find_assessment, steps_to


def applicability(request: PersonRequest, pk: int) -> HttpResponse:
    assessment = find_assessment(request, pk)
    conditions = _conditions(assessment)
    if not conditions or not permissions.works_on(request.user, assessment):
        raise Http404
    permissions.can_answer(request.user, assessment).enforce()
    said = {one.condition_id: one for one in assessment.applicabilities.all()}
    form = ApplicabilityForm(request.POST or None, conditions=conditions, said=said)
    if request.method == "POST" and form.is_valid():
        for word in form.changes():
            settled = actions.settle(
                assessment=assessment,
                condition=word.condition,
                applies=word.applies,
                reason=word.reason,
                by=request.user,
            )
            _tell(request, word.condition, settled)
        return redirect("scorecard:applicability", pk)
    return render(
        request,
        "scorecard/applicability.html",
        {
            "assessment": assessment,
            "form": form,
            "steps": steps_to(assessment, _("What does not exist here")),
        },
        status=422 if form.is_bound else 200,
    )


def _conditions(assessment: Assessment) -> dict[Condition, list[str]]:
    """Return the edition's conditions with the codes of their indicators."""
    rows = assessment.questionnaire.conditions.prefetch_related("questions")
    return {one: [question.code for question in one.questions.all()] for one in rows}


def _tell(
    request: PersonRequest, condition: Condition, settled: actions.Settled
) -> None:
    """Say which indicators were answered with it, and which kept their own answer."""
    sentences = [_("Saved: %(condition)s") % {"condition": condition.asks}]
    if settled.changed:
        sentences.append(_("Set: %(codes)s.") % {"codes": ", ".join(settled.changed)})
    if settled.kept:
        sentences.append(
            _("Kept, because they have an answer of their own: %(codes)s.")
            % {"codes": ", ".join(settled.kept)}
        )
    messages.success(request, " ".join(sentences))
