"""Common gaps and strengths, and one indicator across all cities."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from scorecard.models import Level, Questionnaire
from tests import make
from tests.national.cities import make_nation

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client_of):
    return client_of(make.make_focal_point())


def _edition():
    return Questionnaire.objects.get(code="preliminary")


def test_gaps_come_with_the_most_common_first(desk):
    for low in (3, 3, 0):
        (made,) = make_nation(scores=(low,))
        assert made.standing

    page = desk.get(reverse("national:gaps"))

    assert [one.many for one in page.context["page"]] == [1, 1, 1]
    assert "1 of 3 local governments" in page.content.decode()


def test_a_gap_says_what_the_next_level_asks_for(desk):
    make_nation(scores=(1,))
    following = Level.objects.get(question__code="P1.1", score=2)

    page = desk.get(reverse("national:gaps")).content.decode()

    assert following.text in page


def test_strengths_count_the_two_highest_levels(desk):
    make_nation(scores=(2, 3, 0))

    page = desk.get(reverse("national:gaps"), {"show": "strengths"})

    assert {one.many for one in page.context["page"]} == {2}


def test_the_table_of_gaps_counts_cities_at_each_level(desk):
    make_nation(scores=(0, 1, 1))

    told = json.loads(desk.get(reverse("national:gaps-file", args=["json"])).content)

    row = told["rows"][0]
    assert [row[f"level_{level}"] for level in range(4)] == [1, 2, 0, 0]


def test_nobody_accepted_is_said(desk):
    make.make_questionnaire()

    assert "No accepted assessment fits" in (
        desk.get(reverse("national:gaps")).content.decode()
    )


def test_an_indicator_shows_every_answer_with_its_reasons(desk):
    (made,) = make_nation(scores=(2,))
    address = reverse("national:calibration", args=[_edition().pk, "P1.1"])

    page = desk.get(address)

    assert [row.city for row in page.context["rows"]] == [made.city]
    assert [
        one.cities for one in page.context["calibration"].levels if one.level.score == 2
    ] == [1]


def test_a_level_far_from_its_like_is_marked_with_the_median(desk):
    make_nation(scores=(0, 0, 0, 3))
    address = reverse("national:calibration", args=[_edition().pk, "P1.1"])

    page = desk.get(address)

    apart = [
        row.answer.score for row in page.context["rows"] if row.apart_from is not None
    ]
    assert apart == [3]
    assert "stands apart: median 0" in page.content.decode()


def test_one_level_can_be_chosen(desk):
    make_nation(scores=(0, 3))
    address = reverse("national:calibration", args=[_edition().pk, "P1.1"])

    rows = desk.get(address, {"level": "3"}).context["rows"]

    assert [row.answer.score for row in rows] == [3]


@pytest.mark.parametrize("code", ["P9.9", "x"])
def test_an_unknown_indicator_does_not_exist(desk, code):
    make_nation(scores=(1,))
    address = reverse("national:calibration", args=[_edition().pk, code])

    assert desk.get(address).status_code == 404


def test_more_cities_cost_an_indicator_no_more_queries(desk):
    make_nation(scores=(1,))
    few = _queries(desk)
    make_nation(scores=(0, 2, 3))

    assert _queries(desk) == few <= 20


def _queries(desk):
    address = reverse("national:calibration", args=[_edition().pk, "P1.1"])
    desk.get(address)
    with CaptureQueriesContext(connection) as captured:
        desk.get(address)
    return len(captured)
