"""What a focal point reads to decide: every answer beside what it was before."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Prefetch

from cities.permissions import Person
from scorecard import flags, permissions, talk
from scorecard.actions.editions import as_later
from scorecard.flags import Told
from scorecard.forms.review import RemarkForm
from scorecard.models import (
    Answer,
    Assessment,
    Essential,
    Evidence,
    Level,
    Remark,
    Submission,
)

CHANGED_FIRST, IN_ORDER = "changed", "scorecard"
ORDERS = (CHANGED_FIRST, IN_ORDER)


@dataclass(frozen=True)
class Said:
    """What an answer said at some moment, with the wording of its level."""

    score: int | None
    not_applicable: bool
    text: str
    level: Level | None = field(default=None, compare=False)
    evidence: tuple[Evidence, ...] = field(default=(), compare=False)

    @classmethod
    def of(cls, answer: Answer) -> "Said":
        """Return what stands; bring the levels and the evidence along."""
        levels = answer.question.levels.all()
        return cls(
            answer.score,
            answer.not_applicable,
            answer.reason or answer.comment,
            next((one for one in levels if one.score == answer.score), None),
            tuple(answer.evidence.all()),
        )

    @classmethod
    def frozen(cls, row: Mapping[str, Any]) -> "Said":
        return cls(row["score"], row["not_applicable"], row["reason"] or row["comment"])

    @property
    def told(self) -> Told:
        """The same as the rules of flags want it."""
        return Told(self.score, self.text, frozenset(one.pk for one in self.evidence))

    def level_differs(self, other: "Said") -> bool:
        return (self.score, self.not_applicable) != (other.score, other.not_applicable)


@dataclass
class Card:
    """One answer as the focal point reads it, beside what it was before.

    `round_before` is the last accepted round, `submission_before` the submission that
    was returned; both are None where there is nothing to compare. `withdrawable` are
    the keys of remarks that the reader may take back.
    """

    answer: Answer
    top: int
    remarks: list[Remark]
    earlier_remarks: list[Remark]
    withdrawable: frozenset[int]
    form: RemarkForm
    round_before: Said | None = None
    submission_before: Said | None = None

    @cached_property
    def now(self) -> Said:
        return Said.of(self.answer)

    @property
    def talk_words(self) -> str:
        return talk.words(self.answer)

    @property
    def levels(self) -> list[Level]:
        return list(self.answer.question.levels.all())

    @property
    def is_unproved(self) -> bool:
        """True for one of the two highest levels that nothing proves."""
        return flags.is_high_without_evidence(self.now.told, self.top)

    @property
    def is_jump(self) -> bool:
        """True where the level moved far since the last round and nothing says why."""
        before = self.round_before
        return bool(
            before and flags.is_unexplained_jump(before.told, self.now.told, self.top)
        )

    @property
    def differs_from_round(self) -> bool:
        return bool(self.round_before and self.round_before.level_differs(self.now))

    @property
    def differs_from_submission(self) -> bool:
        return bool(self.submission_before and self.submission_before != self.now)

    @property
    def level_differs_from_submission(self) -> bool:
        return bool(
            self.submission_before and self.submission_before.level_differs(self.now)
        )


@dataclass(frozen=True)
class Section:
    """Cards under a heading: an Essential, or None for what changed in all of them."""

    essential: Essential | None
    cards: list[Card]

    @property
    def anchor(self) -> str:
        return f"essential-{self.essential.number}" if self.essential else "changed"

    @property
    def remarks_count(self) -> int:
        return sum(len(card.remarks) for card in self.cards)


@dataclass(frozen=True)
class Flag:
    """A reason to look, with the answers that have it."""

    name: str
    cards: list[Card]


@dataclass(frozen=True)
class Page:
    """A whole assessment for review; `submission` is None for a shared draft."""

    sections: list[Section]
    order: str
    cards: list[Card]
    round_before: Assessment | None
    submission: Submission | None
    submission_before: Submission | None

    @property
    def number(self) -> int | None:
        """The number of the submission that is read."""
        return self.submission.number if self.submission else None

    @property
    def has_before(self) -> bool:
        return bool(self.submission_before or self.round_before)

    @property
    def unproved(self) -> list[Card]:
        return [card for card in self.cards if card.is_unproved]

    @property
    def jumps(self) -> list[Card]:
        return [card for card in self.cards if card.is_jump]

    @property
    def jump(self) -> int:
        """How many levels make a jump on this scale."""
        return flags.jump(self.cards[0].top) if self.cards else 0

    @property
    def changed(self) -> list[Card]:
        """Cards that differ from the returned submission, else from the last round."""
        return _changed(self.cards, bool(self.submission_before))

    @property
    def reasons(self) -> list[Flag]:
        """The reasons to look that were found, in the order of their weight."""
        found = [
            Flag("jump", self.jumps),
            Flag("unproved", self.unproved),
            Flag("changed", self.changed),
            Flag("not_applicable", self.not_applicable),
        ]
        return [flag for flag in found if flag.cards]

    @property
    def not_applicable(self) -> list[Card]:
        return [card for card in self.cards if card.answer.not_applicable]

    @property
    def remarked(self) -> list[Card]:
        return [card for card in self.cards if card.remarks]


def page(assessment: Assessment, reader: Person, order: str) -> Page:
    """Return all that the review of an assessment shows, in eleven queries.

    Changed answers come first unless the order of the scorecard is asked for, or
    there is nothing to compare with.
    """
    submissions = list(assessment.submissions.select_related("by", "review__by")[:2])
    latest = submissions[0] if submissions else None
    returned = submissions[1] if len(submissions) > 1 else None
    before = (
        Assessment.objects.before(assessment).select_related("questionnaire").first()
    )
    said_in_round = _said_in_round(before, assessment)
    said_in_return = _said_in_submission(returned)
    cards = []
    for answer in _answers(assessment, reader):
        answer.assessment = assessment
        card = _card(answer, latest, list(answer.remarks.all()), reader)
        card.round_before = said_in_round.get(answer.question.code)
        card.submission_before = said_in_return.get(answer.question.code)
        cards.append(card)
    if order not in ORDERS or not (before or returned):
        order = CHANGED_FIRST if before or returned else IN_ORDER
    first = _changed(cards, bool(returned)) if order == CHANGED_FIRST else []
    return Page(
        sections=_sections(cards, first, order),
        order=order,
        cards=cards,
        round_before=before,
        submission=latest,
        submission_before=returned,
    )


def card_of(answer: Answer, form: RemarkForm, reader: Person) -> Card:
    """Return one card with its remarks only, for the part that htmx swaps."""
    latest = answer.assessment.submissions.defer("content").first()
    remarks = list(Remark.objects.seen_by(reviewer=True).of_answer(answer))
    card = _card(answer, latest, remarks, reader)
    card.form = form
    return card


def _card(
    answer: Answer, latest: Submission | None, remarks: list[Remark], reader: Person
) -> Card:
    own = [one for one in remarks if one.submission == latest and not one.is_question]
    assessment = answer.assessment
    return Card(
        answer=answer,
        top=assessment.questionnaire.scale_maximum,
        remarks=own,
        earlier_remarks=[one for one in remarks if one not in own],
        withdrawable=frozenset(
            one.pk for one in own if permissions.can_withdraw(reader, one, assessment)
        ),
        form=RemarkForm(auto_id=f"{answer.question.code}_%s"),
    )


def _changed(cards: Iterable[Card], since_submission: bool) -> list[Card]:
    differs: Callable[[Card], bool] = (
        (lambda card: card.differs_from_submission)
        if since_submission
        else (lambda card: card.differs_from_round)
    )
    return [card for card in cards if differs(card)]


def _sections(cards: list[Card], first: list[Card], order: str) -> list[Section]:
    """Return the cards under their Essentials, those of `first` before all others."""
    sections: dict[int, Section] = {}
    for card in cards:
        if not any(card is one for one in first):
            essential = card.answer.question.essential
            section = sections.setdefault(essential.number, Section(essential, []))
            section.cards.append(card)
    changed = [Section(None, first)] if order == CHANGED_FIRST else []
    return changed + list(sections.values())


def _answers(assessment: Assessment, reader: Person) -> Iterable[Answer]:
    answers = assessment.answers.select_related("question__essential", "changed_by")
    circles = permissions.talk_circles(reader, assessment)
    return (
        talk.beside(answers, reader.pk or 0, circles)
        .order_by("question__essential__number", "question__position")
        .prefetch_related(
            "question__levels",
            "evidence",
            Prefetch("remarks", Remark.objects.seen_by(reviewer=True)),
        )
    )


def _said_in_round(before: Assessment | None, now: Assessment) -> dict[str, Said]:
    """Return what the round before said, by the codes of this round's edition."""
    if before is None:
        return {}
    answers = before.answers.select_related("question").prefetch_related(
        "question__levels", "evidence"
    )
    said = {answer.question.code: Said.of(answer) for answer in answers}
    return as_later(said, before.questionnaire, now.questionnaire)


def _said_in_submission(submission: Submission | None) -> dict[str, Said]:
    if submission is None:
        return {}
    rows_of_answers = json.loads(submission.content)["answers"]
    return {row["code"]: Said.frozen(row) for row in rows_of_answers}
