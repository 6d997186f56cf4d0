"""Work goes on while an assessment is frozen, and nobody else sees it."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from cities.models import Membership, User
from cities.permissions import Refused
from scorecard import reports
from scorecard.actions import assessments, next_version, reviews
from scorecard.actions.answers import Content
from scorecard.models import Answer, Assessment, NextAnswer, marks_of
from tests import make
from tests.conftest import ClientOf

pytestmark = pytest.mark.django_db
PREPARED = Content(score=3, comment="ПРИПРЕМЉЕНО")


@pytest.fixture
def submitted(lead: User) -> Assessment:
    city = lead.memberships.get().city
    return make.make_assessment(city=city, lead=lead, status="submitted")


@pytest.fixture
def answer(submitted: Assessment, lead: User) -> Answer:
    found = make.answer_of(submitted, "P1.1")
    next_version.prepare(answer=found, content=PREPARED, version=0, by=lead)
    return found


def test_nothing_leaks_from_what_is_prepared(
    submitted: Assessment, answer: Answer, focal_point: User, client_of: ClientOf
) -> None:
    before = submitted.submissions.get().content
    client = client_of(focal_point)
    pages = [
        reverse("scorecard:review", args=[submitted.pk]),
        reverse("scorecard:essential", args=[submitted.pk, 1]),
        reverse("scorecard:overview", args=[submitted.pk]),
        reverse("scorecard:report", args=[submitted.pk]),
        reverse("scorecard:history", args=[submitted.pk, "P1.1"]),
    ]

    for page in pages:
        assert PREPARED.comment not in client.get(page).content.decode()
    assert client.get(_address(submitted)).status_code == 404
    assert marks_of([submitted])[submitted.pk]["P1.1"].score == 2
    report = reports.build(submitted, dt.date(2026, 11, 29))
    assert PREPARED.comment not in repr(report)
    assert PREPARED.comment not in assessments.frozen(submitted)
    assert submitted.submissions.get().content == before


def test_a_return_brings_it_into_the_answers_with_its_history(
    submitted: Assessment, answer: Answer, lead: User, focal_point: User
) -> None:
    make.make_remark(answer=answer, by=focal_point)

    reviews.send_back(assessment=submitted, text="Допуните.", by=focal_point)

    answer.refresh_from_db()
    assert (answer.score, answer.comment) == (3, PREPARED.comment)
    assert answer.changed_by == lead
    change = answer.changes.first()
    assert (change.by, change.before["score"], change.after["score"]) == (lead, 2, 3)
    assert not NextAnswer.objects.exists()
    assert answer.remarks.count() == 1


def test_an_acceptance_leaves_answers_and_what_is_prepared(
    submitted: Assessment, answer: Answer, focal_point: User
) -> None:
    reviews.accept(assessment=submitted, text="", by=focal_point)

    answer.refresh_from_db()
    assert answer.score == 2
    assert NextAnswer.objects.get().score == 3


def test_the_next_round_starts_from_the_accepted_one_and_what_is_prepared(
    submitted: Assessment, answer: Answer, lead: User, focal_point: User
) -> None:
    reviews.accept(assessment=submitted, text="", by=focal_point)

    begun = next_version.start_from(
        accepted=submitted,
        by=lead,
        city=submitted.city,
        questionnaire=submitted.questionnaire,
        year=submitted.year + 1,
        occasion=submitted.occasion,
    )

    scores = {code: mark.score for code, mark in marks_of([begun])[begun.pk].items()}
    assert scores == {"P1.1": 3, "P1.2": 2, "P2.1": 2, "P2.2": 2}
    assert make.answer_of(begun, "P1.1").comment == PREPARED.comment
    assert not NextAnswer.objects.exists()


def test_the_form_offers_accepted_rounds_of_the_same_questionnaire(
    submitted: Assessment, lead: User, focal_point: User, client_of: ClientOf
) -> None:
    reviews.accept(assessment=submitted, text="", by=focal_point)
    other = make.make_questionnaire(code="public_health", questions=("A1.1",))
    client = client_of(lead)
    sent = {
        "questionnaire": other.pk,
        "year": submitted.year,
        "occasion": submitted.occasion,
        "team_lead": lead.pk,
        "carry_from": submitted.pk,
    }
    address = reverse("scorecard:start", args=[submitted.city.code])

    assert client.post(address, sent).status_code == 422

    sent |= {"questionnaire": submitted.questionnaire_id, "occasion": "after_event"}
    assert client.post(address, sent).status_code == 302
    assert Assessment.objects.latest("pk").answers.settled().count() == 4


def test_the_second_of_two_people_is_told_and_keeps_the_text(
    submitted: Assessment, answer: Answer, client_of: ClientOf
) -> None:
    colleague = make.make_membership(city=submitted.city, role=Membership.Role.LEAD)
    client: Client = client_of(colleague.user)
    address = _address(submitted, "P1.1")
    sent = {"choice": "1", "comment": "МОЈЕ", "version": "0"}

    page = client.post(address, sent)

    assert page.status_code == 409
    assert "МОЈЕ" in page.content.decode()
    assert PREPARED.comment in page.content.decode()
    assert NextAnswer.objects.get().score == 3

    client.post(address, sent | {"version": str(page.context["version"])})
    assert NextAnswer.objects.get().score == 1


def test_a_save_from_an_old_version_is_overtaken(answer: Answer, lead: User) -> None:
    next_version.prepare(answer=answer, content=Content(score=1), version=1, by=lead)

    with pytest.raises(next_version.Overtaken):
        next_version.prepare(answer=answer, content=PREPARED, version=1, by=lead)
    with pytest.raises(next_version.Overtaken):
        next_version.drop(answer=answer, version=1)


def test_after_a_return_a_late_save_is_refused_and_the_text_kept(
    submitted: Assessment, focal_point: User, lead: User, client_of: ClientOf
) -> None:
    reviews.send_back(assessment=submitted, text="Допуните.", by=focal_point)
    sent = {"choice": "1", "comment": "КАСНО", "version": "0"}

    page = client_of(lead).post(_address(submitted, "P1.1"), sent)

    assert page.status_code == 409
    assert "КАСНО" in page.content.decode()
    answer = make.answer_of(submitted, "P1.1")
    with pytest.raises(Refused):
        next_version.prepare(answer=answer, content=PREPARED, version=0, by=lead)


def test_an_impossible_answer_is_said(answer: Answer, lead: User) -> None:
    for content in (Content(score=9), Content(not_applicable=True)):
        with pytest.raises(ValidationError):
            next_version.prepare(answer=answer, content=content, version=1, by=lead)


def test_the_list_takes_a_fixed_number_of_queries(
    submitted: Assessment,
    answer: Answer,
    lead: User,
    client_of: ClientOf,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client = client_of(lead)

    with django_assert_max_num_queries(8):
        page = client.get(_address(submitted))

    assert page.context["prepared"] == 1


def _address(assessment: Assessment, code: str = "") -> str:
    if code:
        return reverse("scorecard:next-answer", args=[assessment.pk, code])
    return reverse("scorecard:next-answers", args=[assessment.pk])
