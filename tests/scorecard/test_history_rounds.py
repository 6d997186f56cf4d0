"""An earlier round that was entered afterwards says so wherever it is read."""

import datetime as dt

import pytest
from django.urls import reverse

from cities.models import User
from scorecard import reports
from scorecard.models import Assessment
from tests import make
from tests.conftest import ClientOf

SAID = "entered afterwards, from an earlier file"
pytestmark = pytest.mark.django_db


@pytest.fixture
def earlier(lead: User, focal_point: User) -> Assessment:
    return make.make_assessment(
        city=lead.memberships.get().city,
        lead=lead,
        status=Assessment.Status.SUBMITTED,
        is_history=True,
        year=2021,
    )


def test_the_overview_says_so_to_the_lead(
    earlier: Assessment, lead: User, client_of: ClientOf
) -> None:
    page = client_of(lead).get(reverse("scorecard:overview", args=[earlier.pk]))

    assert SAID in page.content.decode()


def test_the_review_says_so_to_the_focal_point(
    earlier: Assessment, focal_point: User, client_of: ClientOf
) -> None:
    page = client_of(focal_point).get(reverse("scorecard:review", args=[earlier.pk]))

    assert SAID in page.content.decode()


def test_the_report_says_so_beside_the_occasion(earlier: Assessment) -> None:
    report = reports.build(earlier, dt.date(2026, 11, 23))

    assert report.occasion == f"first assessment ({SAID})"


def test_a_round_of_today_says_nothing_of_it(lead: User) -> None:
    today = make.make_assessment(city=lead.memberships.get().city, lead=lead)

    assert reports.build(today, dt.date(2026, 11, 23)).occasion == "first assessment"
