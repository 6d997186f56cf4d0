"""National figures over the assessments that stand for their cities.

Only accepted assessments stand (scorecard.models.Standing), so nothing that a city has
not handed in gets in here. Figures over all cities are kept until the next acceptance;
those of a selection are added up anew, since who is in a group may change.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeVar

from django.core.cache import cache
from django.db.models import Count, F

from cities.models import City
from cities.models.places import CityQuerySet
from scorecard import statistics
from scorecard.models import Answer, EssentialScore, Questionnaire, Standing
from scorecard.models.national import StandingQuerySet
from scorecard.scoring import Score
from scorecard.statistics import Quartiles, Spread

T = TypeVar("T")
# Kept figures leave by themselves; the next acceptance makes new ones anyway.
KEPT_SECONDS = 7 * 24 * 3600


@dataclass(frozen=True)
class Selection:
    """Which cities are looked at, in which edition; codes as in the address.

    All parts empty means all cities. `region`, `district` and `group` are codes,
    `size` is a value of cities.models.SizeClass.
    """

    questionnaire: Questionnaire
    region: str = ""
    district: str = ""
    group: str = ""
    size: str = ""

    @property
    def is_all(self) -> bool:
        return not (self.region or self.district or self.group or self.size)

    def cities(self) -> CityQuerySet:
        """Return the local governments chosen, whether or not they have answered."""
        cities = City.objects.within(
            region=self.region, district=self.district, basin_group=self.group
        )
        return cities.of_size(self.size) if self.size else cities

    def standings(self) -> StandingQuerySet:
        """Return what stands for the chosen cities in the edition."""
        standings = Standing.objects.of_edition(self.questionnaire)
        return standings if self.is_all else standings.of_cities(self.cities())


@dataclass(frozen=True)
class National:
    """Quartiles by Essential and of the overall share; empty where nobody stands."""

    by_essential: dict[int, Quartiles] = field(default_factory=dict)
    overall: Quartiles | None = None
    cities: int = 0


@dataclass(frozen=True)
class Overall:
    """What stands for a city: the key and year of the assessment, its overall share."""

    assessment: int
    year: int
    share: Fraction


def national(selection: Selection) -> National:
    """Return the quartiles over the selection; one query, or two to find them kept."""
    return kept("national", selection, lambda: _national(selection))


def spreads(selection: Selection) -> dict[str, Spread]:
    """Return by code how many cities chose each level, for every question."""
    return kept("spreads", selection, lambda: _spreads(selection))


def scores_of(standings: Iterable[Standing]) -> dict[int, dict[int, Score]]:
    """Return scores by Essential number, by the city's key, in one query."""
    cities = {one.assessment_id: one.city_id for one in standings}
    found: dict[int, dict[int, Score]] = {city: {} for city in cities.values()}
    rows = (
        EssentialScore.objects.filter(assessment__in=cities)
        .annotate(number=F("essential__number"))
        .order_by("number")
    )
    for row in rows:
        found[cities[row.assessment_id]][row.number] = row.score
    return found


def overall_shares(
    questionnaire: Questionnaire, cities: CityQuerySet | Iterable[int]
) -> dict[int, Overall]:
    """Return by the city's key the share of what stands for it, in one query.

    As scoring.overall_share: the mean of the Essentials in which something counts.
    """
    rows = EssentialScore.objects.standing(questionnaire).filter(
        assessment__city__in=cities, out_of__gt=0
    )
    stands: dict[int, tuple[int, int]] = {}
    sums: dict[int, tuple[int, int, int]] = {}
    for city, assessment, year, points, out_of in rows.values_list(
        "assessment__city", "assessment", "assessment__year", "points", "out_of"
    ):
        stands[city] = assessment, year
        # Sums of whole numbers: a Fraction for each would take ten times as long.
        over, under, parts = sums.get(city, (0, 1, 0))
        sums[city] = over * out_of + points * under, under * out_of, parts + 1
    return {
        city: Overall(*stands[city], Fraction(over, under * parts))
        for city, (over, under, parts) in sums.items()
    }


def _national(selection: Selection) -> National:
    scores = EssentialScore.objects.standing(selection.questionnaire)
    if not selection.is_all:
        scores = scores.filter(assessment__city__in=selection.cities())
    shares: dict[int, list[Fraction]] = {}
    of_city: dict[int, list[Fraction]] = {}
    cities = set()
    for number, assessment, points, out_of in scores.values_list(
        "essential__number", "assessment", "points", "out_of"
    ):
        cities.add(assessment)
        if out_of:
            share = Fraction(points, out_of)
            shares.setdefault(number, []).append(share)
            of_city.setdefault(assessment, []).append(share)
    by_essential = {
        number: found
        for number, values in sorted(shares.items())
        if (found := statistics.quartiles(values))
    }
    overall = [sum(values, Fraction(0)) / len(values) for values in of_city.values()]
    return National(by_essential, statistics.quartiles(overall), len(cities))


def _spreads(selection: Selection) -> dict[str, Spread]:
    answers = Answer.objects.filter(
        assessment__standing__questionnaire=selection.questionnaire
    )
    if not selection.is_all:
        answers = answers.filter(assessment__city__in=selection.cities())
    rows: dict[str, list[tuple[int | None, bool, int]]] = {
        code: [] for code in _codes(selection.questionnaire)
    }
    counted = (
        answers.order_by()
        .values_list("question__code", "score", "not_applicable")
        .annotate(cities=Count("pk"))
    )
    for code, score, not_applicable, cities in counted:
        rows[code].append((score, not_applicable, cities))
    top = selection.questionnaire.scale_maximum
    return {code: statistics.spread(of, top) for code, of in rows.items()}


def _codes(questionnaire: Questionnaire) -> list[str]:
    questions = questionnaire.questions.order_by("position")
    return list(questions.values_list("code", flat=True))


def kept(name: str, selection: Selection, make: Callable[[], T]) -> T:
    """Return figures as kept since the last acceptance; of a selection, made anew."""
    if not selection.is_all:
        return make()
    newest = EssentialScore.objects.newest()
    key = f"national:{name}:{selection.questionnaire.pk}:{newest}"
    found: T | None = cache.get(key)
    if found is None:
        found = make()
        cache.set(key, found, KEPT_SECONDS)
    return found
