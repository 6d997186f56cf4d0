"""Serbian typed in Latin becomes Cyrillic, and what nobody can know is listed."""

import re
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cities import serbian
from cities.cyrillic import (
    NOTHING,
    doubts,
    key_of,
    pieces,
    spelled,
    to_cyrillic,
)
from cities.cyrillic_words import Why

pytestmark = pytest.mark.once
HERE = Path(__file__).parent
SHIPPED = HERE.parent.parent / "fixtures"

# Typed, how it stands unless somebody chooses, the reason, and a reading offered.
DOUBTFUL = [
    ("šumski sumskog", "шумски шумског", Why.MARKS, "сумског"),
    ("sumski pozar", "шумски пожар", Why.MARKS, "сумски"),
    ("Cacak", "Чачак", Why.MARKS, "Цацак"),
    ("opstina", "општина", Why.MARKS, "опстина"),
    ("gradani", "грађани", Why.MARKS, "градани"),
    ("turisticki", "туристички", Why.MARKS, "туристицки"),
    ("Stamenkovic", "Стаменковић", Why.MARKS, "Стаменковиц"),
    ("Benjamin", "Бенјамин", Why.MORPHEMES, "Бењамин"),
    ("Madjarev", "Мађарев", Why.DJ, "Мадјарев"),
    ("Viberom", "Viberom", Why.FOREIGN, "Вибером"),
    ("GeoSrbija", "GeoSrbija", Why.FOREIGN, "ГеоСрбија"),
    ("Hoffmann", "Hoffmann", Why.FOREIGN, "Хоффманн"),
    ("Koch", "Koch", Why.FOREIGN, "Коцх"),
    ("Robert Koch", "Robert Koch", Why.FOREIGN, "Роберт"),
    ("projekat ABC", "пројекат ABC", Why.ACRONYM, "АБЦ"),
    ("klasa B", "класа B", Why.ACRONYM, "Б"),
    ("firma „Hidrotim“", "фирма „Hidrotim“", Why.QUOTED, "„Хидротим“"),
    ("reč „hepening“", "реч „hepening“", Why.QUOTED, "„хепенинг“"),
    ("Чачаk", "Чачак", Why.MIXED, "Чачак"),
]


def pairs():
    lines = (HERE / "traps.txt").read_text(encoding="utf-8").splitlines()
    lines = [line for line in lines if line and not line.startswith("# ")]
    phrases = [line.split(" => ") for line in lines if " => " in line]
    rows = [row for line in lines if " => " not in line for row in line.split(" | ")]
    return [tuple(one) for one in [*(row.split() for row in rows), *phrases]]


def shipped_texts():
    """All Serbian that is shipped with a questionnaire or as demo data."""
    found = []
    for path in sorted(SHIPPED.rglob("*.toml")):
        if path.parent.name != "words":
            found += _strings(tomllib.loads(path.read_text(encoding="utf-8")))
    return [text for text in found if re.search("[а-ш]", text)]


def _strings(value):
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value
    return (
        [one for part in parts for one in _strings(part)]
        if isinstance(value, dict | list)
        else []
    )


@pytest.mark.parametrize(("latin", "cyrillic"), pairs())
def test_what_is_certain_is_converted_and_not_asked(latin, cyrillic):
    assert (to_cyrillic(latin), doubts(latin)) == (cyrillic, [])


def test_decomposed_letters_are_read_as_one():
    assert to_cyrillic("C\u030cac\u030cak") == "Чачак"


def test_the_table_has_traps_enough():
    assert len({latin for latin, _cyrillic in pairs()}) >= 120


@pytest.mark.parametrize(("typed", "shown", "why", "reading"), DOUBTFUL)
def test_what_nobody_can_know_is_listed_with_its_readings(typed, shown, why, reading):
    found = doubts(typed)

    assert to_cyrillic(typed) == shown
    assert why in {one.why for one in found}
    assert reading in {reading for one in found for reading in one.readings}


def test_places_are_those_of_the_text():
    text = "Vidi: gradani i „Hidrotim“ na https://ub.rs."

    assert all(text[one.at :].startswith(one.typed) for one in pieces(text))


def test_shipped_texts_come_back_from_latin():
    """But for РСД, which the product writes in Cyrillic, and single letters."""
    wrong = set()
    for text in shipped_texts():
        words = re.findall(r"[^\W\d_]+", text)
        for word, back in zip(
            words,
            re.findall(r"[^\W\d_]+", to_cyrillic(serbian.to_latin(text))),
            strict=True,
        ):
            if word != back:
                wrong.add(word)

    assert wrong <= {"РСД", "В"}
    assert len(shipped_texts()) > 500


def test_shipped_texts_leave_nothing_to_ask_but_what_is_latin_there():
    """Where a new text is asked about: `manage.py word_list`."""
    asked = {
        one.typed
        for text in shipped_texts()
        for one in doubts(serbian.to_latin(text))
        if one.typed not in text
    }

    assert asked == set()


def test_no_word_of_serbian_is_in_the_lists_of_foreign_words():
    lists = tomllib.loads((SHIPPED / "words" / "latin.toml").read_text("utf-8"))
    words = (SHIPPED / "words" / "serbian.txt").read_text("utf-8").split()
    foreign = {word.lower() for word in lists["foreign"].split()}

    assert foreign & {serbian.to_latin(word) for word in words} == set()


AZBUKA = "абвгдђежзијклљмнњопрстћуфхцчџш"
CLASHES = re.compile("лј|нј|дж|дј")
azbuka_words = st.text(AZBUKA, min_size=3, max_size=12).filter(
    lambda word: not CLASHES.search(word)
)
typed_texts = st.lists(
    st.one_of(
        st.sampled_from([latin for latin, _cyrillic in pairs()]),
        st.sampled_from([typed for typed, *_rest in DOUBTFUL]),
        st.sampled_from(
            [
                "„",
                "“",
                '"',
                "'",
                ".",
                ",",
                "\n",
                "(",
                ")",
                "-",
                "/",
                "5",
                "XII",
                "ABC",
                "A",
                "to",
            ]
        ),
        st.text("ačdjžnqAČDJŽN аџ", max_size=8),
        st.text(max_size=6),
    ),
    max_size=12,
).flatmap(lambda parts: st.sampled_from([" ", ""]).map(lambda gap: gap.join(parts)))


@given(azbuka_words)
def test_a_word_comes_back_from_latin_or_is_doubtful(word):
    """Or is one of the parted, such as инјекција, or looks like English."""
    found = pieces(serbian.to_latin(word))

    assert all(one.is_doubtful or one.shown == one.typed for one in found) or (
        "".join(one.shown for one in found) in {word, *_parted_readings(word)}
    )


def _parted_readings(word):
    return {
        word.replace("ињ", "инј").replace("оњ", "онј"),
        word.replace("ањ", "анј"),
        word.replace("аџ", "адж").replace("оџ", "одж").replace("еџ", "едж"),
    }


@given(typed_texts)
def test_converting_twice_changes_nothing(text):
    once = to_cyrillic(text)

    assert to_cyrillic(once) == once


@given(typed_texts)
def test_the_pieces_are_in_order_and_make_up_the_text(text):
    found = pieces(text)

    assert all(one.at + len(one.typed) <= two.at for one, two in pairwise(found))


def test_a_chosen_form_stands_for_its_word_wherever_it_is():
    words = {"viberom": "Viber-ом", "sumski": "шумски", '"hidrotim"': "„Хидротим“"}
    text = "Viberom i „Hidrotim“: Sumski, SUMSKI, sumskih"

    assert to_cyrillic(text, words) == "Viber-ом и „Хидротим“: Шумски, ШУМСКИ, шумских"


def test_a_word_left_in_latin_stays_as_it_was_typed():
    assert (
        to_cyrillic("Nalog, NALOG, nalog", {"nalog": "nalog"}) == "Nalog, NALOG, nalog"
    )


def test_a_choice_does_not_touch_addresses():
    assert to_cyrillic("www.plan.rs plan", {"plan": "платно"}) == "www.plan.rs платно"


def test_choices_hold_inside_and_end():
    with spelled({"plan": "plan"}):
        assert to_cyrillic("plan") == "plan"
    assert to_cyrillic("plan") == "план"
    assert to_cyrillic("plan", NOTHING) == "план"


def test_all_quotes_are_one_for_a_choice():
    assert key_of("„Elan“") == key_of('"ELAN"') == key_of("'elan'")


@pytest.mark.parametrize(
    "text", ["", "   ", "\u0000", "1" * 5000, "a" * 5000, "(" * 500, "„" * 300 + "a"]
)
def test_nonsense_is_no_trouble(text):
    assert isinstance(to_cyrillic(text), str)


def comments():
    found = tomllib.loads((HERE / "comments.toml").read_text(encoding="utf-8"))
    return found["comment"]


@pytest.mark.parametrize("comment", comments(), ids=lambda one: one["latin"][:20])
def test_comments_of_a_city_are_set_as_by_hand(comment):
    assert to_cyrillic(comment["latin"]) == comment["cyrillic"]
    assert [one.typed for one in doubts(comment["latin"])] == comment["doubtful"]


def test_the_comments_are_about_a_thousand_words():
    assert sum(len(one["latin"].split()) for one in comments()) >= 950
