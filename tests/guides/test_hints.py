"""Hints for a first visit: for those they are for, and gone for good when put away."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cities.actions import hints as acts
from cities.models import Membership, User
from mcr2030.guides import hints
from scorecard.models import Assessment
from tests import make

HINT = 'class="card first-hint"'


@pytest.fixture
def assessment(city, lead):
    return make.make_assessment(city=city, lead=lead)


def put_away(client, name, address="/"):
    return client.post(reverse("guide:put-away", args=[name]), {"next": address})


def test_a_lead_is_told_what_the_first_screen_is_for(client_of, lead):
    page = client_of(lead).get("/").content.decode()

    assert HINT in page
    assert "the most urgent first" in page
    assert reverse("guide:one", args=["lead"]) + "#home" in page


def test_a_hint_put_away_never_comes_back(client_of, lead):
    first = client_of(lead)
    response = put_away(first, "home")

    assert response.url == "/"
    assert HINT not in first.get("/").content.decode()
    assert HINT not in client_of(lead).get("/").content.decode()


def test_putting_one_away_leaves_the_others(client_of, lead, assessment):
    client = client_of(lead)
    put_away(client, "home")

    page = client.get(reverse("scorecard:essential", args=[assessment.pk, 1]))

    assert HINT in page.content.decode()


def test_nobody_is_told_to_answer_what_is_frozen(client_of, lead, assessment):
    Assessment.objects.filter(pk=assessment.pk).update(
        status="submitted", submitted_at=timezone.now(), submitted_by=lead
    )

    page = client_of(lead).get(reverse("scorecard:essential", args=[assessment.pk, 1]))

    assert HINT not in page.content.decode()


def test_putting_away_twice_is_putting_away_once(lead):
    acts.put_away(hint="home", by=lead)
    acts.put_away(hint="home", by=lead)

    lead.refresh_from_db()
    assert lead.hints_seen == ["home"]


def test_hints_are_shown_again_to_who_asks(client_of, lead):
    client = client_of(lead)
    put_away(client, "home")
    account = client.get(reverse("account")).content.decode()

    client.post(reverse("guide:hints-again"))

    assert "Show the hints again" in account
    assert HINT in client.get("/").content.decode()
    assert "Show the hints again" not in client.get(reverse("account")).content.decode()


def test_a_hint_asks_the_database_nothing(client_of, lead, assessment):
    client = client_of(lead)
    address = reverse("scorecard:essential", args=[assessment.pk, 1])
    client.get(address)
    with CaptureQueriesContext(connection) as with_hint:
        assert HINT in client.get(address).content.decode()
    User.objects.filter(pk=lead.pk).update(hints_seen=[*hints.HINTS])

    with CaptureQueriesContext(connection) as without:
        assert HINT not in client.get(address).content.decode()

    assert len(with_hint) == len(without)


@pytest.mark.parametrize("who", ["observer", "peer"])
def test_hints_are_for_those_who_work_there(who, request, client_of, assessment):
    person = request.getfixturevalue(who)

    assert HINT not in client_of(person).get("/").content.decode()
    for name, hint in hints.HINTS.items():
        assert hints.of(name, person) is None, hint.page


def test_the_desk_tells_the_focal_point_what_it_is(
    client_of, focal_point, questionnaire
):
    page = client_of(focal_point).get(reverse("national:overview")).content.decode()

    assert "nothing here is a ranking" in page


def test_every_hint_is_two_sentences_and_shown_to_somebody():
    for hint in hints.HINTS.values():
        assert str(hint.text).count(". ") == 1
        assert {*hint.roles} <= {*Membership.Role.values}


def test_a_strange_way_back_is_not_followed(client_of, lead):
    response = put_away(client_of(lead), "home", "https://elsewhere.example/")

    assert response.url == "/"
