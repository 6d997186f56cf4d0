"""The hub's dossier: one object for the page and for the paper."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from cities.models import City
from roadmap.models import (
    HubApplication,
    HubCommitment,
    HubCriterion,
    HubEntry,
    HubEvidence,
)

State = HubEvidence.State


@dataclass(frozen=True)
class Answered:
    """A criterion and what the city says to it, None for nothing yet."""

    criterion: HubCriterion
    evidence: HubEvidence | None


@dataclass(frozen=True)
class Sum:
    """What the ledger holds in one currency."""

    currency: str
    money: Decimal
    in_kind: Decimal

    @property
    def total(self) -> Decimal:
        return self.money + self.in_kind


@dataclass(frozen=True)
class Dossier:
    """All there is of a candidacy, read in a fixed number of queries."""

    city: City
    application: HubApplication | None
    criteria: list[Answered]
    commitments: list[HubCommitment]
    entries: list[HubEntry]
    sums: list[Sum]
    hours: int
    today: dt.date

    @property
    def met(self) -> int:
        return self._count(State.MET)

    @property
    def partly(self) -> int:
        return self._count(State.PARTLY)

    @property
    def lacking(self) -> int:
        return self._count(State.LACKING)

    @property
    def unanswered(self) -> int:
        return sum(one.evidence is None for one in self.criteria)

    @property
    def is_uncertain(self) -> bool:
        """Tell whether some criterion cannot be relied on wholly."""
        return any(not one.criterion.is_certain for one in self.criteria)

    @property
    def must_renew(self) -> bool:
        """Tell whether the time to renew has come."""
        day = self.application.reminder_on if self.application else None
        return day is not None and day <= self.today

    def _count(self, state: str) -> int:
        return sum(
            one.evidence is not None and one.evidence.state == state
            for one in self.criteria
        )


def build(city: City, today: dt.date) -> Dossier:
    """Return the dossier of the city's latest candidacy."""
    application = HubApplication.objects.of_city(city)
    known: dict[int, HubEvidence] = {}
    commitments: list[HubCommitment] = []
    entries: list[HubEntry] = []
    if application:
        application.city = city
        known = {one.criterion_id: one for one in application.evidence.all()}
        commitments = list(application.commitments.select_related("beneficiary"))
        entries = list(application.entries.select_related("commitment"))
    return Dossier(
        city=city,
        application=application,
        criteria=[
            Answered(one, known.get(one.pk)) for one in HubCriterion.objects.in_use()
        ],
        commitments=commitments,
        entries=entries,
        sums=sums(entries),
        hours=sum(one.hours or 0 for one in entries),
        today=today,
    )


def sums(entries: Iterable[HubEntry]) -> list[Sum]:
    """Add up the ledger by currency: money and in kind apart, nothing converted."""
    money: dict[str, Decimal] = {}
    in_kind: dict[str, Decimal] = {}
    for one in entries:
        if one.amount:
            part = in_kind if one.is_in_kind else money
            name = str(one.get_currency_display())
            part[name] = part.get(name, Decimal(0)) + one.amount
    return [
        Sum(name, money.get(name, Decimal(0)), in_kind.get(name, Decimal(0)))
        for name in sorted({*money, *in_kind})
    ]
