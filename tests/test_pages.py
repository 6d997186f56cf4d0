"""Every page is valid HTML in each language, and costs its number of queries."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cities.models import City
from scorecard.models import Assessment
from tests import make
from tests.markup import LANGUAGES, faults_of
from tests.test_access import ROWS, Row
from tests.world import DOWNLOADS, PERSONS, ROUNDS, SECURITY, UNHAPPY, World, taken_back

# Answered by a file, or by nothing at all.
ANY = ("ok", "403", "404", "410")


pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), taken_back():
        yield World()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("person", PERSONS)
def test_pages_are_valid(person: str, language: str, world: World) -> None:
    with taken_back():
        client = world.client(person, language)
        for row, response in _pages(world, person, client):
            faults = faults_of(response.content.decode(), language)
            assert faults == [], f"{row.label}: {faults}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("person", UNHAPPY)
def test_pages_for_what_went_wrong_are_valid(
    person: str, language: str, world: World
) -> None:
    for request, names, posted in UNHAPPY[person]:
        method, address = request.split()
        with taken_back():
            client = world.client(person, language)
            send = client.post if method == "POST" else client.get
            given = [name for name in names.split() if name != "-"]
            response = send(world.path(address, *given), posted, follow=True)
        faults = faults_of(response.content.decode(), language)
        assert faults == [], f"{request} {names}: {faults}"
        assert response.status_code < 500


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_the_second_factor_are_valid(language: str, world: World) -> None:
    for person in ("lead", "focal_point"):
        with taken_back():
            client = world.client(person, language)
            client.post(reverse("account_reauthenticate"), {"password": make.PASSWORD})
            opened = [client.get(reverse(name), follow=True) for name in SECURITY]
        for response in opened:
            faults = faults_of(response.content.decode(), language)
            assert faults == [], f"{response.request['PATH_INFO']}: {faults}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_empty_pages_are_valid(language: str, world: World) -> None:
    """Nobody has been anywhere yet: no city, no round, no invitation."""
    with taken_back():
        world.people["nobody"] = make.make_user()
        world.people["starter"] = make.make_membership().user
        new = world.people["starter"].memberships.get().city.code
        for person, address, args in (
            ("nobody", "home", []),
            ("nobody", "cities:list", []),
            ("starter", "home", []),
            ("starter", "cities:detail", [new]),
            ("starter", "cities:people", [new]),
            ("starter", "cities:hazards", [new]),
            ("starter", "scorecard:start", [new]),
        ):
            page = world.client(person, language).get(reverse(address, args=args))
            faults = faults_of(page.content.decode(), language)
            assert (page.status_code, faults) == (200, []), address


@pytest.mark.parametrize("person", ["observer", "contributor", "lead", "focal_point"])
def test_invented_data_are_marked_on_every_page_that_shows_them(
    person: str, world: World
) -> None:
    with taken_back():
        client = world.client(person)
        plain = [
            row.label
            for row, page in _pages(world, person, client, ("ok",))
            if _is_marked(page)
        ]
        City.objects.update(is_demo=True)
        Assessment.objects.update(is_demo=True)
        unmarked = [
            row.label
            for row, page in _pages(world, person, client, ("ok",))
            if {"host", *ROUNDS} & {*row.names} and not _is_marked(page)
        ]

    assert plain == []
    assert unmarked == []


def _pages(
    world: World, person: str, client: Client, outcomes: tuple[str, ...] = ANY
) -> Iterator[tuple[Row, Any]]:
    """Open every page that the person gets, refusals and all."""
    for row in ROWS:
        is_page = row.method == "GET" and row.address not in DOWNLOADS
        if is_page and row.expected[person] in outcomes:
            yield row, client.get(world.path(row.address, *row.names))


def _is_marked(page: Any) -> bool:
    return 'class="demo"' in page.content.decode()
