"""The page of common gaps counts what stands, at a constant cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from scorecard.models import Assessment
from tests import make

pytestmark = pytest.mark.django_db


def test_a_draft_that_is_not_shared_is_in_no_gap(client_of):
    make.make_assessment(status=Assessment.Status.ACCEPTED, score=3)
    make.make_assessment(city=make.make_city(name="Тајни"), score=0)
    desk = client_of(make.make_focal_point())

    page = desk.get(reverse("national:gaps"))

    assert {(one.many, one.spread.cities) for one in page.context["page"]} == {(0, 1)}


def test_more_cities_cost_gaps_no_more_queries(client_of):
    desk = client_of(make.make_focal_point())
    make.make_assessment(status=Assessment.Status.ACCEPTED, score=3)
    few = _queries(desk)
    for score in (0, 1, 2):
        make.make_assessment(status=Assessment.Status.ACCEPTED, score=score)

    assert _queries(desk) == few <= 20


def _queries(desk):
    desk.get(reverse("national:gaps"))
    with CaptureQueriesContext(connection) as captured:
        desk.get(reverse("national:gaps"))
    return len(captured)
