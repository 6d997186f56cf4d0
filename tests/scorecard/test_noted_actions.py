import pytest
from django.urls import reverse
from django.utils import timezone

from scorecard.models import NotedAction
from scorecard.reports import build
from tests import make
from tests.exchange import words

pytestmark = pytest.mark.django_db


def note(client, assessment, **fields):
    address = reverse("scorecard:noted-action", args=[assessment.pk, "P1.1"])
    return client.post(address, fields)


def test_noted_action_stands_on_the_card_and_in_the_report(client_of, lead, assessment):
    client = client_of(lead)

    response = note(client, assessment, action="Донети план.", institution="Штаб")

    page = client.get(response["Location"])
    (part, *_rest) = build(assessment, timezone.localdate()).essentials
    assert "Noted action Донети план. Штаб" in words(page)
    assert part.sections[0].answers[0].noted.action == "Донети план."


def test_three_blanks_take_the_noted_action_away(client_of, lead, assessment):
    note(client_of(lead), assessment, action="Донети план.")

    note(client_of(lead), assessment, action="", institution="", timescale="")

    assert not NotedAction.objects.exists()


def test_who_without_what_is_refused_and_stays_typed(client_of, lead, assessment):
    response = note(client_of(lead), assessment, institution="Штаб")

    assert response.status_code == 422
    assert "Write what is to be done." in words(response)
    assert "Штаб" in words(response)
    assert not NotedAction.objects.exists()


def test_too_long_an_action_is_refused(client_of, lead, assessment):
    response = note(client_of(lead), assessment, action="ж" * 10_001)

    assert response.status_code == 422
    assert not NotedAction.objects.exists()


def test_noted_action_of_a_submitted_round_stays(client_of, city, lead, questionnaire):
    closed = make.make_assessment(
        city=city, lead=lead, questionnaire=questionnaire, status="submitted"
    )

    assert note(client_of(lead), closed, action="Касно.").status_code == 403
    assert not NotedAction.objects.exists()
