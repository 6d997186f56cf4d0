"""What people read is Serbian in the script they chose, wherever links lead them."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib
import polib
import pytest
from django.conf import settings
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import resolve
from django.utils import formats, translation

from cities.models import City, Membership, User
from mcr2030 import demo
from tests import make

# Everybody of the demonstration, and somebody who has not signed in.
PERSONS = (
    "",
    "lead@demo.example",
    "contributor@demo.example",
    "observer@demo.example",
    "peer@demo.example",
    "focal.point@demo.example",
)
# Pages that no link leads to.
STARTS = (
    "/",
    "/no/such/page/",
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/accounts/password/change/",
    "/accounts/2fa/totp/activate/",
    "/welcome/no-such-secret/",
)
# Those of the second factor, before and after an app is set up.
WITHOUT = ("totp/activate", "webauthn", "webauthn/add")
WITH_ONE = ("totp/deactivate", "recovery-codes/generate", "webauthn")
PAGES_OF_ONE_ADDRESS = 2
# Shown as typed, so that people compare what they wrote, letter by letter.
AS_TYPED = ("scorecard:history",)
SHOWN_ATTRIBUTES = ("alt", "aria-label", "placeholder", "title")
NO_LANGUAGE = ("script", "style", "code", "kbd")

TOKEN = re.compile(r"[^\W_]+")
LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
CYRILLIC = re.compile(r"[\u0400-\u04ff]")
ADDRESS = re.compile(
    r"https?://\S+|\bwww\.\S+|\b[\w.+-]+@[\w.-]+|\bmcr2030\.undrr\.org\S*"
)
CODE = re.compile(r"[A-Z]\d+|\d+[a-z]+|[A-Z0-9]{16,}|[0-9a-f]{64}")
NAMES = {"MCR2030", "UNDRR", "PDF", "JSON", "JPEG", "PNG", "QR", "JavaScript"}
NAMES |= {
    "Word",
    "Excel",
    "PowerPoint",
    "OpenDocument",
    "USD",
    "EUR",
    "MB",
    "km",
    "km²",
}
NAMES |= {"LibreOffice", "XLSX", "CSV", "xlsx", "xlsm", "xls", "SHA"}
NAMES |= {
    "null",
    "ZIP",
    "KB",
    "MEDIAN",
    "QUARTILE",
    "INC",
    "RFC",
    "UTF",
    "ETag",
    "CC",
    "BY",
}
NAMES |= {"RSD", "US", "Resilience", "Hub"}
# Quarters of a year in Roman figures, and keys as they stand on a keyboard.
NAMES |= {"I", "II", "III", "IV", "Ctrl", "Enter", "j", "k", "r"}
# What an administrator types.
NAMES |= {"manage", "py", "work"}
# Keys of the tables that are handed out; the notes on columns name them.
KEYS = {
    "answer",
    "null",
    "essential",
    "total",
    "points",
    "out",
    "of",
    "official",
}
PLAN_KEYS = {"cost", "funding", "share", "idea", "applied", "secured", "spent"}
# The stages of the roadmap and a kind of account, as UNDRR's pages name them.
NAMES |= {"A", "B", "C", "Local", "Government"}
# Letters that a person who types Latin is asked about; what files say and end with.
NAMES |= {*"čćšžđ", "dj", "dž", "lj", "nj", "true", "txt"}
# Keys, an operating system, a way to keep passwords.
NAMES |= {"Tab", "Enter", "Page", "Up", "Down", "Debian", "Argon2"}
# Each names itself in its own language and script.
LANGUAGES = tuple(name for _code, name in settings.LANGUAGES)

pytestmark = pytest.mark.sweep


@pytest.fixture
def demonstration(db: None) -> None:
    call_command("load_register", verbosity=0)
    call_command("load_questionnaires", verbosity=0)
    demo.load(demo.FOLDER)


def test_cyrillic_pages_have_no_latin_word_but_names_and_codes(
    demonstration: None,
) -> None:
    faults = {
        f"{address}: {word}"
        for address, text, is_typed in read_by_everybody("sr")
        if not is_typed
        for word in foreign_words(text)
    }
    assert sorted(faults) == []


def test_latin_pages_have_no_cyrillic_letter(demonstration: None) -> None:
    faults = {
        f"{address}: {text}"
        for address, text, is_typed in read_by_everybody("sr-latn")
        if CYRILLIC.search(text)
        and not (is_typed and resolve(address).view_name in AS_TYPED)
    }
    assert sorted(faults) == []


@pytest.mark.parametrize("language", ["sr", "sr-latn"])
def test_pages_of_the_second_factor_are_in_the_script_of_their_reader(
    language: str, lead: User, client: Client
) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    client.force_login(lead)
    client.post("/accounts/reauthenticate/", {"password": make.PASSWORD})

    without = [read(client, f"/accounts/2fa/{page}/", language) for page in WITHOUT]
    make.make_second_factor(lead)
    with_one = [read(client, f"/accounts/2fa/{page}/", language) for page in WITH_ONE]

    assert without == [[] for _page in WITHOUT]
    assert with_one == [[] for _page in WITH_ONE]


@pytest.mark.parametrize("language", ["sr", "sr-latn"])
def test_letters_are_in_the_script_of_their_reader(
    language: str,
    city: City,
    lead: User,
    client: Client,
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[Any]],
) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    client.post("/accounts/password/reset/", {"email": lead.email})
    client.post("/accounts/password/reset/", {"email": "niko@example.rs"})
    client.force_login(lead)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(
            f"/cities/{city.code}/people/invite/",
            {"email": "nova@example.rs", "role": Membership.Role.OBSERVER},
        )
    letters = [f"{letter.subject}\n{letter.body}" for letter in mail.outbox]

    assert len(letters) == 3
    for letter in letters:
        if language == "sr":
            assert set(foreign_words(letter)) <= {"testserver", "example", "com"}
        else:
            assert CYRILLIC.findall(letter) == []


def test_cyrillic_catalogue_has_no_latin_word_but_names_and_codes() -> None:
    faults = {
        f"{word} in: {entry.msgid}"
        for entry in catalogue("sr")
        for text in texts_of(entry)
        for word in foreign_words(re.sub(r"%\(\w+\)[sd]|<[^>]+>|%[%sd]", " ", text))
        if ("scorecard/exports.py", "") not in entry.occurrences or word not in KEYS
        if ("roadmap/exports.py", "") not in entry.occurrences or word not in PLAN_KEYS
    }
    assert sorted(faults) == []


def test_translations_end_and_quote_as_they_should() -> None:
    faults = [
        entry.msgid
        for entry in catalogue("sr")
        for text in texts_of(entry)
        if (entry.msgid[-1] == ":") != (text[-1] == ":")
        or (text != text.strip()) != (entry.msgid != entry.msgid.strip())
        or "  " in text
        or '"' in re.sub(r"<[^>]+>", "", text)
    ]
    assert faults == []


@pytest.mark.parametrize("language", ["sr", "sr-latn"])
def test_dates_and_numbers_are_written_as_in_serbia(language: str) -> None:
    with translation.override(language):
        assert formats.get_format("SHORT_DATE_FORMAT") == "d.m.Y."
        assert formats.number_format(1234.56, 2, force_grouping=True) == "1.234,56"


def read(client: Client, address: str, language: str) -> list[str]:
    """Return what is not in the script on one page, which must open."""
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    response = client.get(address)
    assert response.status_code == 200, address
    page = html5lib.parse(response.content, namespaceHTMLElements=False)
    wrong = foreign_words if language == "sr" else CYRILLIC.findall
    return [
        found
        for text, is_typed in visible(page)
        if not is_typed
        for found in wrong(text)
    ]


def read_by_everybody(language: str) -> Iterator[tuple[str, str, bool]]:
    """Yield address, text and whether it is typed, of all that the cast can open."""
    for email in PERSONS:
        client = Client()
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        if email:
            client.force_login(User.objects.get(email=email))
        for address, page in pages(client):
            for text, is_typed in visible(page):
                yield address, text, is_typed


def pages(client: Client) -> Iterator[tuple[str, Element]]:
    """Yield what links lead to, a few pages of each address."""
    waiting, seen = list(STARTS), set(STARTS)
    visits: Counter[str] = Counter()
    while waiting:
        address = waiting.pop(0)
        response = client.get(address)
        found = [response.headers["Location"]] if response.status_code == 302 else []
        if response.headers["Content-Type"].startswith("text/html") and not found:
            page = html5lib.parse(response.content, namespaceHTMLElements=False)
            yield urlsplit(address).path, page
            found = [link.get("href") or "" for link in page.iter("a")]
        for link in found:
            target = urljoin(address, link).partition("#")[0]
            if target in seen or not target.startswith("/") or "paper=" in target:
                continue
            view = resolve(urlsplit(target).path).view_name
            # The office is Django's own; its pages say their language as Django does.
            if view.startswith("admin:"):
                continue
            if visits[view] < PAGES_OF_ONE_ADDRESS and not target.endswith(".pdf"):
                seen.add(target)
                visits[view] += 1
                waiting.append(target)


def visible(page: Element) -> Iterator[tuple[str, bool]]:
    """Yield what is read or heard, and whether somebody typed it.

    Parts marked as another language are left out.
    """
    assert page.get("lang") in ("sr-Cyrl", "sr-Latn")
    for text, is_typed in _walk(page, page.get("lang", ""), is_typed=False):
        if text.strip() and text not in LANGUAGES:
            yield " ".join(text.split()), is_typed


def _walk(
    node: Element, language: str, *, is_typed: bool
) -> Iterator[tuple[str, bool]]:
    # What is typed at a prompt, and what stands on a key, is in no language.
    is_code = not isinstance(node.tag, str) or node.tag in NO_LANGUAGE
    if is_code or node.get("lang", language) != language:
        return
    is_typed = is_typed or "typed" in node.get("class", "").split()
    for name in SHOWN_ATTRIBUTES:
        yield node.get(name, ""), is_typed
    # Fields and lists to choose from hold what was typed, as it was typed.
    if node.tag not in ("textarea", "option"):
        yield node.text or "", is_typed
    for child in node:
        yield from _walk(child, language, is_typed=is_typed)
        yield child.tail or "", is_typed


def foreign_words(text: str) -> list[str]:
    """Return the words with a Latin letter that are neither names nor codes."""
    words = TOKEN.findall(ADDRESS.sub(" ", text))
    return [
        word
        for word in words
        if LATIN.search(word) and word not in NAMES and not CODE.fullmatch(word)
    ]


def catalogue(locale: str) -> polib.POFile:
    folder = Path(settings.LOCALE_PATHS[0])
    return polib.pofile(str(folder / locale / "LC_MESSAGES" / "django.po"))


def texts_of(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) or [entry.msgstr]
