"""How far an edition's wording and its points may be taken for UNDRR's own."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from scorecard.models import Question, Questionnaire

# The instrument that cities begin with, and whose points UNDRR's own workbook prints.
PRELIMINARY = "preliminary"
UNCHECKED = (Question.Certainty.PARTLY, Question.Certainty.MEMORY)


class Standing(StrEnum):
    """What the sum of an edition's scores is."""

    OFFICIAL = "official"
    COUNTED = "counted"
    DRAFT = "draft"


@dataclass(frozen=True)
class PointsWords:
    """What stands beside points of an edition, the same on pages and papers.

    `name` under the figure, `counting` on how it comes about beside our mean,
    `difference` on why the two differ.
    """

    standing: Standing
    name: str
    counting: str
    difference: str


def standing_of(questionnaire: Questionnaire) -> Standing:
    """Tell whether an edition's points may be called UNDRR's.

    Those of a draft wording are compared with nothing. Of the preliminary level the
    sum is known from UNDRR's workbook; of other instruments only the way of counting
    (reference/official-workbook.md), not whether all indicators are there.
    """
    if questionnaire.draft_note:
        return Standing.DRAFT
    if questionnaire.code == PRELIMINARY:
        return Standing.OFFICIAL
    return Standing.COUNTED


def points_words(questionnaire: Questionnaire) -> PointsWords:
    """Return the words for the edition's points in the active language."""
    standing = standing_of(questionnaire)
    if standing == Standing.OFFICIAL:
        return PointsWords(
            standing,
            _("official figure of UNDRR's tool"),
            _(
                "In the mean each Essential weighs the same and only answered "
                "questions count; in the official figure each indicator weighs the "
                "same and what is blank or not applicable counts as 0."
            ),
            _(
                "The two differ because the official figure gives each indicator the "
                "same weight, so that Essentials with many indicators weigh more, and "
                "because it counts missing answers as 0."
            ),
        )
    name = (
        _("points of this draft edition, not comparable")
        if standing == Standing.DRAFT
        else _("points, counted as UNDRR's tool counts")
    )
    return PointsWords(
        standing,
        name,
        _(
            "In the mean each Essential weighs the same and only answered questions "
            "count; in the points each indicator weighs the same and what is blank or "
            "not applicable counts as 0."
        ),
        _(
            "The two differ because the points give each indicator the same weight, "
            "so that Essentials with many indicators weigh more, and because missing "
            "answers count as 0."
        ),
    )


def is_unchecked(question: Question, questionnaire: Questionnaire) -> bool:
    """Tell whether to say of one indicator that its wording is not checked.

    A draft edition says it of all of them on every page, once.
    """
    return question.certainty in UNCHECKED and not questionnaire.draft_note
