"""A city beside the country, and published cities like it."""

from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cities.models import CityHazard
from mcr2030 import peers
from scorecard.actions import assessments
from scorecard.models import Assessment
from tests import make

pytestmark = pytest.mark.django_db
ACCEPTED = Assessment.Status.ACCEPTED


def _accepted(name, score, *, published=False, **fields):
    """Return an accepted assessment of a city in a district of its own."""
    city = make.make_city(
        name=name, district=make.make_district(code=name[:2], name=name), **fields
    )
    return make.make_assessment(
        status=ACCEPTED, city=city, score=score, published=published
    )


@pytest.fixture
def own(city, lead, questionnaire):
    return make.make_assessment(status=ACCEPTED, city=city, lead=lead, score=1)


@pytest.fixture
def look(client_of, city, lead, own):
    """Return what the lead of the city sees."""
    client = client_of(lead)
    return lambda **query: client.get(reverse("city-peers", args=[city.code]), query)


def _together(own, *others):
    make.make_group(name="Градови на Тамнави", cities=[own.city, *others])


def test_under_three_cities_no_quartile_is_told(look):
    _accepted("Љиг", 3)

    shown = look()

    assert not shown.context["peers"].is_known
    assert "From three on, you see here where you are" in shown.content.decode()


def test_from_three_cities_on_the_city_sees_where_it_is(look):
    for score, name in ((2, "Љиг"), (3, "Чачак")):
        _accepted(name, score)

    row = look().context["peers"].rows[0]

    assert (row.share, row.quartiles.median) == (Fraction(1, 3), Fraction(2, 3))
    assert (row.quartiles.count, row.where) == (3, "lower")


def test_an_essential_that_two_cities_answered_has_no_quartiles(look):
    for name in ("Љиг", "Чачак"):
        make.make_assessment(
            status=ACCEPTED,
            city=make.make_city(name=name),
            answers={"P2.1": None, "P2.2": None},
            is_history=True,
            score=2,
        )

    first, second = look().context["peers"].rows

    assert first.quartiles is not None
    assert (second.quartiles, second.band, second.where) == (None, None, "")


def test_a_published_city_of_the_same_group_shows_its_strengths(look, own):
    other = _accepted("Љиг", 3, published=True)
    _together(own, other.city)

    (peer,) = look().context["peers"].peers

    assert (peer.city, peer.groups) == (other.city, ["Gradovi na Tamnavi"])
    assert [(one.there, one.here) for one in peer.strengths] == [(3, 1)] * 4


def test_size_district_and_hazards_are_reasons_too(look, own):
    city = own.city
    city.population, city.population_year = 30_000, 2022
    city.save()
    other = make.make_city(
        name="Љиг", district=city.district, population=25_000, population_year=2022
    )
    for one in (city, other):
        CityHazard.objects.create(city=one, hazard=make.make_hazard())
    make.make_assessment(status=ACCEPTED, city=other, score=3, published=True)

    (peer,) = look().context["peers"].peers

    assert (peer.same_size, peer.same_district) == (True, True)
    assert peer.hazards == ["Poplava"]


def test_those_with_most_in_common_stand_first(look, own):
    far = _accepted("Ариље", 3, published=True)
    near = make.make_assessment(
        status=ACCEPTED,
        city=make.make_city(name="Чачак", district=own.city.district),
        score=3,
        published=True,
    )
    _together(own, far.city, near.city)

    assert [one.city for one in look().context["peers"].peers] == [near.city, far.city]


def test_nothing_in_common_is_no_peer(look):
    _accepted("Љиг", 3, published=True)

    assert "has published an assessment" in look().content.decode()


@pytest.mark.parametrize("status", ["draft", "submitted", "accepted"])
def test_what_is_not_published_is_not_shown(look, own, status):
    other = make.make_assessment(
        status=status, city=make.make_city(name="Љиг"), score=3, shared=True
    )
    _together(own, other.city)

    assert look().context["peers"].peers == []


def test_other_peoples_addresses_are_not_told(look, own, focal_point):
    other = _accepted("Љиг", 3, published=True)
    _together(own, other.city)

    shown = look().content.decode()

    assert other.team_lead.email not in shown
    assert focal_point.email in shown


def test_taking_back_while_somebody_reads_leaves_a_clear_look(
    look, own, client_of, lead
):
    other = _accepted("Љиг", 3, published=True)
    _together(own, other.city)
    report = reverse("scorecard:report", args=[other.pk])
    assert report in look().content.decode()

    assessments.unpublish(assessment=other)

    gone = client_of(lead).get(report)
    assert gone.status_code == 404
    assert "Page not found" in gone.content.decode()
    assert look().context["peers"].peers == []


def test_a_round_that_is_not_accepted_is_shown_to_its_own_team_only(
    client_of, city, lead, focal_point
):
    make.make_assessment(city=city, lead=lead, score=1)
    address = reverse("city-peers", args=[city.code])

    assert client_of(lead).get(address).context["peers"].own is not None
    assert client_of(focal_point).get(address).context["peers"].own is None


def test_page_9999_shows_the_last(look, own):
    other = _accepted("Љиг", 3, published=True)
    _together(own, other.city)

    assert len(look(page="9999").context["peers"].peers) == 1


def test_more_cities_cost_no_more_queries(look, own, client_of):
    group = make.make_group(cities=[own.city])
    group.cities.add(_accepted("Љиг", 3, published=True).city)
    few = _queries(look)
    for name in ("Ариље", "Чачак", "Ужице"):
        group.cities.add(_accepted(name, 3, published=True).city)

    assert _queries(look) == few <= 20
    assert peers.CITIES_A_PAGE >= 4


def test_home_and_the_profile_lead_there(client_of, city, lead, own):
    address = reverse("city-peers", args=[city.code])

    for address_of in (reverse("home"), city.get_absolute_url()):
        assert address in client_of(lead).get(address_of).content.decode()


def _queries(look):
    look()
    with CaptureQueriesContext(connection) as captured:
        look()
    return len(captured)
