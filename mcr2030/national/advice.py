"""Who could advise whom: a member at the highest level where others are at 0 or 1.

A suggestion says its reason: the same group, the levels, and whether the level is
proved by evidence. It ranks nobody.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, Window
from django.db.models.functions import RowNumber
from django.utils.translation import get_language

from cities.models import City
from mcr2030.national.figures import Selection
from scorecard.models import Answer, Evidence, Question
from scorecard.statistics import Spread

WEAK = 1
NAMES_SHOWN = 4


@dataclass(frozen=True)
class Voice:
    """A city's level in an indicator, and whether evidence is attached to it."""

    city: City
    assessment: int
    level: int
    is_proved: bool


@dataclass(frozen=True)
class Advice:
    """An indicator with those at the highest level and those at 0 or 1.

    A few names each, those with evidence first; `…_more` are not named.
    """

    question: Question
    strong: list[Voice]
    weak: list[Voice]
    strong_more: int
    weak_more: int


def in_demand(
    questions: Iterable[Question], spreads: dict[str, Spread]
) -> list[Question]:
    """Return indicators in which somebody could advise, the commonest gap first."""
    able = [
        one
        for one in questions
        if spreads[one.code].low and spreads[one.code].counts[-1]
    ]
    return sorted(able, key=lambda one: -(spreads[one.code].low_share or 0))


def for_questions(
    questions: Sequence[Question], spreads: dict[str, Spread], selection: Selection
) -> list[Advice]:
    """Return who could advise whom in these indicators, in one query."""
    strong: dict[int, list[Voice]] = {one.pk: [] for one in questions}
    weak: dict[int, list[Voice]] = {one.pk: [] for one in questions}
    for answer in _named(questions, selection):
        level = answer.score or 0
        # The annotation of the query, which a type cannot know.
        proved = bool(getattr(answer, "is_proved"))  # noqa: B009
        voice = Voice(answer.assessment.city, answer.assessment_id, level, proved)
        (weak if level <= WEAK else strong)[answer.question_id].append(voice)
    return [
        Advice(
            one,
            strong[one.pk],
            weak[one.pk],
            max(spreads[one.code].counts[-1] - len(strong[one.pk]), 0),
            max(spreads[one.code].low - len(weak[one.pk]), 0),
        )
        for one in questions
        if strong[one.pk] and weak[one.pk]
    ]


def _named(questions: Sequence[Question], selection: Selection) -> Iterable[Answer]:
    """Return the first few answers of each side, those with evidence first."""
    alphabet = "sort_cyrillic" if get_language() == "sr" else "sort_latin"
    top = selection.questionnaire.scale_maximum
    answers = Answer.objects.filter(
        Q(score__lte=WEAK) | Q(score=top),
        assessment__standing__questionnaire=selection.questionnaire,
        assessment__city__in=selection.cities(),
        question__in=questions,
    )
    in_turn = [
        F("is_proved").desc(),
        F(f"assessment__city__{alphabet}").asc(),
        F("assessment__city").asc(),
    ]
    return (
        answers.annotate(
            is_proved=Exists(Evidence.objects.filter(answers=OuterRef("pk"))),
            is_strong=Q(score=top),
        )
        .annotate(
            turn=Window(
                RowNumber(),
                partition_by=[F("question"), F("is_strong")],
                order_by=in_turn,
            )
        )
        .filter(turn__lte=NAMES_SHOWN)
        .select_related("assessment__city")
        .order_by("turn")
    )
