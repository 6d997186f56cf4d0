"""The cast by role, signed-in clients, and a real browser."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as django_settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connections
from django.test import Client
from django.utils import translation
from django.utils.translation.reloader import translation_file_changed
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import BrowserContext, Page
from pytest_django import DjangoDbBlocker

from cities.models import City, Membership, Partner, User
from mcr2030 import demo
from scorecard.models import Assessment, Questionnaire
from tests import environment, make
from tests.migrated import Migrated
from tests.world import taken_back

CHROMIUM = (
    os.environ.get("CHROMIUM")
    or shutil.which("chromium")
    or shutil.which("google-chrome")
)
CHROMIUM_ARGUMENTS = [
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Rules of WCAG 2.2 at the levels that the law asks for.
ACCESSIBILITY_RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
}

ClientOf = Callable[..., Client]
PageOf = Callable[..., Page]


def pytest_configure(config: pytest.Config) -> None:
    # A slow machine is no fault of the code; in CI a run must be repeatable.
    hypothesis_settings.register_profile(
        "ours", deadline=None, derandomize=os.environ.get("CI") == "true"
    )
    hypothesis_settings.load_profile("ours")
    django_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Look static files up when asked for, instead of at every client's start.
    django_settings.WHITENOISE_AUTOREFRESH = True


def pytest_sessionstart(session: pytest.Session) -> None:
    call_command("compile", verbosity=0)
    # What was read before from an older file is read anew, as the server does it.
    translation_file_changed(sender=None, file_path=Path("django.mo"))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI a skipped test is a failed run: nothing may go untested there."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") == "true" and reporter and reporter.stats.get("skipped"):
        reporter.write_line("CI=true: no test may be skipped.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
) -> None:
    """Use SQLite as a file, as people do, without waiting for the disk."""
    database = connections["default"].settings_dict
    if database["ENGINE"].endswith("sqlite3"):
        database["TEST"]["NAME"] = str(environment.FOLDER / "test.sqlite3")
        database["OPTIONS"]["init_command"] = (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
        )


@pytest.fixture(scope="session")
def migrated() -> Migrated:
    return Migrated()


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings: None, migrated: Migrated) -> bool:
    """Begin with a migrated database where one is kept; the folder goes anyway."""
    database = connections["default"].settings_dict
    is_file = database["ENGINE"].endswith("sqlite3")
    return is_file and migrated.lay_out(Path(database["TEST"]["NAME"]))


@pytest.fixture(scope="session", autouse=True)
def _kept_for_the_next_run(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, migrated: Migrated
) -> None:
    connection = connections["default"]
    if connection.vendor == "sqlite":
        with django_db_blocker.unblock():
            connection.ensure_connection()
            migrated.keep(connection.connection)


@pytest.fixture(scope="session", autouse=True)
def _no_late_connections(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """End what a browser's last request holds open, or its database cannot go."""
    yield
    connection = connections["default"]
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Let sentences be compared in the language they are written in."""
    with translation.override("en"):
        yield


# The cast. They all know one city, but for the stranger and the focal point.


@pytest.fixture
def city(db: None) -> City:
    return make.make_city(name="Уб", code="71277")


@pytest.fixture
def other_city(db: None) -> City:
    return make.make_city(name="Љиг", code="70801")


@pytest.fixture
def lead(city: City) -> User:
    return _member("Лена Лидић", city, Membership.Role.LEAD)


@pytest.fixture
def contributor(city: City) -> User:
    return _member("Коста Којић", city, Membership.Role.CONTRIBUTOR)


@pytest.fixture
def observer(city: City) -> User:
    return _member("Ољга Обрић", city, Membership.Role.OBSERVER)


@pytest.fixture
def peer(city: City) -> User:
    """An officer of elsewhere who may see Essential 1 of the city for a month."""
    return _member("Петар Перић", city, Membership.Role.PEER_REVIEWER)


@pytest.fixture
def partner(db: None) -> Partner:
    """An approved participating entity."""
    return make.make_partner()


@pytest.fixture
def partner_person(partner: Partner) -> User:
    return make.make_partner_person(partner=partner)


@pytest.fixture
def stranger(other_city: City) -> User:
    """The lead of another city."""
    return _member("Страхиња Стић", other_city, Membership.Role.LEAD)


@pytest.fixture
def focal_point(db: None) -> User:
    return make.make_focal_point(email="focal.point@example.rs")


@pytest.fixture
def administrator(db: None) -> User:
    return make.make_user(
        name="Аца Админ",
        email="administrator@example.rs",
        second_factor=True,
        is_staff=True,
        is_superuser=True,
    )


@pytest.fixture
def questionnaire(db: None) -> Questionnaire:
    """Two Essentials with two questions each, from 0 to 3."""
    return make.make_questionnaire()


@pytest.fixture
def assessment(city: City, lead: User, questionnaire: Questionnaire) -> Assessment:
    """The city's blank draft."""
    return make.make_assessment(city=city, lead=lead, questionnaire=questionnaire)


@pytest.fixture(scope="module")
def shipped(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Questionnaire]:
    """Everything that `./run` loads into an empty installation, the demo included."""
    with django_db_blocker.unblock(), taken_back():
        call_command("load_register", verbosity=0)
        questionnaire = make.load_questionnaire()
        demo.load(demo.FOLDER)
        yield questionnaire


# Clients. Pages come in English unless a test asks for another language.


@pytest.fixture
def visitor(db: None) -> Client:
    """Somebody who has not signed in."""
    return _client("en")


@pytest.fixture
def client_of(db: None) -> ClientOf:
    """Return a signed-in client: `client_of(lead).get(…)`."""

    def client_of(user: User | None, language: str = "en") -> Client:
        client = _client(language)
        if user is not None:
            client.force_login(user)
        return client

    return client_of


# The browser.


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: dict[str, Any],
) -> dict[str, Any]:
    if not CHROMIUM:
        pytest.skip("No Chromium here. Type: sudo apt-get install chromium")
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {
        **browser_type_launch_args,
        "executable_path": CHROMIUM,
        "args": [*CHROMIUM_ARGUMENTS, *sandbox],
    }


@pytest.fixture
def page_of(
    live_server: Any, new_context: Callable[..., BrowserContext]
) -> Iterator[PageOf]:
    """Return a signed-in browser page: `page_of(lead).goto("/")`.

    The test fails at its end where a script failed or the content security policy was
    violated on any of the pages.
    """
    problems: list[str] = []
    cache.clear()

    def page_of(
        user: User | None = None,
        *,
        language: str = "en",
        width: int = 1366,
        height: int = 768,
        **options: Any,
    ) -> Page:
        context = new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            **options,
        )
        client = _client(language)
        if user is not None:
            client.force_login(user)
        context.add_cookies(
            [
                {"name": name, "value": cookie.value, "url": live_server.url}
                for name, cookie in client.cookies.items()
            ]
        )
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda line: problems.extend(_violations(line.text)))
        return page

    yield page_of
    assert problems == []


@pytest.fixture
def accessibility_faults() -> Callable[[Page], list[str]]:
    """Return what axe finds on a page, a line for each fault."""

    def accessibility_faults(page: Page) -> list[str]:
        found = Axe().run(page, options=ACCESSIBILITY_RULES).response["violations"]
        return [
            f"{fault['id']}: {node['target']} {node['failureSummary']}"
            for fault in found
            for node in fault["nodes"]
        ]

    return accessibility_faults


def _member(name: str, city: City, role: str) -> User:
    user = make.make_user(name=name, email=f"{role}@{city.code}.example.rs")
    make.make_membership(user=user, city=city, role=role)
    return user


def _client(language: str) -> Client:
    client = Client()
    client.cookies[django_settings.LANGUAGE_COOKIE_NAME] = language
    return client


def _violations(line: str) -> list[str]:
    return [line] if "Content Security Policy" in line else []
