"""Two machines behind one address share everything that people see.

Each is a server of its own with an empty folder of its own; a worker runs on a third.
PostgreSQL and an S3 storage are all that they have in common (docs/scale-out.md).
"""

import http.client
import http.cookiejar
import io
import json
import os
import re
import urllib.error
import urllib.request
import urllib.response
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pikepdf
import psycopg2
import pytest
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests import balancer, make, postgres, s3, served

pytestmark = pytest.mark.once

MACHINES = 2
LEAD, WORRIED = "lead@example.rs", "worried@example.rs"
FIRST, SECOND = 0, 1

SEED = f"""
import django; django.setup()
import json
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.test import Client
settings.PASSWORD_HASHERS = settings.PASSWORD_HASHERS[-1:]
# The tables as models say, which is where migrations lead: in seconds, not in a minute.
settings.MIGRATION_MODULES = {{app.label: None for app in apps.get_app_configs()}}
call_command("migrate", run_syncdb=True, verbosity=0)
call_command("createcachetable", verbosity=0)
from scorecard.actions import workshops
from scorecard.models import Ballot
from tests import make
lead = make.make_user(email="{LEAD}", password="{make.PASSWORD}")
make.make_user(email="{WORRIED}", password="{make.PASSWORD}")
city = make.make_membership(user=lead).city
questionnaire = make.make_questionnaire()
draft = make.make_assessment(city=city, lead=lead, questionnaire=questionnaire)
workshop = make.make_workshop(assessment=draft, lead=lead, codes=["P1.2"])
ballot = Ballot.objects.select_related("workshop__assessment").get(workshop=workshop)
workshops.open_vote(ballot=ballot, turn=workshop.turn, by=lead)
make.make_assessment(
    city=make.make_city(name="Бор"),
    questionnaire=questionnaire, year=2020, status="accepted",
)
desk = Client()
desk.force_login(make.make_focal_point(language="en"))
print(json.dumps({{
    "draft": draft.pk,
    "workshop": workshop.code,
    "desk": desk.cookies["sessionid"].value,
}}))
"""
WORK = """
import django; django.setup()
from django.core.management import call_command
call_command("work", batch=True)
"""


@dataclass
class Answer:
    """What a browser got in the end, after redirects."""

    status: int
    address: str
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode()


@dataclass
class Browser:
    """A browser at the one address; it names the machine that it wants to reach."""

    address: str
    cookies: http.cookiejar.CookieJar = field(default_factory=http.cookiejar.CookieJar)

    def __post_init__(self) -> None:
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}),
            urllib.request.HTTPCookieProcessor(self.cookies),
        )

    def get(self, machine: int | None, path: str) -> Answer:
        return self._open(machine, path)

    def post(self, machine: int | None, path: str, **sent: Any) -> Answer:
        token = next(one.value for one in self.cookies if one.name == "csrftoken")
        return self._open(machine, path, {"csrfmiddlewaretoken": token, **sent})

    def sign_in(self, machine: int, email: str, password: str) -> Answer:
        self.get(machine, "/accounts/login/")
        return self.post(machine, "/accounts/login/", login=email, password=password)

    def hold(self, name: str, value: str) -> None:
        """Put a cookie into the jar that another browser was given."""
        request = urllib.request.Request(self.address)  # noqa: S310 - ours
        headers = http.client.HTTPMessage()
        headers["Set-Cookie"] = f"{name}={value}; Path=/"
        given = urllib.response.addinfourl(io.BytesIO(), headers, self.address)
        self.cookies.extract_cookies(given, request)

    def _open(
        self, machine: int | None, path: str, sent: dict[str, Any] | None = None
    ) -> Answer:
        request = urllib.request.Request(self.address + path)  # noqa: S310 - ours
        if machine is not None:
            request.add_header(balancer.MACHINE, str(machine))
        if sent is not None:
            has_file = any(hasattr(one, "read") for one in sent.values())
            request.data = (
                encode_multipart(BOUNDARY, sent)
                if has_file
                else urlencode(sent).encode()
            )
            if has_file:
                request.add_header("Content-Type", MULTIPART_CONTENT)
        try:
            with self._opener.open(request, timeout=60) as answer:
                return Answer(answer.status, answer.url, answer.read())
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, error.url, error.read())


@dataclass(frozen=True)
class Site:
    """The address before the machines, what they share, and what was seeded."""

    address: str
    storage: s3.Storage
    environment: Mapping[str, str]
    folders: list[Path]
    seeded: Mapping[str, Any]

    def browser(self) -> Browser:
        return Browser(self.address)

    def lead(self, machine: int = FIRST) -> Browser:
        browser = self.browser()
        browser.sign_in(machine, LEAD, make.PASSWORD)
        return browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with ExitStack() as running:
        storage = running.enter_context(s3.serving())
        shared = {
            "DATABASE_URL": running.enter_context(postgres.server()),
            "DEBUG": "False",
            "SECRET_KEY": "the same on all machines, and of fifty letters or so",
            "ALLOWED_HOSTS": "127.0.0.1",
            "DATABASE_TIMEOUT": "4",
            "BEHIND_PROXY": "True",
            "HTTPS": "False",
            "MANIFEST_STATIC": "False",
            **storage.variables,
        }
        third = tmp_path_factory.mktemp("third")
        environment = {**os.environ, **shared, "DATA_DIR": str(third)}
        folders = [tmp_path_factory.mktemp("machine") for _ in range(MACHINES)]
        seeded = json.loads(served.python(SEED, environment))
        ports = [served.free_port() for _ in folders]
        for port, folder in zip(ports, folders, strict=True):
            machine = {**environment, "DATA_DIR": str(folder)}
            running.enter_context(served.server(port, machine))
        address = running.enter_context(balancer.before(ports))
        yield Site(address, storage, environment, folders, seeded)


def test_who_signs_in_at_one_machine_is_in_at_both_and_out_at_both(site: Site) -> None:
    browser = site.lead(FIRST)

    assert "/accounts/login/" not in browser.get(SECOND, "/account/").address
    browser.post(SECOND, "/accounts/logout/")
    assert "/accounts/login/" in browser.get(FIRST, "/account/").address


def test_pages_work_though_each_request_goes_to_another_machine(site: Site) -> None:
    browser = site.browser()
    # The token of the form is of one machine, and is judged by the next.
    browser.get(None, "/accounts/login/")
    page = browser.post(None, "/accounts/login/", login=LEAD, password=make.PASSWORD)

    assert page.status == 200
    pages = [browser.get(None, f"/assessments/{site.seeded['draft']}/") for _ in "four"]
    assert [one.status for one in pages] == [200] * 4


def test_the_language_that_is_chosen_at_one_machine_holds_at_both(site: Site) -> None:
    browser = site.lead(FIRST)

    browser.post(FIRST, "/language/", language="sr-latn", next="/account/")

    assert 'lang="sr-Latn"' in browser.get(SECOND, "/account/").text
    browser.post(SECOND, "/language/", language="en", next="/account/")
    assert 'lang="en"' in browser.get(FIRST, "/account/").text


def test_a_save_at_one_machine_is_what_the_other_begins_from(site: Site) -> None:
    browser = site.lead()
    card = f"/assessments/{site.seeded['draft']}/answers/P1.1/"

    def save(machine: int, version: int) -> Answer:
        return browser.post(
            machine, card, choice="2", comment=f"Са машине {machine}", version=version
        )

    assert [save(turn % MACHINES, turn).status for turn in range(4)] == [200] * 4
    late = save(FIRST, 2)
    assert late.status == 409
    assert "Са машине 1" in late.text


def test_a_guest_joins_at_one_machine_and_votes_at_the_other(site: Site) -> None:
    browser, door = site.browser(), f"/w/{site.seeded['workshop']}/"
    who = {"name": "Гоца", "institution": "Дом здравља", "consent": "on"}
    browser.get(FIRST, door)
    browser.post(FIRST, "/language/", language="en", next=door)

    browser.post(FIRST, door, **who)
    page = browser.post(SECOND, f"{door}vote/", ballot="1", choice="3")

    assert "Saved: your vote is 3." in page.text
    assert "Saved: your vote is 3." in browser.get(FIRST, door).text


def test_evidence_goes_up_at_one_machine_and_comes_down_at_the_other(
    site: Site,
) -> None:
    browser, content = site.lead(), _pdf()
    file = io.BytesIO(content)
    file.name = "одлука.pdf"

    browser.post(
        FIRST,
        f"/assessments/{site.seeded['draft']}/answers/P1.1/evidence/",
        title="Одлука",
        file=file,
    )
    page = browser.get(SECOND, f"/assessments/{site.seeded['draft']}/essentials/1/")
    found = re.search(r'href="(/evidence/\d+/file/)"', page.text)

    assert found, page.text
    assert browser.get(SECOND, found[1]).content == content
    assert content in site.storage.objects.values()
    assert site.browser().get(SECOND, found[1]).content != content


def test_a_bundle_is_ordered_here_made_elsewhere_and_fetched_there(site: Site) -> None:
    desk = site.browser()
    desk.hold("sessionid", site.seeded["desk"])
    desk.get(FIRST, "/desk/reports/")

    ordered = desk.post(
        FIRST, "/desk/reports/bundles/", round="2020-preliminary", language="sr"
    )
    served.python(WORK, site.environment)
    bundle = desk.get(SECOND, f"{ordered.address.removeprefix(site.address)}file/")

    names = zipfile.ZipFile(io.BytesIO(bundle.content)).namelist()
    assert len(names) == 1
    assert names[0].endswith(".pdf")


def test_a_database_that_does_not_answer_in_time_ends_in_a_page(site: Site) -> None:
    browser = site.lead()
    card = f"/assessments/{site.seeded['draft']}/answers/P1.1/"

    with _locked(site.environment["DATABASE_URL"], "scorecard_answer"):
        page = browser.post(FIRST, card, choice="1", comment="Чека", version="9")

    assert page.status == 503
    assert browser.get(FIRST, "/account/").status == 200


def test_wrong_passwords_are_counted_by_both_machines_together(site: Site) -> None:
    browser = site.browser()
    for turn in range(10):
        browser.sign_in(turn % MACHINES, WORRIED, "није то")

    for machine in (FIRST, SECOND):
        right = browser.sign_in(machine, WORRIED, make.PASSWORD)
        assert "/accounts/login/" in right.address


def test_nothing_of_people_stays_on_a_machine(site: Site) -> None:
    site.lead().get(FIRST, f"/assessments/{site.seeded['draft']}/")

    assert [list(folder.rglob("*")) for folder in site.folders] == [[], []]
    assert not site.storage.strangers


@contextmanager
def _locked(address: str, table: str) -> Iterator[None]:
    """Let somebody hold a whole table until the block ends."""
    other = psycopg2.connect(address)
    try:
        with other.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
            yield
    finally:
        other.close()


def _pdf() -> bytes:
    written = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(written)
    return written.getvalue()
