"""How far the proposals of an assessment agreed, for reports and what is frozen."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scorecard import agreement
from scorecard.models import Answer, Assessment, Dissent, Proposal, Settlement


@dataclass(frozen=True)
class Dissenting:
    """Who stands by which other level, in their words."""

    name: str
    value: str
    reason: str

    @property
    def value_words(self) -> str:
        return level_words(self.value)


@dataclass(frozen=True)
class Agreed:
    """How many proposed which level, what was agreed on it and why, and who dissents.

    Levels are texts, "na" for not applicable; `value` is empty where nobody settled.
    """

    proposed: tuple[tuple[str, int], ...]
    value: str = ""
    reason: str = ""
    on: dt.date | None = None
    dissents: tuple[Dissenting, ...] = ()

    @property
    def proposed_words(self) -> str:
        return counted_words(dict(self.proposed))

    @property
    def value_words(self) -> str:
        return level_words(self.value)


def of(assessment: Assessment) -> dict[int, Agreed]:
    """Return this by answer, in three queries; nothing where the city hides it.

    What was settled last stands; else the proposals are counted as they are.
    """
    if not assessment.shows_agreement:
        return {}
    said: dict[int, list[str]] = {}
    for one in Proposal.objects.said_in(assessment):
        said.setdefault(one.answer_id, []).append(one.value)
    found = {
        pk: Agreed(proposed=tuple(agreement.counts(values).items()))
        for pk, values in said.items()
    }
    settlements = Settlement.objects.of_assessment(assessment).with_words()
    for settlement in reversed(list(settlements)):
        found[settlement.answer_id] = _settled(settlement)
    return found


def value_of(one: Answer | Settlement | Dissent) -> str:
    """Return the level as text, "na", or nothing."""
    if one.not_applicable:
        return agreement.NOT_APPLICABLE
    return "" if one.score is None else str(one.score)


def level_words(value: str) -> str:
    """Return a level, or "not applicable", as people say it."""
    if value == agreement.NOT_APPLICABLE:
        return _("not applicable")
    return _("level %(score)s") % {"score": value}


def counted_words(counts: Mapping[str, int]) -> str:
    """Return "level 1: 2 people, level 3: 1 person" for how many said what."""
    return ", ".join(
        f"{level_words(value)}: {_people(number)}" for value, number in counts.items()
    )


def _people(number: int) -> str:
    words = ngettext("%(number)s person", "%(number)s people", number)
    return words % {"number": number}


def _settled(one: Settlement) -> Agreed:
    return Agreed(
        proposed=tuple(sorted(one.proposed.items())),
        value=value_of(one),
        reason=one.reason,
        on=timezone.localdate(one.at),
        dissents=tuple(
            Dissenting(dissent.name, value_of(dissent), dissent.reason)
            for dissent in one.dissents.all()
        ),
    )
