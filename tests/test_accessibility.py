"""Every page in a real browser: axe finds nothing, nothing runs off its side.

The browser's requests are answered by Django's test client in this process, with the
headers of the real answer, so that one world serves all pages. One test visits all
addresses of a person in a language, at both widths, and tells every fault there is.
Axe and the parser look at the same marks once, whatever the language and the words.
"""

import mimetypes
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import get_resolver, reverse
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Route,
)

from scorecard.models import Question, Questionnaire
from tests import make
from tests.markup import LANGUAGES, faults_of, skeleton_of
from tests.test_access import ROWS, Row
from tests.world import DOWNLOADS, PERSONS, SECURITY, UNHAPPY, World, taken_back

SITE = "http://localhost"
SIZES = ({"width": 1366, "height": 768}, {"width": 360, "height": 800})
# All of axe's rules, and the one that WCAG 2.2 adds about the size of targets.
RULES: dict[str, Any] = {
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
    "preload": False,
}
# Colours do not depend on the width, and take axe most of its time.
RULES_OF_PHONE = {
    **RULES,
    "rules": {**RULES["rules"], "color-contrast": {"enabled": False}},
}
# What reaches farthest to the right, for whoever has to mend it.
FARTHEST = """
Array.from(document.querySelectorAll("body *"))
  .map(one => [one.getBoundingClientRect().right, one])
  .sort((one, other) => other[0] - one[0])
  .slice(0, 3)
  .map(([at, one]) => `${one.tagName}.${one.className} at ${Math.round(at)}`)
  .join(", ")
"""
# The same page as in another state, but for figures.
ALIKE = {
    "cities:detail@elsewhere",
    "scorecard:essential@accepted",
    "scorecard:essential@not-chosen",
    "scorecard:essential@shared",
    "scorecard:history@submitted",
    "scorecard:history@published",
    "scorecard:overview@accepted",
    "scorecard:overview@shared",
    "scorecard:report@accepted",
    "scorecard:report@shared",
    "scorecard:report@submitted",
    "scorecard:review@shared",
}

# Everybody in Cyrillic; English changes words and widths only, and these persons come
# to every page. Latin is the same letter for letter: one person looks at its widths.
READERS = [(person, "sr") for person in PERSONS]
READERS += [
    (person, "en") for person in ("anonymous", "lead", "focal_point", "partner")
]
READERS += [("lead", "sr-latn")]

Visit = Callable[[], HttpResponse]

pytestmark = [pytest.mark.django_db, pytest.mark.sweep]


@pytest.fixture(scope="module")
def world(
    browser: Browser, django_db_setup: None, django_db_blocker: Any
) -> Iterator[World]:
    """A world with the shipped wording, an indicator or two of each Essential.

    The browser comes first: with its event loop running, Django has another connection.
    """
    with django_db_blocker.unblock(), taken_back():
        yield World(_shortened(make.load_questionnaire()))


@dataclass
class Seen:
    """What was looked at already: people of one city get many a page alike."""

    pages: set[str] = field(default_factory=set)
    marks: set[str] = field(default_factory=set)


@pytest.fixture(scope="module")
def seen() -> Seen:
    return Seen()


@pytest.mark.parametrize(("person", "language"), READERS)
def test_pages_are_accessible(
    person: str,
    language: str,
    world: World,
    seen: Seen,
    new_context: Callable[..., BrowserContext],
) -> None:
    client = world.client(person, language)
    visits = {
        row.label: _get(client, world.path(row.address, *row.names))
        for row in _rows(person)
    }
    faults = _faults(new_context, seen, language, visits)

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("language", ["sr", "en"])
@pytest.mark.parametrize("person", UNHAPPY)
def test_pages_for_what_went_wrong_are_accessible(
    person: str,
    language: str,
    world: World,
    seen: Seen,
    new_context: Callable[..., BrowserContext],
) -> None:
    client = world.client(person, language)
    visits = {}
    for request, names, posted in UNHAPPY[person]:
        method, address = request.split()
        given = [name for name in names.split() if name != "-"]
        path = world.path(address, *given)
        visits[f"{request} {names}"] = (
            _post(client, path, posted) if method == "POST" else _get(client, path)
        )
    faults = _faults(new_context, seen, language, visits)

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_the_second_factor_are_accessible(
    language: str,
    world: World,
    seen: Seen,
    new_context: Callable[..., BrowserContext],
) -> None:
    visits = {}
    for person in ("lead", "focal_point"):
        client = world.client(person, language)
        client.post(reverse("account_reauthenticate"), {"password": make.PASSWORD})
        for name in SECURITY:
            visits[f"{person} {name}"] = _get(client, reverse(name))
    faults = _faults(new_context, seen, language, visits)

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_a_stale_form_and_a_broken_server_are_accessible(
    language: str,
    world: World,
    seen: Seen,
    new_context: Callable[..., BrowserContext],
) -> None:
    strict = world.client("lead", language, enforce_csrf_checks=True)
    comment = world.path("scorecard:answer", "draft", "P1.1")
    posted = {"choice": "2", "comment": "Постоји план.", "version": "0"}
    visits = {
        "stale form": _post(strict, comment, posted),
        "broken server": lambda: get_resolver().resolve_error_handler(500)(
            RequestFactory().get("/")
        ),
    }
    faults = _faults(new_context, seen, language, visits)

    assert not faults, "\n".join(faults)


def _rows(person: str) -> list[Row]:
    """Return the pages of a person: all states for lead and focal point, else one."""
    rows = [
        row
        for row in ROWS
        if row.method == "GET"
        and row.expected[person] in ("ok", "410")
        and row.address not in DOWNLOADS
        and row.label not in ALIKE
    ]
    if person in ("lead", "focal_point"):
        return rows
    return list({row.address: row for row in rows}.values())


def _faults(
    new_context: Callable[..., BrowserContext],
    seen: Seen,
    language: str,
    visits: dict[str, Visit],
) -> list[str]:
    """Visit each page at both sizes; return what is wrong, a line for each fault."""
    context = new_context()
    page, answers, said, found = context.new_page(), {}, [], []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda line: said.extend(_trouble(line)))
    page.route("**/*", lambda route: _answer(route, answers))
    for name, visit in visits.items():
        response = visit()
        body = response.getvalue()
        if (content := _content(body.decode())) in seen.pages:
            continue
        seen.pages.add(content)
        is_new = (marks := skeleton_of(content)) not in seen.marks
        seen.marks.add(marks)
        if is_new:
            found += [f"{name}: {one}" for one in faults_of(body.decode(), language)]
        answers["/visit"] = {"headers": dict(response.headers), "body": body}
        page.set_viewport_size(SIZES[0])
        page.goto(f"{SITE}/visit")
        if is_new:
            page.evaluate(AXE_SCRIPT)
        for size in SIZES:
            page.set_viewport_size(size)
            faults = _faults_of_width(page)
            if is_new:
                faults += _faults_by_axe(page, size) + _faults_of_large_text(page)
            found += [f"{name} at {size['width']}: {one}" for one in faults]
        found += [f"{name}: {line}" for line in said]
        said.clear()
    context.close()
    return found


def _faults_by_axe(page: Page, size: dict[str, int]) -> list[str]:
    violations = page.evaluate(
        "options => axe.run(options).then(found => found.violations)",
        RULES if size is SIZES[0] else RULES_OF_PHONE,
    )
    return [
        f"{fault['id']} {node['target']} {node['html'][:120]}"
        for fault in violations
        for node in fault["nodes"]
    ]


def _faults_of_width(page: Page) -> list[str]:
    too_wide = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    if too_wide <= 0:
        return []
    return [f"{too_wide} px too wide, such as {page.evaluate(FARTHEST)}"]


def _faults_of_large_text(page: Page) -> list[str]:
    """Return what is too wide where somebody lets letters be twice as large."""
    large = "document.documentElement.style.fontSize = "
    page.evaluate(f"{large} '212.5%'")
    faults = [f"{fault} with large text" for fault in _faults_of_width(page)]
    page.evaluate(f"{large} ''")
    return faults


def _trouble(line: ConsoleMessage) -> list[str]:
    is_trouble = line.type == "error" or "Content Security Policy" in line.text
    return [line.text] if is_trouble else []


def _content(page: str) -> str:
    """Return what sets a page apart: its language and content, but for numbers."""
    lang = page[page.index("<html") : page.index("<head>")]
    main = page[page.index("<main") : page.index("</main>")]
    token = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')
    return lang + re.sub(r"\d+", "", token.sub("", main))


def _answer(route: Route, answers: dict[str, dict[str, Any]]) -> None:
    """Answer from what was prepared, else with the static file of that address."""
    path = urlsplit(route.request.url).path
    if path not in answers and not path.startswith("/static/"):
        # What a page asks for again and again by itself is no matter of this test.
        route.fulfill(status=204)
        return
    if path not in answers:
        found = finders.find(path.removeprefix("/static/"))
        assert isinstance(found, str), f"{path} is asked for"
        kind = mimetypes.guess_type(found)[0] or "application/octet-stream"
        answers[path] = {
            "headers": {"Content-Type": kind},
            "body": Path(found).read_bytes(),
        }
    route.fulfill(status=200, **answers[path])


def _get(client: Client, path: str) -> Visit:
    return lambda: client.get(path, follow=True)


def _post(client: Client, path: str, posted: dict[str, Any]) -> Visit:
    def visit() -> HttpResponse:
        with taken_back():
            return client.post(path, posted, follow=True)

    return visit


def _shortened(questionnaire: Questionnaire) -> Questionnaire:
    kept = {f"P{number}.1" for number in range(1, 11)} | {"P1.2", "P2.2"}
    others = Question.objects.filter(questionnaire=questionnaire)
    others.exclude(code__in=kept).delete()
    return questionnaire
