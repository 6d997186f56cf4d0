"""A city beside the country, and published cities like it that could help.

Nothing of another city is told here that its published report does not tell to all:
its people are named as the report names them, without their addresses.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.core.paginator import Page, Paginator
from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, When
from django.utils.translation import get_language

from cities.models import BasinGroup, City, CityHazard, Membership, User
from mcr2030.national import figures, lines
from mcr2030.national.figures import Selection
from mcr2030.national.lines import Band
from mcr2030.tasks import is_preliminary
from scorecard import independence
from scorecard.models import Answer, Assessment, Essential, Question, Standing
from scorecard.models.national import StandingQuerySet
from scorecard.reports import scores
from scorecard.statistics import FEWEST_FOR_PUBLIC, Quartiles

CITIES_A_PAGE = 8
STRENGTHS_SHOWN = 5
WEAK = 1

LOWER, MIDDLE, UPPER = "lower", "middle", "upper"


@dataclass(frozen=True)
class Beside:
    """An Essential of the city beside the country; quartiles only of three or more."""

    essential: Essential
    share: Fraction | None
    quartiles: Quartiles | None
    band: Band | None

    @property
    def where(self) -> str:
        """Return in which part of the country the city lies, empty if unknown."""
        if self.share is None or self.quartiles is None:
            return ""
        if self.share < self.quartiles.low:
            return LOWER
        return UPPER if self.share > self.quartiles.high else MIDDLE


@dataclass(frozen=True)
class Strength:
    """An indicator at which the other city is strong and the own one weak."""

    question: Question
    there: int
    here: int


@dataclass(frozen=True)
class Peer:
    """A published city with why it is alike, and what it could show."""

    assessment: Assessment
    same_size: bool
    same_district: bool
    groups: list[str]
    hazards: list[str]
    strengths: list[Strength]
    more: int

    @property
    def city(self) -> City:
        return self.assessment.city


@dataclass(frozen=True)
class Peers:
    """The whole page; `own` is None where the city has nothing that may be opened."""

    city: City
    own: Assessment | None
    cities: int
    rows: list[Beside]
    page: Page
    peers: list[Peer]
    focal_points: list[User]

    @property
    def is_known(self) -> bool:
        """Tell whether enough cities stand to set one beside them."""
        return self.cities >= FEWEST_FOR_PUBLIC

    @property
    def shows_demo(self) -> bool:
        return self.city.is_demo or any(one.city.is_demo for one in self.peers)


def of(city: City, user: User, page_number: str | None) -> Peers:
    """Return the page for one who may open the city, in about fifteen queries."""
    own = _own(city, user)
    standings = _alike(city, own) if own else Standing.objects.none()
    page = Paginator(standings, CITIES_A_PAGE).get_page(page_number)
    national = figures.national(Selection(own.questionnaire)) if own else None
    serving = Membership.objects.current().focal_points().select_related("user")
    return Peers(
        city=city,
        own=own,
        cities=national.cities if national else 0,
        rows=_rows(own, national.by_essential) if own and national else [],
        page=page,
        peers=_peers(city, own, list(page)) if own else [],
        focal_points=[one.user for one in serving.order_by("user__name")],
    )


def _own(city: City, user: User) -> Assessment | None:
    """Return the preliminary level before others, accepted before the rest."""
    rounds = Assessment.objects.visible_to(user).of_city(city).with_parts()
    accepted = Assessment.Status.ACCEPTED
    in_order = sorted(
        rounds.latest_first(),
        key=lambda one: (not is_preliminary(one), one.status != accepted),
    )
    told = (one for one in in_order if independence.can_see_whole(user, one))
    return next(told, None)


def _rows(own: Assessment, national: Mapping[int, Quartiles]) -> list[Beside]:
    found = scores([own])[own.pk]
    rows = []
    for essential in Essential.objects.all():
        if essential.number not in found:
            continue
        share = found[essential.number].share
        quartiles = national.get(essential.number)
        if quartiles and quartiles.count < FEWEST_FOR_PUBLIC:
            quartiles = None
        band = (
            lines.band(quartiles.low, quartiles.median, quartiles.high, share)
            if quartiles
            else None
        )
        rows.append(Beside(essential, share, quartiles, band))
    return rows


def _alike(city: City, own: Assessment) -> StandingQuerySet:
    """Return published cities with something in common, the most alike first."""
    groups = BasinGroup.objects.filter(cities=city)
    hazards = CityHazard.objects.of_city(city)
    same = [
        Q(city__district=city.district_id),
        Q(Exists(groups.filter(cities=OuterRef("city")))),
        Q(
            Exists(
                CityHazard.objects.filter(
                    city=OuterRef("city"), hazard__in=hazards.values("hazard")
                )
            )
        ),
    ]
    if city.size_class:
        same.append(Q(city__in=City.objects.of_size(city.size_class)))
    alike = sum(
        (
            Case(When(one, then=1), default=0, output_field=IntegerField())
            for one in same[1:]
        ),
        Case(When(same[0], then=1), default=0, output_field=IntegerField()),
    )
    alphabet = "sort_cyrillic" if get_language() == "sr" else "sort_latin"
    return (
        Standing.objects.of_edition(own.questionnaire)
        .published()
        .exclude(city=city)
        .annotate(alike=alike)
        .filter(alike__gt=0)
        .select_related("city__district", "assessment__team_lead")
        .prefetch_related("city__basingroup_set", "city__cityhazard_set__hazard")
        .order_by(F("alike").desc(), f"city__{alphabet}", "pk")
    )


def _peers(city: City, own: Assessment, standings: list[Standing]) -> list[Peer]:
    strengths = _strengths(own, [one.assessment_id for one in standings])
    groups = {one.pk for one in city.basingroup_set.all()}
    hazards = {one.hazard_id for one in city.cityhazard_set.all()}
    peers = []
    for one in standings:
        other, found = one.city, strengths.get(one.assessment_id, [])
        one.assessment.city = other
        peers.append(
            Peer(
                assessment=one.assessment,
                same_size=city.size_class is not None
                and other.size_class == city.size_class,
                same_district=other.district_id == city.district_id,
                groups=[
                    group.name
                    for group in other.basingroup_set.all()
                    if group.pk in groups
                ],
                hazards=[
                    named.hazard.name
                    for named in other.cityhazard_set.all()
                    if named.hazard_id in hazards
                ],
                strengths=found[:STRENGTHS_SHOWN],
                more=max(len(found) - STRENGTHS_SHOWN, 0),
            )
        )
    return peers


def _strengths(own: Assessment, others: Iterable[int]) -> dict[int, list[Strength]]:
    """Return by the other assessment what is at its two highest levels and low here."""
    weak = own.answers.filter(score__lte=WEAK).values_list("question", "score")
    here = {question: score or 0 for question, score in weak}
    found: dict[int, list[Strength]] = {}
    answers = Answer.objects.filter(
        assessment__in=list(others),
        question__in=here,
        score__gte=own.questionnaire.scale_maximum - 1,
    )
    for one in answers.select_related("question").order_by("question__position"):
        found.setdefault(one.assessment_id, []).append(
            Strength(one.question, one.score or 0, here[one.question_id])
        )
    return found
