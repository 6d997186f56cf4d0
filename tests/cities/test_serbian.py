"""Two scripts, one alphabet order each, and a search that needs neither."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cities import serbian

pytestmark = pytest.mark.once


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


@given(st.text(max_size=40))
def test_latin_of_latin_is_the_same(text):
    once = serbian.to_latin(text)

    assert serbian.to_latin(once) == once


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
