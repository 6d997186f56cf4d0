"""Twinnings with a city of the register, and with one abroad that nobody is here of."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from cities.models import User
from cities.permissions import Refused
from roadmap.actions import twinnings
from roadmap.models import Twinning
from roadmap.permissions import twinnings as permissions
from tests import make, peers
from tests.conftest import ClientOf

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def cast(db: None) -> peers.Cast:
    return peers.make_cast()


@pytest.fixture
def typed(cast: peers.Cast) -> dict[str, Any]:
    """What a lead types for a city abroad."""
    today = timezone.localdate()
    return {
        "other": "",
        "abroad_city": "Марибор",
        "abroad_country": "Словенија",
        "agreed_on": (today - DAY).isoformat(),
        "document": "016-5/2026",
        "subjects": [make.make_essential(number=1).pk],
        "purpose": "Заједничке вежбе на реци.",
        "starts_on": today.isoformat(),
        "ends_on": (today + 300 * DAY).isoformat(),
    }


def test_a_city_abroad_is_recorded_as_agreed_met_and_ended(
    cast: peers.Cast, typed: dict[str, Any], client_of: ClientOf
) -> None:
    lead = client_of(cast.lead)
    page = lead.post(_new(cast), typed, follow=True)
    assert "The twinning is recorded." in page.content.decode()
    assert "Ub – Maribor, Slovenija" in page.content.decode()
    twinning = Twinning.objects.get()
    assert (twinning.other, twinning.status) == (None, "agreed")
    assert (twinning.answered_at, twinning.answered_by) == (None, None)

    shown = lead.get(twinning.get_absolute_url()).content.decode()
    assert "016-5/2026" in shown
    assert "Ub recorded what both sides agreed." in shown
    assert "Proposed on" not in shown

    meeting = {"day": typed["starts_on"], "place": "Марибор", "subject": "Вежба"}
    lead.post(reverse("roadmap:twinning-meeting", args=[twinning.pk]), meeting)
    lead.post(
        reverse("roadmap:twinning-end", args=[twinning.pk]), {"results": "Две вежбе."}
    )
    twinning.refresh_from_db()
    assert (twinning.status, twinning.results) == ("ended", "Две вежбе.")
    assert [one.place for one in twinning.meetings.all()] == ["Марибор"]


@pytest.mark.parametrize(
    ("changed", "field", "told"),
    [
        ({"other": "peer"}, "abroad_city", "not both"),
        (
            {"abroad_city": "", "abroad_country": "", "agreed_on": "", "document": ""},
            "other",
            "Choose a city, or write a city abroad below.",
        ),
        ({"abroad_city": " "}, "abroad_city", "Write the name of the city abroad."),
        ({"abroad_country": ""}, "abroad_country", "Write the country"),
        ({"abroad_country": "Србија"}, "abroad_country", "in the list above"),
        ({"agreed_on": ""}, "agreed_on", "Choose the day on which both sides agreed."),
        ({"agreed_on": "2999-01-01"}, "agreed_on", "still to come"),
        ({"agreed_on": "јуче"}, "agreed_on", "Enter a valid date"),
        ({"ends_on": "2020-01-01"}, "ends_on", "The end comes before the start."),
        ({"abroad_city": "М" * 101}, "abroad_city", "at most 100"),
        ({"subjects": []}, "subjects", "Choose at least one Essential."),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_stays_typed(
    cast: peers.Cast,
    typed: dict[str, Any],
    client_of: ClientOf,
    changed: dict[str, Any],
    field: str,
    told: str,
) -> None:
    sent = typed | changed
    if sent["other"]:
        sent["other"] = cast.peer.code
    page = client_of(cast.lead).post(_new(cast), sent)

    assert page.status_code == 422
    errors = page.context["form"].errors
    assert list(errors) == [field]
    assert told in str(errors[field])
    assert "Заједничке вежбе на реци." in page.content.decode()
    assert not Twinning.objects.exists()


def test_a_city_of_the_register_is_still_asked_and_answers(
    cast: peers.Cast, typed: dict[str, Any], client_of: ClientOf
) -> None:
    abroad = ("abroad_city", "abroad_country", "agreed_on", "document")
    sent = typed | dict.fromkeys(abroad, "") | {"other": cast.peer.code}
    page = client_of(cast.lead).post(_new(cast), sent, follow=True)

    assert "The proposal was sent." in page.content.decode()
    twinning = Twinning.objects.get()
    assert (twinning.other, twinning.status) == (cast.peer, "proposed")
    twinnings.agree(twinning=twinning, by=cast.peer_lead)


@pytest.mark.parametrize(
    "broken",
    [
        {"abroad_city": ""},
        {"abroad_country": ""},
        {"agreed_on": None},
        {"status": "proposed"},
        {"status": "declined", "reason": "Не."},
        {"other": "peer"},
        {"answered_by": "lead", "answered_at": timezone.now()},
    ],
)
def test_the_database_holds_one_whole_agreed_side(
    cast: peers.Cast, broken: dict[str, Any]
) -> None:
    twinning = peers.make_twinning_abroad(cast=cast)
    people = {"peer": cast.peer, "lead": cast.lead}
    values = {
        key: people.get(value, value) if isinstance(value, str) else value
        for key, value in broken.items()
    }

    with pytest.raises(IntegrityError):
        Twinning.objects.filter(pk=twinning.pk).update(**values)


def test_the_database_keeps_no_agreement_of_a_city_that_answers_here(
    cast: peers.Cast,
) -> None:
    twinning = peers.make_twinning(cast=cast)

    with pytest.raises(IntegrityError):
        Twinning.objects.filter(pk=twinning.pk).update(document="016-5/2026")


def test_the_action_itself_refuses_half_a_city(cast: peers.Cast) -> None:
    with pytest.raises(ValidationError, match="Write the country"):
        peers.make_twinning_abroad(cast=cast, abroad_country=" ")
    with pytest.raises(ValidationError, match="The end comes before the start"):
        peers.make_twinning_abroad(cast=cast, ends_on=timezone.localdate() - 9 * DAY)
    assert not Twinning.objects.exists()


def test_only_the_recording_city_keeps_and_nobody_answers(
    cast: peers.Cast, focal_point: User, client_of: ClientOf
) -> None:
    twinning = peers.make_twinning_abroad(cast=cast)

    assert permissions.can_keep(cast.lead, twinning)
    for person in (cast.peer_lead, cast.reviewer, focal_point):
        assert not permissions.can_keep(person, twinning)
    for person in (cast.lead, cast.peer_lead, focal_point):
        assert "already" in permissions.can_answer(person, twinning).reason
    assert client_of(cast.peer_lead).get(twinning.get_absolute_url()).status_code == 404
    with pytest.raises(Refused):
        twinnings.decline(twinning=twinning, reason="Не.", by=cast.peer_lead)


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("sr", "Уб – Марибор, Словенија"),
        ("sr-latn", "Ub – Maribor, Slovenija"),
        ("en", "Ub – Maribor, Slovenija"),
    ],
)
def test_the_city_abroad_is_named_with_its_country_in_the_readers_script(
    cast: peers.Cast, focal_point: User, client_of: ClientOf, language: str, name: str
) -> None:
    twinning = peers.make_twinning_abroad(cast=cast)
    twinnings.meet(
        twinning=twinning,
        day=twinning.starts_on,
        place="Уб",
        subject="Вежба",
        outcome="",
        by=cast.lead,
    )
    desk = client_of(focal_point, language)

    assert name in desk.get(reverse("national:peers")).content.decode()
    events = desk.get("/desk/office/log/", {"city": cast.host.code}).context["events"]
    assert [one.name for one in events].count(name) == 2
    lead = client_of(cast.lead, language)
    city = lead.get(reverse("roadmap:peers", args=[cast.host.code]))
    assert name in city.content.decode()
    with override(language):
        assert str(Twinning.objects.get()) == name


def _new(cast: peers.Cast) -> str:
    return reverse("roadmap:twinning-new", args=[cast.host.code])
