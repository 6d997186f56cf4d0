"""National medians by round, and how each city changed since its round before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.core.paginator import Page, Paginator

from mcr2030.national import changes, figures, lines
from mcr2030.national.changes import Compared
from mcr2030.national.figures import Selection
from mcr2030.national.lines import Line
from scorecard import statistics
from scorecard.models import Assessment, Essential, EssentialScore
from scorecard.scoring import Change
from scorecard.statistics import Quartiles

CITIES_A_PAGE = 20
OVERALL = 0

# Points and points possible by Essential.
Points = dict[int, tuple[int, int]]
# Quartiles by year, by the number of an Essential; OVERALL for the whole.
ByYear = Mapping[int, Mapping[int, Quartiles]]


@dataclass(frozen=True)
class Course:
    """An Essential, or the whole where it is None, over the years."""

    essential: Essential | None
    rounds: list[tuple[int, Quartiles | None]]
    line: Line

    @property
    def prefix(self) -> str:
        """Return what makes the ids of its drawing its own."""
        return f"line-{self.essential.number if self.essential else 'all'}"


@dataclass(frozen=True)
class Row:
    """A city and what changed in each Essential; None where nothing is shared."""

    compared: Compared
    changes: list[Change | None]


@dataclass(frozen=True)
class OverTime:
    """Courses over the years, and the changes of a page of cities."""

    years: list[int]
    courses: list[Course]
    essentials: list[Essential]
    page: Page
    rows: list[Row]


def build(selection: Selection, page_number: str | None) -> OverTime:
    """Return the page in a dozen queries, whatever the number of cities.

    A year is that of the round; of two rounds of a city in a year the later counts.
    """
    by_year = figures.kept("over_time", selection, lambda: _by_year(selection))
    asked = {number for found in by_year.values() for number in found}
    essentials = [one for one in Essential.objects.all() if one.number in asked]
    years = sorted(by_year)
    page = Paginator(changes.cities_with_two_rounds(selection), CITIES_A_PAGE).get_page(
        page_number
    )
    pairs = changes.last_two(page, selection.questionnaire.code)
    return OverTime(
        years=years,
        courses=[_course(one, years, by_year) for one in (None, *essentials)],
        essentials=essentials,
        page=page,
        rows=[_row(one, essentials) for one in changes.compare(pairs)],
    )


def _row(compared: Compared, essentials: Iterable[Essential]) -> Row:
    parts = compared.by_essential
    return Row(compared, [parts.get(one.number) for one in essentials])


def _course(essential: Essential | None, years: list[int], by_year: ByYear) -> Course:
    number = essential.number if essential else OVERALL
    rounds = [(year, by_year[year].get(number)) for year in years]
    return Course(
        essential,
        rounds,
        lines.line([(year, one.median, one.count) for year, one in rounds if one]),
    )


def _by_year(selection: Selection) -> dict[int, dict[int, Quartiles]]:
    shares: dict[int, dict[int, list[Fraction]]] = {}
    for (_city, year), points in _points(selection).items():
        of_year = shares.setdefault(year, {})
        own = [
            (number, Fraction(won, out_of)) for number, (won, out_of) in points.items()
        ]
        for number, share in own:
            of_year.setdefault(number, []).append(share)
        overall = sum((share for _number, share in own), Fraction(0)) / len(own)
        of_year.setdefault(OVERALL, []).append(overall)
    return {
        year: {
            number: quartiles
            for number, values in sorted(of_year.items())
            if (quartiles := statistics.quartiles(values))
        }
        for year, of_year in shares.items()
    }


def _points(selection: Selection) -> dict[tuple[int, int], Points]:
    """Return what every city won in every year, of all editions of the instrument."""
    rows = EssentialScore.objects.filter(
        assessment__questionnaire__code=selection.questionnaire.code,
        assessment__status=Assessment.Status.ACCEPTED,
        out_of__gt=0,
    ).order_by("assessment__started_at", "assessment")
    if not selection.is_all:
        rows = rows.filter(assessment__city__in=selection.cities())
    latest: dict[tuple[int, int], int] = {}
    found: dict[tuple[int, int], Points] = {}
    for pk, city, year, number, points, out_of in rows.values_list(
        "assessment",
        "assessment__city",
        "assessment__year",
        "essential__number",
        "points",
        "out_of",
    ):
        if latest.get((city, year)) != pk:
            latest[city, year], found[city, year] = pk, {}
        found[city, year][number] = points, out_of
    return found
