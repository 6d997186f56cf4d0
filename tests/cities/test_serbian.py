"""Two scripts, one alphabet order each, and a search that needs neither."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cities import serbian

AZBUKA = "абвгдђежзијклљмнњопрстћуфхцчџш"
# Latin letters that meet by chance read as one: инјекција, конјунктура, наджњевати.
# Two letters that Latin writes as a digraph, and the stems where a digraph is two.
CLASHES = re.compile(
    "лј|нј|дж|(и|ко)њ(ек|унк|уг)|тањуг|вањези|(на|о|по)џ(иве|ал|ет|њ|анр|уп)"
)

words = st.text(AZBUKA, min_size=1, max_size=12).filter(
    lambda word: not CLASHES.search(word)
)


@pytest.mark.parametrize(
    ("cyrillic", "latin"),
    [
        ("Чачак", "Čačak"),
        ("Љубовија", "Ljubovija"),
        ("ЉУБОВИЈА", "LJUBOVIJA"),
        ("Његош", "Njegoš"),
        ("ЊЕГОШ", "NJEGOŠ"),
        ("КРАЉ", "KRALJ"),
        ("Краљ Џ", "Kralj Dž"),
        ("ЏЕП", "DŽEP"),
        ("Џ. Перић", "Dž. Perić"),
        ("ЊЕГОВ ПАЊ", "NJEGOV PANJ"),
        ("„Ђердап“", "„Đerdap“"),
        ("инјекција", "injekcija"),
        ("Excel и %(count)s <b>редова</b>", "Excel i %(count)s <b>redova</b>"),
        ("", ""),
    ],
)
def test_cyrillic_becomes_latin(cyrillic, latin):
    assert serbian.to_latin(cyrillic) == latin


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("Čačak", "Чачак"),
        ("Ljubovija", "Љубовија"),
        ("LJUBOVIJA", "ЉУБОВИЈА"),
        ("NJEGOŠ", "ЊЕГОШ"),
        ("Džep", "Џеп"),
        ("Đerdap", "Ђердап"),
        ("konj", "коњ"),
        ("injekcija", "инјекција"),
        ("Injekcija", "Инјекција"),
        ("INJEKCIJA", "ИНЈЕКЦИЈА"),
        ("injektiranje", "инјектирање"),
        ("konjunktura", "конјунктура"),
        ("konjunkcija", "конјункција"),
        ("konjugacija", "конјугација"),
        ("Tanjug", "Танјуг"),
        ("vanjezički", "ванјезички"),
        ("nadživeti", "надживети"),
        ("nadžnjevati", "наджњевати"),
        ("odžaliti", "оджалити"),
        ("podžanr", "поджанр"),
        ("odžak", "оџак"),
        ("pidžama", "пиџама"),
        ("budžet", "буџет"),
        ("džungla", "џунгла"),
        ("menadžment", "менаџмент"),
    ],
)
def test_latin_becomes_cyrillic(latin, cyrillic):
    assert serbian.to_cyrillic(latin) == cyrillic


@pytest.mark.parametrize(
    "kept",
    [
        "https://www.undrr.org/mcr2030",
        "www.ub.rs/plan",
        "sluzba@ub.rs",
        "P3.2",
        "6.4.1.1",
        "A2.1",
        "PDF",
        "UNDRR",
        "MCR2030",
        "Excel",
        "COVID",
        "XIV",
        "plan.docx",
        "Sendai Framework",
        "87/2018",
        "New York",
        "QGIS",
        "",
    ],
)
def test_codes_addresses_and_names_stay_as_typed(kept):
    assert serbian.to_cyrillic(kept) == kept


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        (
            "Plan (vidi PDF na www.ub.rs/plan) usvojen 2024. za P3.2.",
            "План (види PDF на www.ub.rs/plan) усвојен 2024. за P3.2.",
        ),
        ("Excel tabela UNDRR-a", "Excel табела UNDRR-а"),
        ("Odluka br. I-12/24", "Одлука бр. I-12/24"),
        ("I i II faza", "I и II фаза"),
        ("Mi i ostali", "Ми и остали"),
        ("I mi i V razred", "И ми и V разред"),
        ("MI SMO NA REKAMA LIM I DRINA", "МИ СМО НА РЕКАМА ЛИМ И ДРИНА"),
        ("V. Petrović i D. Ilić", "В. Петровић и Д. Илић"),
        ("Већ ћирилица, i latinica", "Већ ћирилица, и латиница"),
    ],
)
def test_a_sentence_keeps_its_codes(typed, shown):
    assert serbian.to_cyrillic(typed) == shown


def test_decomposed_letters_are_read_as_one():
    assert serbian.to_cyrillic("C\u030cac\u030cak") == "Чачак"


@given(words)
def test_a_cyrillic_word_comes_back_from_latin(word):
    assert serbian.to_cyrillic(serbian.to_latin(word)) == word


@given(words)
def test_capitals_come_back_from_latin(word):
    shout = word.upper() + "А"

    assert serbian.to_cyrillic(serbian.to_latin(shout)) == shout


@given(st.text(max_size=40))
def test_latin_of_latin_is_the_same(text):
    once = serbian.to_latin(text)

    assert serbian.to_latin(once) == once


@given(st.text(max_size=40))
def test_cyrillic_of_cyrillic_is_the_same(text):
    once = serbian.to_cyrillic(text)

    assert serbian.to_cyrillic(once) == once


@pytest.mark.parametrize("typed", ["Cacak", "čačak", "ČAČAK", "Чачак", "чачак"])
def test_search_needs_neither_script_nor_marks(typed):
    assert serbian.search_key("Чачак") == serbian.search_key(typed)


def test_search_reads_dj_as_d_with_a_stroke():
    assert serbian.search_key("Ђаково") == serbian.search_key("Djakovo")


def test_cyrillic_names_stand_in_the_order_of_the_azbuka():
    names = ["Ада", "Богатић", "Дољевац", "Ђердап", "Жабаљ", "Јагодина", "Лебане"]
    names += ["Љиг", "Мионица", "Ниш", "Њива", "Тител", "Ћуприја", "Уб", "Чачак"]
    names += ["Џеп", "Шид"]

    assert sorted(names, key=serbian.sort_key_cyrillic) == names


def test_latin_names_stand_in_the_order_of_the_latinica():
    names = ["Ada", "Crna Trava", "Čačak", "Ćuprija", "Doljevac", "Džep", "Đerdap"]
    names += ["Lebane", "Lučani", "Ljig", "Mionica", "Niš", "Njiva", "Opovo", "Senta"]
    names += ["Šid", "Titel", "Zaječar", "Žabalj"]

    assert sorted(names, key=serbian.sort_key_latin) == names


def test_a_name_in_two_words_stands_before_a_longer_first_word():
    names = ["Бела Паланка", "Бела Црква", "Београд", "Нови Сад", "Новосад"]

    assert sorted(names, key=serbian.sort_key_cyrillic) == names
