"""Which remarks have no reply: by city, with the days since it could read them."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cities.models import User
from scorecard.actions import assessments, questions, reviews
from scorecard.models import Assessment, Remark, Review
from tests import make

Status = Assessment.Status


@pytest.fixture
def colleague(db: None) -> User:
    return make.make_focal_point(name="Гордана Гајић")


def test_remarks_are_listed_by_city_the_longest_waiting_first(
    client_of, focal_point, questionnaire
):
    first = _returned("Ваљево", focal_point, ["P1.1", "P2.1"])
    _returned("Аранђеловац", focal_point, ["P1.2"])
    accepted = _accepted("Ваљево на реци", focal_point)
    _ask(accepted, focal_point, "P2.2")
    _decided_days_ago(first, 12)

    page = client_of(focal_point, "sr").get(reverse("scorecard:unanswered"))

    rows = page.context["rows"]
    assert [
        (row.remark.answer.assessment.city.name, row.remark.answer.question.code)
        for row in rows
    ] == [
        ("Аранђеловац", "P1.2"),
        ("Ваљево", "P1.1"),
        ("Ваљево", "P2.1"),
        ("Ваљево на реци", "P2.2"),
    ]
    assert [row.days for row in rows] == [0, 12, 12, 0]
    assert "12 дана" in page.content.decode()


def test_what_was_answered_resubmitted_or_accepted_is_not_listed(
    client_of, focal_point, questionnaire
):
    answered = _returned("Ваљево", focal_point, ["P1.1"])
    remark = Remark.objects.get(answer__assessment=answered)
    reviews.reply(remark=remark, text="Наведено.", by=answered.started_by)
    again = _returned("Љиг", focal_point, ["P1.1"])
    assessments.submit(assessment=again, by=again.started_by)
    accepted = _submitted("Уб")
    make.make_remark(answer=make.answer_of(accepted, "P1.1"), by=focal_point)
    reviews.accept(assessment=accepted, text="", by=focal_point)

    page = client_of(focal_point).get(reverse("scorecard:unanswered"))

    assert page.context["rows"] == []
    assert "The cities have replied to every remark." in page.content.decode()


def test_mine_are_those_that_i_wrote(client_of, focal_point, colleague, questionnaire):
    _returned("Ваљево", colleague, ["P1.1"])
    _returned("Љиг", focal_point, ["P1.1"])

    page = client_of(focal_point).get(
        reverse("scorecard:unanswered"), {"whose": "mine"}
    )

    assert [row.remark.by for row in page.context["rows"]] == [focal_point]
    assert "All: 2" in page.content.decode()
    assert "Mine: 1" in page.content.decode()


def test_who_wrote_nothing_learns_that_the_others_still_wait(
    client_of, focal_point, colleague, questionnaire
):
    _returned("Ваљево", colleague, ["P1.1"])

    page = client_of(focal_point).get(
        reverse("scorecard:unanswered"), {"whose": "mine"}
    )

    assert "The cities have replied to all remarks of yours." in page.content.decode()
    assert "Remarks without a reply: 1" in page.content.decode()


def test_a_remark_that_the_city_has_not_received_is_not_listed(
    client_of, focal_point, questionnaire
):
    submitted = _submitted("Уб")
    make.make_remark(answer=make.answer_of(submitted, "P1.1"), by=focal_point)

    page = client_of(focal_point).get(reverse("scorecard:unanswered"))

    assert page.context["rows"] == []


def test_fifty_a_page_cost_as_many_queries_as_one(
    client_of, focal_point, questionnaire
):
    client, address = client_of(focal_point), reverse("scorecard:unanswered")
    _returned("Уб", focal_point, ["P1.1"])
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for number in range(13):
        _returned(f"Град {number}", focal_point, ["P1.1", "P1.2", "P2.1", "P2.2"])

    with CaptureQueriesContext(connection) as many:
        page = client.get(address)
    last = client.get(address, {"page": "9999"})

    assert len(page.context["rows"]) == 50
    assert len(many) == len(one) <= 12
    assert len(last.context["rows"]) == 3


def test_the_desk_leads_there_from_every_list(client_of, focal_point):
    page = client_of(focal_point).get(reverse("scorecard:queue"))

    assert f'href="{reverse("scorecard:unanswered")}"' in page.content.decode()


def _submitted(name: str) -> Assessment:
    return make.make_assessment(status=Status.SUBMITTED, city=make.make_city(name=name))


def _accepted(name: str, by: User) -> Assessment:
    assessment = _submitted(name)
    reviews.accept(assessment=assessment, text="", by=by)
    return assessment


def _returned(name: str, by: User, codes: list[str]) -> Assessment:
    assessment = _submitted(name)
    for code in codes:
        make.make_remark(answer=make.answer_of(assessment, code), by=by)
    reviews.send_back(assessment=assessment, text="Допуните.", by=by)
    assessment.refresh_from_db()
    return assessment


def _ask(assessment: Assessment, by: User, code: str) -> None:
    question = make.answer_of(assessment, code).question
    codes = [assessment.city.code]
    questions.ask(question=question, codes=codes, text="Зашто?", by=by)


def _decided_days_ago(assessment: Assessment, days: int) -> None:
    moment = timezone.now() - dt.timedelta(days=days)
    Review.objects.filter(submission__assessment=assessment).update(at=moment)
