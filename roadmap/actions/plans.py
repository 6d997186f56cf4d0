"""An action plan is started, its heading changed, its draft shown."""

import datetime as dt
from decimal import Decimal
from typing import Any, TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.models import BasinGroup, City, User
from cities.permissions import Refused
from roadmap.actions.holding import check_version, hold_plan
from roadmap.models import Action, Plan

# The law gives a plan three years; longer ones have been adopted, none of ten.
YEARS_MAXIMUM = 10
RATE = ("dinars_per_euro", "rate_day")


class Heading(TypedDict, total=False):
    """What a plan says before its first action."""

    title: str
    first_year: int
    last_year: int
    purpose: str
    dinars_per_euro: Decimal | None
    rate_day: dt.date | None


def start(
    *,
    by: User,
    city: City | None = None,
    group: BasinGroup | None = None,
    is_demo: bool = False,
    **heading: Unpack[Heading],
) -> Plan:
    """Begin the plan of a city, or the joint one of a group.

    Raises ValidationError for impossible years or rate, and where a plan of the same
    years is there already.
    """
    plan = Plan(city=city, group=group, is_demo=is_demo, made_by=by, **heading)
    _check(plan)
    _save(plan)
    return plan


def change(*, plan: Plan, version: int, **heading: Unpack[Heading]) -> Plan:
    """Change the heading on top of `version`; after adoption only the rate."""
    with transaction.atomic():
        held = hold_plan(plan)
        changed: dict[str, Any] = {
            name: value
            for name, value in heading.items()
            if getattr(held, name) != value
        }
        if not changed:
            return held
        check_version(held, version)
        if held.is_adopted and not changed.keys() <= set(RATE):
            raise Refused(
                _("The assembly has decided on this plan: only the rate can change.")
            )
        for name, value in changed.items():
            setattr(held, name, value)
        _check(held)
        _check_years(held)
        held.version += 1
        _save(held)
    return held


def share(*, plan: Plan, shared: bool) -> None:
    """Let the national focal point read the draft, or stop that."""
    with transaction.atomic():
        held = hold_plan(plan)
        held.is_shared = shared
        held.save(update_fields=["is_shared"])


def _check(plan: Plan) -> None:
    """Raise ValidationError by field for what makes no sense in a heading."""
    found = _years(plan) | _rate(plan)
    if not plan.title.strip():
        found["title"] = _("Give the plan a title.")
    if found:
        raise ValidationError(found)


def _years(plan: Plan) -> dict[str, str]:
    if not 2015 <= plan.first_year <= 2100:
        return {"first_year": _("Choose a year from 2015 to 2100.")}
    if plan.last_year < plan.first_year:
        return {
            "last_year": _("The last year is before the first. Correct one of them.")
        }
    if plan.last_year - plan.first_year >= YEARS_MAXIMUM or plan.last_year > 2100:
        words = _("A plan is for at most %(years)s years, and ends by 2100.")
        return {"last_year": words % {"years": YEARS_MAXIMUM}}
    return {}


def _rate(plan: Plan) -> dict[str, str]:
    """Judge the rate and its day: both or neither."""
    rate, day = plan.dinars_per_euro, plan.rate_day
    if rate is None:
        if day is None:
            return {}
        return {"dinars_per_euro": _("Enter the rate of that day, or empty the day.")}
    if rate <= 0:
        return {"dinars_per_euro": _("Enter how many dinars one euro costs.")}
    if day is None:
        return {"rate_day": _("Enter the day of the rate.")}
    if day > timezone.localdate():
        return {"rate_day": _("The day of the rate lies in the future.")}
    return {}


def _check_years(plan: Plan) -> None:
    """Keep every action, cost and amount inside the years of the plan."""
    first, last = plan.first_year, plan.last_year
    outside = Action.objects.of(plan).filter(
        Q(starts_on__year__lt=first)
        | Q(ends_on__year__gt=last)
        | Q(costs__year__lt=first)
        | Q(costs__year__gt=last)
        | Q(fundings__year__lt=first)
        | Q(fundings__year__gt=last)
    )
    one = outside.order_by("number").first()
    if one:
        raise ValidationError(
            {
                "last_year": _(
                    "Action %(number)s has dates, cost or money outside these years. "
                    "Change the action first."
                )
                % {"number": one.number}
            }
        )


def _save(plan: Plan) -> None:
    try:
        with transaction.atomic():
            plan.save()
    except IntegrityError as error:
        raise ValidationError(
            {"first_year": _("There is a plan for the same years already.")}
        ) from error
