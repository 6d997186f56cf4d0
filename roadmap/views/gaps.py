"""From a gap, or from the advice of a peer review, to the action against it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cities.models import City
from cities.requests import PersonRequest
from roadmap.models import Plan, Recommendation
from roadmap.permissions import peers
from roadmap.permissions import plans as permissions
from roadmap.views.found import Steps
from scorecard.models import Answer


@require_safe
def plan_gap(request: PersonRequest, pk: int, code: str) -> HttpResponse:
    """Go to the form of a new action against this gap, in the plan that is written."""
    answer = (
        Answer.objects.visible_to(request.user).with_parts().asked(pk, code).first()
    )
    if answer is None:
        raise Http404
    city = answer.assessment.city
    permissions.can_start(request.user, city).enforce()
    return _in_a_plan(
        request,
        city,
        brought=f"answer={answer.pk}",
        about=f"{answer.question.code} {answer.question.title}",
        steps=[
            (city.name, reverse("home")),
            (str(answer.assessment), answer.assessment.get_absolute_url()),
            (_("Plan an action"), None),
        ],
        is_demo=answer.assessment.is_demo,
    )


@require_safe
def plan_advice(request: PersonRequest, pk: int, advice: int) -> HttpResponse:
    """Go to the form of a new action that carries a recommendation out."""
    visible = Recommendation.objects.visible_to(request.user).with_review()
    known = get_object_or_404(visible, review=pk, pk=advice)
    if not peers.reads_work(request.user, known.review):
        raise Http404
    peers.can_take_up(request.user, known).enforce()
    city, review = known.review.host, known.review
    return _in_a_plan(
        request,
        city,
        brought=f"advice={known.pk}",
        about=_("recommendation of %(peer)s") % {"peer": review.peer},
        steps=[
            (city.name, reverse("home")),
            (
                _("Peer review: %(cities)s") % {"cities": review},
                review.get_absolute_url(),
            ),
            (_("Plan an action"), None),
        ],
        is_demo=review.is_demo,
    )


def _in_a_plan(
    request: PersonRequest,
    city: City,
    *,
    brought: str,
    about: str,
    steps: Steps,
    is_demo: bool,
) -> HttpResponse:
    """Go on to the new action with what was brought.

    Where no plan is being written one is started first. The person chooses where
    several are, and where a joint plan is the only one: that concerns other cities.
    """
    plans = Plan.objects.visible_to(request.user).still_drafts().latest_first()
    own = list(plans.of_city(city))
    listed = [*own, *plans.joint_of(city)]
    start = f"{reverse('roadmap:plan-new', args=[city.code])}?{brought}"
    addresses = [
        (plan, f"{reverse('roadmap:action-new', args=[plan.pk])}?{brought}")
        for plan in listed
    ]
    if not listed:
        messages.info(
            request,
            _("There is no plan to write in. Start one: the action comes next."),
        )
        return redirect(start)
    if len(listed) == 1 and own:
        return redirect(addresses[0][1])
    context = {
        "about": about,
        "addresses": addresses,
        "start": "" if own else start,
        "steps": steps,
        "is_demo": is_demo,
    }
    return render(request, "roadmap/plan_choice.html", context)
