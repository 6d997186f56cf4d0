"""What changed since one was here, and who is at which card now."""

import datetime as dt

import pytest
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from cities.models import City, User
from scorecard import since as news
from scorecard.actions import answers, visits
from scorecard.models import Answer, Assessment, AssessmentVisit, Presence
from tests import make
from tests.conftest import ClientOf, PageOf

MARK = "changed since you were here"


def _was_here(user: User, assessment: Assessment, minutes: int) -> dt.datetime:
    at = timezone.now() - dt.timedelta(minutes=minutes)
    AssessmentVisit.objects.update_or_create(
        assessment=assessment, user=user, defaults={"seen_at": at}
    )
    return at


def _page(client_of: ClientOf, user: User, name: str, *names: object) -> str:
    return client_of(user).get(reverse(name, args=names)).content.decode()


@pytest.fixture
def overtaken(assessment: Assessment, lead: User, contributor: User) -> Assessment:
    """The lead was here an hour ago; somebody else changed P1.1 since."""
    make.save_answer(assessment, "P1.2", 1, by=lead)
    _was_here(lead, assessment, 60)
    make.save_answer(assessment, "P1.1", 2, by=contributor)
    return assessment


def test_first_visit_has_nothing_new_and_says_so(
    assessment: Assessment, lead: User, contributor: User, client_of: ClientOf
) -> None:
    make.save_answer(assessment, "P1.1", 2, by=contributor)

    page = _page(client_of, lead, "scorecard:since", assessment.pk)

    assert "This is your first visit" in page
    assert AssessmentVisit.objects.get().user == lead
    essential = _page(client_of, lead, "scorecard:essential", assessment.pk, 1)
    assert MARK not in essential


def test_where_there_is_no_page_nobody_has_been(
    assessment: Assessment, lead: User, client_of: ClientOf
) -> None:
    for number in (5, 11):
        address = reverse("scorecard:essential", args=[assessment.pk, number])
        assert client_of(lead).get(address).status_code == 404

    assert not AssessmentVisit.objects.exists()


def test_others_changes_are_listed_counted_and_marked(
    overtaken: Assessment, lead: User, client_of: ClientOf
) -> None:
    overview = _page(client_of, lead, "scorecard:overview", overtaken.pk)
    essential = _page(client_of, lead, "scorecard:essential", overtaken.pk, 1)
    listed = _page(client_of, lead, "scorecard:since", overtaken.pk)

    assert "1 answer was changed by others" in overview
    assert essential.count(MARK) == 1
    assert "no level yet → level 2" in listed
    assert "P1.2" not in listed


def test_what_one_changed_oneself_is_no_news(
    overtaken: Assessment, contributor: User, client_of: ClientOf
) -> None:
    _was_here(contributor, overtaken, 60)

    listed = _page(client_of, contributor, "scorecard:since", overtaken.pk)

    assert "no level yet → level 2" not in listed


def test_a_visit_goes_on_while_pages_are_opened_and_then_ends(
    overtaken: Assessment, lead: User, client_of: ClientOf
) -> None:
    for _minutes in range(3):
        assert MARK in _page(client_of, lead, "scorecard:essential", overtaken.pk, 1)
        _was_here(lead, overtaken, 9)

    AssessmentVisit.objects.update(
        seen_at=F("seen_at") - dt.timedelta(minutes=31),
        before=F("before") - dt.timedelta(minutes=31),
    )
    Answer.objects.filter(version__gt=0).update(
        changed_at=F("changed_at") - dt.timedelta(minutes=41)
    )

    assert MARK not in _page(client_of, lead, "scorecard:essential", overtaken.pk, 1)


def test_proposals_are_news_for_the_lead_alone(
    overtaken: Assessment, lead: User, observer: User, contributor: User
) -> None:
    since = timezone.now() - dt.timedelta(hours=1)
    answers.propose(
        answer=make.answer_of(overtaken, "P1.1"),
        score=1,
        not_applicable=False,
        comment="Мало.",
        by=contributor,
    )

    told = {
        user: [one.code for one in news.build(user, overtaken, since).proposals]
        for user in (lead, observer)
    }

    assert told == {lead: ["P1.1"], observer: []}


def test_focal_point_hears_no_news_of_the_draft(
    city: City, lead: User, focal_point: User
) -> None:
    assessment = make.make_assessment(city=city, lead=lead, status="submitted")

    found = news.build(focal_point, assessment, timezone.now() - dt.timedelta(days=9))

    assert list(found.answers.object_list) == []


def test_presence_is_forgotten_after_minutes_and_kept_once_a_person(
    assessment: Assessment, lead: User, contributor: User
) -> None:
    visits.be_at(assessment=assessment, code="P1.1", by=contributor)
    visits.be_at(assessment=assessment, code="P1.2", by=contributor)

    there = visits.be_at(assessment=assessment, code="", by=lead)
    assert [(one.user, one.code) for one in there] == [(contributor, "P1.2")]

    Presence.objects.update(at=timezone.now() - dt.timedelta(minutes=6))
    assert visits.be_at(assessment=assessment, code="", by=lead) == []
    assert list(Presence.objects.values_list("user", flat=True)) == [lead.pk]


@pytest.mark.once
@pytest.mark.django_db(transaction=True)
def test_colleague_on_a_card_is_shown_beside_it(
    assessment: Assessment, lead: User, contributor: User, page_of: PageOf
) -> None:
    visits.be_at(assessment=assessment, code="P1.2", by=contributor)
    page = page_of(lead)

    page.goto(f"/assessments/{assessment.pk}/essentials/1/")

    hint = page.locator("[id='P1.2'] .question__here")
    expect(hint).to_contain_text("is at this card now")
    expect(page.locator("#presence")).to_contain_text("P1.2")
    expect(page.locator("[id='P1.1'] .question__here")).to_have_count(0)
