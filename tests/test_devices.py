"""A person sees where they are signed in, and signs out everywhere else."""

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from cities.models import User
from mcr2030 import devices

FIREFOX = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
)
PHONE = (
    "Mozilla/5.0 (Linux; Android 15; K) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Mobile Safari/537.36"
)
PASSWORD = "sunce-iznad-reke-2026"

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (FIREFOX, "Firefox, Windows"),
        (PHONE, "Chrome, Android"),
        (PHONE.replace("Android 15; K", "x86_64") + " Edg/140.0", "Edge, Linux"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1 "
            "(KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1",
            "Safari, iPhone",
        ),
        ("curl/8.14", "unknown browser"),
        ("", "unknown browser"),
    ],
)
def test_devices_are_named_in_words(user_agent: str, words: str) -> None:
    assert devices.words(user_agent) == words


@pytest.fixture
def signed_in(lead: User, settings: object) -> tuple[Client, Client]:
    """One person at a computer and on a phone."""
    lead.set_password(PASSWORD)
    lead.language = "en"
    lead.save()
    found = []
    for user_agent in (FIREFOX, PHONE):
        client = Client(headers={"user-agent": user_agent})
        client.post(
            reverse("account_login"), {"login": lead.email, "password": PASSWORD}
        )
        found.append(client)
    return found[0], found[1]


def test_a_person_signs_out_everywhere_but_here(
    signed_in: tuple[Client, Client],
) -> None:
    here, there = signed_in
    page = here.get(reverse("usersessions_list")).content.decode()
    assert page.index("Firefox, Windows") < page.index("this device")
    assert "Chrome, Android" in page

    after = here.post(reverse("usersessions_list"), follow=True).content.decode()

    assert "You are signed out on all other devices." in after
    assert "Chrome, Android" not in after
    assert there.get(reverse("account"))["Location"].startswith("/accounts/login/")
    assert here.get(reverse("account")).status_code == 200


def test_signing_out_takes_the_address_off_the_list(
    signed_in: tuple[Client, Client],
) -> None:
    here, there = signed_in

    there.post(reverse("account_logout"))

    page = here.get(reverse("usersessions_list")).content.decode()
    assert "Chrome, Android" not in page
    assert UserSession.objects.count() == 1
