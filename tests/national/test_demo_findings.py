"""What Serbian cities were found to lack, and to do well, shows in the demo data."""

from fractions import Fraction

import pytest
from django.urls import reverse

from mcr2030.national import figures
from mcr2030.national.figures import Selection
from scorecard.models import Questionnaire
from scorecard.statistics import Spread
from tests import make

pytestmark = pytest.mark.django_db
MOST = Fraction(3, 5)


@pytest.fixture
def spreads(shipped: Questionnaire) -> dict[str, Spread]:
    return figures.spreads(Selection(shipped))


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("P1.2", id="coordination between entities"),
        pytest.param("P1.3", id="the subject in sector plans"),
        pytest.param("P3.2", id="steady money instead of projects"),
        pytest.param("P5.2", id="solutions based on nature"),
        pytest.param("P6.4", id="training that goes on"),
    ],
)
def test_what_cities_lack_is_among_the_first_ten_gaps(code, spreads):
    in_order = sorted(spreads, key=lambda one: -spreads[one].low_share)

    assert code in in_order[:10]
    assert spreads[code].low_share >= MOST


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("P1.1", id="the plans are there"),
        pytest.param("P2.1", id="risks are known"),
        pytest.param("P9.1", id="early warning"),
        pytest.param("P9.2", id="response plans exist"),
    ],
)
def test_what_cities_do_well_is_among_strengths(code, spreads):
    assert spreads[code].high_share >= MOST
    assert spreads[code].median >= 2


def test_the_page_of_gaps_shows_them_first(shipped, client_of):
    desk = client_of(make.make_focal_point())

    page = desk.get(reverse("national:gaps"))

    shown = {one.question.code for one in page.context["page"]}
    assert {"P1.2", "P1.3", "P3.2", "P5.2", "P6.4"} <= shown
