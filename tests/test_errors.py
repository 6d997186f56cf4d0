"""The pages for what went wrong: each says what happened and has a way on."""

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.urls import reverse

from scorecard.models import Answer, Assessment, Remark
from tests import make

pytestmark = pytest.mark.once

Status = Assessment.Status


def test_unknown_address_has_a_way_on(visitor):
    page = visitor.get("/nowhere/")

    assert page.status_code == 404
    assert "Page not found" in page.content.decode()
    assert 'href="/"' in page.content.decode()


def test_refusal_says_why(client_of, contributor, assessment):
    page = client_of(contributor).post(
        reverse("scorecard:submit", args=[assessment.pk])
    )

    assert page.status_code == 403
    assert "<h1>Not possible</h1>" in page.content.decode()


def test_htmx_gets_the_refusal_as_a_sentence(client_of, lead):
    assessment = make.make_assessment(
        city=lead.memberships.get().city, lead=lead, status=Status.SUBMITTED
    )

    answer = client_of(lead).post(
        reverse("scorecard:accept", args=[assessment.pk]),
        headers={"HX-Request": "true"},
    )

    assert answer.status_code == 403
    assert "<html" not in answer.content.decode()
    assert "Only the national focal point reviews" in answer.content.decode()


def test_a_button_pressed_too_late_has_a_way_on(client_of, lead, assessment):
    page = client_of(lead).get(reverse("scorecard:submit", args=[assessment.pk]))

    assert page.status_code == 405
    assert page.headers["Allow"] == "POST"
    assert "This step has to be taken again" in page.content.decode()


@override_settings(DEBUG=False)
def test_a_broken_server_apologises_in_three_languages(client_of, lead, monkeypatch):
    monkeypatch.setattr("mcr2030.home.of", _break)
    client = client_of(lead)
    client.raise_request_exception = False

    page = client.get("/")

    text = page.content.decode()
    assert page.status_code == 500
    assert "Нешто није у реду" in text
    assert "Nešto nije u redu" in text
    assert "Something went wrong" in text


def test_a_stale_page_loses_no_answer(lead, assessment):
    client = _strict_client(lead)
    address = reverse("scorecard:answer", args=[assessment.pk, "P1.1"])
    typed = {"choice": "2", "comment": "Дуг\nкоментар <b>", "version": "0"}

    page = client.post(address, typed | {"csrfmiddlewaretoken": "stale"})

    text = page.content.decode()
    assert page.status_code == 403
    assert f'<form method="post" action="{address}">' in text
    assert '<input type="hidden" name="choice" value="2">' in text
    assert "Дуг\nкоментар &lt;b&gt;" in text
    assert 'value="stale"' not in text
    assert Answer.objects.get(assessment=assessment, question__code="P1.1").version == 0


def test_saving_once_more_saves(lead, assessment):
    client = _strict_client(lead)
    address = reverse("scorecard:answer", args=[assessment.pk, "P1.1"])
    typed = {"choice": "2", "comment": "Дуг коментар", "version": "0"}
    client.post(address, typed)
    token = client.cookies[settings.CSRF_COOKIE_NAME].value

    answer = client.post(address, typed | {"csrfmiddlewaretoken": token})

    assert answer.status_code == 302
    assert make.answer_of(assessment, "P1.1").comment == "Дуг коментар"


def test_a_stale_page_loses_no_remark(focal_point):
    assessment = make.make_assessment(status=Status.SUBMITTED)
    address = reverse("scorecard:remark", args=[assessment.pk, "P1.1"])

    page = _strict_client(focal_point).post(address, {"text": "Примедба."})

    assert page.content.decode().count("Примедба.") == 2
    assert not Remark.objects.exists()


def test_htmx_on_a_stale_page_gets_a_sentence(lead, assessment):
    answer = _strict_client(lead).post(
        reverse("scorecard:answer", args=[assessment.pk, "P1.1"]),
        {"choice": "2"},
        headers={"HX-Request": "true"},
    )

    assert answer.status_code == 403
    assert "The page had grown old." in answer.content.decode()
    assert "<html" not in answer.content.decode()


@pytest.mark.parametrize("name", ["account_login", "account"])
def test_other_stale_pages_do_not_repeat_what_was_sent(lead, name):
    page = _strict_client(lead).post(reverse(name), {"password": "tajna", "name": "Х"})

    assert page.status_code == 403
    assert "tajna" not in page.content.decode()
    assert "open the page again" in page.content.decode()


def _strict_client(user) -> Client:
    client = Client(enforce_csrf_checks=True)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    client.force_login(user)
    return client


def _break(*_args: object) -> None:
    raise RuntimeError("broken")
