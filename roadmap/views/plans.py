"""Pages of an action plan: the city's plans, one of them, its heading."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cities.requests import PersonRequest
from roadmap import summaries
from roadmap.actions import plans as actions
from roadmap.actions.holding import Conflict
from roadmap.forms.plans import ActionSearchForm, PlanForm
from roadmap.models import Action, Plan
from roadmap.permissions import joint
from roadmap.permissions import plans as permissions
from roadmap.views.found import find_city, find_plan, steps_to

ACTIONS_ON_A_PAGE = 25
# What a link to a new action names: a gap, or the recommendation of a peer review.
BROUGHT = ("answer", "advice")


@require_safe
def of_city(request: PersonRequest, code: str) -> HttpResponse:
    """List the plans of a city, and the joint ones of its groups."""
    city = find_city(request, code)
    visible = Plan.objects.visible_to(request.user).with_parts().latest_first()
    context = {
        "section": "cities",
        "city": city,
        "own": visible.of_city(city),
        "joint": visible.joint_of(city),
        "can_start": permissions.can_start(request.user, city),
        "groups": joint.groups_to_start(request.user, city),
        "steps": [(city.name, city.get_absolute_url()), (_("Action plans"), None)],
    }
    return render(request, "roadmap/plans.html", context)


def start(request: PersonRequest, code: str) -> HttpResponse:
    """Begin a plan; a gap or advice that somebody came with is planned next."""
    city = find_city(request, code)
    permissions.can_start(request.user, city).enforce()
    sent = request.POST or request.GET
    keys = {name: sent.get(name, "") for name in BROUGHT}
    brought = {name: key for name, key in keys.items() if key.isdecimal()}
    form = PlanForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            plan = actions.start(
                city=city, by=request.user, is_demo=city.is_demo, **form.heading()
            )
        except ValidationError as error:
            form.take_errors(error.message_dict)
        else:
            messages.success(request, _("The plan was started."))
            return _on(plan, brought)
    context = {
        "section": "cities",
        "city": city,
        "form": form,
        "brought": brought,
        "steps": [
            (city.name, city.get_absolute_url()),
            (_("Action plans"), reverse("roadmap:plans", args=[city.code])),
            (_("New plan"), None),
        ],
    }
    return render(
        request, "roadmap/plan_new.html", context, status=422 if form.is_bound else 200
    )


@require_safe
def plan(request: PersonRequest, pk: int) -> HttpResponse:
    """Show the plan as a table of its actions."""
    found = find_plan(request, pk)
    search = ActionSearchForm(request.GET)
    actions_of_plan = search.narrow(Action.objects.of(found)).with_parts()
    page = Paginator(actions_of_plan, ACTIONS_ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    can_write = permissions.can_write(request.user, found)
    context = _about(request, found) | {
        "search": search,
        "page": page,
        "summary": summaries.of_plan(found),
        "noted": summaries.noted_for(request.user, found) if can_write else [],
        "steps": steps_to(found),
    }
    return render(request, "roadmap/plan.html", context)


def edit(request: PersonRequest, pk: int) -> HttpResponse:
    found = find_plan(request, pk)
    permissions.can_edit(request.user, found).enforce()
    form = PlanForm(request.POST or None, plan=found)
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(plan=found, version=form.based_on, **form.heading())
        except ValidationError as error:
            form.take_errors(error.message_dict)
        except Conflict as error:
            conflict = summaries.differences_of_plan(error.current, form.heading())
        else:
            messages.success(request, _("The plan was saved."))
            return redirect(found)
    context = _about(request, found) | {
        "form": form,
        "conflict": conflict,
        "steps": steps_to(found, (_("Edit the plan"), None)),
    }
    status = 409 if conflict else 422 if form.is_bound else 200
    return render(request, "roadmap/plan_edit.html", context, status=status)


@require_POST
def share(request: PersonRequest, pk: int) -> HttpResponse:
    found = find_plan(request, pk)
    permissions.can_share(request.user, found).enforce()
    shared = request.POST.get("shared") == "1"
    actions.share(plan=found, shared=shared)
    messages.success(
        request,
        _("The national focal point can now read the draft.")
        if shared
        else _("The national focal point does not see the draft any more."),
    )
    return redirect(found)


def _about(request: PersonRequest, found: Plan) -> dict[str, Any]:
    """Return what every page of the plan shows and asks."""
    user = request.user
    return {
        "section": "cities",
        "plan": found,
        "can_edit": permissions.can_edit(user, found),
        "can_write": permissions.can_write(user, found),
        "can_share": permissions.can_share(user, found),
        "can_adopt": permissions.can_adopt(user, found),
    }


def _on(plan: Plan, brought: dict[str, str]) -> HttpResponse:
    """Go on to the action that somebody came for, or to the plan."""
    if brought:
        address = reverse("roadmap:action-new", args=[plan.pk])
        return redirect(f"{address}?{urlencode(brought)}")
    return redirect(plan)
