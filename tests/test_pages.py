"""Pages of somebody new are valid, and invented data are marked on every page."""

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
from tests.world import DOWNLOADS, ROUNDS, World, taken_back

pytestmark = [pytest.mark.django_db, pytest.mark.sweep]


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), taken_back():
        yield World()


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


@pytest.mark.parametrize("person", ["observer", "lead", "focal_point"])
def test_invented_data_are_marked_on_every_page_that_shows_them(
    person: str, world: World
) -> None:
    with taken_back():
        client = world.client(person)
        plain = [
            row.label for row, page in _pages(world, person, client) if _is_marked(page)
        ]
        City.objects.update(is_demo=True)
        Assessment.objects.update(is_demo=True)
        unmarked = [
            row.label
            for row, page in _pages(world, person, client)
            if {"host", *ROUNDS} & {*row.names} and not _is_marked(page)
        ]

    assert plain == []
    assert unmarked == []


def _pages(world: World, person: str, client: Client) -> Iterator[tuple[Row, Any]]:
    """Open every page that the person gets."""
    for row in ROWS:
        is_page = row.method == "GET" and row.address not in DOWNLOADS
        if is_page and row.expected[person] == "ok":
            yield row, client.get(world.path(row.address, *row.names))


def _is_marked(page: Any) -> bool:
    return 'class="demo"' in page.content.decode()
