"""What a city's action plan asks of its people next: due actions, steps, renewal."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import islice

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from cities.models import City
from mcr2030.tasks import Task
from mcr2030.templatetags.mcr2030 import in_script
from roadmap.actions import adoption
from roadmap.models import Action, AdoptionStep, Plan

DUE_DAYS = 30
# More than these would hide everything else on the first screen.
ACTIONS_SHOWN = 5


def of(cities: Iterable[City], *, leads: frozenset[int]) -> Mapping[int, list[Task]]:
    """Return tasks by city in three queries, whatever their number.

    Actions that are overdue or due within 30 days are everybody's; the next step of
    adoption and the plan's renewal are the leads'.
    """
    found: defaultdict[int, list[Task]] = defaultdict(list)
    today = timezone.localdate()
    due = (
        Action.objects.still_open()
        .filter(ends_on__lte=today + dt.timedelta(days=DUE_DAYS))
        .order_by("ends_on", "number")
    )
    plans = (
        Plan.objects.filter(city__in=list(cities))
        .latest_first()
        .prefetch_related("steps", Prefetch("actions", due, to_attr="due"))
    )
    for plan in plans:
        if plan.city_id is None:
            continue
        found[plan.city_id] += [
            _due(one, today) for one in islice(plan.due, ACTIONS_SHOWN)
        ]
        if plan.city_id in leads:
            found[plan.city_id] += [*_next_step(plan), *_renewal(plan)]
    return found


def _due(action: Action, today: dt.date) -> Task:
    words = {"title": in_script(action.title)}
    return Task(
        _("An action is overdue: %(title)s") % words
        if action.ends_on < today
        else _("An action is due soon: %(title)s") % words,
        _("Until %(date)s · %(state)s, %(progress)s %%")
        % {
            "date": _day(action.ends_on),
            "state": action.get_status_display(),
            "progress": action.progress,
        },
        _("Note progress"),
        action.get_absolute_url(),
    )


def _next_step(plan: Plan) -> list[Task]:
    """Ask for the next step once the way has begun; a mere draft is no debt."""
    following = adoption.next_kind(plan)
    if following is None or AdoptionStep.Kind.WORKING_GROUP not in plan.taken:
        return []
    return [
        Task(
            _("Next for the action plan: %(step)s") % {"step": following.label},
            in_script(plan.title),
            _("Open"),
            reverse("roadmap:adoption", args=[plan.pk]),
        )
    ]


def _renewal(plan: Plan) -> list[Task]:
    if not plan.reminder:
        return []
    words = {"date": _day(plan.valid_until)}
    return [
        Task(
            _("The action plan ended on %(date)s") % words
            if plan.reminder == "over"
            else _("The action plan ends on %(date)s") % words,
            in_script(plan.title),
            _("Open"),
            plan.get_absolute_url(),
        )
    ]


def _day(day: dt.date | None) -> str:
    return formats.date_format(day, "SHORT_DATE_FORMAT") if day else "–"
