"""What a focal point is told of since the last visit, and when a visit ends."""

import datetime as dt

import pytest
from auditlog.models import LogEntry
from django.utils import timezone

from cities.actions import visits
from cities.models import City, DeskVisit
from mcr2030.national import news
from scorecard.actions import assessments, reviews
from scorecard.models import Assessment
from tests import make

pytestmark = pytest.mark.django_db
Status = Assessment.Status
LONG_AGO = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


@pytest.fixture
def colleague(db):
    return make.make_focal_point()


def _kinds(person, since=LONG_AGO):
    return [one.kind for one in news.news(person, since).events]


def _was_there(person, minutes):
    """Let the person have been at the desk so many minutes ago."""
    at = timezone.now() - dt.timedelta(minutes=minutes)
    DeskVisit.objects.update_or_create(user=person, defaults={"seen_at": at})
    return at


def test_a_first_visit_has_none_before(focal_point):
    assert visits.arrive(by=focal_point) is None
    assert DeskVisit.objects.get().user == focal_point


def test_a_visit_goes_on_for_half_an_hour(focal_point):
    _was_there(focal_point, 29)

    assert visits.arrive(by=focal_point) is None


def test_after_half_an_hour_a_new_visit_begins(focal_point):
    at = _was_there(focal_point, 31)

    assert visits.arrive(by=focal_point) == at
    assert visits.arrive(by=focal_point) == at
    assert DeskVisit.objects.get().seen_at > at


def test_visits_of_two_focal_points_are_two(focal_point, colleague):
    _was_there(focal_point, 90)

    assert visits.arrive(by=colleague) is None


def test_what_is_handed_in_and_decided_is_told(focal_point, colleague):
    make.make_assessment(
        status=Status.ACCEPTED, published=True, focal_point=colleague, year=2024
    )
    make.make_assessment(status=Status.SUBMITTED, year=2026)
    make.make_assessment(status=Status.RETURNED, focal_point=colleague, year=2025)

    assert sorted(_kinds(focal_point)) == [
        "accepted",
        "published",
        "returned",
        "submitted",
        "submitted",
        "submitted",
    ]


def test_the_newest_comes_first(focal_point, colleague):
    make.make_assessment(status=Status.ACCEPTED, focal_point=colleague)

    assert _kinds(focal_point) == ["accepted", "submitted"]


def test_what_one_decided_oneself_is_no_news(focal_point):
    make.make_assessment(status=Status.ACCEPTED, focal_point=focal_point)

    assert _kinds(focal_point) == ["submitted"]


def test_replies_are_told_once_for_an_assessment(focal_point, lead, city):
    assessment = make.make_assessment(city=city, lead=lead, status=Status.SUBMITTED)
    remarks = [
        make.make_remark(answer=make.answer_of(assessment, code), by=focal_point)
        for code in ("P1.1", "P1.2")
    ]
    reviews.send_back(assessment=assessment, text="Допуните.", by=focal_point)
    for one in remarks:
        reviews.reply(remark=one, text="Учињено.", by=lead)

    first, *_others = news.news(focal_point, LONG_AGO).events

    assert (first.kind, first.number) == ("replied", 2)
    assert first.address == f"/assessments/{assessment.pk}/review/"


def test_a_new_member_is_told(focal_point):
    city = make.make_city(name="Љиг")
    city.is_member = True
    city.save()

    first = news.news(focal_point, LONG_AGO).events[0]

    assert (first.kind, first.city, first.address) == (
        "joined",
        city.name,
        city.get_absolute_url(),
    )


def test_who_left_again_did_not_join(focal_point):
    city = make.make_city(name="Љиг")
    for is_member in (True, False):
        city.is_member = is_member
        city.save()

    assert LogEntry.objects.filter(changes__is_member__1="True").exists()
    assert _kinds(focal_point) == []


def test_what_happened_before_is_not_told(focal_point):
    make.make_assessment(status=Status.SUBMITTED)

    assert _kinds(focal_point, timezone.now()) == []


@pytest.mark.parametrize("shared", [True, False])
def test_a_draft_is_no_news(focal_point, shared):
    make.make_assessment(shared=shared, score=3)

    assert _kinds(focal_point) == []


def test_ten_are_shown_and_more_are_told(focal_point, questionnaire):
    for _number in range(11):
        make.make_assessment(status=Status.SUBMITTED)

    found = news.news(focal_point, LONG_AGO)

    assert (len(found.events), found.has_more) == (10, True)


def test_the_page_tells_since_when(client_of, focal_point):
    _was_there(focal_point, 24 * 60)
    make.make_assessment(status=Status.SUBMITTED)

    page = client_of(focal_point).get("/desk/").content.decode()

    assert "What changed since your last visit" in page
    assert "handed in for review" in page


def test_a_round_taken_back_by_nobody_stays_told(focal_point, lead, city):
    assessment = make.make_assessment(city=city, lead=lead, status=Status.RETURNED)
    assessments.submit(assessment=assessment, by=lead)

    assert _kinds(focal_point) == ["submitted"]
    assert City.objects.count() == 1
