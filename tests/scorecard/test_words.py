"""Words typed in Latin are decided on once, remembered, and frozen with the papers."""

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import translation

from cities.actions import spelling as of_cities
from cities.cyrillic import spelled
from cities.models import City, User, WordChoice
from mcr2030.templatetags.mcr2030 import in_script
from roadmap.reports.wording import typed, words_on
from scorecard.actions import assessments, papers, spelling
from scorecard.actions.answers import Content
from scorecard.models import Assessment, Paper, Spelling
from tests import make
from tests.conftest import ClientOf

pytestmark = pytest.mark.django_db
COMMENT = "Crpke održava „Hidrotim“ Viberom, a sumski put je zatvoren."


@pytest.fixture
def draft(city: City, lead: User) -> Assessment:
    return make.make_assessment(
        city=city,
        lead=lead,
        answers={"P1.1": Content(score=2, comment=COMMENT)},
    )


@pytest.fixture
def client(lead: User, client_of: ClientOf) -> Client:
    found = client_of(lead)
    found.cookies[settings.LANGUAGE_COOKIE_NAME] = "sr"
    return found


def _address(assessment: Assessment, page: str = "words") -> str:
    return reverse(f"scorecard:{page}", args=[assessment.pk])


def _sent(*rows: tuple[str, str, str]) -> dict[str, str]:
    data = {}
    for number, (word, choice, own) in enumerate(rows):
        data |= {
            f"word-{number}": word,
            f"choice-{number}": choice,
            f"own-{number}": own,
        }
    return data


def test_only_doubtful_words_are_listed_with_their_places(
    client: Client, draft: Assessment
) -> None:
    page = client.get(_address(draft))

    words = [row.word for row in page.context["form"].rows]
    assert [one.typed for one in words] == ["„Hidrotim“", "Viberom", "sumski"]
    assert words[2].places[0].where == "P1.1"
    assert words[2].places[0].shown == (
        "Црпке одржава „Hidrotim“ Viberom, а ",
        "шумски",
        " пут је затворен.",
    )


def test_what_is_printed_as_things_are_is_proposed(
    client: Client, draft: Assessment
) -> None:
    rows = client.get(_address(draft)).context["form"].rows

    assert [row.chosen for row in rows] == ["latin", "latin", "0"]


def test_a_choice_is_remembered_and_stands_on_the_report(
    client: Client, draft: Assessment, city: City
) -> None:
    rows = [
        ("viberom", "own", "Viber-ом"),
        ('"hidrotim"', "0", ""),
        ("sumski", "latin", ""),
    ]

    client.post(_address(draft), _sent(*rows))

    assert WordChoice.objects.forms_of(city) == {
        "viberom": "Viber-ом",
        '"hidrotim"': "„Хидротим“",
        "sumski": "sumski",
    }
    report = client.get(_address(draft, "report"), {"paper": "sr"})
    shown = "Црпке одржава „Хидротим“ Viber-ом, а sumski пут је затворен."
    assert shown in report.content.decode()
    assert report.context["words_left"] == 0


def test_the_report_says_how_many_words_are_left(
    client: Client, draft: Assessment
) -> None:
    report = client.get(_address(draft, "report"), {"paper": "sr"})

    assert report.context["words_left"] == 3


def test_decided_words_come_last_and_can_be_taken_back(
    client: Client, draft: Assessment, city: City, lead: User
) -> None:
    of_cities.choose(city=city, forms={'"hidrotim"': "„Хидротим“"}, by=lead)

    rows = client.get(_address(draft)).context["form"].rows
    assert [row.word.typed for row in rows] == ["Viberom", "sumski", "„Hidrotim“"]

    client.post(_address(draft), _sent(('"hidrotim"', "forget", "")))
    assert not WordChoice.objects.exists()


def test_any_word_can_be_spelled_otherwise(
    client: Client, draft: Assessment, city: City
) -> None:
    client.post(_address(draft), {"another": "Put", "another-form": "друм"})

    assert WordChoice.objects.forms_of(city) == {"put": "друм"}
    words = [row.word.typed for row in client.get(_address(draft)).context["form"].rows]
    assert "put" in words


@pytest.mark.parametrize(
    ("own", "sentence"),
    [
        ("", "Напишите реч"),
        ("   ", "Напишите реч"),
        ("шумсkи", "помешана"),
        ("ш" * 81, "предугачко"),
        ("<b>шумски</b>", "само слова"),
    ],
)
def test_a_spelling_that_cannot_stand_is_said_and_nothing_is_saved(
    own: str, sentence: str, client: Client, draft: Assessment
) -> None:
    page = client.post(
        _address(draft), _sent(("sumski", "own", own), ("viberom", "latin", ""))
    )

    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert not WordChoice.objects.exists()
    rows = {row.word.key: row for row in page.context["form"].rows}
    assert (rows["sumski"].own, rows["viberom"].chosen) == (own, "latin")


@pytest.mark.parametrize(
    "sent",
    [
        {"another": "dve reči", "another-form": "две"},
        {"another": "реч", "another-form": "реч"},
        {"another": "", "another-form": "реч"},
        {"another": "a" * 81, "another-form": "а"},
        {"another": "put", "another-form": ""},
    ],
)
def test_another_word_that_is_none_is_said(
    sent: dict[str, str], client: Client, draft: Assessment
) -> None:
    page = client.post(_address(draft), sent)

    assert page.status_code == 422
    assert page.context["form"].another == sent["another"]
    assert not WordChoice.objects.exists()


def test_words_that_are_not_in_the_texts_change_nothing(
    client: Client, draft: Assessment
) -> None:
    client.post(_address(draft), _sent(("grad", "latin", ""), ("sumski", "99", "")))

    assert not WordChoice.objects.exists()


def test_one_faulty_form_saves_none(city: City, lead: User) -> None:
    with pytest.raises(ValidationError):
        of_cities.choose(city=city, forms={"a": "а", "b": "бb"}, by=lead)

    assert not WordChoice.objects.exists()


def test_a_choice_is_the_citys_alone(draft: Assessment, lead: User) -> None:
    other = make.make_city(name="Љиг")
    of_cities.choose(city=other, forms={"sumski": "сумски"}, by=lead)

    assert spelling.words_on(draft) == {}


def test_english_texts_are_left_alone(client: Client, city: City, lead: User) -> None:
    english = make.make_assessment(
        city=city,
        lead=lead,
        text_language="en",
        answers={"P1.1": Content(score=2, comment="All sumski roads.")},
    )

    assert client.get(_address(english)).context["form"].rows == []


# Frozen


def _drawn(assessment: Assessment, made: bytes, language: str = "sr") -> bytes:
    return papers.content(
        assessment=assessment, kind="report", language=language, make=lambda: made
    )


def test_handing_in_freezes_the_choices(city: City, lead: User) -> None:
    of_cities.choose(city=city, forms={"sumski": "шумски"}, by=lead)
    whole = make.make_assessment(city=city, lead=lead, score=2)

    assessments.submit(assessment=whole, by=lead)
    of_cities.choose(city=city, forms={"sumski": "сумски"}, by=lead)

    whole.refresh_from_db()
    assert spelling.words_on(whole) == {"sumski": "шумски"}


def test_a_drawn_paper_changes_only_by_a_look_at_its_own_words(
    city: City, lead: User
) -> None:
    frozen = make.make_assessment(city=city, lead=lead, status="accepted")
    first = _drawn(frozen, b"first")
    of_cities.choose(city=city, forms={"put": "друм"}, by=lead)
    assert _drawn(frozen, b"second") == first

    spelling.choose(assessment=frozen, forms={"put": "пут"}, by=lead)

    assert _drawn(frozen, b"third") == b"third"
    assert _drawn(frozen, b"fourth") == b"third"
    assert {paper.spelling for paper in Paper.objects.all()} == {0, 1}


def test_a_latin_paper_does_not_depend_on_it(city: City, lead: User) -> None:
    frozen = make.make_assessment(city=city, lead=lead, status="accepted")
    first = _drawn(frozen, b"first", "sr-latn")

    spelling.choose(assessment=frozen, forms={"put": "пут"}, by=lead)

    assert _drawn(frozen, b"second", "sr-latn") == first


def test_saving_the_same_again_makes_no_further_spelling(
    city: City, lead: User
) -> None:
    frozen = make.make_assessment(city=city, lead=lead, status="submitted")
    for _time in range(2):
        spelling.choose(assessment=frozen, forms={"put": "пут"}, by=lead)

    assert [one.number for one in Spelling.objects.all()] == [1]


def test_a_plan_goes_by_its_citys_words(city: City, lead: User) -> None:
    plan = make.make_plan(city=city, by=lead)
    of_cities.choose(city=city, forms={"put": "друм"}, by=lead)

    with translation.override("sr"), spelled(words_on(plan, city)):
        assert (typed("put"), in_script("Put")) == ("друм", "Друм")


def test_the_page_takes_a_fixed_number_of_queries(
    client: Client, draft: Assessment, django_assert_max_num_queries
) -> None:
    with django_assert_max_num_queries(14):
        client.get(_address(draft))
