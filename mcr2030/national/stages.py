"""Where the members stand on the roadmap, and which requests wait, for the desk."""

import datetime as dt
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef

from cities.models import City
from cities.models.places import CityQuerySet
from roadmap import overview
from roadmap.models import Stage, StageEntry, StageRequest
from roadmap.overview import Standing

A_PAGE = 50
WAITING, NONE = "waiting", "none"


@dataclass(frozen=True)
class Tab:
    """One list of the page: its key in the address, and how many it holds."""

    key: str
    number: int
    stage: Stage | None = None


@dataclass(frozen=True)
class Stages:
    """The lists, the one that is shown, and its rows: requests or standings."""

    tabs: list[Tab]
    show: str
    page: Page
    requests: list[tuple[StageRequest, int]]
    standings: list[Standing]

    @property
    def shows_demo(self) -> bool:
        cities = [one.city for one in self.standings]
        cities += [one.city for one, _days in self.requests]
        return any(city.is_demo for city in cities)


def of(show: str, page_number: str | None, today: dt.date) -> Stages:
    """Read one of the lists in at most eight queries."""
    tabs = _tabs()
    known = [one.key for one in tabs]
    show = show if show in known else WAITING
    if show == WAITING:
        asked = StageRequest.objects.waiting().with_parts()
        page = Paginator(asked, A_PAGE).get_page(page_number)
        rows = [(one, one.days(today)) for one in page]
        return Stages(tabs, show, page, rows, [])
    listed = Paginator(_cities(show), A_PAGE).get_page(page_number)
    cities = list(listed)
    found = overview.standings(cities)
    return Stages(tabs, show, listed, [], [found[city.pk] for city in cities])


def _tabs() -> list[Tab]:
    counted = dict(
        StageEntry.objects.current()
        .order_by()
        .values_list("stage")
        .annotate(Count("pk"))
    )
    return [
        Tab(WAITING, StageRequest.objects.waiting().count()),
        *(Tab(one.value, counted.get(one.value, 0), one) for one in Stage),
        Tab(NONE, _cities(NONE).count()),
    ]


def _cities(show: str) -> CityQuerySet:
    here = StageEntry.objects.current().filter(city=OuterRef("pk"))
    if show == NONE:
        return City.objects.members().exclude(Exists(here)).by_alphabet()
    return City.objects.filter(Exists(here.in_stage(show))).by_alphabet()
