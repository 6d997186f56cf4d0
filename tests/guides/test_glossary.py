"""The terms: found in any script, ordered as the reader orders, with their doubts."""

import pytest
from django.utils import translation

from mcr2030.guides import glossary

pytestmark = pytest.mark.once
TERMS = "/guide/terms/"


def test_all_terms_are_there_in_both_languages():
    terms = glossary.terms()

    assert len(terms) == 501
    assert all(term.english and term.cyrillic for term in terms)
    assert {term.subject for term in terms} == {*glossary.SUBJECTS}
    assert all(
        bool(term.remark_in_english) == bool(term.remark_in_serbian) for term in terms
    )


@pytest.mark.parametrize(
    "words", ["отпорност", "otpornost", "RESILIENCE", " Otpornost "]
)
def test_a_term_is_found_in_any_script_and_language(words):
    found = [term.english for term in glossary.found(words, "")]

    assert "disaster resilience" in found


def test_a_search_without_marks_finds_letters_with_marks():
    assert "mandate" not in [term.english for term in glossary.found("nacrt", "")]
    assert glossary.found("nezeljeni", "")


def test_a_subject_narrows():
    found = glossary.found("", "hazard")

    assert {term.subject for term in found} == {"hazard"}
    assert len(found) < len(glossary.terms())


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [("sr", "В", "Г"), ("sr-latn", "C", "Č")],
)
def test_terms_follow_the_alphabet_of_the_page(language, first, second):
    with translation.override(language):
        letters = [term.serbian[0].upper() for term in glossary.found("", "")]

    assert letters.index(first) < letters.index(second)
    assert first not in letters[letters.index(second) :]


@pytest.mark.django_db
def test_a_working_translation_says_so(client_of):
    for language, words in (
        ("en", "working translation"),
        ("sr", "радни превод"),
        ("sr-latn", "radni prevod"),
    ):
        page = client_of(None, language).get(TERMS, {"term": "stage A"})
        assert words in page.content.decode()


@pytest.mark.django_db
def test_terms_are_paged_and_searched_without_a_query_of_the_database_more(visitor):
    first = visitor.get(TERMS)
    second = visitor.get(TERMS, {"page": 2, "about": "drr"})

    assert len(first.context["page"]) == 50
    assert second.context["page"].paginator.count == 132
    assert "about=drr" in second.content.decode()


@pytest.mark.django_db
def test_nonsense_narrows_nothing_and_a_strange_word_says_what_to_do(visitor):
    strange = visitor.get(TERMS, {"term": "qqq"}).content.decode()
    nonsense = visitor.get(TERMS, {"about": "nothing", "page": "x"})

    assert "No term fits." in strange
    assert nonsense.context["page"].paginator.count == 501
