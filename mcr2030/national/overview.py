"""The national overview: the map, the list, and what is new; read in few queries."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple, cast

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from modeltranslation.utils import build_localized_fieldname

from cities.models import City
from cities.models.places import CityQuerySet
from mcr2030.national import figures, news
from mcr2030.national.cities_form import BY_STAGE
from mcr2030.national.figures import Overall
from mcr2030.national.listing import Listing, Row
from mcr2030.national.news import News
from mcr2030.templatetags.mcr2030 import percent
from roadmap.models import Stage, StageEntry
from scorecard import maps
from scorecard.models import Questionnaire, Standing

CITIES_A_PAGE = 40
# Stands for a code in an address: no code looks like it.
ANY_CODE = "any-code"
DOTS = 200
# The further a city has come, the darker; the letter in the dot says the same.
STAGE_STEPS = {Stage.KNOW: 1, Stage.PLAN: 2, Stage.IMPLEMENT: 4}


@dataclass(frozen=True)
class Overview:
    """What the page shows of the cities that the filters leave.

    `members` and `standing` count cities; `drawable` is how many could be dots, those
    that are a member or where something stands.
    """

    page: Page
    rows: list[Row]
    map: maps.Map
    members: int
    standing: int
    drawable: int
    news: News
    shows_stages: bool

    @property
    def has_more_dots(self) -> bool:
        return self.drawable > DOTS

    @property
    def shows_demo(self) -> bool:
        return self.news.shows_demo or any(row.city.is_demo for row in self.rows)


@dataclass(frozen=True)
class Mark:
    """What a dot shows of its city: a share, or a step of the scale with a letter."""

    words: object
    share: Fraction | None = None
    step: int | None = None
    letter: str = ""


class Drawn(NamedTuple):
    """A city as the map needs it."""

    pk: int
    code: str
    name: str
    latitude: Decimal | None
    longitude: Decimal | None
    population: int | None


_NOTHING = {
    False: Mark(gettext_lazy("no accepted assessment")),
    True: Mark(gettext_lazy("in no stage yet")),
}


def of(listing: Listing, page_number: str | None) -> Overview:
    """Gather the page in at most fourteen queries, seven of them for what is new."""
    cities, edition = listing.cities(), listing.selection.questionnaire
    counted = _counted(cities, edition)
    paginator = Paginator(cities.select_related("district"), CITIES_A_PAGE)
    paginator.count = counted["listed"]
    page = paginator.get_page(page_number)
    listed, drawn = list(page.object_list), _drawn(cities, edition)
    by_stage = listing.chosen.get("colour") == BY_STAGE
    dots = [one.pk for one in drawn]
    # Read once for the list and the map.
    shares = figures.overall_shares(
        edition, {*(one.pk for one in listed), *(() if by_stage else dots)}
    )
    marks = _stages(dots) if by_stage else _marks(shares)
    return Overview(
        page=page,
        rows=listing.rows(listed, shares),
        map=_map(drawn, marks, _NOTHING[by_stage]),
        members=counted["members"],
        standing=counted["standing"],
        drawable=counted["drawable"],
        news=news.arrive(listing.user),
        shows_stages=by_stage,
    )


def _counted(cities: CityQuerySet, edition: Questionnaire) -> dict[str, int]:
    member, stands = Q(is_member=True), Q(stands=True)
    counted = cities.order_by().alias(stands=_stands(edition))
    return counted.aggregate(
        listed=Count("pk"),
        members=Count("pk", filter=member),
        standing=Count("pk", filter=stands),
        drawable=Count("pk", filter=member | stands),
    )


def _drawn(cities: CityQuerySet, edition: Questionnaire) -> list[Drawn]:
    """Return members and those where something stands, the largest where too many."""
    name = build_localized_fieldname("name", get_language() or "sr")
    # Columns by name: no look through fallback languages for each of some hundred.
    rows = (
        cast(Any, cities)  # Its type does not know what modeltranslation adds.
        .rewrite(False)
        .filter(Q(is_member=True) | _stands(edition))
        .order_by("-population", "code")
        .values_list(
            "pk", "code", name, "name_sr", "latitude", "longitude", "population"
        )
    )
    return [
        Drawn(pk, code, own or serbian, *place)
        for pk, code, own, serbian, *place in rows[:DOTS]
    ]


def _map(drawn: list[Drawn], marks: dict[int, Mark], nothing: Mark) -> maps.Map:
    """Draw the dots; where there is room, all others of the country as grounds."""
    others = City.objects.exclude(pk__in=[one.pk for one in drawn]).order_by("code")
    grounds = others.values_list("latitude", "longitude")[: DOTS - len(drawn)]
    # Reversed once: each of some hundred dots would look all addresses through.
    before, after = reverse("cities:detail", args=[ANY_CODE]).split(ANY_CODE)
    places = [
        maps.Place(
            title=f"{one.name}: {mark.words}",
            address=f"{before}{one.code}{after}",
            latitude=_degrees(one.latitude),
            longitude=_degrees(one.longitude),
            population=one.population,
            share=mark.share,
            step=mark.step,
            letter=mark.letter,
        )
        for one in drawn
        for mark in [marks.get(one.pk, nothing)]
    ]
    return maps.draw(places, [(_degrees(one), _degrees(two)) for one, two in grounds])


def _degrees(number: Decimal | None) -> float | None:
    return None if number is None else float(number)


def _marks(shares: dict[int, Overall]) -> dict[int, Mark]:
    return {
        city: Mark(f"{percent(one.share)} ({one.year})", share=one.share)
        for city, one in shares.items()
    }


def _stages(keys: list[int]) -> dict[int, Mark]:
    current = StageEntry.objects.current().filter(city__in=keys)
    return {
        city: Mark(stage.full_name, step=STAGE_STEPS[stage], letter=stage.letter)
        for city, value in current.values_list("city", "stage")
        for stage in [Stage(value)]
    }


def _stands(edition: Questionnaire) -> Exists:
    return Exists(Standing.objects.of_edition(edition).filter(city=OuterRef("pk")))
