"""A city's training by year; a year without any is a row too."""

from dataclasses import dataclass

from django.db.models import Sum

from cities.models import City
from roadmap.models import Attendance

YEARS_SHOWN = 6


@dataclass(frozen=True)
class Year:
    """Courses attended in a year, people, women among them, and hours."""

    year: int
    courses: int = 0
    people: int = 0
    of_women: int = 0
    of_hours: int = 0


def by_year(city: City, this_year: int) -> list[Year]:
    """Return the years from the first known one, at least the latest, newest first."""
    rows = {
        row["year"]: Year(**{key: value for key, value in row.items() if key != "city"})
        for row in Attendance.objects.of_city(city).by_year()
    }
    first = min([this_year - YEARS_SHOWN + 1, *rows])
    return [rows.get(year, Year(year)) for year in range(this_year, first - 1, -1)]


def of_country(
    cities: list[City], this_year: int
) -> tuple[list[int], dict[int, dict[int, int]]]:
    """Return the years, and participants by city and year, in one query."""
    years = list(range(this_year - YEARS_SHOWN + 1, this_year + 1))
    found: dict[int, dict[int, int]] = {city.pk: {} for city in cities}
    rows = Attendance.objects.from_year(years[0]).filter(city__in=list(found)).by_year()
    for row in rows:
        found[row["city"]][row["year"]] = row["people"]
    return years, found


def totals(years: list[int]) -> dict[int, int]:
    """Return all participants of each year."""
    rows = (
        Attendance.objects.from_year(years[0])
        .values("course__starts_on__year")
        .order_by("course__starts_on__year")
        .annotate(people=Sum("participants"))
    )
    found = {row["course__starts_on__year"]: row["people"] for row in rows}
    return {year: found.get(year, 0) for year in years}
