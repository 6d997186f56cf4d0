"""Training of the whole country: participants by local government and year."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cities.models import City
from cities.models.places import CityQuerySet
from roadmap.models import Attendance
from roadmap.reports import training
from scorecard.workbooks.tables import Column, Table, Value


@dataclass(frozen=True)
class Row:
    """A city with its participants of each year, None for a year without."""

    city: City
    counts: list[int | None]


def cities() -> CityQuerySet:
    """Return members of MCR2030 and whoever else attended, by the alphabet."""
    attended = Attendance.objects.values_list("city", flat=True).distinct()
    return City.objects.members_or(attended).by_alphabet()


def rows(listed: Iterable[City], today: dt.date) -> tuple[list[int], list[Row]]:
    """Return the years, and a row for each city, in one query."""
    found = list(listed)
    years, numbers = training.of_country(found, today.year)
    return years, [
        Row(city, [numbers[city.pk].get(year) for year in years]) for city in found
    ]


def table(today: dt.date) -> Table:
    """Return all rows for a file; an empty cell is a year without training."""
    years, found = rows(cities(), today)
    columns = [
        Column(
            "code",
            pgettext("local government", "Code"),
            _("official code of the local government"),
        ),
        Column("name", _("Name"), _("name of the local government")),
        *(
            Column(str(year), str(year), _("participants in the year; empty = none"))
            for year in years
        ),
        Column("invented", _("Invented"), _("true for demonstration data")),
    ]
    values: list[list[Value]] = [
        [row.city.code, row.city.name, *row.counts, row.city.is_demo] for row in found
    ]
    return Table(
        columns=tuple(columns),
        rows=values,
        about={_("Local governments"): len(found), _("As of"): today},
        title=_("Training"),
        columns_title=_("Columns"),
        columns_headings=(_("Key"), _("Column"), _("Meaning")),
    )
