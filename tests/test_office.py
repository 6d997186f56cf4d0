"""The office, Django's admin, is for administrators, whatever the address."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from auditlog.context import set_actor
from django.apps import apps
from django.contrib import admin
from django.urls import reverse

from cities.models import User
from tests import make
from tests.conftest import ClientOf
from tests.world import PERSONS, World, address_names, taken_back
from tests.writes import Writes

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
            with Writes() as writes:
                response = client.get(path, follow=True)
            last = response.request["PATH_INFO"]
            is_shut = response.status_code in (403, 404, 405)
            is_shut = is_shut or last == reverse("account_login")
            assert is_shut or name in OPEN, f"{person} got {name} ({last})"
            assert writes.stand == [], f"{person} changed something by {name}"


def test_office_opens_to_an_administrator(
    administrator: User, client_of: ClientOf
) -> None:
    client = client_of(administrator)

    for name in ("index", "cities_city_changelist", "cities_user_changelist"):
        assert client.get(reverse(f"admin:{name}")).status_code == 200, name


def test_each_list_of_the_office_can_be_searched(
    administrator: User, client_of: ClientOf
) -> None:
    client, searched = client_of(administrator), []

    for model in apps.get_models():
        if (
            admin.site.is_registered(model)
            and admin.site.get_model_admin(model).search_fields
        ):
            name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
            page = client.get(reverse(name), {"q": "Шабац 2"})
            assert page.status_code in (200, 403), name
            if page.status_code == 200:
                searched.append(name)

    assert "admin:auditlog_logentry_changelist" in searched
    assert "admin:usersessions_usersession_changelist" in searched


def test_the_log_is_searched_by_who_changed_something(
    administrator: User, client_of: ClientOf
) -> None:
    with set_actor(administrator):
        make.make_city(name="Љиг")
    make.make_city(name="Уб")
    address = reverse("admin:auditlog_logentry_changelist")

    page = client_of(administrator).get(address, {"q": "Аца"})

    found = page.context["cl"].queryset.values_list("object_repr", flat=True)
    assert "Ljig" in found
    assert "Ub" not in found


def test_a_key_that_is_no_number_is_no_choice(
    administrator: User, client_of: ClientOf
) -> None:
    client = client_of(administrator)
    lists, adding = (
        reverse(f"admin:cities_membership_{name}") for name in ("changelist", "add")
    )
    ticked = {"action": "delete_selected", "_selected_action": ["½", "1.1.0001"]}

    offered = client.get(adding, {"city": "a-b-c"})
    refused = client.post(adding, {"user": administrator.pk, "city": "a-b-c"})
    listed = client.post(lists, ticked)

    assert offered.status_code == 200
    assert "city" in refused.context["adminform"].form.errors
    assert listed.status_code == 200


def test_a_link_to_the_form_of_a_membership_fills_in_no_moment(
    administrator: User, client_of: ClientOf
) -> None:
    address = reverse("admin:cities_membership_add")

    page = client_of(administrator).get(address, {"since": "yesterday", "role": "lead"})

    assert page.status_code == 200
    assert page.context["adminform"].form.initial == {"role": "lead"}


def test_an_export_with_a_filter_that_there_is_not_leaves_it_out(
    administrator: User, client_of: ClientOf
) -> None:
    address = reverse("admin:cities_city_export")

    page = client_of(administrator).get(address, {"since": "never"})

    assert page.status_code == 302
    assert page["Location"] == address


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
