"""What a focal point reads to decide: the queue's rows and the cards of a review."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone

from scorecard.actions.editions import as_later
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


@dataclass(frozen=True)
class Row:
    """One assessment in the queue; `days` since it came, or went back."""

    assessment: Assessment
    submission: Submission | None
    days: int


@dataclass(frozen=True)
class Said:
    """What an answer said at an earlier moment."""

    score: int | None
    not_applicable: bool
    text: str

    @classmethod
    def of(cls, answer: Answer) -> "Said":
        return cls(answer.score, answer.not_applicable, answer.reason or answer.comment)

    @classmethod
    def frozen(cls, row: Mapping[str, Any]) -> "Said":
        return cls(row["score"], row["not_applicable"], row["reason"] or row["comment"])

    def level_differs(self, other: "Said") -> bool:
        return (self.score, self.not_applicable) != (other.score, other.not_applicable)


@dataclass
class Card:
    """One answer as the focal point reads it, beside what it was before.

    `round_before` is the last accepted round, `submission_before` the submission that
    was returned; both are None where there is nothing to compare.
    """

    answer: Answer
    is_high: bool
    remarks: list[Remark]
    earlier_remarks: list[Remark]
    form: RemarkForm
    round_before: Said | None = None
    submission_before: Said | None = None

    @property
    def now(self) -> Said:
        return Said.of(self.answer)

    @property
    def levels(self) -> list[Level]:
        return list(self.answer.question.levels.all())

    @property
    def level(self) -> Level | None:
        """The level that was reached."""
        return next(
            (one for one in self.levels if one.score == self.answer.score), None
        )

    @property
    def evidence(self) -> list[Evidence]:
        return list(self.answer.evidence.all())

    @property
    def is_unproved(self) -> bool:
        """True for one of the two highest levels that nothing proves."""
        return self.is_high and not self.evidence

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
    """The cards of one Essential."""

    essential: Essential
    cards: list[Card]

    @property
    def remarks_count(self) -> int:
        return sum(len(card.remarks) for card in self.cards)


@dataclass(frozen=True)
class Page:
    """A whole assessment for review; `submission` is None for a shared draft."""

    sections: list[Section]
    round_before: Assessment | None
    submission: Submission | None
    submission_before: Submission | None

    @property
    def cards(self) -> list[Card]:
        return [card for section in self.sections for card in section.cards]

    @property
    def unproved(self) -> list[Card]:
        return [card for card in self.cards if card.is_unproved]

    @property
    def changed(self) -> list[Card]:
        """Cards that differ from the returned submission, else from the last round."""
        if self.submission_before:
            return [card for card in self.cards if card.differs_from_submission]
        return [card for card in self.cards if card.differs_from_round]

    @property
    def not_applicable(self) -> list[Card]:
        return [card for card in self.cards if card.answer.not_applicable]

    @property
    def remarked(self) -> list[Card]:
        return [card for card in self.cards if card.remarks]


def rows(assessments: Iterable[Assessment]) -> list[Row]:
    """Return the rows of one page of the queue, with one more query."""
    listed = list(assessments)
    latest: dict[int, Submission] = {}
    for submission in Submission.objects.of(listed).with_remark_count():
        latest.setdefault(submission.assessment_id, submission)
    return [
        Row(
            one,
            latest.get(one.pk),
            _days_since(one.decided_at or one.submitted_at),
        )
        for one in listed
    ]


def page(assessment: Assessment) -> Page:
    """Return all that the review of an assessment shows, in eight queries."""
    submissions = list(assessment.submissions.select_related("by", "review__by")[:2])
    latest = submissions[0] if submissions else None
    returned = submissions[1] if len(submissions) > 1 else None
    before = (
        Assessment.objects.before(assessment).select_related("questionnaire").first()
    )
    said_in_round = _said_in_round(before, assessment)
    said_in_return = _said_in_submission(returned)
    high = assessment.questionnaire.scale_maximum - 1
    sections: dict[int, Section] = {}
    for answer in _answers(assessment):
        code, essential = answer.question.code, answer.question.essential
        remarks = list(answer.remarks.all())
        card = Card(
            answer=answer,
            is_high=answer.score is not None and answer.score >= high,
            remarks=[one for one in remarks if one.submission == latest],
            earlier_remarks=[one for one in remarks if one.submission != latest],
            form=RemarkForm(auto_id=f"{code}_%s"),
            round_before=said_in_round.get(code),
            submission_before=said_in_return.get(code),
        )
        section = sections.setdefault(essential.number, Section(essential, []))
        section.cards.append(card)
    return Page(list(sections.values()), before, latest, returned)


def card_of(answer: Answer, form: RemarkForm) -> Card:
    """Return one card with its remarks only, for the part that htmx swaps."""
    latest = answer.assessment.submissions.defer("content").first()
    remarks = list(Remark.objects.seen_by(reviewer=True).of_answer(answer))
    return Card(
        answer=answer,
        is_high=False,
        remarks=[one for one in remarks if one.submission == latest],
        earlier_remarks=[one for one in remarks if one.submission != latest],
        form=form,
    )


def _answers(assessment: Assessment) -> Iterable[Answer]:
    return (
        assessment.answers.select_related("question__essential", "changed_by")
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
    answers = before.answers.select_related("question")
    said = {answer.question.code: Said.of(answer) for answer in answers}
    return as_later(said, before.questionnaire, now.questionnaire)


def _said_in_submission(submission: Submission | None) -> dict[str, Said]:
    if submission is None:
        return {}
    rows_of_answers = json.loads(submission.content)["answers"]
    return {row["code"]: Said.frozen(row) for row in rows_of_answers}


def _days_since(moment: dt.datetime | None) -> int:
    if moment is None:
        return 0
    return (timezone.localdate() - timezone.localtime(moment).date()).days
