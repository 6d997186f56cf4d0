"""The office, Django's admin, is for administrators, whatever the address."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cities.models import User
from tests import make
from tests.conftest import ClientOf
from tests.world import PERSONS, World, address_names, taken_back, written_by

# Signing out, and the office's words for scripts.
OPEN = {"admin:logout", "admin:jsi18n"}


pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), taken_back():
        yield World()


@pytest.mark.parametrize("person", PERSONS)
def test_office_refuses_everybody_of_the_cast(person: str, world: World) -> None:
    with taken_back():
        client = world.client(person)
        for name, path in _addresses(world):
            with CaptureQueriesContext(connection) as queries:
                response = client.get(path, follow=True)
            last = response.request["PATH_INFO"]
            is_shut = response.status_code in (403, 404, 405)
            is_shut = is_shut or last == reverse("account_login")
            assert is_shut or name in OPEN, f"{person} got {name} ({last})"
            assert written_by(queries) == [], f"{person} changed something by {name}"


def test_office_opens_to_an_administrator(
    administrator: User, client_of: ClientOf
) -> None:
    client = client_of(administrator)

    for name in ("index", "cities_city_changelist", "cities_user_changelist"):
        assert client.get(reverse(f"admin:{name}")).status_code == 200, name


def test_office_asks_an_administrator_for_a_second_factor_first(
    client_of: ClientOf,
) -> None:
    bare = make.make_user(is_staff=True, is_superuser=True)

    response = client_of(bare).get(reverse("admin:index"))

    assert response["Location"] == reverse("mfa_index")


def _addresses(world: World) -> list[tuple[str, str]]:
    """Return every address of the admin; those about one row are about row 1."""
    found = []
    for name in sorted({name for name in address_names() if name.startswith("admin:")}):
        if name == "admin:app_list":
            args: list[Any] = ["cities"]
        elif name == "admin:view_on_site":
            args = [1, 1]
        elif re.search(r"_[a-z]+_(history|delete|change)$", name):
            args = [world.lead.pk]
        else:
            args = []
        found.append((name, reverse(name, args=args)))
    return found
