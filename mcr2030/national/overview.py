"""The national overview: the map, the list, and what is new; read in few queries."""

from dataclasses import dataclass
from decimal import Decimal

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from cities.models import City
from cities.models.places import CityQuerySet
from mcr2030.national import figures, news
from mcr2030.national.figures import Overall
from mcr2030.national.listing import Listing, Row
from mcr2030.national.news import News
from mcr2030.templatetags.mcr2030 import percent
from scorecard import maps
from scorecard.models import Questionnaire, Standing

CITIES_A_PAGE = 40
# Stands for a code in an address: no code looks like it.
ANY_CODE = "any-code"
DOTS = 200


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

    @property
    def has_more_dots(self) -> bool:
        return self.drawable > DOTS

    @property
    def shows_demo(self) -> bool:
        return self.news.shows_demo or any(row.city.is_demo for row in self.rows)


def of(listing: Listing, page_number: str | None) -> Overview:
    """Gather the page in at most fifteen queries, seven of them for what is new."""
    cities = listing.cities()
    counted = _counted(cities, listing.selection.questionnaire)
    paginator = Paginator(cities.select_related("district"), CITIES_A_PAGE)
    paginator.count = counted["listed"]
    page = paginator.get_page(page_number)
    return Overview(
        page=page,
        rows=listing.rows(page.object_list),
        map=_map(cities, listing.selection.questionnaire),
        members=counted["members"],
        standing=counted["standing"],
        drawable=counted["drawable"],
        news=news.arrive(listing.user),
    )


def _counted(cities: CityQuerySet, edition: Questionnaire) -> dict[str, int]:
    member = Q(is_member=True)
    return cities.order_by().aggregate(
        listed=Count("pk"),
        members=Count("pk", filter=member),
        standing=Count("pk", filter=Q(_stands(edition))),
        drawable=Count("pk", filter=member | Q(_stands(edition))),
    )


def _map(cities: CityQuerySet, edition: Questionnaire) -> maps.Map:
    """Draw members and those where something stands, the largest where too many.

    Where there is room, all others of the country are grounds: points without a word.
    """
    drawn = list(
        cities.filter(Q(is_member=True) | _stands(edition))
        .order_by("-population", "code")
        .values_list("pk", "code", "name", "latitude", "longitude", "population")[:DOTS]
    )
    keys = [row[0] for row in drawn]
    stands = figures.overall_shares(edition, keys)
    others = City.objects.exclude(pk__in=keys).order_by("code")
    grounds = others.values_list("latitude", "longitude")[: DOTS - len(drawn)]
    # Reversed once: each of some hundred dots would look all addresses through.
    before, after = reverse("cities:detail", args=[ANY_CODE]).split(ANY_CODE)
    places = [
        maps.Place(
            title=_title(name, overall := stands.get(pk)),
            address=f"{before}{code}{after}",
            latitude=_degrees(latitude),
            longitude=_degrees(longitude),
            population=population,
            share=overall.share if overall else None,
        )
        for pk, code, name, latitude, longitude, population in drawn
    ]
    return maps.draw(places, [(_degrees(one), _degrees(two)) for one, two in grounds])


def _degrees(number: Decimal | None) -> float | None:
    return None if number is None else float(number)


def _title(name: str, overall: Overall | None) -> str:
    if overall is None:
        return _("%(name)s: no accepted assessment") % {"name": name}
    return f"{name}: {percent(overall.share)} ({overall.year})"


def _stands(edition: Questionnaire) -> Exists:
    return Exists(Standing.objects.of_edition(edition).filter(city=OuterRef("pk")))
