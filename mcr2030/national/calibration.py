"""One indicator across all cities: levels, reasons, evidence, and who stands apart."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Count, Prefetch, QuerySet
from django.utils.translation import get_language

from cities.models import City, SizeClass
from mcr2030.national import figures
from mcr2030.national.figures import Selection
from scorecard import statistics
from scorecard.models import (
    Answer,
    Evidence,
    Level,
    NationalNote,
    Question,
    Remark,
    Standing,
)
from scorecard.statistics import Spread


@dataclass(frozen=True)
class Row:
    """A city's answer; `apart_from` is the median it stands apart from, else None."""

    answer: Answer
    apart_from: Fraction | None

    @property
    def city(self) -> City:
        return self.answer.assessment.city

    @property
    def evidence(self) -> list[Evidence]:
        return list(self.answer.evidence.all())

    @property
    def questions(self) -> list[Remark]:
        """What the city was asked outside a review, the newest first."""
        return list(self.answer.remarks.all())


@dataclass(frozen=True)
class Reached:
    """A level with its wording and how many cities of the selection chose it."""

    level: Level
    cities: int
    share: Fraction | None


@dataclass(frozen=True)
class Calibration:
    """An indicator over a selection, and how to get at the rows of a page."""

    question: Question
    note: NationalNote | None
    spread: Spread
    levels: list[Reached]
    standings: QuerySet[Standing]
    cities: int
    of_all: Spread
    of_size: dict[SizeClass | None, Spread]

    def rows(self, standings: Iterable[Standing]) -> list[Row]:
        """Return the answers of these cities in their order, in three queries."""
        order = [one.assessment_id for one in standings]
        answers = (
            _answers(self.question)
            .filter(assessment__in=order)
            .select_related("assessment__city")
            .prefetch_related(
                "evidence",
                Prefetch(
                    "remarks",
                    Remark.objects.seen_by(reviewer=True).questions(),
                ),
            )
        )
        listed = sorted(answers, key=lambda one: order.index(one.assessment_id))
        return [Row(answer, self._apart(answer)) for answer in listed]

    def _apart(self, answer: Answer) -> Fraction | None:
        size = answer.assessment.city.size_class
        none = Spread((0,) * len(self.of_all.counts))
        return statistics.stands_apart(
            answer.score, self.of_size.get(size, none), self.of_all
        )


def question_of(edition: int, code: str) -> Question | None:
    """Return the indicator of an edition that rounds use or used."""
    return (
        Question.objects.select_related(
            "questionnaire", "essential", "national_note__by"
        )
        .prefetch_related("levels")
        .filter(questionnaire=edition, code=code)
        .exclude(questionnaire__status="draft")
        .first()
    )


def build(selection: Selection, question: Question, level: str) -> Calibration:
    """Return the indicator without its rows; `level` narrows these to one level.

    Cities are set against all cities of their size, also where a selection is shown.
    """
    everywhere = Selection(selection.questionnaire)
    spread = figures.spreads(selection)[question.code]
    standings, cities = selection.standings(), spread.cities
    if level.isdecimal():
        # Found by the key of the answer: two conditions on one and the same row.
        standings = standings.filter(
            assessment__answers__question=question,
            assessment__answers__score=int(level),
        )
        cities = spread.counts[int(level)]
    alphabet = "cyrillic" if get_language() == "sr" else "latin"
    return Calibration(
        question=question,
        note=getattr(question, "national_note", None),
        spread=spread,
        levels=[
            Reached(one, many, Fraction(many, spread.answered or 1))
            for one in question.levels.all()
            for many in [spread.counts[one.score]]
        ],
        standings=standings.order_by(f"city__sort_{alphabet}", "pk"),
        cities=cities,
        of_all=figures.spreads(everywhere)[question.code],
        of_size=_of_size(question),
    )


def _answers(question: Question) -> QuerySet[Answer]:
    return Answer.objects.filter(question=question, assessment__standing__isnull=False)


def _of_size(question: Question) -> dict[SizeClass | None, Spread]:
    """Return the spread of levels within each class of size; kept by acceptance."""
    selection = Selection(question.questionnaire)
    return figures.kept(
        f"sizes:{question.code}", selection, lambda: _count_by_size(question)
    )


def _count_by_size(question: Question) -> dict[SizeClass | None, Spread]:
    counted = (
        _answers(question)
        .order_by()
        .values_list("score", "not_applicable", "assessment__city__population")
        .annotate(cities=Count("pk"))
    )
    rows: dict[SizeClass | None, list[tuple[int | None, bool, int]]] = {}
    for score, not_applicable, population, cities in counted:
        size = SizeClass.of(population)
        rows.setdefault(size, []).append((score, not_applicable, cities))
    top = question.questionnaire.scale_maximum
    return {size: statistics.spread(of, top) for size, of in rows.items()}
