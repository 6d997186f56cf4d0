import io
import json
import re
import zipfile

import pytest
from openpyxl import load_workbook

from scorecard.workbooks.faults import Trouble, Unreadable
from scorecard.workbooks.own import Base
from scorecard.workbooks.own_read import read
from tests.own_workbook import (
    IDENTITY,
    KEY,
    changed_by,
    make_rows,
    make_workbook,
    typed,
)
from tests.spoil import entries, with_entry

pytestmark = pytest.mark.once


def found(content):
    """Return trouble, sheet and cell of each finding, and the codes taken."""
    result = read(content, KEY)
    findings = [(one.trouble, one.sheet, one.cell) for one in result.findings]
    return findings, {row.code for row in result.rows}


def unreadable(content, key=KEY):
    with pytest.raises(Unreadable) as caught:
        read(content, key)
    return [one.trouble for one in caught.value.findings]


ALL = {row.code for row in make_rows()}


@pytest.mark.parametrize(
    "value",
    [7, 4, -1, 2.5, "2,5", "2.5", "два", True, "#REF!", "2-3", "-1", "9999", "²"],
)
def test_what_is_no_level_is_named_and_its_row_left_out(value):
    findings, codes = found(typed({"D6": value}))

    assert findings == [(Trouble.NOT_A_LEVEL, "Ставка 1", "D6")]
    assert codes == ALL - {"P1.2"}


@pytest.mark.parametrize("place", ["D6", "E6", "F6", "G6"])
def test_a_formula_is_never_calculated_or_taken(place):
    findings, codes = found(typed({place: "=1+1"}))

    assert findings == [(Trouble.FORMULA, "Ставка 1", place)]
    assert codes == ALL - {"P1.2"}


@pytest.mark.parametrize(
    ("place", "length"), [("E5", 10_001), ("F5", 2_001), ("G5", 2_001)]
)
def test_a_text_that_is_too_long_is_not_cut_off(place, length):
    findings, codes = found(typed({place: "ж" * length}))

    assert findings == [(Trouble.TEXT_TOO_LONG, "Ставка 1", place)]
    assert codes == ALL - {"P1.1"}


def test_not_applicable_asks_for_its_reason():
    findings, codes = found(typed({"D5": "није применљиво", "F5": "  "}))

    assert findings == [(Trouble.REASON_MISSING, "Ставка 1", "F5")]
    assert codes == ALL - {"P1.1"}


def test_two_faults_of_a_row_are_both_named():
    findings, codes = found(typed({"D5": 9, "E5": "ж" * 10_001}))

    assert {trouble for trouble, *_place in findings} == {
        Trouble.NOT_A_LEVEL,
        Trouble.TEXT_TOO_LONG,
    }
    assert codes == ALL - {"P1.1"}


def test_an_unknown_code_is_named():
    findings, codes = found(typed({"A9": "P9.9", "D9": 2}))

    assert findings == [(Trouble.CODE_UNKNOWN, "Ставка 1", "A9")]
    assert codes == ALL


def test_of_a_repeated_code_neither_row_is_taken():
    findings, codes = found(typed({"A9": "P1.1", "B9": "Наслов P1.1", "D9": 2}))

    assert findings == [(Trouble.CODE_REPEATED, "Ставка 1", "A9")]
    assert codes == ALL - {"P1.1"}


def test_an_answer_without_its_code_is_named():
    findings, codes = found(typed({"A5": None, "D5": 2}))

    assert findings == [
        (Trouble.CODE_MISSING, "Ставка 1", "A5"),
        (Trouble.CODE_MISSING, "Ставка 1", ""),
    ]
    assert codes == ALL - {"P1.1"}


def test_a_deleted_row_is_named_by_its_code():
    result = read(changed_by(lambda book: book["Ставка 2"].delete_rows(6)), KEY)

    assert [(one.trouble, one.code) for one in result.findings] == [
        (Trouble.CODE_MISSING, "P2.2")
    ]
    assert len(result.rows) == 11


def test_codes_sorted_without_their_rows_are_named():
    findings, codes = found(typed({"A5": "P1.2", "A6": "P1.1"}))

    assert findings == [
        (Trouble.ROW_MOVED, "Ставка 1", "B5"),
        (Trouble.ROW_MOVED, "Ставка 1", "B6"),
    ]
    assert codes == ALL - {"P1.1", "P1.2"}


def test_an_answer_that_slipped_into_the_next_row_is_named():
    findings, codes = found(typed({"D6": "2 – Ниво 2 за P1.1."}))

    assert findings == [(Trouble.NOT_A_LEVEL, "Ставка 1", "D6")]
    assert codes == ALL - {"P1.2"}


def test_merged_cells_over_answers_are_named():
    findings, codes = found(
        changed_by(lambda book: book["Ставка 1"].merge_cells("D5:D6"))
    )

    assert findings == [(Trouble.CELLS_MERGED, "Ставка 1", "D5:D6")]
    assert codes == ALL - {"P1.1", "P1.2"}


def test_merged_cells_above_the_questions_do_not_matter():
    findings, codes = found(
        changed_by(lambda book: book["Ставка 1"].merge_cells("A1:G1"))
    )

    assert (findings, codes) == ([], ALL)


def test_a_missing_sheet_is_named_once_and_the_others_are_taken():
    findings, codes = found(changed_by(lambda book: book.remove(book["Ставка 2"])))

    assert findings == [(Trouble.SHEET_MISSING, "Ставка 2", "")]
    assert codes == {code for code in ALL if not code.startswith("P2")}


def test_without_any_sheet_of_answers_nothing_can_be_read():
    def change(book):
        for number in (1, 2, 3):
            book.remove(book[f"Ставка {number}"])

    assert unreadable(changed_by(change)) == [Trouble.SHEET_MISSING] * 3


def test_an_answer_pasted_from_another_language_is_named():
    findings, codes = found(typed({"D5": "2 – Level 2 of P1.1."}))

    assert findings == [(Trouble.LANGUAGES_MIXED, "Ставка 1", "D5")]
    assert codes == ALL - {"P1.1"}


def test_a_sheet_under_headings_of_another_language_is_named():
    headings = {"A4": "Code", "B4": "Question", "D4": "Answer"}

    findings, codes = found(typed(headings))

    assert findings == [(Trouble.LANGUAGES_MIXED, "Ставка 1", "A4")]
    assert codes == {code for code in ALL if not code.startswith("P1")}


def test_a_row_of_another_language_is_named():
    findings, codes = found(typed({"B5": "Title P1.1\nIs it clear?"}))

    assert findings == [(Trouble.ROW_MOVED, "Ставка 1", "B5")]
    assert codes == ALL - {"P1.1"}


def test_a_sheet_of_somebodys_own_does_not_matter():
    def change(book):
        book.create_sheet("Белешке")["A1"] = "Позвати водовод."

    assert found(changed_by(change)) == ([], ALL)


def test_another_key_or_a_changed_seal_is_refused():
    def change(book):
        cell = book["_seal"]["A4"]
        cell.value = cell.value.replace('"assessment":7', '"assessment":8')

    assert unreadable(make_workbook(), b"another key") == [Trouble.SEAL_BROKEN]
    assert unreadable(changed_by(change)) == [Trouble.SEAL_BROKEN]


def test_a_workbook_without_the_hidden_sheet_is_not_ours():
    content = changed_by(lambda book: book.remove(book["_seal"]))

    assert unreadable(content) == [Trouble.UNKNOWN_WORKBOOK]


@pytest.mark.parametrize("place", ["A1", "A2"])
def test_a_hidden_sheet_of_something_else_is_not_ours(place):
    def change(book):
        book["_seal"][place].value = "something"

    assert unreadable(changed_by(change)) == [Trouble.UNKNOWN_WORKBOOK]


def test_a_newer_format_is_told_before_its_seal():
    def change(book):
        book["_seal"]["A2"].value = "2"

    assert unreadable(changed_by(change)) == [Trouble.NEWER_FORMAT]


def test_a_hidden_sheet_in_one_row_is_not_ours():
    def change(book):
        book["_seal"].delete_rows(2, 99)

    assert unreadable(changed_by(change)) == [Trouble.UNKNOWN_WORKBOOK]


def test_macros_are_refused():
    stream = io.BytesIO(make_workbook())
    with zipfile.ZipFile(stream, "a") as package:
        package.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0")

    assert unreadable(stream.getvalue()) == [Trouble.MACROS]


def test_something_that_is_no_workbook_is_refused():
    assert unreadable(b"") == [Trouble.EMPTY]
    assert unreadable(b"<html></html>") == [Trouble.NOT_A_WORKBOOK]


def test_a_package_without_its_relations_is_broken():
    source = zipfile.ZipFile(io.BytesIO(make_workbook()))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name in source.namelist():
            if name != "xl/_rels/workbook.xml.rels":
                package.writestr(name, source.read(name))

    assert unreadable(stream.getvalue()) == [Trouble.BROKEN]


def test_a_style_that_no_computer_counts_to_is_broken():
    sheet = entries(make_workbook())["xl/worksheets/sheet1.xml"]
    odd = re.sub(rb' s="\d+"', b' s="99999999999"', sheet, count=1)
    assert odd != sheet

    broken = with_entry(make_workbook(), "xl/worksheets/sheet1.xml", odd)

    assert unreadable(broken) == [Trouble.BROKEN]


def test_long_texts_are_sealed_in_pieces_that_fit_into_cells():
    answers = {at: Base(comment="Ж" * 10_000, version=1) for at in range(4)}
    workbook = make_workbook(make_rows(answers=answers))

    sheet = load_workbook(io.BytesIO(workbook))["_seal"]
    lengths = [len(value) for (value,) in sheet.iter_rows(values_only=True)]

    assert len(lengths) > 5
    assert max(lengths) <= 32_767
    assert read(workbook, KEY).identity.base["P1.4"] == answers[3]
    text = "".join(value for (value,) in list(sheet.values)[3:])
    assert json.loads(text)["identity"]["assessment"] == IDENTITY.assessment
