"""What everybody may read: published cities, one of them, and national aggregates.

Only published assessments get in here. A median is told only where at least three
published cities are in it; nobody's address or name is told at all.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Exists, Max, OuterRef, Sum

from cities.actions.register import POPULATION_YEAR
from cities.models import City, ProfileFigure
from cities.models.places import CityQuerySet
from mcr2030.tasks import is_preliminary
from scorecard import charts, scoring, statistics
from scorecard.models import Assessment, Essential, EssentialScore, Questionnaire
from scorecard.scoring import Score
from scorecard.statistics import FEWEST_FOR_PUBLIC, Quartiles

KEPT_SECONDS = 7 * 24 * 3600

Scores = dict[int, Score]


@dataclass(frozen=True)
class Listed:
    """A city with its latest published assessment, the preliminary level first."""

    city: City
    assessment: Assessment
    share: Fraction | None


@dataclass(frozen=True)
class Aggregate:
    """An Essential over the published cities; None where fewer than three are in."""

    essential: Essential
    quartiles: Quartiles | None


@dataclass(frozen=True)
class Country:
    """The published cities together in an edition; `rows` is empty under three."""

    cities: int
    rows: list[Aggregate]
    overall: Quartiles | None

    @property
    def is_told(self) -> bool:
        return self.cities >= FEWEST_FOR_PUBLIC


@dataclass(frozen=True)
class Row:
    """One Essential of a published assessment, and in the published round before."""

    essential: Essential
    score: Score
    before: Score | None


@dataclass(frozen=True)
class Place:
    """A published city: `rounds` are all it has published, `latest` is drawn."""

    city: City
    latest: Assessment
    before: Assessment | None
    rows: list[Row]
    overall: Fraction | None
    radar: charts.Radar
    rounds: list[Assessment]
    figures: list[ProfileFigure]

    @property
    def is_census(self) -> bool:
        """Tell whether the population is of the register's year, the census."""
        return self.city.population_year == POPULATION_YEAR

    @property
    def shows_demo(self) -> bool:
        return self.city.is_demo or any(one.is_demo for one in self.rounds)


def cities(words: str) -> CityQuerySet:
    """Return the published cities whose name holds the words, by the alphabet."""
    of_city = Assessment.objects.published().filter(city=OuterRef("pk"))
    found = City.objects.filter(Exists(of_city)).select_related("district")
    return (found.matching(words) if words.strip() else found).by_alphabet()


def listed(page: Iterable[City]) -> list[Listed]:
    """Return the cities of a page with their latest published round; two queries."""
    shown = list(page)
    rounds = _rounds(shown)
    latest = {city.pk: _latest(rounds[city.pk]) for city in shown if city.pk in rounds}
    scores = _scores(latest.values())
    return [
        Listed(city, latest[city.pk], scoring.overall_share(scores[latest[city.pk].pk]))
        for city in shown
        if city.pk in latest
    ]


def place(code: str) -> Place | None:
    """Return a published city in five queries; None where nothing is published."""
    city = City.objects.select_related("district").filter(code=code).first()
    rounds = _rounds([city]).get(city.pk, []) if city else []
    if city is None or not rounds:
        return None
    latest = _latest(rounds)
    earlier = rounds[rounds.index(latest) + 1 :]
    of_instrument = latest.questionnaire.code
    before = next(
        (one for one in earlier if one.questionnaire.code == of_instrument), None
    )
    scores = _scores([latest, before] if before else [latest])
    rows = _rows(scores[latest.pk], scores[before.pk] if before else {})
    return Place(
        city=city,
        latest=latest,
        before=before,
        rows=rows,
        overall=scoring.overall_share(scores[latest.pk]),
        radar=_radar(rows, latest, before),
        rounds=rounds,
        figures=list(city.profilefigure_set.all()),
    )


def country(edition: Questionnaire) -> Country:
    """Return what the published cities show together; three queries, or two if kept.

    Only a city whose latest accepted assessment is published is in.
    """
    key = f"public:country:{edition.pk}:{EssentialScore.objects.newest()}:{stamp()}"
    found: dict[int, Quartiles] | None = cache.get(key)
    if found is None:
        found = _together(edition)
        cache.set(key, found, KEPT_SECONDS)
    overall = found.get(0)
    essentials = Essential.objects.all() if overall else []
    return Country(
        cities=overall.count if overall else 0,
        rows=[
            Aggregate(one, _told(found[one.number]))
            for one in essentials
            if one.number in found and _told(overall)
        ],
        overall=_told(overall),
    )


def stamp() -> str:
    """Return what differs after every publishing and taking back; one query."""
    found = Assessment.objects.published().aggregate(
        many=Count("pk"), keys=Sum("pk"), newest=Max("published_at")
    )
    newest = found["newest"].timestamp() if found["newest"] else 0
    return f"{found['many']}-{found['keys'] or 0}-{newest}"


def _told(quartiles: Quartiles | None) -> Quartiles | None:
    is_told = quartiles is not None and quartiles.count >= FEWEST_FOR_PUBLIC
    return quartiles if is_told else None


def _together(edition: Questionnaire) -> dict[int, Quartiles]:
    """Return the quartiles by Essential, and of the overall share at 0."""
    scores = EssentialScore.objects.standing(edition).filter(
        assessment__published_at__isnull=False, out_of__gt=0
    )
    shares: dict[int, list[Fraction]] = {}
    of_city: dict[int, list[Fraction]] = {}
    rows = scores.values_list("essential__number", "assessment", "points", "out_of")
    for number, assessment, points, out_of in rows:
        share = Fraction(points, out_of)
        shares.setdefault(number, []).append(share)
        of_city.setdefault(assessment, []).append(share)
    shares[0] = [sum(some, Fraction(0)) / len(some) for some in of_city.values()]
    return {
        number: found
        for number, values in shares.items()
        if (found := statistics.quartiles(values))
    }


def _rounds(some: Iterable[City]) -> dict[int, list[Assessment]]:
    """Return by city what it has published, the latest first."""
    found: dict[int, list[Assessment]] = {}
    published = Assessment.objects.published().filter(city__in=[one.pk for one in some])
    for one in published.select_related("questionnaire").latest_first():
        found.setdefault(one.city_id, []).append(one)
    return found


def _latest(rounds: Sequence[Assessment]) -> Assessment:
    return next((one for one in rounds if is_preliminary(one)), rounds[0])


def _scores(assessments: Iterable[Assessment]) -> dict[int, Scores]:
    """Return the kept scores by Essential of each assessment, in one query."""
    found: dict[int, Scores] = {one.pk: {} for one in assessments}
    rows = EssentialScore.objects.filter(assessment__in=found)
    for row in rows.select_related("essential").order_by("essential__number"):
        found[row.assessment_id][row.essential.number] = row.score
    return found


def _rows(scores: Scores, before: Scores) -> list[Row]:
    essentials: dict[int, Any] = Essential.objects.in_bulk(field_name="number")
    return [
        Row(essentials[number], score, before.get(number))
        for number, score in scores.items()
    ]


def _radar(
    rows: Sequence[Row], latest: Assessment, before: Assessment | None
) -> charts.Radar:
    return charts.radar(
        [f"{row.essential.number}. {row.essential.short_name}" for row in rows],
        [row.score.share for row in rows],
        name=str(latest.year),
        before=[row.before.share if row.before else None for row in rows]
        if before
        else None,
        before_name=str(before.year) if before else "",
    )
