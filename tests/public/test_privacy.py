"""Pages on privacy, the site and the keyboard say what is so, and what is not set."""

import datetime as dt
import re
import time
from pathlib import Path
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings as project
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cities.actions.people import INVITATION_DAYS
from cities.models import City, Spent, User
from mcr2030 import VERSION
from mcr2030.public import privacy
from tests.conftest import ClientOf

PAGES = ("about", "keyboard", "privacy", "records")

pytestmark = pytest.mark.django_db


def read(name: str, language: str = "en", client: Client | None = None) -> str:
    client = client or Client()
    client.cookies[project.LANGUAGE_COOKIE_NAME] = language
    page = client.get(reverse(f"public:{name}"))
    assert page.status_code == 200
    return page.content.decode()


def test_the_office_is_named_as_it_is_set(settings: Any) -> None:
    settings.PRIVACY_CONTROLLER = "Канцеларија за пример"
    settings.PRIVACY_CONTACT = "podaci@example.rs"

    for name in ("privacy", "records"):
        assert "Канцеларија за пример" in read(name, "sr")
        assert "Kancelarija za primer" in read(name, "sr-latn")
        assert 'href="mailto:podaci@example.rs"' in read(name)


def test_a_page_may_be_the_contact(settings: Any) -> None:
    settings.PRIVACY_CONTACT = "https://example.rs/podaci"

    assert 'href="https://example.rs/podaci"' in read("privacy")


def test_where_the_office_has_set_nothing_the_page_says_so(settings: Any) -> None:
    settings.PRIVACY_CONTROLLER = settings.PRIVACY_CONTACT = ""

    page = read("privacy")

    assert page.count("Not named yet.") == 2
    assert "mailto:" not in page


def test_terms_are_those_that_the_site_keeps(settings: Any) -> None:
    kept = {one.key: one.kept for one in privacy.activities()}
    stored = {one.name: one.kept for one in privacy.stored()}

    assert str(INVITATION_DAYS) in kept["accounts"]
    assert "14" in kept["devices"]
    assert stored[settings.SESSION_COOKIE_NAME].startswith("14 ")
    assert stored[settings.LANGUAGE_COOKIE_NAME].startswith("365 ")
    assert stored[settings.CSRF_COOKIE_NAME].startswith("364 ")
    assert max(seconds for _most, seconds in settings.LIMITS.values()) <= 3600


def test_an_eid_is_told_where_there_is_one(settings: Any) -> None:
    told = "the number by which Testna prijava knows"
    assert told not in read("privacy")

    settings.EID = {"name": "Testna prijava"}

    assert told in read("privacy")


@pytest.mark.parametrize("name", PAGES)
def test_the_pages_are_for_everybody_and_read_nothing_but_the_language(
    name: str, django_assert_max_num_queries: Any
) -> None:
    read(name)

    with django_assert_max_num_queries(1):
        read(name)


def test_the_pages_lead_to_one_another() -> None:
    assert reverse("public:records") in read("privacy")
    assert reverse("public:privacy") in read("records")
    for name in ("privacy", "keyboard", "open-data"):
        assert reverse(f"public:{name}") in read("about")


@pytest.mark.parametrize("address", ["account_login", "home", "public:cities"])
def test_the_foot_of_every_page_leads_to_privacy(address: str) -> None:
    page = Client().get(reverse(address)).content.decode()

    assert f'href="{reverse("public:privacy")}"' in page.rpartition("<footer")[2]


def test_who_signs_in_or_was_invited_is_told(
    client_of: ClientOf, city: City, lead: User
) -> None:
    client = client_of(lead)
    typed = {"email": "nova@example.rs", "role": "observer"}
    page = client.post(reverse("cities:invite", args=[city.code]), typed)
    link = re.search(r"http://testserver(/welcome/[^<]+)<", page.content.decode())
    assert link

    for path in (reverse("account_login"), link[1]):
        shown = Client().get(path).content.decode()
        main = shown.partition("<main")[2].partition("</main>")[0]
        assert reverse("public:privacy") in main


@pytest.mark.once
def test_the_list_of_keys_has_every_key_that_a_script_listens_to() -> None:
    listening = [
        path.name
        for path in sorted((project.BASE_DIR / "static/js").glob("*.js"))
        if "keydown" in path.read_text() or "keyup" in path.read_text()
    ]
    page = read("keyboard")
    keys = set(re.findall(r"<kbd>([^<]+)</kbd>", page))

    assert listening == ["review.js", "workshop.js"]
    letters = set()
    for name in listening:
        text = Path(project.BASE_DIR / "static/js" / name).read_text()
        letters |= set(re.findall(r'[\[ {]"?([a-z])"?(?:, "|: ")', text))
    assert letters >= {"j", "k", "r", "v", "s"}
    assert letters <= keys
    assert {"?", "Ctrl", "Enter", "←", "→"} <= keys


def test_what_is_over_is_forgotten(client_of: ClientOf, lead: User) -> None:
    client_of(lead)
    UserSession.objects.create(
        user=lead,
        ip="203.0.113.7",
        session_key="gone",
        last_seen_at=timezone.now(),
        data={},
    )
    cache.set("over", 1, 60)
    cache.set("counts", 1, 60)
    now = int(time.time())
    Spent.objects.create(who="1", kind="export", ends=now - 1, times=2)
    Spent.objects.create(who="1", kind="invitation", ends=now + 60, times=2)
    with connection.cursor() as cursor:
        past = connection.ops.adapt_datetimefield_value(
            timezone.now() - dt.timedelta(hours=1)
        )
        cursor.execute(
            "UPDATE shared_cache SET expires = %s WHERE cache_key LIKE %s",
            [past, "%over"],
        )

    call_command("forget")

    assert not UserSession.objects.filter(session_key="gone").exists()
    assert cache.get("counts") == 1
    assert Spent.objects.get().kind == "invitation"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COUNT(*) FROM shared_cache WHERE cache_key LIKE %s", ["%over"]
        )
        assert cursor.fetchone() == (0,)


def test_the_release_is_named_on_the_site_and_in_the_change_log() -> None:
    log = Path("CHANGELOG.md").read_text(encoding="utf-8")

    assert f"Version {VERSION} of this software." in read("about")
    assert f"version {VERSION}" in log
