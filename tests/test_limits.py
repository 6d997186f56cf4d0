"""Nobody gets more than a person at work asks for; a page says when to go on."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cities.models import City, Invitation, User
from tests.conftest import ClientOf
from tests.test_access import ROWS
from tests.world import DOWNLOADS, World, taken_back

# For monitors and finders, and open data: kept ready, and meant for programs.
FREE = {"health", "security-contact", "public:open-data-file"}
FILES = [
    (row, person)
    for row in ROWS
    for person, outcome in row.expected.items()
    if row.method == "GET" and row.address in DOWNLOADS - FREE and outcome == "ok"
]

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), taken_back():
        yield World()


def test_every_file_of_the_site_is_counted(world: World, settings: Any) -> None:
    settings.LIMITS = {"export": (0, 600)}
    found = {}

    with taken_back():
        for row, person in FILES:
            path = world.path(row.address, *row.names)
            found[row.address] = world.client(person).get(path).status_code

    assert {address: code for address, code in found.items() if code != 429} == {}
    assert {*found} == DOWNLOADS - FREE - {"scorecard:official-workbook"}


def test_who_comes_to_the_limit_reads_when_to_go_on(
    client_of: ClientOf, lead: User, settings: Any
) -> None:
    settings.LIMITS = {"export": (2, 600)}
    client, address = client_of(lead), reverse("cities:my-data")

    answers = [client.get(address) for _one in range(3)]

    assert [one.status_code for one in answers] == [200, 200, 429]
    assert 590 < int(answers[2]["Retry-After"]) <= 600
    page = answers[2].content.decode()
    assert "Try again in 10 minutes." in page
    assert "Nothing is lost" in page


def test_after_the_time_files_are_handed_out_again(
    client_of: ClientOf, lead: User, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.LIMITS = {"export": (1, 600)}
    client, address = client_of(lead), reverse("cities:my-data")
    client.get(address)
    assert client.get(address).status_code == 429
    began = time.time()

    monkeypatch.setattr("cities.limits.time.time", lambda: began + 601)

    assert client.get(address).status_code == 200
    assert client.get(address).status_code == 429


def test_another_person_is_not_held_up(
    client_of: ClientOf, lead: User, contributor: User, settings: Any
) -> None:
    settings.LIMITS = {"export": (1, 600)}
    address = reverse("cities:my-data")
    for _one in range(2):
        client_of(lead).get(address)

    assert client_of(contributor).get(address).status_code == 200


def test_visitors_are_counted_by_their_place_which_is_not_written_down(
    world: World, settings: Any
) -> None:
    settings.LIMITS = {"export": (1, 600)}
    path = world.path("scorecard:export", "published", "json")
    with taken_back():
        codes = [
            Client(REMOTE_ADDR=place).get(path).status_code
            for place in ("203.0.113.7", "203.0.113.7", "203.0.113.8")
        ]

    assert codes == [200, 429, 200]


def test_a_paper_that_lies_ready_is_not_counted(
    world: World, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scorecard.pdf.render", lambda html: b"%PDF-")
    settings.LIMITS = {"export": (1, 600)}
    accepted = world.path("scorecard:report-pdf", "accepted")
    with taken_back():
        client = world.client("lead")
        codes = [client.get(accepted).status_code for _one in range(3)]
        codes.append(
            client.get(world.path("scorecard:brief-pdf", "accepted")).status_code
        )

    assert codes == [200, 200, 200, 429]


def test_an_invitation_too_many_keeps_what_was_typed(
    client_of: ClientOf, city: City, lead: User, settings: Any
) -> None:
    settings.LIMITS = {"invitation": (1, 3600)}
    client = client_of(lead)
    address = reverse("cities:invite", args=[city.code])
    for number in (1, 2):
        answer = client.post(
            address, {"email": f"nova{number}@example.rs", "role": "observer"}
        )

    page = answer.content.decode()
    assert answer.status_code == 429
    assert "nova2@example.rs" in page
    assert "Try again in 60 minutes." in page
    assert Invitation.objects.filter(invited_by=lead).count() == 1
    pk = Invitation.objects.get(invited_by=lead).pk
    assert client.post(reverse("cities:new-link", args=[pk])).status_code == 429
    assert Invitation.objects.get(pk=pk).is_open


def test_a_busy_officer_never_meets_the_limits(settings: Any) -> None:
    assert settings.LIMITS["export"] >= (120, 600)
    assert settings.LIMITS["invitation"] >= (60, 3600)
