"""One question's card, and what it says in words.

The words are put together here: a template takes several times as long for a sentence
with a date, and the longest page has 34 cards.
"""

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple, Self

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cities.models.people import name_in_script
from scorecard import agreement
from scorecard.actions.agreed import counted_words
from scorecard.models import (
    Answer,
    Assignment,
    Evidence,
    NationalNote,
    NotedAction,
    Proposal,
    Remark,
    Section,
)
from scorecard.prompts import Prompt


@dataclass(frozen=True)
class Typed:
    """What stands in the fields of a card: saved, or typed and not saved yet."""

    choice: str = ""
    reason: str = ""
    comment: str = ""
    version: int = 0


@dataclass(frozen=True)
class Standing:
    """What stands on the server where something else was typed on an older version."""

    answer: Answer
    words: str
    score: int | None
    not_applicable: bool
    reason: str
    comment: str
    version: int

    @classmethod
    def of_answer(cls, answer: Answer) -> Self:
        """Return the answer that somebody saved meanwhile."""
        by = answer.changed_by
        words = _(
            "%(name)s changed this answer (%(time)s) after you opened it. "
            "Nothing is lost: choose which one stays."
        ) % {
            "name": name_in_script(by.name) if by else "",
            "time": _moment(answer.changed_at),
        }
        return cls(
            answer,
            words,
            answer.score,
            answer.not_applicable,
            answer.reason,
            answer.comment,
            answer.version,
        )

    @classmethod
    def of_proposal(cls, answer: Answer, proposal: Proposal) -> Self:
        """Return what the person proposed meanwhile elsewhere."""
        words = _(
            "You proposed something else (%(time)s) in another place after this page "
            "was opened. Nothing is lost: choose which one stays."
        ) % {"time": _moment(proposal.at)}
        return cls(
            answer,
            words,
            proposal.score,
            proposal.not_applicable,
            "",
            proposal.comment,
            proposal.version,
        )


class Choice(NamedTuple):
    """A level as its radio button."""

    value: str
    text: str
    is_chosen: bool


@dataclass(frozen=True)
class Proof:
    """A piece of evidence on a card; an address is empty where it may not be used."""

    evidence: Evidence
    address: str
    remove: str

    @property
    def validity(self) -> str:
        """Return until when it holds, or that it does no more; often nothing."""
        until = self.evidence.valid_until
        if until is None:
            return ""
        date = date_format(until, "SHORT_DATE_FORMAT")
        if self.evidence.is_expired:
            return _("expired %(date)s") % {"date": date}
        return _("valid until %(date)s") % {"date": date}


class Heard(NamedTuple):
    """A remark of the focal point as the city hears it."""

    remark: Remark
    can_reply: bool


@dataclass
class Card:
    """One question with its answer as one person sees it."""

    answer: Answer
    changed_by: str
    is_new: bool
    mode: str
    typed: Typed
    address: str
    history: str
    talk: str
    talk_words: str
    action: str
    plan: str
    noted: NotedAction | None
    levels: list[tuple[int, str]]
    evidence: list[Proof]
    assigned: list[Assignment]
    proposals: list[Proposal]
    remarks: list[Heard]
    note: NationalNote | None
    is_owed: bool
    can_attach: bool
    sees_history: bool
    is_unchecked: bool
    condition_holds: bool | None
    errors: list[str] = field(default_factory=list)
    conflict: Standing | None = None

    @property
    def choices(self) -> tuple[Choice, ...]:
        return tuple(
            Choice(value, text, value == self.typed.choice)
            for value, text in ((str(score), text) for score, text in self.levels)
        )

    @cached_property
    def changed(self) -> str:
        """When the answer was changed last; empty where it never was."""
        return _moment(self.answer.changed_at)

    @property
    def agreed_words(self) -> str:
        """Return what is agreed so far, for who proposes; often nothing."""
        if self.is_owed:
            return _(
                "Levels are given independently first: once you have given yours with "
                "a reason, you see what others propose and what is agreed."
            )
        if self.answer.not_applicable:
            return _("Agreed so far: not applicable.")
        if self.answer.score is None:
            return ""
        return _("Agreed so far: level %(score)s.") % {"score": self.answer.score}

    @property
    def proposed_words(self) -> str:
        """Return how many propose which level; nothing where nobody does."""
        return counted_words(agreement.counts(one.value for one in self.proposals))

    @property
    def given_words(self) -> str:
        """Return whose the indicator is and until when; often nothing."""
        people = ", ".join(
            f"{name_in_script(one.name)}{_due_words(one.due)}" for one in self.assigned
        )
        given = _("Given to:")
        return f"{given} {people}" if people else ""

    @property
    def changed_words(self) -> str:
        if not self.changed or self.is_owed:
            return ""
        named = {"name": name_in_script(self.changed_by), "at": self.changed}
        return _("Last change: %(name)s, %(at)s") % named

    @property
    def saved_words(self) -> str:
        return _("Saved %(time)s") % {"time": self.changed}

    @property
    def new_messages(self) -> int:
        return getattr(self.answer, "new_messages", 0) or 0

    @property
    def history_words(self) -> str:
        changes = self.answer.version
        return ngettext(
            "History: %(changes)s change", "History: %(changes)s changes", changes
        ) % {"changes": changes}


@dataclass(frozen=True)
class Group:
    """The cards of one section; all of an Essential where an edition has none."""

    section: Section | None
    cards: list[Card]
    prompt: Prompt | None = None

    @property
    def settled(self) -> int:
        return sum(card.answer.is_settled for card in self.cards)


@dataclass(frozen=True)
class Step:
    """One Essential in the rail, with its progress."""

    address: str
    number: int
    name: str
    short_name: str
    intro: str
    asked: int
    settled: int

    def __str__(self) -> str:
        return f"{self.number}. {self.name}"

    @property
    def state(self) -> str:
        if self.settled == self.asked:
            return "is-done"
        return "is-part" if self.settled else ""


def _moment(at: dt.datetime | None) -> str:
    return date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT") if at else ""


def _due_words(due: dt.date | None) -> str:
    if due is None:
        return ""
    date = _("due %(date)s") % {"date": date_format(due, "SHORT_DATE_FORMAT")}
    return f" ({date})"
