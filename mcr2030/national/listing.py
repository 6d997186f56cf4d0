"""The local governments that the filters leave, with where each of them stands.

A draft that a city has not shared is not there for any filter, column or file.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cities.models import City, User
from cities.models.places import CityQuerySet
from mcr2030.national import figures
from mcr2030.national.cities_form import NONE
from mcr2030.national.figures import Overall, Selection
from roadmap.models import StageEntry
from scorecard.models import Assessment
from scorecard.models.assessment import AssessmentQuerySet
from scorecard.workbooks.tables import Column, Table, Value

# What a row names of an assessment; the scenarios are long.
NAMED = ("city", "questionnaire", "year", "occasion", "status", "started_at")


@dataclass(frozen=True)
class Row:
    """A city; its latest assessment that may be opened; what stands for it."""

    city: City
    latest: Assessment | None
    overall: Overall | None


@dataclass(frozen=True)
class Listing:
    """The cities chosen, for one person: `selection` and the list's own filters.

    `chosen` are values of CitiesForm by name, what is left open left out.
    """

    user: User
    selection: Selection
    chosen: dict[str, str]

    def cities(self) -> CityQuerySet:
        """Return the cities that fit, by the alphabet."""
        cities = self.selection.cities()
        if words := self.chosen.get("words"):
            cities = cities.matching(words)
        if member := self.chosen.get("member"):
            cities = cities.filter(is_member=member == "yes")
        return self._in_stage(self._in_state(cities)).by_alphabet()

    def rows(self, cities: Sequence[City], stands: Mapping[int, Overall]) -> list[Row]:
        """Return the cities with where each of them stands, in one query."""
        latest: dict[int, Assessment] = {}
        opened = self._opened().filter(city__in=[city.pk for city in cities])
        for one in opened.only(*NAMED).latest_first():
            # All are of the one edition: each its own would be read once a row.
            one.questionnaire = self.selection.questionnaire
            latest.setdefault(one.city_id, one)
        return [Row(one, latest.get(one.pk), stands.get(one.pk)) for one in cities]

    def _opened(self) -> AssessmentQuerySet:
        """Return what the person may open of the edition, in the year if one is set."""
        opened = Assessment.objects.visible_to(self.user).filter(
            questionnaire=self.selection.questionnaire
        )
        year = self.chosen.get("year")
        return opened.filter(year=int(year)) if year else opened

    def _in_state(self, cities: CityQuerySet) -> CityQuerySet:
        state = self.chosen.get("state")
        if not state and not self.chosen.get("year"):
            return cities
        of_city = self._opened().filter(city=OuterRef("pk"))
        if state == NONE:
            return cities.exclude(Exists(of_city))
        if state:
            latest = of_city.latest_first().values("status")[:1]
            return cities.alias(state=Subquery(latest)).filter(state=state)
        return cities.filter(Exists(of_city))

    def _in_stage(self, cities: CityQuerySet) -> CityQuerySet:
        stage = self.chosen.get("stage")
        current = StageEntry.objects.current().filter(city=OuterRef("pk"))
        if stage == NONE:
            return cities.exclude(Exists(current))
        return cities.filter(Exists(current.in_stage(stage))) if stage else cities


def table(listing: Listing) -> Table:
    """Return all cities that the filters leave as a table, in three queries."""
    cities = list(listing.cities().select_related("district"))
    keys = [city.pk for city in cities]
    edition = listing.selection.questionnaire
    rows = listing.rows(cities, figures.overall_shares(edition, keys))
    columns = _columns()
    return Table(
        columns=tuple(column for column, _value in columns),
        rows=[[value(row) for _column, value in columns] for row in rows],
        about={
            _("Edition"): str(edition),
            _("Local governments"): len(rows),
            _("Mark"): edition.draft_note or "",
        },
        title=_("Local governments"),
        columns_title=_("Columns"),
        columns_headings=(_("Key"), _("Column"), _("Meaning")),
    )


def _columns() -> list[tuple[Column, Callable[[Row], Value]]]:
    described: list[tuple[str, str, str, Callable[[Row], Any]]] = [
        (
            "code",
            pgettext("local government", "Code"),
            _("official code of the local government"),
            lambda row: row.city.code,
        ),
        (
            "name",
            _("Name"),
            _("name of the local government"),
            lambda row: row.city.name,
        ),
        (
            "kind",
            _("Kind"),
            _("city, municipality or city municipality"),
            lambda row: str(row.city.get_kind_display()),
        ),
        (
            "district",
            _("District"),
            _("administrative district"),
            lambda row: row.city.district.name,
        ),
        (
            "region",
            _("Region"),
            _("statistical region"),
            lambda row: str(row.city.district.get_region_display()),
        ),
        (
            "population",
            _("Population"),
            _("people, in the year beside; empty = not known"),
            lambda row: row.city.population,
        ),
        (
            "population_year",
            _("Year of the population figure"),
            _("when the people were counted or estimated"),
            lambda row: row.city.population_year,
        ),
        (
            "member",
            _("Member of MCR2030"),
            _("true for members"),
            lambda row: row.city.is_member,
        ),
        (
            "latest",
            _("Latest assessment"),
            _("the latest that the focal point may open; drafts only where shared"),
            lambda row: str(row.latest) if row.latest else None,
        ),
        (
            "state",
            _("State"),
            _("state of the latest assessment"),
            lambda row: str(row.latest.get_status_display()) if row.latest else None,
        ),
        (
            "stands",
            _("Year of what stands"),
            _("year of the latest accepted assessment of the edition"),
            lambda row: row.overall.year if row.overall else None,
        ),
        (
            "share",
            _("Overall share, %"),
            _("mean of the Essentials’ shares in the accepted assessment"),
            lambda row: _percent(row.overall),
        ),
        (
            "invented",
            _("Invented"),
            _("true for demonstration data"),
            lambda row: row.city.is_demo,
        ),
    ]
    return [
        (Column(key, heading, note), value) for key, heading, note, value in described
    ]


def _percent(overall: Overall | None) -> Decimal | None:
    if overall is None:
        return None
    percent = Decimal(overall.share.numerator) * 100 / overall.share.denominator
    return percent.quantize(Decimal("0.01"), ROUND_HALF_UP)
