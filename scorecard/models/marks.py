"""Answers as marks: the one step from rows to the arithmetic."""

from collections.abc import Iterable

from scorecard.models.answer import Answer
from scorecard.models.assessment import Assessment
from scorecard.scoring import Mark


def marks(answers: Iterable[Answer], top: int) -> dict[str, Mark]:
    """Return a mark for each answer, by the code of its question.

    `top` is the highest level of the edition; bring `question__essential` along.
    """
    return {
        answer.question.code: Mark(
            essential=answer.question.essential.number,
            score=answer.score,
            top=top,
            applies=not answer.not_applicable,
        )
        for answer in answers
    }


def marks_of(assessments: Iterable[Assessment]) -> dict[int, dict[str, Mark]]:
    """Return the marks of whole assessments by their keys; one query, no models.

    For pages that show figures and no answer. Bring `questionnaire` along.
    """
    tops = {one.pk: one.questionnaire.scale_maximum for one in assessments}
    found: dict[int, dict[str, Mark]] = {pk: {} for pk in tops}
    rows = Answer.objects.filter(assessment__in=tops).order_by("question__position")
    for pk, code, essential, score, not_applicable in rows.values_list(
        "assessment",
        "question__code",
        "question__essential__number",
        "score",
        "not_applicable",
    ):
        found[pk][code] = Mark(
            essential=essential,
            score=score,
            top=tops[pk],
            applies=not not_applicable,
        )
    return found
