"""What a page of the roadmap is about: found for those who may see it, else 404."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from cities.models import City
from cities.requests import PersonRequest
from roadmap.models import Action, Plan

Steps = list[tuple[str, str | None]]


def find_city(request: PersonRequest, code: str) -> City:
    """Return the city, or 404 for all but its team and the focal points."""
    return get_object_or_404(City.objects.visible_to(request.user), code=code)


def find_plan(request: PersonRequest, pk: int) -> Plan:
    """Return the plan, or 404 for all who may not open it."""
    visible = Plan.objects.visible_to(request.user).with_parts()
    return get_object_or_404(visible, pk=pk)


def find_action(request: PersonRequest, pk: int) -> Action:
    """Return the action with its plan, or 404 for all who may not open that."""
    visible = Action.objects.visible_to(request.user)
    return get_object_or_404(visible.with_parts().with_plan(), pk=pk)


def steps_to(plan: Plan, *rest: tuple[str, str | None]) -> Steps:
    """Return the way to a page of the plan: whose it is, the plans, the plan."""
    steps: Steps = [(plan.owner.name, reverse("home"))]
    if plan.city:
        steps.append(
            (_("Action plans"), reverse("roadmap:plans", args=[plan.city.code]))
        )
    steps.append((plan.title, plan.get_absolute_url() if rest else None))
    return [*steps, *rest]


def steps_in(action: Action, here: str = "") -> Steps:
    """Return the way to a page of an action."""
    name = _("Action %(number)s") % {"number": action.number}
    if not here:
        return steps_to(action.plan, (name, None))
    return steps_to(action.plan, (name, action.get_absolute_url()), (here, None))
