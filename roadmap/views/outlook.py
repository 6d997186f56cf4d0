"""A plan seen as money, in time, by impact and difficulty, and as if it were done."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from cities.requests import PersonRequest
from roadmap.reports import finances, pictures, projected
from roadmap.reports.scope import Scope
from roadmap.views.found import steps_to
from roadmap.views.found_parts import find_scope

NAMES = {
    "money": _("Money"),
    "timeline": _("Timeline"),
    "matrix": _("Impact and difficulty"),
    "what-if": _("What if these are done"),
}


@require_GET
def money(request: PersonRequest, pk: int) -> HttpResponse:
    scope = find_scope(request, pk)
    context = {"finances": finances.build(scope)}
    return _page(request, scope, "money", context)


@require_GET
def timeline(request: PersonRequest, pk: int) -> HttpResponse:
    scope = find_scope(request, pk)
    schedule = pictures.schedule(scope, timezone.localdate(), linked=True)
    return _page(request, scope, "timeline", {"schedule": schedule})


@require_GET
def matrix(request: PersonRequest, pk: int) -> HttpResponse:
    scope = find_scope(request, pk)
    context = {"priorities": pictures.priorities(scope)}
    return _page(request, scope, "matrix", context)


@require_GET
def what_if(request: PersonRequest, pk: int) -> HttpResponse:
    """Project one assessment; which actions count is ticked and in the address."""
    scope = find_scope(request, pk, targets=True)
    rounds = projected.rounds(scope.actions, request.user)
    chosen = next(
        (one for one in rounds if str(one.pk) == request.GET.get("round")),
        rounds[0] if rounds else None,
    )
    counted = projected.counted_by_rule(scope.actions)
    if "chosen" in request.GET:
        ticked = set(request.GET.getlist("action"))
        counted = {one.pk for one in scope.actions if str(one.pk) in ticked}
    context = {
        "rounds": rounds,
        "round": chosen,
        "choices": [(one, one.pk in counted) for one in scope.actions],
        "projected": (
            projected.project(chosen, scope.actions, counted) if chosen else None
        ),
        "counted": len(counted),
    }
    return _page(request, scope, "what-if", context)


def _page(
    request: PersonRequest, scope: Scope, tab: str, context: Mapping[str, Any]
) -> HttpResponse:
    """Show one view of a plan under the plan's tabs."""
    template = f"roadmap/{tab.replace('-', '_')}.html"
    shared: dict[str, Any] = {
        "section": "cities",
        "plan": scope.plan,
        "city": scope.city,
        "tab": tab,
        "steps": steps_to(scope.plan, (str(NAMES[tab]), None)),
    }
    return render(request, template, {**shared, **context})
