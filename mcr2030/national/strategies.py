"""Local strategies and plans: the counts that are reported, and the list behind them.

Counted for SDG indicators 11.b.2 and 13.1.3 and Sendai Framework indicator E-2. A local
government counts once, however many acts it has adopted.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cities.models import City, LocalStrategy
from cities.models.nation import LocalStrategyQuerySet
from cities.models.places import CityQuerySet
from scorecard.workbooks.tables import Column, Table, Value

CITIES_A_PAGE = 40
Kind = LocalStrategy.Kind

IN_FORCE, ALIGNED, RUN_OUT, NONE = "in-force", "in-line", "run-out", "none"
EITHER = "either"
STEPS = ("adopted", "in_force", "aligned")


@dataclass(frozen=True)
class Counted:
    """How many local governments have something, of how many."""

    many: int
    of: int

    @property
    def percent(self) -> Fraction | None:
        return Fraction(self.many * 100, self.of) if self.of else None


@dataclass(frozen=True)
class Counts:
    """The counts by kind: adopted at any time, in force today, and in line as well.

    `kinds` are rows of the table: heading, then the three counts. `invented` is how
    many acts of these are demonstration data.
    """

    units: int
    kinds: list[tuple[str, list[Counted]]]
    invented: int

    @property
    def reported(self) -> Counted:
        """The number that the indicators ask for: in force and in line, either kind."""
        return self.kinds[-1][1][-1]


@dataclass(frozen=True)
class Entry:
    """An act on the record, as it stands today."""

    act: LocalStrategy
    is_in_force: bool


@dataclass(frozen=True)
class Row:
    """A local government with its acts; `counts` is False where it is no unit."""

    city: City
    entries: list[Entry]
    counts: bool


@dataclass(frozen=True)
class Strategies:
    """What the page shows: the counts of the country, and the list that was chosen."""

    counts: Counts
    page: Page
    rows: list[Row]

    @property
    def shows_demo(self) -> bool:
        shown = any(one.act.is_demo for row in self.rows for one in row.entries)
        return shown or bool(self.counts.invented)


@dataclass(frozen=True)
class Chosen:
    """What the list is narrowed to; empty means not at all."""

    words: str = ""
    region: str = ""
    kind: str = ""
    state: str = ""

    def cities(self, today: dt.date) -> CityQuerySet:
        """Return the local governments that fit, by the alphabet."""
        cities = City.objects.within(region=self.region)
        if self.words:
            cities = cities.matching(self.words)
        return self._in_state(cities, today).by_alphabet()

    def acts(self) -> LocalStrategyQuerySet:
        acts = LocalStrategy.objects.all()
        return acts.of_kind(self.kind) if self.kind else acts

    def _in_state(self, cities: CityQuerySet, today: dt.date) -> CityQuerySet:
        acts = self.acts().filter(city=OuterRef("pk"))
        in_force = Exists(acts.in_force(today))
        if self.state == NONE:
            # Who is asked to have one: parts of a city and units apart are not.
            return cities.units().exclude(Exists(acts))
        if self.state == IN_FORCE:
            return cities.filter(in_force)
        if self.state == ALIGNED:
            return cities.filter(Exists(acts.in_force(today).aligned()))
        if self.state == RUN_OUT:
            return cities.filter(Exists(acts)).exclude(in_force)
        return cities.filter(Exists(acts))


def of(chosen: Chosen, page_number: str | None, today: dt.date) -> Strategies:
    """Gather the page in six queries, whatever the number of acts."""
    cities = chosen.cities(today).select_related("district")
    page = Paginator(cities, CITIES_A_PAGE).get_page(page_number)
    return Strategies(counts(today), page, rows(page, chosen, today))


def counts(today: dt.date) -> Counts:
    """Count units of local self-government by kind and state, in three queries."""
    units = City.objects.units()
    total = units.count()
    acts = LocalStrategy.objects.filter(city__in=units)
    force = Q(adopted_on__lte=today) & (
        Q(valid_until__isnull=True) | Q(valid_until__gte=today)
    )
    steps = zip(STEPS, (Q(), force, force & Q(is_aligned=True)), strict=True)
    conditions = {
        f"{kind}_{step}": condition & (Q() if kind == EITHER else Q(kind=kind))
        for step, condition in steps
        for kind in (*Kind.values, EITHER)
    }
    found = acts.aggregate(
        invented=Count("pk", filter=Q(is_demo=True)),
        **{
            name: Count("city", distinct=True, filter=condition or None)
            for name, condition in conditions.items()
        },
    )
    headings: list[tuple[str, Any]] = [*Kind.choices, (EITHER, _("either of the two"))]
    kinds = [
        (str(heading), [Counted(found[f"{kind}_{step}"], total) for step in STEPS])
        for kind, heading in headings
    ]
    return Counts(total, kinds, found["invented"])


def rows(cities: Iterable[City], chosen: Chosen, today: dt.date) -> list[Row]:
    """Return the cities with their acts of the chosen kind, in two queries."""
    listed = list(cities)
    keys = [city.pk for city in listed]
    acts: QuerySet[LocalStrategy] = chosen.acts().filter(city__in=[*keys, 0])
    by_city: dict[int, list[Entry]] = {}
    for act in acts:
        by_city.setdefault(act.city_id, []).append(Entry(act, act.holds(today)))
    units = set(City.objects.units().filter(pk__in=[*keys, 0]).values_list(flat=True))
    return [Row(one, by_city.get(one.pk, []), one.pk in units) for one in listed]


def table(chosen: Chosen, today: dt.date) -> Table:
    """Return the list as a table, a row an act; who has none has a row without one."""
    counted = counts(today)
    found = rows(chosen.cities(today).select_related("district"), chosen, today)
    columns = _columns()
    return Table(
        columns=tuple(columns),
        rows=[
            [values.get(column.key) for column in columns]
            for row in found
            for values in _values(row)
        ],
        about={
            _("Day"): today,
            _("Units of local self-government, the denominator"): counted.units,
            _("Of these with one in force and in line"): counted.reported.many,
            _("Acts that are invented for demonstration"): counted.invented,
        },
        title=_("Strategies and plans"),
        columns_title=_("Columns"),
        columns_headings=(_("Key"), _("Column"), _("Meaning")),
    )


def _values(row: Row) -> Iterable[dict[str, Value]]:
    city: dict[str, Value] = {
        "code": row.city.code,
        "name": row.city.name,
        "kind_of_unit": str(row.city.get_kind_display()),
        "district": row.city.district.name,
        "region": str(row.city.district.get_region_display()),
        "counts": row.counts,
    }
    if not row.entries:
        yield city
    for one in row.entries:
        yield city | {
            "kind": str(one.act.get_kind_display()),
            "title": one.act.title,
            "number": one.act.number,
            "adopted_on": one.act.adopted_on,
            "valid_until": one.act.valid_until,
            "in_force": one.is_in_force,
            "in_line": one.act.is_aligned,
            "evidence": one.act.evidence,
            "invented": one.act.is_demo,
        }


def _columns() -> list[Column]:
    described = [
        (
            "code",
            pgettext("local government", "Code"),
            _("official code of the local government"),
        ),
        ("name", _("Name"), _("name of the local government")),
        ("kind_of_unit", _("Unit"), _("city, municipality or city municipality")),
        ("district", _("District"), _("administrative district")),
        ("region", _("Region"), _("statistical region")),
        (
            "counts",
            _("Counted"),
            _("true for units of local self-government, which the proportion is of"),
        ),
        ("kind", _("Kind"), _("strategy or plan; empty = nothing on the record")),
        ("title", _("Title"), _("title of the act")),
        ("number", _("Number"), _("number of the act")),
        ("adopted_on", _("Adopted on"), _("day of the adoption")),
        ("valid_until", _("Valid until"), _("last day; empty = no end is named")),
        ("in_force", _("In force"), _("true where it holds on the day of the file")),
        (
            "in_line",
            _("In line"),
            _("true where it is in line with the national strategy"),
        ),
        ("evidence", _("Evidence"), _("where the act can be read")),
        ("invented", _("Invented"), _("true for demonstration data")),
    ]
    return [Column(key, heading, note) for key, heading, note in described]
