"""What happened in the cities since a focal point's last visit, the newest first.

A draft never gets in: only what was handed in, decided, published or replied.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from auditlog.models import LogEntry
from django.db.models import Case, Count, F, Max, Q, When
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from modeltranslation.utils import build_localized_fieldname

from cities.actions import visits
from cities.models import City, User
from scorecard.models import Assessment, Remark

SHOWN = 10
# Whoever comes for the first time sees what happened in so many days.
FIRST_DAYS = 30

Status = Assessment.Status


@dataclass(frozen=True)
class Event:
    """One thing that happened in a city, named as on the page.

    `kind` is "submitted", "accepted", "returned", "published", "replied" with the
    `number` of replies, or "joined" without a `title` of an assessment.
    """

    kind: str
    at: dt.datetime
    city: str
    is_demo: bool
    address: str
    title: str = ""
    number: int = 0


@dataclass(frozen=True)
class News:
    """The newest events; `since` is None on a first visit, `has_more` if cut."""

    since: dt.datetime | None
    events: list[Event]
    has_more: bool

    @property
    def shows_demo(self) -> bool:
        return any(one.is_demo for one in self.events)


def arrive(user: User) -> News:
    """Note the visit and return what is new to the person; at most six queries."""
    since = visits.arrive(by=user)
    return news(user, since)


def news(user: User, since: dt.datetime | None) -> News:
    """Return what others did after the moment, the newest ten; four queries."""
    after = since or timezone.now() - dt.timedelta(days=FIRST_DAYS)
    found = [*_moves(user, after), *_replies(user, after), *_joined(after)]
    found.sort(key=lambda one: one.at, reverse=True)
    return News(since, found[:SHOWN], len(found) > SHOWN)


def _moves(user: User, after: dt.datetime) -> Iterator[Event]:
    """Yield what happened to assessments; one may have moved several times.

    Ordered by the last move of each, the first eleven hold the newest ten moves.
    """
    moved = (
        Assessment.objects.visible_to(user)
        .exclude(status=Status.DRAFT)
        .filter(
            Q(submitted_at__gt=after)
            | Q(decided_at__gt=after) & ~Q(decided_by=user)
            | Q(published_at__gt=after)
        )
        .order_by(
            Greatest(
                "submitted_at",
                Case(
                    When(decided_by=user, then="submitted_at"),
                    default=Coalesce("decided_at", "submitted_at"),
                ),
                Coalesce("published_at", "submitted_at"),
            ).desc()
        )
        .values(
            *("pk", "status", "submitted_at", "decided_at", "decided_by"),
            *("published_at", "year"),
            **_named(""),
        )
    )
    for one in moved[: SHOWN + 1]:
        decided = None if one["decided_by"] == user.pk else one["decided_at"]
        for kind, at in (
            ("submitted", one["submitted_at"]),
            (one["status"], decided),
            ("published", one["published_at"]),
        ):
            if at and at > after:
                page = "review" if one["status"] == Status.SUBMITTED else "report"
                address = reverse(f"scorecard:{page}", args=[one["pk"]])
                yield _event(kind, at, address, one)


def _replies(user: User, after: dt.datetime) -> Iterator[Event]:
    replied = (
        Remark.objects.visible_to(user)
        .filter(replied_at__gt=after)
        .order_by()
        .values(
            assessment=F("answer__assessment"),
            year=F("answer__assessment__year"),
            **_named("answer__assessment__"),
        )
        .annotate(number=Count("pk"), at=Max("replied_at"))
        .order_by("-at")[: SHOWN + 1]
    )
    for one in replied:
        address = reverse("scorecard:review", args=[one["assessment"]])
        yield _event("replied", one["at"], address, one, one["number"])


def _joined(after: dt.datetime) -> Iterator[Event]:
    """Yield the cities that became members, as the log of changes tells it.

    What was a member when the register was loaded did not join just now.
    """
    entries = LogEntry.objects.filter(
        content_type__app_label="cities",
        content_type__model="city",
        action=LogEntry.Action.UPDATE,
        timestamp__gt=after,
        changes__is_member__1="True",
    ).order_by("-timestamp")
    when = dict(entries.values_list("object_id", "timestamp")[: SHOWN + 1])
    for pk, city in City.objects.members().in_bulk(when).items():
        address = city.get_absolute_url()
        yield Event("joined", when[pk], city.name, city.is_demo, address)


def _named(assessment: str) -> dict[str, F]:
    """Return what a line names, in the language of the page alone."""
    language = get_language() or "sr"
    return {
        "city_name": F(build_localized_fieldname(f"{assessment}city__name", language)),
        "is_invented": F(f"{assessment}city__is_demo"),
        "instrument": F(
            build_localized_fieldname(f"{assessment}questionnaire__name", language)
        ),
    }


def _event(
    kind: str, at: dt.datetime, address: str, row: Mapping[str, Any], number: int = 0
) -> Event:
    title = f"{row['instrument']} {row['year']}"
    return Event(kind, at, row["city_name"], row["is_invented"], address, title, number)
