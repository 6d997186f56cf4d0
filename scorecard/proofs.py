"""What proves what in one assessment: documents down, Essentials or indicators across.

Read in a fixed number of queries, whatever the number of documents.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils import timezone

from cities.models import User
from cities.models.numbers import whole_number
from scorecard import flags, independence, permissions
from scorecard.library import given_to, validity_words
from scorecard.models import Answer, Assessment, Evidence

DOCUMENTS_A_PAGE = 60

# The keys of the documents that prove an answer, by the key of the answer.
Proofs = dict[int, set[int]]


@dataclass(frozen=True)
class Column:
    """An Essential, or an indicator of one; `lacking` are high levels without proof."""

    label: str
    title: str
    address: str
    answers: tuple[Answer, ...]
    lacking: int


@dataclass(frozen=True)
class Row:
    """A document: how many answers it proves in each column, and which in all."""

    document: Evidence
    cells: tuple[int, ...]
    proved: tuple[Answer, ...]

    @property
    def validity(self) -> str:
        return validity_words(self.document)


@dataclass(frozen=True)
class Lacking:
    """A high level that nothing proves any more; `attach` is where that is mended."""

    answer: Answer
    attach: str


@dataclass(frozen=True)
class Matrix:
    """All that the page shows; `essential` is None where Essentials stand across.

    `outdated` are high levels proved only by documents that have expired.
    """

    essential: int | None
    essentials: list[int]
    columns: list[Column]
    page: Page
    lacking: list[Lacking]
    outdated: list[Lacking]

    @property
    def rows(self) -> list[Row]:
        return list(self.page)


def matrix(
    user: User, assessment: Assessment, essential: str, number: str | None
) -> Matrix:
    """Return the matrix by Essential, or of the one that is asked for."""
    answers = list(assessment.answers.select_related("question__essential"))
    proofs, valid = _proofs(assessment)
    by_essential: dict[int, list[Answer]] = defaultdict(list)
    for one in answers:
        one.assessment = assessment
        by_essential[one.question.essential.number].append(one)
    # What the person still owes a level on tells them no level here either.
    owed = set(independence.owed(user, assessment))
    hidden = {one.pk for one in answers if one.question.code in owed}
    lacking = {one.pk for one in answers if _lacks(one, proofs)} - hidden
    outdated = {one.pk for one in answers if _lacks(one, valid)} - hidden - lacking
    chosen = whole_number(essential) or 0
    asked = by_essential.get(chosen, answers)
    columns = (
        [_indicator(one, lacking) for one in asked]
        if chosen in by_essential
        else [_essential(n, own, lacking) for n, own in sorted(by_essential.items())]
    )
    keys = {key for one in asked for key in proofs[one.pk]}
    documents = Evidence.objects.with_keys(keys).by_alphabet()
    rows = [_row(one, columns, proofs) for one in documents]
    return Matrix(
        essential=chosen if chosen in by_essential else None,
        essentials=sorted(by_essential),
        columns=columns,
        page=Paginator(rows, DOCUMENTS_A_PAGE).get_page(number),
        lacking=_lacking(user, assessment, [one for one in asked if one.pk in lacking]),
        outdated=_lacking(
            user, assessment, [one for one in asked if one.pk in outdated]
        ),
    )


def _proofs(assessment: Assessment) -> tuple[Proofs, Proofs]:
    """Return what proves each answer: all documents, and those that hold today."""
    through = Evidence.answers.through.objects.filter(answer__assessment=assessment)
    rows = through.values_list("evidence", "answer", "evidence__valid_until")
    today = timezone.localdate()
    every: Proofs = defaultdict(set)
    valid: Proofs = defaultdict(set)
    for document, answer, until in rows:
        every[answer].add(document)
        if until is None or until >= today:
            valid[answer].add(document)
    return every, valid


def _lacks(answer: Answer, proofs: Proofs) -> bool:
    told = flags.Told(answer.score, "", frozenset(proofs[answer.pk]))
    top = answer.assessment.questionnaire.scale_maximum
    return flags.is_high_without_evidence(told, top)


def _indicator(answer: Answer, lacking: set[int]) -> Column:
    number = answer.question.essential.number
    page = reverse("scorecard:essential", args=[answer.assessment_id, number])
    return Column(
        answer.question.code,
        answer.question.title,
        f"{page}#{answer.question.code}",
        (answer,),
        int(answer.pk in lacking),
    )


def _essential(number: int, answers: list[Answer], lacking: set[int]) -> Column:
    one = answers[0].question.essential
    return Column(
        str(number),
        one.short_name,
        f"?essential={number}",
        tuple(answers),
        sum(answer.pk in lacking for answer in answers),
    )


def _row(document: Evidence, columns: list[Column], proofs: Proofs) -> Row:
    found = [
        [one for one in column.answers if document.pk in proofs[one.pk]]
        for column in columns
    ]
    return Row(
        document,
        tuple(len(cell) for cell in found),
        tuple(one for cell in found for one in cell),
    )


def _lacking(
    user: User, assessment: Assessment, answers: list[Answer]
) -> list[Lacking]:
    mine = given_to(user, assessment.city_id)
    return [
        Lacking(
            one,
            reverse("scorecard:attach", args=[assessment.pk, one.question.code])
            if permissions.can_attach(user, one, is_theirs=one.pk in mine)
            else "",
        )
        for one in answers
    ]
