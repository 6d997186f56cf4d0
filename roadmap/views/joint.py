"""Joint plans: starting one, and dividing the cost of its actions."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cities.models import BasinGroup, City
from cities.requests import PersonRequest
from roadmap.actions import joint, plans
from roadmap.actions.holding import Conflict
from roadmap.forms.joint import SharesForm, shown_share
from roadmap.forms.plans import PlanForm
from roadmap.models import Action
from roadmap.permissions import joint as permissions
from roadmap.records import Conflict as Shown
from roadmap.records import Difference
from roadmap.reports import finances, scope
from roadmap.views.found import find_action, find_plan, steps_in, steps_to


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: PersonRequest, code: str) -> HttpResponse:
    """Begin the joint plan of a basin group."""
    group = get_object_or_404(BasinGroup, code=code)
    if not permissions.can_see_group(request.user, group):
        raise Http404
    permissions.can_start(request.user, group).enforce()
    members = list(City.objects.in_group(group).by_alphabet())
    shows_demo = any(one.is_demo for one in members)
    form = PlanForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            plan = plans.start(
                group=group,
                by=request.user,
                is_demo=shows_demo,
                **form.heading(),
            )
        except ValidationError as error:
            form.take_errors(error.message_dict)
        else:
            messages.success(request, _("The joint plan was started."))
            return redirect(plan)
    context = {
        "section": "cities",
        "group": group,
        "members": members,
        "shows_demo": shows_demo,
        "form": form,
        "steps": [(_("Home"), reverse("home")), (_("New joint plan"), None)],
    }
    status = 422 if form.is_bound else 200
    return render(request, "roadmap/joint_new.html", context, status=status)


@require_safe
def shares(request: PersonRequest, pk: int) -> HttpResponse:
    """Show who bears what of each action, and what is not divided yet."""
    plan = find_plan(request, pk)
    if plan.group_id is None:
        raise Http404
    gathered = scope.gather(plan)
    balances = gathered.balances
    context = {
        "section": "cities",
        "plan": plan,
        "tab": "shares",
        "finances": finances.build(gathered),
        "rows": [
            (one, balances[one.pk].cost, one.pk in gathered.shares)
            for one in gathered.actions
        ],
        "can_divide": permissions.can_divide(request.user, plan),
        "steps": steps_to(plan, (_("Shares"), None)),
    }
    return render(request, "roadmap/shares.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def divide(request: PersonRequest, pk: int) -> HttpResponse:
    action = find_action(request, pk)
    plan = action.plan
    permissions.can_divide(request.user, plan).enforce()
    cities = list(scope.cities_of(plan, [action]).values())
    form = SharesForm(request.POST or None, action=action, cities=cities)
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            joint.divide(
                action=action, parts=form.parts, version=form.based_on, by=request.user
            )
        except ValidationError as error:
            form.add_error(None, error)
        except Conflict:
            conflict = _conflict(action, form.parts, cities)
        else:
            messages.success(request, _("The shares were saved."))
            return redirect("roadmap:plan-shares", plan.pk)
    context = {
        "section": "cities",
        "plan": plan,
        "action": action,
        "form": form,
        "conflict": conflict,
        "steps": steps_in(action, _("Shares")),
    }
    status = 409 if conflict else 422 if form.is_bound else 200
    return render(request, "roadmap/divide.html", context, status=status)


def _conflict(action: Action, typed: dict[int, int], cities: list[City]) -> Shown:
    """Return what differs between the shares that stand and those typed."""
    standing = {one.city_id: one.part for one in action.shares.all()}
    return Shown(
        action,
        [
            Difference(
                city.name,
                shown_share(standing.get(city.pk, 0)),
                shown_share(typed.get(city.pk, 0)),
            )
            for city in cities
            if standing.get(city.pk) != typed.get(city.pk)
        ],
    )
