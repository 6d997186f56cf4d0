"""Groups of local governments: members side by side, and what they share."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet

from cities.models import BasinGroup, City
from mcr2030.national import advice, figures
from mcr2030.national.advice import Advice
from mcr2030.national.figures import Selection
from scorecard import statistics
from scorecard.models import Essential, Question, Questionnaire, Standing
from scorecard.scoring import Score
from scorecard.statistics import Quartiles, Spread

CITIES_ACROSS = 12
SHOWN = 10
ABSENT_SHOWN = 30
# One city shares nothing with itself.
FEWEST_TO_SHARE = 2
HALF = Fraction(1, 2)


@dataclass(frozen=True)
class Listed:
    """A group in the list: its members, and how many of them stand in the edition."""

    group: BasinGroup
    members: int
    standing: int


@dataclass(frozen=True)
class Cell:
    """A city's score in an Essential; `step` is the fifth of the scale, or None."""

    standing: Standing
    score: Score | None

    @property
    def share(self) -> Fraction | None:
        return self.score.share if self.score else None

    @property
    def step(self) -> int | None:
        return None if self.share is None else statistics.part(self.share)


@dataclass(frozen=True)
class Row:
    """An Essential across the cities of a page; the quartiles are of the group."""

    essential: Essential
    cells: list[Cell]
    quartiles: Quartiles | None


@dataclass(frozen=True)
class Shared:
    """An indicator in which half of the answering members or more are low, or high."""

    question: Question
    many: int
    answered: int


@dataclass(frozen=True)
class SideBySide:
    """A group in an edition; `page` has what stands, `absent` members without it."""

    group: BasinGroup
    members: int
    page: Page
    rows: list[Row]
    absent: list[City]
    absent_count: int
    gaps: list[Shared]
    strengths: list[Shared]
    advice: list[Advice]
    is_short: bool

    @property
    def standing(self) -> int:
        return self.page.paginator.count

    @property
    def absent_more(self) -> int:
        return self.absent_count - len(self.absent)

    @property
    def shows_demo(self) -> bool:
        return any(one.assessment.is_demo for one in self.page)


def all_groups() -> QuerySet[BasinGroup]:
    """Return the agreements first, then the focal point's own groups, by code."""
    return BasinGroup.objects.order_by("kind", "code")


def listed(groups: Iterable[BasinGroup], edition: Questionnaire) -> list[Listed]:
    """Return the groups of a page with their counts, in one query."""
    stands = Q(cities__standings__questionnaire=edition)
    counts = {
        pk: (members, standing)
        for pk, members, standing in BasinGroup.objects.filter(
            pk__in=[one.pk for one in groups]
        )
        .order_by()
        .values_list("pk")
        .annotate(
            members=Count("cities", distinct=True),
            standing=Count("cities", filter=stands, distinct=True),
        )
    }
    return [Listed(one, *counts.get(one.pk, (0, 0))) for one in groups]


def side_by_side(
    group: BasinGroup, edition: Questionnaire, page_number: str | None, *, whole: bool
) -> SideBySide:
    """Return the group's page in twelve queries, however many members it has.

    Without `whole` the lists of indicators end after ten.
    """
    selection = Selection(edition, group=group.code)
    members = selection.cities()
    standings = selection.standings().select_related("city", "assessment")
    across = Paginator(standings.by_alphabet(), CITIES_ACROSS).get_page(page_number)
    absent = members.exclude(standings__questionnaire=edition)
    spreads = figures.spreads(selection)
    questions = list(edition.questions.order_by("position"))
    gaps = _shared(questions, spreads, low=True)
    strengths = _shared(questions, spreads, low=False)
    helpful = advice.in_demand(questions, spreads)
    limit = None if whole else SHOWN
    return SideBySide(
        group=group,
        members=members.count(),
        page=across,
        rows=_rows(list(across), selection),
        absent=list(absent.by_alphabet()[:ABSENT_SHOWN]),
        absent_count=absent.count(),
        gaps=gaps[:limit],
        strengths=strengths[:limit],
        advice=advice.for_questions(helpful[:limit], spreads, selection),
        is_short=not whole and max(len(gaps), len(strengths), len(helpful)) > SHOWN,
    )


def _rows(standings: list[Standing], selection: Selection) -> list[Row]:
    scores = figures.scores_of(standings)
    quartiles = figures.national(selection).by_essential
    asked = selection.questionnaire.questions.values("essential")
    return [
        Row(
            essential,
            [Cell(one, scores[one.city_id].get(essential.number)) for one in standings],
            quartiles.get(essential.number),
        )
        for essential in Essential.objects.filter(pk__in=asked)
    ]


def _shared(
    questions: Iterable[Question], spreads: dict[str, Spread], *, low: bool
) -> list[Shared]:
    """Return what most share first; the scorecard's order where two are as common."""
    found = []
    for question in questions:
        spread = spreads[question.code]
        share = spread.low_share if low else spread.high_share
        if spread.answered >= FEWEST_TO_SHARE and share is not None and share >= HALF:
            many = spread.low if low else spread.high
            found.append(Shared(question, many, spread.answered))
    return sorted(found, key=lambda one: -Fraction(one.many, one.answered))
