"""What the office page says at a glance, read in eight queries."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from cities.models import (
    Announcement,
    BasinGroup,
    City,
    Membership,
    NationalSettings,
)
from mcr2030.national import bundling
from scorecard.models import Assessment, Questionnaire, RoundDeadline


@dataclass(frozen=True)
class Office:
    """How many there are of what is kept for all cities."""

    cities: int
    members: int
    groups: int
    focal_points: int
    questionnaires: int
    announcements: int
    next_deadline: RoundDeadline | None
    settings: NationalSettings


@dataclass(frozen=True)
class Due:
    """A deadline in the list: the instrument's name, and how many handed in."""

    deadline: RoundDeadline
    name: str
    handed_in: int


def glance(today: dt.date) -> Office:
    """Count what the office keeps."""
    return Office(
        cities=City.objects.count(),
        members=City.objects.members().count(),
        groups=BasinGroup.objects.count(),
        focal_points=Membership.objects.current(today).focal_points().count(),
        questionnaires=Questionnaire.objects.in_use().count(),
        announcements=Announcement.objects.shown(today).count(),
        next_deadline=RoundDeadline.objects.ahead(today).first(),
        settings=NationalSettings.current(),
    )


def due(deadlines: Iterable[RoundDeadline]) -> list[Due]:
    """Return the deadlines of a page with what has come in, in two queries."""
    names = bundling.names()
    counts = Assessment.objects.handed_in_by_round()
    return [
        Due(
            one,
            names.get(one.instrument, one.instrument),
            counts.get((one.year, one.instrument), 0),
        )
        for one in deadlines
    ]
