"""From a gap in an assessment to the action against it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cities.requests import PersonRequest
from roadmap.models import Plan
from roadmap.permissions import plans as permissions
from scorecard.models import Answer


@require_safe
def plan_gap(request: PersonRequest, pk: int, code: str) -> HttpResponse:
    """Go to the form of a new action against this gap, in the plan that is written.

    Where no plan is being written one is started first; where several are, the person
    chooses.
    """
    answer = (
        Answer.objects.visible_to(request.user).with_parts().asked(pk, code).first()
    )
    if answer is None:
        raise Http404
    city = answer.assessment.city
    permissions.can_start(request.user, city).enforce()
    plans = Plan.objects.visible_to(request.user).still_drafts().latest_first()
    listed = [*plans.of_city(city), *plans.joint_of(city)]
    addresses = [
        (plan, f"{reverse('roadmap:action-new', args=[plan.pk])}?answer={answer.pk}")
        for plan in listed
    ]
    if not listed:
        messages.info(
            request,
            _("There is no plan to write in. Start one: the action comes next."),
        )
        address = reverse("roadmap:plan-new", args=[city.code])
        return redirect(f"{address}?answer={answer.pk}")
    if len(listed) == 1:
        return redirect(addresses[0][1])
    context = {
        "answer": answer,
        "addresses": addresses,
        "steps": [
            (city.name, reverse("home")),
            (str(answer.assessment), answer.assessment.get_absolute_url()),
            (_("Plan an action"), None),
        ],
    }
    return render(request, "roadmap/plan_choice.html", context)
