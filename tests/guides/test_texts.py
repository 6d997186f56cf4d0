"""The guides: whole in every language, with pictures, and true to the screens."""

import re
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.utils import translation

from mcr2030.guides import texts
from tests.markup import LANGUAGES

pytestmark = pytest.mark.once

WRITTEN = [(name, language) for name in texts.GUIDES for language in ("sr", "en")]
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")
PICTURES = settings.BASE_DIR / "static" / "guide"
MOST_BYTES = 60_000


def pictures_of(name: str, language: str) -> list[tuple[str, Path]]:
    """Return what a text says of each of its pictures, and the file."""
    source = texts.source(name, language)
    return [
        (words, (source.parent / link).resolve())
        for words, link in PICTURE.findall(source.read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", texts.GUIDES)
def test_a_guide_has_its_sections_in_every_language(name, language, visitor):
    with translation.override(language):
        guide = texts.of(name)

    assert [section.address for section in guide.sections] == [*texts.GUIDES[name]]
    assert all(f'id="{address}"' in guide.body for address in texts.GUIDES[name])
    assert guide.title
    assert guide.introduction


@pytest.mark.parametrize("name", texts.GUIDES)
def test_latin_is_derived_from_cyrillic(name):
    with translation.override("sr-latn"):
        guide = texts.of(name)

    words = re.sub(r"<[^>]+>", "", guide.title + guide.introduction + guide.body)
    assert not re.search("[а-яА-Я]", words)
    assert [section.address for section in guide.sections] == [*texts.GUIDES[name]]


@pytest.mark.parametrize(("name", "language"), WRITTEN)
def test_languages_have_the_same_steps_notes_and_pictures(name, language):
    marks = re.compile(r"^(#+ |\d+\. |- |> |!\[)", re.MULTILINE)

    shape, serbian = (
        marks.findall(texts.source(name, one).read_text(encoding="utf-8"))
        for one in (language, "sr")
    )

    assert shape == serbian


@pytest.mark.parametrize(("name", "language"), WRITTEN)
def test_every_picture_exists_and_is_described(name, language):
    for words, file in pictures_of(name, language):
        assert len(words) > 20, file
        assert file.parent == PICTURES / language
        assert file.stat().st_size <= MOST_BYTES, file


def test_every_picture_is_used():
    used = {file for one in WRITTEN for _words, file in pictures_of(*one)}

    assert {*PICTURES.rglob("*.webp")} == used


def test_a_picture_says_that_its_data_are_invented():
    page = texts.of("lead").body

    assert page.count("<img ") == page.count("The data in the picture are invented.")
    assert page.count("<img ") > 0


@pytest.mark.parametrize(("name", "language"), WRITTEN)
def test_bold_words_stand_on_a_screen(name, language):
    catalogue = polib.pofile(
        str(settings.BASE_DIR / "locale/sr/LC_MESSAGES/django.po"), encoding="utf-8"
    )
    known = {
        text
        for entry in catalogue
        for text in (
            (entry.msgid, entry.msgid_plural)
            if language == "en"
            else (entry.msgstr, *entry.msgstr_plural.values())
        )
    }

    bold = re.findall(r"\*\*(.+?)\*\*", texts.source(name, language).read_text())

    assert {*bold} - known == set()


@pytest.mark.parametrize("name", texts.GUIDES)
def test_guides_lead_to_guides_and_to_documents_that_exist(name):
    for link in re.findall(
        r"[^!]\[[^\]]+\]\(([^)]+)\)", texts.source(name, "sr").read_text()
    ):
        assert link.removesuffix(".md") in texts.GUIDES
    for document in re.findall(
        r"`(docs/[^`]+\.md)`", texts.source(name, "sr").read_text()
    ):
        assert (settings.BASE_DIR / document).is_file()


def test_html_in_a_text_is_not_passed_on(monkeypatch, tmp_path):
    written = "# Title\n\nWords.\n\n" + "".join(
        f"## {address}\n\n<script>x</script>\n\n" for address in texts.GUIDES["reader"]
    )
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "reader.md").write_text(written)
    monkeypatch.setattr(texts, "FOLDER", tmp_path)

    guide = texts.drawn.__wrapped__("reader", "en")

    assert "<script>" not in guide.body


@pytest.mark.django_db
def test_everybody_reads_a_guide_and_finds_its_sections(visitor):
    page = visitor.get("/guide/lead/").content.decode()

    assert '<a href="#submitting">' in page
    assert '<h2 id="submitting"' in page
    assert 'href="/guide/workshop/"' in page
