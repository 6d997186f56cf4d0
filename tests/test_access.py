"""Every address of the site against every person: what they get, and nothing else.

One table, in parts: tests/access/*.txt. A row is an address with the things it names,
and what each person gets:

    ok     the page (200)
    did    302, and something was written
    away   302, and nothing was written
    login  302 to signing in, and nothing was written
    204    nothing, and a guest without a place is shown the way by a header
    401    a sentence that the session has ended, with what was typed
    403    a refusal with its sentence
    404    nothing is here
    409    somebody was quicker; what was typed is shown again
    410    a link that is used up

Whoever gets no `ok` or `did` has changed nothing. What follows an @ tells rows of one
address apart. The table of DESIGN.md 5 is what these rows spell out.
"""

import html
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.urls import resolve, reverse

from cities.models import Membership
from tests import make
from tests.markup import faults_of, skeleton_of
from tests.world import PDF, PERSONS, World, address_names, taken_back
from tests.writes import Writes

TABLE = "\n".join(
    part.read_text()
    for part in sorted(Path(__file__).with_name("access").glob("*.txt"))
)


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    method: str
    label: str
    names: tuple[str, ...]
    expected: dict[str, str]

    @property
    def address(self) -> str:
        return self.label.partition("@")[0]


def _rows() -> list[Row]:
    lines = (line.split() for line in TABLE.strip().splitlines())
    rows = []
    for words in lines:
        if not words or words[0].startswith("#"):
            continue
        method, label, *rest = words
        names, outcomes = rest[: -len(PERSONS)], rest[-len(PERSONS) :]
        given = tuple(name for name in names if name != "-")
        rows.append(
            Row(method, label, given, dict(zip(PERSONS, outcomes, strict=True)))
        )
    return rows


ROWS = _rows()
POSTS = [row for row in ROWS if row.method == "POST"]


pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Build the world once; every test takes back what it changes."""
    with django_db_blocker.unblock(), taken_back():
        yield World()


@pytest.fixture(scope="module")
def seen() -> set[str]:
    """What was read already: many a page has the same marks for several persons."""
    return set()


@pytest.fixture(autouse=True)
def _papers_are_not_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who gets a paper is the question here; what is on it has tests of its own."""
    monkeypatch.setattr("scorecard.pdf.render", lambda html: PDF)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.method} {row.label}")
def test_address_gives_each_person_what_the_table_says(
    row: Row, world: World, caplog: Any, seen: set[str]
) -> None:
    found, faults = {}, []

    with taken_back():
        for person in PERSONS:
            # A page that is only read may keep its paper for the next reader.
            with taken_back() if row.method == "POST" else nullcontext():
                found[person], response = _outcome(world, person, row, caplog)
                faults += _faults(response, seen)

    assert found == row.expected
    assert faults == []


@pytest.mark.once
@pytest.mark.parametrize("row", POSTS, ids=lambda row: row.label)
def test_change_without_a_token_is_refused(row: Row, world: World, caplog: Any) -> None:
    may = [person for person in PERSONS if row.expected[person] in ("ok", "did")]

    with taken_back():
        client = world.client((may or ["lead"])[0], enforce_csrf_checks=True)
        with Writes() as writes:
            response = client.post(
                world.path(row.address, *row.names), world.posted(row.label, *row.names)
            )

    assert response.status_code == 403
    assert "CSRF" in caplog.text
    assert writes.stand == []


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    addresses = {name for name in address_names() if not name.startswith("admin:")}

    assert {row.address for row in ROWS} == addresses


def test_no_address_hides_another(world: World) -> None:
    reached = {
        row.address: resolve(world.path(row.address, *row.names)).view_name
        for row in ROWS
    }

    assert {
        name: found
        for name, found in reached.items()
        if found != name and found in reached
    } == {}


def test_every_address_that_changes_something_has_a_row_that_does() -> None:
    only_post = {
        row.address
        for row in POSTS
        if not any(one.method == "GET" for one in ROWS if one.address == row.address)
    }
    changing = {
        row.address for row in POSTS if {"did", "ok"} & {*row.expected.values()}
    }

    # What guests change is in tests/scorecard/test_guests.py: they are none of these.
    of_guests = {"scorecard:guest-vote", "scorecard:guest-leave"}
    assert only_post - changing <= {"account_logout"} | of_guests


def test_focal_point_without_a_second_factor_gets_to_nothing_but_setting_it_up(
    world: World,
) -> None:
    with taken_back():
        world.people["bare"] = make.make_user()
        make.make_membership(
            user=world.people["bare"], role=Membership.Role.FOCAL_POINT
        )
        client = world.client("bare")
        for row in ROWS:
            if row.expected["focal_point"] in ("ok", "did") and ":" in row.address:
                send = client.post if row.method == "POST" else client.get
                response = send(
                    world.path(row.address, *row.names),
                    world.posted(row.label, *row.names),
                )
                assert response.get("Location") == reverse("mfa_index"), row.label


def _outcome(
    world: World, person: str, row: Row, caplog: Any
) -> tuple[str, HttpResponse]:
    client = world.client(person)
    path = world.path(row.address, *row.names)
    posted = world.posted(row.label, *row.names)
    send = client.post if row.method == "POST" else client.get
    caplog.clear()
    with Writes() as writes:
        response = send(path, posted)
        response.getvalue()
    outcome = _named_outcome(response, bool(writes.stand))
    if outcome == "403":
        _assert_says_why(response, caplog)
    assert outcome in ("ok", "did") or not writes.stand, writes.stand
    return outcome, response


def _faults(response: HttpResponse, seen: set[str]) -> list[str]:
    """Return what is wrong with a page's markup; the same marks are read once.

    They do not depend on the database: on one of the two is enough.
    """
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    if not is_page or response.status_code == 302 or connection.vendor != "sqlite":
        return []
    page = response.content.decode()
    if (skeleton := skeleton_of(page)) in seen:
        return []
    seen.add(skeleton)
    return faults_of(page, "en")


def _named_outcome(response: HttpResponse, wrote: bool) -> str:
    if response.status_code != 302:
        return "ok" if response.status_code == 200 else str(response.status_code)
    if wrote:
        return "did"
    to_login = response["Location"].partition("?")[0] == reverse("account_login")
    return "login" if to_login else "away"


def _assert_says_why(response: HttpResponse, caplog: Any) -> None:
    refusals = [one.exc_info[1] for one in caplog.records if one.exc_info]
    assert refusals, "403 without a refusal"
    sentence = str(refusals[-1])
    assert sentence.endswith(".")
    assert sentence in html.unescape(response.content.decode())
