"""Every bad workbook through the views: a sentence each, and nothing is changed."""

import io
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.urls import reverse
from openpyxl import Workbook
from PIL import Image

from scorecard.models import PendingImport
from tests import make, spoil
from tests.exchange import (
    downloaded,
    filled,
    kept,
    make_round,
    pending,
    places,
    upload_official,
    upload_own,
    words,
)
from tests.official import official_workbook, results_workbook
from tests.own_workbook import changed_by
from tests.world import taken_back

pytestmark = [pytest.mark.django_db, pytest.mark.once]

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><x>&b;</x>'
SHEET = "xl/worksheets/sheet1.xml"


def image() -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (8, 8)).save(content, "PNG")
    return content.getvalue()


def of_excel() -> bytes:
    content = io.BytesIO()
    Workbook().save(content)
    return content.getvalue()


# What is no workbook at all, whichever was expected.
FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "The file is empty. Choose another one."),
    "60 MB": (lambda: bytes(60 << 20), "The file is larger than 10 MB. Remove"),
    "zip bomb": (
        lambda: spoil.with_entry(results_workbook(), "xl/media/a", bytes(61 << 20)),
        "The file becomes too large when it is opened. Use a fresh copy",
    ),
    "entities": (
        lambda: spoil.with_entry(results_workbook(), SHEET, LAUGHS),
        "The file contains instructions that no workbook needs",
    ),
    "password": (
        lambda: OLE + "EncryptedPackage".encode("utf-16-le"),
        "The file is protected with a password. Save it without one",
    ),
    ".xls": (
        lambda: OLE + "Workbook".encode("utf-16-le"),
        "This is an old Excel file (.xls). Open it, save it as .xlsx or .xlsm",
    ),
    "image": (image, "This is not an Excel workbook. Choose a file that ends in"),
    "cut off": (lambda: results_workbook()[:900], "The file is damaged. Open it in"),
    "another": (of_excel, "This is not the workbook that is expected here."),
}


@pytest.fixture(scope="module")
def shipped_editions(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), taken_back():
        yield make.load_questionnaire()


@pytest.fixture
def client(client_of, lead):
    return client_of(lead)


@pytest.fixture
def assessment(city, lead):
    made = make_round(city, lead)
    make.save_answer(made, "P1.4", 2, by=lead)
    return made


@pytest.mark.parametrize("name", FILES)
def test_file_that_is_no_workbook_is_refused_as_our_own(client, assessment, name):
    make_content, sentence = FILES[name]
    before = kept()

    response = upload_own(client, assessment, make_content())

    assert_refused(response, sentence, before)


@pytest.mark.parametrize("name", FILES)
def test_file_that_is_no_workbook_is_refused_as_the_official(
    client, city, shipped_editions, name
):
    make_content, sentence = FILES[name]
    before = kept()

    response = upload_official(client, city, make_content())

    assert_refused(response, sentence, before)


@pytest.mark.parametrize("name", FILES)
def test_file_that_is_no_workbook_is_not_kept_as_a_blank(client, assessment, name):
    make_content, sentence = FILES[name]
    before = kept()
    address = reverse("scorecard:keep-blank", args=[assessment.pk])

    response = client.post(address, {"file": io.BytesIO(make_content())})

    assert_refused(response, sentence, before)


def test_no_file_at_all_is_asked_for(client, assessment):
    address = reverse("scorecard:upload-workbook", args=[assessment.pk])

    response = client.post(address, {})

    assert response.status_code == 422
    assert "Choose a file first." in words(response)


# Our own workbook: refused as a whole.


def test_workbook_of_another_city_is_refused(client, client_of, assessment, stranger):
    elsewhere = stranger.memberships.get().city
    other = make.make_assessment(
        city=elsewhere, lead=stranger, questionnaire=assessment.questionnaire
    )
    content = downloaded(client_of(stranger), other)
    before = kept()

    response = upload_own(client, assessment, content)

    assert_refused(response, "belongs to another local government: Ljig.", before)


def test_workbook_of_another_edition_is_refused(client, city, lead, assessment):
    edition = make.make_questionnaire(edition="2030")
    other = make.make_assessment(city=city, lead=lead, questionnaire=edition)
    content = downloaded(client, other)
    before = kept()

    response = upload_own(client, assessment, content)

    assert_refused(
        response,
        "another edition of the questionnaire: Preliminary assessment (2030)",
        before,
    )


def test_workbook_of_another_round_is_refused(client, city, lead, assessment):
    other = make.make_assessment(
        city=city, lead=lead, questionnaire=assessment.questionnaire, year=2020
    )
    content = downloaded(client, other)
    before = kept()

    response = upload_own(client, assessment, content)

    assert_refused(response, "belongs to another assessment:", before)


def test_workbook_with_another_seal_is_refused(client, assessment):
    content = changed_by(
        lambda book: book["_seal"]["A3"].__setattr__("value", "0" * 64),
        downloaded(client, assessment),
    )
    before = kept()

    response = upload_own(client, assessment, content)

    assert_refused(response, "The hidden sheet that says what the workbook", before)


def test_own_workbook_with_macros_is_refused(client, assessment):
    content = spoil.with_entry(
        downloaded(client, assessment), "xl/vbaProject.bin", b"\xd0\xcf\x11\xe0"
    )
    before = kept()

    response = upload_own(client, assessment, content, "book.xlsm")

    assert_refused(response, "The file contains macros, and was not opened.", before)


def test_official_workbook_is_not_our_own(client, assessment):
    before = kept()

    response = upload_own(client, assessment, official_workbook())

    assert response.status_code == 422
    assert kept() == before


# Our own workbook: rows that cannot be taken, beside one that can.


def overwrite(code: str, column: str, value: object) -> Callable[[bytes], bytes]:
    def change(content: bytes) -> bytes:
        sheet, row = places(content)[code]
        return changed_by(
            lambda book: book[sheet][f"{column}{row}"].__setattr__("value", value),
            content,
        )

    return change


def merge_cells(content: bytes) -> bytes:
    sheet, row = places(content)["P1.1"]
    return changed_by(
        lambda book: book[sheet].merge_cells(f"D{row}:D{row + 1}"), content
    )


OWN: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "5": (overwrite("P1.1", "D", 5), "cell D5: “5” is not a level."),
    "2.5": (overwrite("P1.1", "D", 2.5), "cell D5: “2.5” is not a level."),
    "words": (overwrite("P1.1", "D", "два"), "cell D5: “два” is not a level."),
    "formula": (overwrite("P1.1", "D", "=1+1"), "cell D5: A formula stands where"),
    "another language": (
        overwrite("P1.1", "D", "1 – Понешто."),
        "cell D5: The wording here is of another language",
    ),
    "no reason": (
        overwrite("P1.1", "D", "not applicable"),
        "cell F5: P1.1 is marked as not applicable. Write why",
    ),
    "too long": (
        overwrite("P1.1", "E", "ж" * 10_001),
        "cell E5: The text is too long for P1.1.",
    ),
    "code twice": (
        overwrite("P1.2", "A", "P1.1"),
        "cell A6: The indicator P1.1 stands in the file more than once.",
    ),
    "unknown code": (
        overwrite("P1.1", "A", "P9.9"),
        "cell A5: There is no indicator P9.9 in this edition.",
    ),
    "row overwritten": (
        overwrite("P1.1", "B", "Нешто друго"),
        "cell B5: The rows of the indicator P1.1 were moved or overwritten.",
    ),
    "merged": (merge_cells, "Sheet Essential 1, cell D5:D6: Cells were merged"),
    "sheet gone": (
        lambda content: spoil.sheet_removed(content, "Essential 1"),
        "The sheet Essential 1 is missing.",
    ),
}


@pytest.mark.parametrize("name", OWN)
def test_faulty_row_is_named_and_left_out_only_where_the_lead_says_so(
    client, assessment, name
):
    spoilt, sentence = OWN[name]
    good = filled(downloaded(client, assessment), {"P2.1": {"answer": 3}})
    before = kept()

    page = client.get(upload_own(client, assessment, spoilt(good))["Location"])
    address = reverse("scorecard:merge", args=[pending().pk])
    version = {"version_P2.1": "0"}
    refused = client.post(address, version)

    assert sentence in words(page)
    assert refused.status_code == 422
    assert "Something in the file needs your eye." in words(refused)
    assert kept() == before
    client.post(address, version | {"without_faulty": "on"})
    scores = assessment.answers.exclude(score=None)
    assert dict(scores.values_list("question__code", "score")) == {
        "P1.4": 2,
        "P2.1": 3,
    }


def test_rows_that_only_moved_are_read_by_their_code(client, assessment):
    good = filled(downloaded(client, assessment), {"P1.2": {"answer": 3}})

    content = spoil.row_inserted(good, "Essential 1", 6)
    page = client.get(upload_own(client, assessment, content)["Location"])

    assert "1 answer will be saved" in words(page)


def test_older_workbook_is_named_and_does_no_harm(client, assessment, lead):
    older = filled(downloaded(client, assessment), {"P2.1": {"answer": 3}})
    make.save_answer(assessment, "P1.1", 1, by=lead)

    page = client.get(upload_own(client, assessment, older)["Location"])
    address = reverse("scorecard:merge", args=[pending().pk])
    client.post(address, {"version_P2.1": "0"})

    assert "Answers were changed here since this workbook was downloaded: P1.1." in (
        words(page)
    )
    assert make.answer_of(assessment, "P1.1").score == 1
    assert make.answer_of(assessment, "P2.1").score == 3


# The official workbook.

Change = Callable[[bytes], bytes]


def put(sheet: str, cell: str, value: object) -> Change:
    return lambda content: spoil.spoiled(content, sheet, cell, value)


@dataclass(frozen=True)
class Spoilt:
    change: Change
    sentence: str


OFFICIAL: dict[str, Spoilt] = {
    "0": Spoilt(put("E01", "E7", 0), "Sheet E01, cell E7: “0” is not a level."),
    "5": Spoilt(put("E01", "E7", 5), "Sheet E01, cell E7: “5” is not a level."),
    "2.5": Spoilt(put("E01", "E7", 2.5), "cell E7: “2.5” is not a level."),
    "words": Spoilt(put("E01", "E7", "два"), "cell E7: “два” is not a level."),
    "formula": Spoilt(put("E01", "E7", "=1+1"), "cell E7: A formula stands where"),
    "merged": Spoilt(
        lambda content: spoil.merged(content, "E01", "E6:E7"),
        "Sheet E01, cell E7: Cells were merged over an answer.",
    ),
    "row moved": Spoilt(
        lambda content: spoil.row_inserted(content, "E01", 5),
        "The rows of the indicator P1.1 were moved or overwritten.",
    ),
    "sheet gone": Spoilt(
        lambda content: spoil.sheet_removed(content, "E01"),
        "The sheet E01 is missing. Use a complete copy",
    ),
    "code twice": Spoilt(
        put("E02", "B60", "P1.1 - Још једном"),
        "The indicator P1.1 stands in the file more than once.",
    ),
    "too long": Spoilt(
        put("E01", "C5", "ж" * 10_001), "cell C5: The text is too long for P1.1."
    ),
    "another city": Spoilt(
        put("Info", "D4", "Лозница"),
        "Sheet Info, cell D4: The file names another local government: “Лозница”.",
    ),
}


@pytest.mark.parametrize("name", OFFICIAL)
def test_faulty_official_row_is_named_and_nothing_saved_unasked(
    client, city, shipped_editions, name
):
    spoilt = OFFICIAL[name]
    content = spoilt.change(official_workbook(answers={"P5.1": 1}))
    before = kept()

    page = client.get(upload_official(client, city, content)["Location"])
    address = reverse("scorecard:official-import", args=[pending().pk])
    wanted = {
        "edition": shipped_editions.pk,
        "year": "2024",
        "occasion": "baseline",
        "text_language": "sr",
    }
    refused = client.post(address, wanted)

    assert spoilt.sentence in words(page)
    assert refused.status_code == 422
    assert "Something in the file needs your eye." in words(refused)
    assert kept() == before
    saved = client.post(address, wanted | {"without_faulty": "on"})
    assert saved.status_code == 302
    made = city.assessment_set.get()
    assert make.answer_of(made, "P5.1").score == 3
    assert make.answer_of(made, "P1.1").score is None


def assert_refused(response, sentence, before):
    assert response.status_code == 422
    assert sentence in words(response)
    assert kept() == before
    assert not PendingImport.objects.exists()
