"""The actions of a plan in time, and by impact and difficulty."""

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from roadmap import drawings, priority
from roadmap.models import Action
from roadmap.reports.finances import amount
from roadmap.reports.scope import Scope
from roadmap.reports.wording import typed

STEPS = range(1, 6)


@dataclass(frozen=True)
class InTime:
    """An action's row beside the timeline; quarters are I to IV."""

    action: Action
    starts: str
    ends: str


@dataclass(frozen=True)
class Schedule:
    drawings: tuple[drawings.Timeline, ...]
    rows: tuple[InTime, ...]


@dataclass(frozen=True)
class Placed:
    """An action's row beside the grid."""

    action: Action
    dinars: int
    priority: str
    is_by_hand: bool


@dataclass(frozen=True)
class Priorities:
    drawing: drawings.Grid
    rows: tuple[Placed, ...]


def schedule(scope: Scope, today: dt.date, *, linked: bool) -> Schedule:
    """Return the actions by their start; `linked` where a bar leads to its action."""
    ordered = sorted(scope.actions, key=lambda one: (one.starts_on, one.number))
    spans = [
        drawings.Span(
            label=typed(str(one)),
            title=_told(one),
            status=one.status,
            done=one.progress,
            starts_on=one.starts_on,
            ends_on=one.ends_on,
            address=_address(one) if linked else "",
        )
        for one in ordered
    ]
    return Schedule(
        drawings.timelines(spans, scope.plan.years, today),
        tuple(
            InTime(one, _quarter(one.starts_on), _quarter(one.ends_on))
            for one in ordered
        ),
    )


def priorities(scope: Scope) -> Priorities:
    """Return the actions by impact and difficulty; the bubbles' area is the cost."""
    balances = scope.balances
    weights = [
        drawings.Weight(
            number=one.number,
            title=f"{typed(str(one))}: {amount(balances[one.pk].cost)}",
            impact=one.impact,
            difficulty=one.difficulty,
            dinars=balances[one.pk].cost,
            address=_address(one),
        )
        for one in scope.actions
    ]
    cells = [[priority.of(impact, hard) for hard in STEPS] for impact in STEPS]
    names = dict(Action.Priority.choices)
    return Priorities(
        drawings.grid(weights, cells, across=_("Difficulty"), upwards=_("Impact")),
        tuple(
            Placed(
                one,
                balances[one.pk].cost,
                str(names[one.effective_priority]),
                bool(one.priority),
            )
            for one in sorted(scope.actions, key=_first_first)
        ),
    )


def _first_first(action: Action) -> tuple[int, int]:
    order = list(Action.Priority.values)
    return order.index(action.effective_priority), action.number


def _told(action: Action) -> str:
    """Return what a bar says when asked: the dates, the state and the progress."""
    return _("%(action)s: %(start)s to %(end)s, %(state)s, %(progress)s %%") % {
        "action": typed(str(action)),
        "start": date_format(action.starts_on, "SHORT_DATE_FORMAT"),
        "end": date_format(action.ends_on, "SHORT_DATE_FORMAT"),
        "state": action.get_status_display(),
        "progress": action.progress,
    }


def _quarter(day: dt.date) -> str:
    return ("I", "II", "III", "IV")[(day.month - 1) // 3]


def _address(action: Action) -> str:
    return reverse("roadmap:action", args=[action.pk])
