"""Answers as marks: the one step from rows to the arithmetic."""

from collections.abc import Iterable

from scorecard.models.answer import Answer
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
