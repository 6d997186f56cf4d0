"""Who has which indicator until when, and what nobody works on, in few queries."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Count, Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cities.models import Membership, User
from scorecard.models import (
    Assessment,
    Assignment,
    Department,
    Essential,
    disputed,
)

# A proposal that says a level, or "not applicable".
SAID = Q(proposals__score__isnull=False) | Q(proposals__not_applicable=True)
SHOWN = ("all", "nobody", "late", "open")


@dataclass(frozen=True)
class Holder:
    """Whose an indicator is; `is_gone` where nobody is left to work on it."""

    name: str
    is_department: bool
    due: dt.date | None
    note: str
    is_late: bool
    is_gone: bool


@dataclass(frozen=True)
class Row:
    """One indicator: whose it is, and how far it has come."""

    code: str
    title: str
    essential: Essential
    holders: tuple[Holder, ...]
    proposed: int
    is_settled: bool
    differs: bool

    @property
    def is_nobodys(self) -> bool:
        """True where no one works on it: not given, or all who had it have left."""
        return not self.is_settled and all(one.is_gone for one in self.holders)

    @property
    def is_late(self) -> bool:
        return any(one.is_late for one in self.holders)

    @property
    def has_dates(self) -> bool:
        return any(one.due for one in self.holders)

    @property
    def state(self) -> str:
        """A word for the style sheet."""
        if self.differs:
            return "is-returned"
        if self.is_settled:
            return "is-accepted"
        if self.proposed:
            return "is-added"
        return "is-draft" if self.holders else "is-returned"

    @property
    def state_words(self) -> str:
        if self.differs:
            return _("people differ")
        if self.is_settled:
            return _("settled")
        if self.proposed:
            return ngettext(
                "%(number)s proposal", "%(number)s proposals", self.proposed
            ) % {"number": self.proposed}
        return _("given") if self.holders else _("nobody has it")


@dataclass(frozen=True)
class Part:
    """The indicators of one Essential."""

    essential: Essential
    rows: list[Row]


@dataclass(frozen=True)
class Team:
    """Who can be given something: contributors of today, and departments."""

    people: list[User]
    departments: list[Department]

    def __bool__(self) -> bool:
        return bool(self.people or self.departments)


@dataclass(frozen=True)
class Sharing:
    """All indicators of an assessment with whose they are."""

    rows: list[Row]

    @property
    def figures(self) -> dict[str, int]:
        """How many there are to see under each choice of the page."""
        return {name: len(self._shown(name)) for name in SHOWN}

    def parts(self, shown: str) -> list[Part]:
        """Return what is chosen, by Essential."""
        return [
            Part(essential, list(rows))
            for essential, rows in groupby(
                self._shown(shown), key=lambda row: row.essential
            )
        ]

    def _shown(self, name: str) -> list[Row]:
        return {
            "nobody": [row for row in self.rows if row.is_nobodys],
            "late": [row for row in self.rows if row.is_late],
            "open": [row for row in self.rows if not row.is_settled],
        }.get(name, self.rows)


def team(assessment: Assessment) -> Team:
    """Return who can be given something, in three queries."""
    serving = Membership.objects.current().contributors_of(assessment.city)
    return Team(
        people=[one.user for one in serving.select_related("user").by_role()],
        departments=Department.objects.of_city(assessment.city)
        .prefetch_related("members")
        .by_name(),
    )


def build(assessment: Assessment, there: Team) -> Sharing:
    """Return every indicator with whose it is, in four queries."""
    answers = (
        assessment.answers.select_related("question__essential")
        .annotate(proposed=Count("proposals", filter=SAID))
        .prefetch_related(
            Prefetch("assignments", Assignment.objects.with_holders(), "its_holders")
        )
        # A count groups, and what is grouped has no order of its own.
        .order_by("question__position")
    )
    serving = {one.pk for one in there.people}
    peopled = {
        one.pk
        for one in there.departments
        if any(person.pk in serving for person in one.members.all())
    }
    today = timezone.localdate()
    differing = set(disputed(assessment.answers.all()).values_list("pk", flat=True))
    return Sharing(
        [_row(answer, serving, peopled, today, differing) for answer in answers]
    )


def _row(
    answer: Any,
    serving: Iterable[int],
    peopled: Iterable[int],
    today: dt.date,
    differing: Iterable[int],
) -> Row:
    question = answer.question
    return Row(
        code=question.code,
        title=question.title,
        essential=question.essential,
        holders=tuple(
            Holder(
                name=one.name,
                is_department=one.department_id is not None,
                due=one.due,
                note=one.note,
                is_late=bool(one.due and one.due < today and not answer.is_settled),
                is_gone=(
                    one.department_id not in peopled
                    if one.department_id
                    else one.user_id not in serving
                ),
            )
            for one in answer.its_holders
        ),
        proposed=answer.proposed,
        is_settled=answer.is_settled,
        differs=answer.pk in differing,
    )
