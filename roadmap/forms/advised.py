"""How the form of an action begins that carries a recommendation out."""

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from roadmap.models import Plan, Recommendation
from roadmap.models.peer_review import months_after

TITLE_MAXIMUM = 200
Horizon = Recommendation.Horizon
MONTHS = {Horizon.SHORT: 12, Horizon.MEDIUM: 36}


def initial_of(advice: Recommendation, plan: Plan) -> dict[str, Any]:
    """Begin with the words of the advice, none of them cut off, and its horizon."""
    said = advice.description.strip()
    first = said.splitlines()[0]
    origin = _("From the peer review by %(peer)s: %(area)s") % {
        "peer": advice.review.peer,
        "area": advice.get_area_display(),
    }
    starts_on = _start(plan)
    return {
        "title": first if len(first) <= TITLE_MAXIMUM else "",
        "description": f"{said}\n\n{advice.justification.strip()}\n\n{origin}",
        "starts_on": starts_on,
        "ends_on": _end(plan, starts_on, advice.horizon),
    }


def _start(plan: Plan) -> dt.date:
    """Today, or the nearest day within the years of the plan."""
    first, last = dt.date(plan.first_year, 1, 1), dt.date(plan.last_year, 12, 31)
    return min(max(timezone.localdate(), first), last)


def _end(plan: Plan, starts_on: dt.date, horizon: str) -> dt.date:
    """Return when the horizon ends, but no later than the plan."""
    last = dt.date(plan.last_year, 12, 31)
    months = MONTHS.get(Horizon(horizon))
    return min(months_after(starts_on, months), last) if months else last
