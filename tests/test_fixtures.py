"""The shipped Essentials and questionnaires are whole, in three languages."""

import re
from collections import Counter
from collections.abc import Callable

import pytest
from django.db import models
from modeltranslation.translator import translator

from cities.models import BasinGroup, City, District, Hazard, Partner
from cities.serbian import to_latin
from roadmap.models import HubCriterion, StageCriterion
from scorecard.models import (
    Condition,
    Essential,
    Level,
    Question,
    Questionnaire,
    Section,
)

# How many indicators each instrument has in each Essential; three of the detailed
# level's official 117 are not known.
INDICATORS = {
    "preliminary": {1: 3, 2: 5, 3: 4, 4: 4, 5: 3, 6: 6, 7: 4, 8: 9, 9: 7, 10: 2},
    "detailed": {1: 8, 2: 7, 3: 10, 4: 9, 5: 6, 6: 12, 7: 9, 8: 34, 9: 15, 10: 4},
    "public_health": {1: 1, 2: 3, 3: 1, 4: 1, 5: 1, 6: 4, 7: 3, 8: 3, 9: 4, 10: 2},
}
TOTALS = {"preliminary": 47, "detailed": 114, "public_health": 23}
HIGHEST = {"preliminary": 3, "detailed": 5, "public_health": 5}
CODES = {
    "preliminary": """
        P1.1 P1.2 P1.3  P2.1 P2.2 P2.3 P2.4 P2.5  P3.1 P3.2 P3.3 P3.4
        P4.1 P4.2 P4.3 P4.4  P5.1 P5.2 P5.3  P6.1 P6.2 P6.3 P6.4 P6.5 P6.6
        P7.1 P7.2 P7.3 P7.4  P8.1 P8.2 P8.3 P8.4 P8.5 P8.6 P8.7 P8.8 P8.9
        P9.1 P9.2 P9.3 P9.4 P9.5 P9.6 P9.7  P10.1 P10.2
    """,
    "detailed": """
        1.1.1 1.1.2 1.1.3  1.2.1 1.2.2 1.2.3 1.2.4  1.3.1
        2.1.1  2.2.1  2.3.1 2.3.2  2.4.1  2.5.1 2.5.2
        3.1.1  3.2.1 3.2.2 3.2.3 3.2.4  3.3.1 3.3.2  3.4.1 3.4.2 3.4.3
        4.1.1 4.1.2 4.1.3  4.2.1  4.3.1 4.3.2 4.3.3  4.4.1 4.4.2
        5.1.1 5.1.2  5.2.1 5.2.2  5.3.1 5.3.2
        6.1.1 6.1.2 6.1.3 6.1.4  6.2.1  6.3.1 6.3.2  6.4.1 6.4.1.1 6.4.2  6.5.1  6.6.1
        7.1.1 7.1.2  7.2.1 7.2.2  7.3.1 7.3.2  7.4.1 7.4.2 7.4.3
        8.1.1  8.2.1 8.2.2  8.3.1 8.3.2 8.3.3
        8.4.1 8.4.2 8.4.3 8.4.4 8.4.5 8.4.6 8.4.7
        8.5.1 8.5.2 8.5.3 8.5.4 8.5.5 8.5.6 8.5.7
        8.6.1 8.6.2 8.6.3  8.7.1 8.7.2 8.7.3  8.8.1 8.8.2 8.8.3
        8.9.1 8.9.2  8.10.1  8.11.1 8.11.2
        9.1.1 9.1.2  9.2.1  9.3.1 9.3.2  9.4.1
        9.5.1 9.5.2 9.5.3 9.5.4  9.6.1 9.6.2 9.6.3  9.7.1 9.7.2
        10.1.1 10.1.2 10.1.3  10.2.1
    """,
    "public_health": """
        A1.1  A2.1 A2.2 A2.3  A3.1  A4.1  A5.1  A6.1 A6.2 A6.2.1 A6.2.2
        A7.1 A7.1.2 A7.2  A8.1 A8.2 A8.3  A9.1 A9.2 A9.3 A9.4  A10.1 A10.2
    """,
}
# What the sources say of the wording: everything else in the detailed level is from
# memory, and everything else in the addendum was seen.
SEEN_DETAILED = "6.4.1 6.4.1.1"
PARTLY_DETAILED = """
    6.3.1 6.4.2 7.1.1 7.1.2 7.2.1 7.2.2 8.2.1 8.3.1 8.3.2 8.3.3 8.4.1 8.4.2 8.4.3
    8.4.5 8.4.6 8.4.7 8.5.1 8.8.1 8.9.1 8.10.1 8.11.1 9.5.1 9.5.3
"""
PARTLY_PUBLIC_HEALTH = "A6.2 A6.2.1 A6.2.2 A7.1.2 A7.2"
# The official preliminary level has one and the same scale for these four.
ONE_SCALE = {"P8.3", "P8.4", "P8.5", "P8.6"}
CONDITIONS = {
    "piped_gas": "8.4.4 8.4.5 8.4.6 8.4.7",
    "rail": "8.5.3",
    "airport": "8.5.4",
    "port": "8.5.5",
    "public_transport": "8.5.6",
    "prison": "8.9.2",
}
WORDINGS = [
    Essential,
    Questionnaire,
    Section,
    Condition,
    Question,
    Level,
    StageCriterion,
]
TRANSLATED = [City, District, BasinGroup, Hazard, Partner, HubCriterion, *WORDINGS]
LANGUAGES = ("sr", "sr_latn", "en")
MAY_BE_EMPTY = ("hint", "draft_note")
# What may stand in Latin letters: the publisher, its address, codes of indicators.
FOREIGN = {
    "source_note": re.compile(r"\(UNDRR\)|https://\S+"),
    "hint": re.compile(r"\b[PA]\d+(?:\.\d+)+\b"),
}
LATIN = re.compile("[A-Za-zČĆŽŠĐčćžšđ]")
CYRILLIC = re.compile("[Ѐ-ӿ]")


pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("shipped"),
    pytest.mark.once,
]
each_instrument = pytest.mark.parametrize("instrument", list(CODES))
each_language = pytest.mark.parametrize("language", LANGUAGES)
each_wording = pytest.mark.parametrize(
    "model", WORDINGS, ids=lambda model: model.__name__
)


def test_ten_essentials_in_three_groups() -> None:
    essentials = Essential.objects.all()

    assert [one.number for one in essentials] == list(range(1, 11))
    assert [one.group for one in essentials] == (
        ["governance"] * 3 + ["planning"] * 5 + ["response"] * 2
    )


@each_instrument
def test_instrument_has_its_indicators_in_each_essential(instrument: str) -> None:
    questions = _questions(instrument)

    assert len(questions) == TOTALS[instrument]
    assert Counter(one.essential.number for one in questions) == INDICATORS[instrument]
    assert all(_numbers(one.code)[0] == one.essential.number for one in questions)


@each_instrument
def test_codes_are_those_of_the_instrument_in_natural_order(instrument: str) -> None:
    codes = [one.code for one in _questions(instrument)]

    assert codes == CODES[instrument].split()
    assert codes == sorted(codes, key=_numbers)


@each_instrument
def test_each_indicator_has_every_level(instrument: str) -> None:
    edition = _edition(instrument)
    scores = {
        tuple(sorted(level.score for level in one.levels.all()))
        for one in _questions(instrument)
    }

    assert edition.scale_maximum == HIGHEST[instrument]
    assert scores == {tuple(range(HIGHEST[instrument] + 1))}


@pytest.mark.parametrize("instrument", ["detailed", "public_health"])
def test_sections_hold_the_indicators_whose_codes_begin_alike(instrument: str) -> None:
    sections = [one.code for one in _edition(instrument).sections.all()]
    questions = _questions(instrument)
    used = [one.section.code if one.section else "" for one in questions]

    assert all(
        one.code.startswith(f"{section}.")
        for one, section in zip(questions, used, strict=True)
    )
    assert sections == list(dict.fromkeys(used))
    assert sections == sorted(sections, key=_numbers)


def test_preliminary_level_has_neither_sections_nor_conditions() -> None:
    edition = _edition("preliminary")

    assert not edition.sections.exists()
    assert not edition.conditions.exists()


def test_subjects_are_preliminary_indicators_under_the_same_title() -> None:
    titles = {one.code: one.title for one in _questions("preliminary")}
    subjects = {
        one.subject: one.title
        for one in _edition("detailed").sections.all()
        if one.subject
    }
    beside = _edition("public_health").sections.exclude(subject="")

    assert subjects == titles
    assert {one.subject for one in beside} <= set(titles)


def test_conditions_are_asked_for_what_not_every_city_has() -> None:
    found = {
        condition.code: " ".join(one.code for one in condition.questions.all())
        for condition in _edition("detailed").conditions.all()
    }

    assert found == CONDITIONS
    assert not _edition("public_health").conditions.exists()


def test_each_wording_says_how_sure_it_is() -> None:
    detailed = {one.code: one.certainty for one in _questions("detailed")}
    health = {one.code: one.certainty for one in _questions("public_health")}

    assert Counter(detailed.values()) == {"seen": 2, "partly": 23, "memory": 89}
    assert _marked(detailed, "seen") == SEEN_DETAILED.split()
    assert _marked(detailed, "partly") == PARTLY_DETAILED.split()
    assert Counter(health.values()) == {"seen": 18, "partly": 5}
    assert _marked(health, "partly") == PARTLY_PUBLIC_HEALTH.split()
    assert {one.certainty for one in _questions("preliminary")} == {""}


def test_only_the_detailed_level_is_a_draft() -> None:
    notes = {code: _edition(code).draft_note_en for code in CODES}

    assert notes == {
        "preliminary": "",
        "detailed": (
            "Draft wording, 114 of 117 indicators, not comparable with official totals"
        ),
        "public_health": "",
    }


@each_wording
def test_every_wording_is_there_in_three_languages(model: type[models.Model]) -> None:
    missing = [
        f"{row}: {field}_{language}"
        for row in model.objects.all()
        for field in _texts(model)
        for language in LANGUAGES
        if not getattr(row, f"{field}_{language}").strip()
        and not _may_be_empty(row, field)
    ]

    assert missing == []


@each_language
@each_instrument
def test_no_two_indicators_say_the_same(instrument: str, language: str) -> None:
    questions = _questions(instrument)
    with_own_scale = [one for one in questions if one.code not in ONE_SCALE]

    assert _alike(questions, lambda one: getattr(one, f"asks_{language}")) == []
    assert _alike(questions, lambda one: getattr(one, f"title_{language}")) == []
    assert _alike(with_own_scale, lambda one: _level_texts(one, language)) == []


@each_language
@each_instrument
def test_no_level_is_repeated_within_an_indicator(
    instrument: str, language: str
) -> None:
    repeated = [
        one.code
        for one in _questions(instrument)
        if len(_level_texts(one, language)) <= HIGHEST[instrument]
    ]

    assert repeated == []


@pytest.mark.parametrize("model", TRANSLATED, ids=lambda model: model.__name__)
def test_latin_is_what_the_cyrillic_says(model: type[models.Model]) -> None:
    rows = list(model.objects.all())

    stale = [
        (row.pk, field)
        for row in rows
        for field in _texts(model)
        if getattr(row, f"{field}_sr_latn") != to_latin(getattr(row, f"{field}_sr"))
    ]

    assert rows
    assert stale == []


@each_wording
def test_serbian_is_written_in_cyrillic_and_english_in_latin(
    model: type[models.Model],
) -> None:
    strange = [
        f"{row}: {field}"
        for row in model.objects.all()
        for field in _texts(model)
        if CYRILLIC.search(getattr(row, f"{field}_en"))
        or LATIN.search(_own_words(field, getattr(row, f"{field}_sr")))
    ]

    assert strange == []


def test_every_translated_model_is_looked_at() -> None:
    assert set(TRANSLATED) == set(translator.get_registered_models())


def _edition(instrument: str) -> Questionnaire:
    return Questionnaire.objects.in_use().get(code=instrument)


def _questions(instrument: str) -> list[Question]:
    """Return an instrument's indicators in their order, with all that they need."""
    return list(
        Question.objects.filter(questionnaire=_edition(instrument))
        .select_related("essential", "section")
        .prefetch_related("levels")
    )


def _numbers(code: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", code))


def _marked(certainties: dict[str, str], certainty: str) -> list[str]:
    return [code for code, found in certainties.items() if found == certainty]


def _level_texts(question: Question, language: str) -> frozenset[str]:
    return frozenset(getattr(one, f"text_{language}") for one in question.levels.all())


def _alike(
    questions: list[Question], texts_of: Callable[[Question], object]
) -> list[str]:
    """Return the codes of indicators whose texts another one has too."""
    found = Counter(texts_of(one) for one in questions)
    return [one.code for one in questions if found[texts_of(one)] > 1]


def _own_words(field: str, text: str) -> str:
    return FOREIGN[field].sub("", text) if field in FOREIGN else text


def _texts(model: type[models.Model]) -> list[str]:
    return list(translator.get_options_for_model(model).all_fields)


def _may_be_empty(row: models.Model, field: str) -> bool:
    """Return whether a text may be missing, and is so in every language."""
    texts = [getattr(row, f"{field}_{language}") for language in LANGUAGES]
    return field in MAY_BE_EMPTY and not any(texts)
