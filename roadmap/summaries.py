"""What pages of a plan show beside its rows: sums, what differs, what was noted."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cities.models import User
from roadmap.dinars import in_euros
from roadmap.forms.fields import day
from roadmap.models import Action, ActionCost, Funding, Plan
from roadmap.records import Conflict, Difference
from scorecard.models import Answer, Assessment, NotedAction

NOTED_SHOWN = 20
LABELS = {
    "title": _("Title"),
    "first_year": _("First year"),
    "last_year": _("Last year"),
    "purpose": _("Purpose and vision"),
    "dinars_per_euro": _("Dinars for one euro"),
    "rate_day": _("Day of the rate"),
}


@dataclass(frozen=True)
class Summary:
    """A plan in four figures."""

    actions: int
    done: int
    late: int
    cost: int
    certain: int
    cost_in_euros: int | None


def of_plan(plan: Plan) -> Summary:
    """Sum a plan up in three queries."""
    today = timezone.localdate()
    counted = Action.objects.of(plan).aggregate(
        actions=Count("pk"),
        done=Count("pk", filter=Q(status=Action.Status.DONE)),
        late=Count("pk", filter=Q(status__in=Action.OPEN, ends_on__lt=today)),
    )
    cost = ActionCost.objects.filter(action__plan=plan).aggregate(all=Sum("dinars"))
    certain = Funding.objects.filter(
        action__plan=plan, state__in=Funding.CERTAIN
    ).aggregate(all=Sum("dinars"))
    total = cost["all"] or 0
    return Summary(
        **counted,
        cost=total,
        certain=certain["all"] or 0,
        cost_in_euros=in_euros(total, plan.dinars_per_euro),
    )


def noted_for(user: User, plan: Plan) -> list[NotedAction]:
    """Return what was noted beside answers of the city and no action takes up."""
    if plan.city is None:
        return []
    taken = Answer.objects.filter(targets__action__plan=plan)
    return list(
        NotedAction.objects.filter(
            answer__assessment__in=Assessment.objects.visible_to(user).of_city(
                plan.city
            ),
            answer__in=Answer.objects.gaps_of([plan.city]).told_to(user),
        )
        .exclude(answer__in=taken)
        .select_related("answer__question", "answer__assessment__questionnaire")
        .order_by("-answer__assessment__year", "answer__question__position")[
            :NOTED_SHOWN
        ]
    )


def differences_of_plan(current: Any, typed: Mapping[str, Any]) -> Conflict:
    """Return what differs between the plan as it stands and what was typed."""
    rows = [
        Difference(
            str(LABELS[name]),
            _shown(getattr(current, name)),
            _shown(value),
        )
        for name, value in typed.items()
        if getattr(current, name) != value
    ]
    return Conflict(current, rows)


def _shown(value: Any) -> str:
    if isinstance(value, dt.date):
        return day(value)
    if isinstance(value, Decimal):
        return str(value.normalize()).replace(".", ",")
    return "–" if value in (None, "") else str(value)
