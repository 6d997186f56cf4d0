"""Signing in by eID, with an OpenID Connect provider beside the site."""

import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import BrowserContext, expect

from mcr2030 import production
from tests import make, served
from tests.test_settings import START, _python

pytestmark = pytest.mark.once

SIGN_IN = "/accounts/oidc/eid/login/"
LEAD, DESK, GONE = "lead@example.rs", "desk@example.rs", "gone@example.rs"

TABLES = """
import django; django.setup()
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
settings.MIGRATION_MODULES = {app.label: None for app in apps.get_app_configs()}
call_command("migrate", run_syncdb=True, verbosity=0)
call_command("createcachetable", verbosity=0)
"""
SEED = f"""{TABLES}
from tests import make
lead = make.make_user(email="{LEAD}", password="{make.PASSWORD}", name="Лена Лидић")
make.make_membership(user=lead)
make.make_user(email="{GONE}", is_active=False)
make.make_focal_point(email="{DESK}")
"""
IN_THE_OFFICE = """
import django; django.setup()
from django.apps import apps
from django.contrib import admin
import mcr2030.urls
models = apps.get_app_config("socialaccount").get_models()
print([one for one in models if admin.site.is_registered(one)])
"""
KNOWN = """
SELECT account.uid, person.email, account.extra_data, person.password
FROM socialaccount_socialaccount account
JOIN cities_user person ON person.id = account.user_id ORDER BY account.uid
"""


@dataclass(frozen=True)
class Site:
    """A site where people may show their eID, and the provider of it."""

    address: str
    provider: str
    environment: dict[str, str]

    def tell(self, number: str, **claims: Any) -> None:
        """Let the provider know a person by a number, with what it says of them."""
        told = requests.put(f"{self.provider}/users/{number}", json=claims, timeout=20)
        told.raise_for_status()

    def sign_in(self, number: str, start: str = SIGN_IN) -> requests.Response:
        """Show an eID in a new browser; return the page that one ends on."""
        browser = requests.Session()
        browser.headers["Accept-Language"] = "en"
        form = browser.get(self.address + start, timeout=20)
        return browser.post(form.url, data={"sub": number}, timeout=20)

    def kept(self) -> tuple[int, list[tuple[str, ...]]]:
        """Return how many people there are, and what is known of whose eID."""
        file = self.environment["DATABASE_URL"].removeprefix("sqlite:///")
        with closing(sqlite3.connect(file)) as database:
            (number,) = database.execute("SELECT COUNT(*) FROM cities_user").fetchone()
            return number, database.execute(KNOWN).fetchall()


@contextmanager
def _provider() -> Iterator[str]:
    """Let a provider run in a process of its own, whose packages warn of each other."""
    port = served.free_port()
    process = subprocess.Popen(  # noqa: S603 - our own server
        [
            *(sys.executable, "-W", "ignore", "-m", "oidc_provider_mock"),
            *("--port", str(port)),
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://localhost:{port}"
    try:
        deadline = time.monotonic() + 30
        while True:
            try:
                requests.get(address, timeout=20).raise_for_status()
                break
            except requests.ConnectionError:
                assert time.monotonic() < deadline, "the provider does not answer"
                time.sleep(0.1)
        yield address
    finally:
        process.kill()
        process.wait(10)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("eid")
    with _provider() as address:
        environment = served.environment(folder, f"sqlite:///{folder}/db.sqlite3") | {
            "OIDC_ISSUER": address,
            "OIDC_CLIENT_ID": "mcr2030",
            "OIDC_CLIENT_SECRET": "the secret between the two",
            "OIDC_NAME": "е-Идентитет",
        }
        served.python(SEED, environment)
        port = served.free_port()
        with served.server(port, environment):
            yield Site(f"http://127.0.0.1:{port}", address, environment)


def test_a_person_signs_in_under_the_policy_of_every_page(
    site: Site, new_context: Any
) -> None:
    site.tell("1001", email=LEAD, email_verified=True, name="Л. Лидић")
    context: BrowserContext = new_context(locale="en", base_url=site.address)
    page = context.new_page()
    refused: list[str] = []
    page.on(
        "console",
        lambda line: refused.append(line.text) if "Policy" in line.text else None,
    )

    page.goto("/accounts/login/?next=/account/")
    page.get_by_role("link", name="Sign in with е-Идентитет").click()
    page.get_by_placeholder("sub").fill("1001")
    page.get_by_role("button", name="Authorize").click()

    expect(page).to_have_url(f"{site.address}/account/")
    expect(page.get_by_label("Име и презиме")).to_have_value("Лена Лидић")
    assert not refused


def test_once_known_a_person_is_known_by_number_and_nothing_else_is_kept(
    site: Site,
) -> None:
    site.tell("1001", email=LEAD, email_verified=True, birthdate="1980-01-01")
    site.sign_in("1001")
    site.tell("1001", email="new.address@example.rs", email_verified=True)

    page = site.sign_in("1001", f"{SIGN_IN}?next=/account/")

    assert page.url == f"{site.address}/account/"
    ((number, address, said, password),) = site.kept()[1]
    assert (number, address, said) == ("1001", LEAD, "{}")
    # Whoever has a password keeps it: the address was ours before it was theirs.
    assert not password.startswith("!")


@pytest.mark.parametrize(
    ("number", "claims"),
    [
        ("2001", {"email": "stranger@example.rs", "email_verified": True}),
        ("2002", {"email": LEAD, "email_verified": False}),
        ("2003", {"email": LEAD, "email_verified": "true"}),
        ("2004", {"email": LEAD}),
        ("2005", {}),
        ("2006", {"email": GONE, "email_verified": True}),
    ],
)
def test_others_read_that_people_are_invited_and_nobody_is_made(
    site: Site, number: str, claims: dict[str, Any]
) -> None:
    site.tell(number, **claims)
    before = site.kept()

    page = site.sign_in(number)

    assert "Nobody signs up here." in page.text
    assert site.kept() == before


def test_a_focal_point_still_needs_the_second_factor(site: Site) -> None:
    site.tell("3001", email=DESK, email_verified=True)

    page = site.sign_in("3001", f"{SIGN_IN}?next=/desk/")

    assert urlsplit(page.url).path == "/accounts/2fa/authenticate/"


def test_nobody_is_connected_by_a_link_that_somebody_sends(site: Site) -> None:
    site.tell("4001", email="other@example.rs", email_verified=True)
    before = site.kept()

    page = site.sign_in("4001", f"{SIGN_IN}?process=connect")

    assert urlsplit(page.url).path == "/accounts/login/"
    assert site.kept() == before


def test_whoever_breaks_off_reads_how_to_go_on(site: Site) -> None:
    browser = requests.Session()
    browser.headers["Accept-Language"] = "en"
    form = browser.get(site.address + SIGN_IN, timeout=20)

    page = browser.post(form.url, data={"action": "deny"}, timeout=20)
    forged = browser.get(f"{site.address}{SIGN_IN}callback/?code=1&state=2", timeout=20)

    for one in (page, forged):
        assert one.status_code == 401
        assert "did not say who you are" in one.text


def test_the_library_opens_no_other_door(site: Site) -> None:
    browser = requests.Session()
    page = browser.get(f"{site.address}/accounts/login/", timeout=20)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)
    assert token
    sent = {"csrfmiddlewaretoken": token[1], "login": LEAD, "password": make.PASSWORD}
    browser.post(f"{site.address}/accounts/login/", data=sent, timeout=20)

    for path in ("3rdparty/", "3rdparty/signup/", "3rdparty/login/error/", "social/x"):
        answer = browser.get(f"{site.address}/accounts/{path}", timeout=20)
        assert answer.status_code == 404
    assert served.python(IN_THE_OFFICE, site.environment) == "[]\n"


def test_a_provider_that_is_away_is_told(tmp_path: Path) -> None:
    nowhere = f"http://127.0.0.1:{served.free_port()}"
    environment = served.environment(tmp_path, f"sqlite:///{tmp_path}/db.sqlite3") | {
        "OIDC_ISSUER": nowhere,
        "OIDC_CLIENT_ID": "mcr2030",
        "OIDC_CLIENT_SECRET": "secret",
    }
    script = f"""{TABLES}
from django.test import Client
answer = Client(headers={{"host": "127.0.0.1"}}).get("{SIGN_IN}")
print(answer.status_code, "eID" in answer.content.decode())
"""

    assert served.python(script, environment) == "401 True\n"


# Where nobody is named


def test_without_an_eid_there_is_no_button_and_no_address(visitor: Client) -> None:
    assert django_settings.EID == {}
    assert "eid" not in visitor.get("/accounts/login/").content.decode()
    assert visitor.get(SIGN_IN).status_code in (302, 404)
    assert not any("socialaccount" in one for one in django_settings.INSTALLED_APPS)


@pytest.mark.parametrize("missing", ["ISSUER", "CLIENT_ID", "CLIENT_SECRET"])
def test_half_of_its_settings_stop_the_start(missing: str) -> None:
    names = {"ISSUER", "CLIENT_ID", "CLIENT_SECRET"} - {missing}

    process = _python(START, **{f"OIDC_{name}": "https://x.rs" for name in names})

    assert process.returncode != 0
    assert process.stderr.strip().endswith("or none of them to go without eID.")


def test_an_issuer_is_asked_over_an_encrypted_line_only(settings: Any) -> None:
    settings.EID = {"issuer": "http://eid.example.rs"}
    assert any("OIDC_ISSUER" in one for one in production.faults())

    settings.EID = {"issuer": "https://eid.example.rs"}
    assert not any("OIDC_ISSUER" in one for one in production.faults())
