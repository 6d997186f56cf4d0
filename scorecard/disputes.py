"""Where proposals differ and where all agree, for the page on which a lead settles."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch
from django.utils.translation import get_language
from modeltranslation.utils import build_localized_fieldname

from scorecard import agreement
from scorecard.actions.agreed import counted_words, level_words, value_of
from scorecard.models import (
    Answer,
    Assessment,
    Evidence,
    Level,
    Proposal,
    Settlement,
)

A_PAGE = 10
DIFFER, ALIKE = "differ", "alike"


@dataclass
class Dispute:
    """One indicator with all that was proposed, and what is being typed about it."""

    answer: Answer
    proposals: list[Proposal]
    evidence: list[Evidence]
    levels: list[tuple[str, str]]
    spread: int
    choice: str = ""
    reason: str = ""
    stands: frozenset[int] | None = None
    errors: list[str] = field(default_factory=list)
    is_conflict: bool = False

    @property
    def code(self) -> str:
        return self.answer.question.code

    @property
    def value(self) -> str:
        """What all propose, where they agree."""
        return self.proposals[0].value

    @property
    def proposed_words(self) -> str:
        return counted_words(agreement.counts(one.value for one in self.proposals))

    @property
    def agreed_words(self) -> str:
        """What stands in the answer now; nothing where nothing does."""
        value = value_of(self.answer)
        return level_words(value) if value else ""

    @property
    def voices(self) -> list[tuple[Proposal, bool]]:
        """Each proposal, and whether its person is taken to stand by it."""
        return [
            (one, self.stands is None or one.pk in self.stands)
            for one in self.proposals
        ]


@dataclass(frozen=True)
class Disputes:
    """The codes where people differ, the furthest apart first, and where they agree."""

    differ: list[str]
    alike: list[str]

    def __bool__(self) -> bool:
        return bool(self.differ or self.alike)


def find(assessment: Assessment) -> Disputes:
    """Sort what waits to be settled, in two queries.

    Settled is what was settled after the last word on it, and what all agree on where
    the answer says the same.
    """
    top = assessment.questionnaire.scale_maximum
    settled = Settlement.objects.last_by_answer(assessment)
    rows: dict[int, list[Proposal]] = {}
    for one in Proposal.objects.said_in(assessment):
        rows.setdefault(one.answer_id, []).append(one)
    differ: list[tuple[int, str]] = []
    alike: list[str] = []
    for pk, said in rows.items():
        answer = said[0].answer
        if pk in settled and settled[pk] >= max(one.at for one in said):
            continue
        width = agreement.spread((one.value for one in said), top)
        if width:
            differ.append((-width, answer.question.code))
        elif value_of(answer) != said[0].value:
            alike.append(answer.question.code)
    differ.sort(key=lambda row: row[0])  # stable: else in the order of the paper
    return Disputes([code for _width, code in differ], alike)


def page(assessment: Assessment, codes: list[str], wanted: Any) -> Page:
    """Return one page of these indicators with all that was said, in four queries."""
    found: Page[Any] = Paginator(codes, A_PAGE).get_page(wanted)
    by_code = {one.code: one for one in _built(assessment, list(found))}
    found.object_list = [by_code[code] for code in found]
    return found


def page_of(codes: list[str], code: str) -> int:
    """Return the number of the page on which an indicator stands."""
    return codes.index(code) // A_PAGE + 1 if code in codes else 1


def _built(assessment: Assessment, codes: Iterable[str]) -> list[Dispute]:
    top = assessment.questionnaire.scale_maximum
    answers: Any = (
        assessment.answers.filter(question__code__in=codes)
        .select_related("question__essential")
        .prefetch_related(
            Prefetch("proposals", Proposal.objects.given().with_names(), "said"),
            Prefetch("evidence", to_attr="its_evidence"),
        )
    )
    wording = _wording(answers)
    made = []
    for answer in answers:
        answer.assessment = assessment
        values = [one.value for one in answer.said]
        made.append(
            Dispute(
                answer=answer,
                proposals=answer.said,
                evidence=answer.its_evidence,
                levels=wording.get(answer.question_id, []),
                spread=agreement.spread(values, top),
                choice=value_of(answer),
                reason="",
            )
        )
    return made


def _wording(answers: Iterable[Answer]) -> dict[int, list[tuple[str, str]]]:
    # The column by name: else every row is looked through for fallback languages.
    column = build_localized_fieldname("text", get_language() or "sr")
    levels = Level.objects.rewrite(False).filter(
        question__in=[one.question_id for one in answers]
    )
    found: dict[int, list[tuple[str, str]]] = {}
    rows = levels.order_by("-score").values_list("question_id", "score", column)
    for question, score, text in rows:
        found.setdefault(question, []).append((str(score), text))
    return found
