"""The national overview: the map, the list, and what is new; read in few queries."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy

from cities.models import City
from cities.models.places import CityQuerySet
from mcr2030.national import figures, news
from mcr2030.national.cities_form import BY_STAGE
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


_NOTHING = {
    False: Mark(gettext_lazy("no accepted assessment")),
    True: Mark(gettext_lazy("in no stage yet")),
}


def of(listing: Listing, page_number: str | None) -> Overview:
    """Gather the page in at most fifteen queries, seven of them for what is new."""
    cities = listing.cities()
    counted = _counted(cities, listing.selection.questionnaire)
    paginator = Paginator(cities.select_related("district"), CITIES_A_PAGE)
    paginator.count = counted["listed"]
    page = paginator.get_page(page_number)
    by_stage = listing.chosen.get("colour") == BY_STAGE
    return Overview(
        page=page,
        rows=listing.rows(page.object_list),
        map=_map(cities, listing.selection.questionnaire, by_stage),
        members=counted["members"],
        standing=counted["standing"],
        drawable=counted["drawable"],
        news=news.arrive(listing.user),
        shows_stages=by_stage,
    )


def _counted(cities: CityQuerySet, edition: Questionnaire) -> dict[str, int]:
    member = Q(is_member=True)
    return cities.order_by().aggregate(
        listed=Count("pk"),
        members=Count("pk", filter=member),
        standing=Count("pk", filter=Q(_stands(edition))),
        drawable=Count("pk", filter=member | Q(_stands(edition))),
    )


def _map(cities: CityQuerySet, edition: Questionnaire, by_stage: bool) -> maps.Map:
    """Draw members and those where something stands, the largest where too many.

    Where there is room, all others of the country are grounds: points without a word.
    """
    drawn = list(
        cities.filter(Q(is_member=True) | _stands(edition))
        .order_by("-population", "code")
        .values_list("pk", "code", "name", "latitude", "longitude", "population")[:DOTS]
    )
    keys = [row[0] for row in drawn]
    marked = _stages(keys) if by_stage else _shares(edition, keys)
    others = City.objects.exclude(pk__in=keys).order_by("code")
    grounds = others.values_list("latitude", "longitude")[: DOTS - len(drawn)]
    # Reversed once: each of some hundred dots would look all addresses through.
    before, after = reverse("cities:detail", args=[ANY_CODE]).split(ANY_CODE)
    places = [
        maps.Place(
            title=f"{name}: {mark.words}",
            address=f"{before}{code}{after}",
            latitude=_degrees(latitude),
            longitude=_degrees(longitude),
            population=population,
            share=mark.share,
            step=mark.step,
            letter=mark.letter,
        )
        for pk, code, name, latitude, longitude, population in drawn
        for mark in [marked.get(pk, _NOTHING[by_stage])]
    ]
    return maps.draw(places, [(_degrees(one), _degrees(two)) for one, two in grounds])


def _degrees(number: Decimal | None) -> float | None:
    return None if number is None else float(number)


def _shares(edition: Questionnaire, keys: list[int]) -> dict[int, Mark]:
    return {
        city: Mark(f"{percent(one.share)} ({one.year})", share=one.share)
        for city, one in figures.overall_shares(edition, keys).items()
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
