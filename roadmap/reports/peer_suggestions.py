"""Cities that a host could ask, each with the reasons.

Scores come only from what a city has published; likeness in size, group and hazards
is public. So nothing here tells more than everybody may read.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.core.paginator import Page, Paginator

from cities.models import City, Membership
from roadmap.models import PeerReview
from roadmap.models.peer_review import HEALTH_MODULE, essential_of
from scorecard.models import Essential, EssentialScore, Standing

CITIES_A_PAGE = 8
# So much more of the possible points that it is worth a visit.
CLEARLY = Fraction(1, 10)


@dataclass(frozen=True)
class Stronger:
    """An Essential of the review at which the other city is clearly stronger."""

    essential: Essential
    there: Fraction
    here: Fraction


@dataclass(frozen=True)
class Suggestion:
    """A city that could be asked; `is_published` tells whether its scores are."""

    city: City
    is_published: bool
    stronger: list[Stronger]
    same_size: bool
    groups: list[str]
    hazards: list[str]

    @property
    def weight(self) -> tuple[int, int]:
        """More strengths first, then more in common."""
        alike = self.same_size + bool(self.groups) + bool(self.hazards)
        return (-len(self.stronger), -alike)


def suggestions(review: PeerReview, page_number: str | None) -> Page:
    """Return a page of suggestions, in nine queries whatever the number of cities."""
    host = review.host
    led = Membership.objects.current().leads().values("city")
    cities = (
        City.objects.filter(pk__in=led)
        .exclude(pk=host.pk)
        .prefetch_related("basingroup_set", "cityhazard_set__hazard")
        .by_alphabet()
    )
    stronger = _stronger(review)
    groups = {one.pk for one in host.basingroup_set.all()}
    hazards = {one.hazard_id for one in host.cityhazard_set.all()}
    found = [
        Suggestion(
            city=city,
            is_published=city.pk in stronger,
            stronger=stronger.get(city.pk, []),
            same_size=host.size_class is not None
            and city.size_class == host.size_class,
            groups=[one.name for one in city.basingroup_set.all() if one.pk in groups],
            hazards=[
                one.hazard.name
                for one in city.cityhazard_set.all()
                if one.hazard_id in hazards
            ],
        )
        for city in cities
    ]
    found.sort(key=lambda one: one.weight)
    return Paginator(found, CITIES_A_PAGE).get_page(page_number)


def _stronger(review: PeerReview) -> dict[int, list[Stronger]]:
    """Return by published city where it is stronger in the modules of the review.

    A standing is the latest accepted assessment of a city; where that one is not
    published, an older published one does not speak for the city either.
    """
    numbers = {essential_of(one) for one in review.codes if one != HEALTH_MODULE}
    here = _shares(review.assessment.essential_scores.select_related("essential"))
    standings = (
        Standing.objects.of_edition(review.assessment.questionnaire)
        .published()
        .exclude(city=review.host_id)
    )
    places = dict(standings.values_list("assessment", "city"))
    rows = EssentialScore.objects.filter(
        assessment__in=places, essential__number__in=numbers
    ).select_related("essential")
    found: dict[int, list[Stronger]] = {city: [] for city in places.values()}
    for row in rows.order_by("essential__number"):
        share, own = row.score.share, here.get(row.essential.number)
        if share is not None and own is not None and share - own >= CLEARLY:
            found[places[row.assessment_id]].append(Stronger(row.essential, share, own))
    return found


def _shares(rows: Iterable[EssentialScore]) -> Mapping[int, Fraction]:
    return {
        row.essential.number: share
        for row in rows
        if (share := row.score.share) is not None
    }
