import datetime as dt
import io
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from scorecard.workbooks.faults import Unreadable
from scorecard.workbooks.own import Base, changed
from scorecard.workbooks.own_read import read
from scorecard.workbooks.own_write import write
from tests import libreoffice
from tests.own_workbook import (
    IDENTITY,
    KEY,
    TOP,
    WORDS,
    changed_by,
    make_rows,
    make_workbook,
    typed,
)

ANSWERED = {
    0: Base(score=0, comment="Нема плана.", evidence="351-12/2024", version=2),
    1: Base(not_applicable=True, reason="Нема гасне мреже.", version=1),
    2: Base(score=3, comment="Први ред.\nДруги ред.", version=4),
}


def test_an_untouched_workbook_gives_the_same_answers_and_no_change():
    rows = make_rows(answers=ANSWERED)

    content = read(make_workbook(rows), KEY)

    assert content.findings == ()
    assert [row.code for row in content.rows] == [row.code for row in rows]
    assert [
        Base(one.score, one.not_applicable, one.reason, one.comment, one.evidence)
        for one in content.rows[:3]
    ] == [
        Base(one.score, one.not_applicable, one.reason, one.comment, one.evidence)
        for one in ANSWERED.values()
    ]
    assert changed(content) == {}


def test_the_identity_comes_back_with_what_stood_on_the_server():
    content = read(make_workbook(make_rows(answers=ANSWERED)), KEY)

    assert content.identity.base["P1.3"] == ANSWERED[2]
    assert content.identity.base["P3.4"] == Base()
    assert content.identity.city_name == IDENTITY.city_name
    assert content.identity.exported_at == IDENTITY.exported_at


def test_ten_answers_filled_in_libreoffice_are_the_only_changes():
    workbook = make_workbook(make_rows(answers=ANSWERED))
    values: dict[tuple[str, str], str | int] = {
        ("Ставка 1", "D8"): "2 – Ниво 2 за P1.4.",
        ("Ставка 1", "E7"): "Сасвим ново образложење.",
        ("Ставка 1", "G5"): "352-1/2026",
        ("Ставка 2", "D5"): 1,
        ("Ставка 2", "D6"): "0 – Ниво 0 за P2.2.",
        ("Ставка 2", "E7"): "Само образложење.",
        ("Ставка 2", "D8"): "није применљиво",
        ("Ставка 2", "F8"): "Нема железнице.",
        ("Ставка 3", "D5"): "3",
        ("Ставка 3", "E6"): "Ред један.\nРед два.",
        ("Ставка 3", "D8"): "1 – Ниво 1 за P3.4.",
    }

    content = read(libreoffice.filled(workbook, values), KEY)

    assert content.findings == ()
    found = changed(content)
    assert sorted(found) == [
        "P1.1", "P1.3", "P1.4", "P2.1", "P2.2", "P2.3", "P2.4", "P3.1", "P3.2", "P3.4"
    ]  # fmt: skip
    assert [found[code].score for code in ("P1.4", "P2.1", "P2.2", "P3.1")] == [
        2, 1, 0, 3
    ]  # fmt: skip
    assert found["P2.4"].not_applicable
    assert found["P2.4"].reason == "Нема железнице."
    assert found["P3.2"].comment == "Ред један.\nРед два."
    assert found["P1.1"].evidence == "352-1/2026"
    assert (found["P1.1"].sheet, found["P1.1"].cell) == ("Ставка 1", "D5")


def test_a_workbook_only_saved_by_libreoffice_has_no_change():
    texts = {
        0: Base(score=1, comment="=1+1", evidence="2024-05-01", version=1),
        1: Base(score=2, comment="  са размацима\n\n", reason="00123", version=1),
        2: Base(score=0, comment="-5", reason="+1", evidence="@x", version=1),
    }

    content = read(
        libreoffice.recalculated(make_workbook(make_rows(answers=texts))), KEY
    )

    assert content.findings == ()
    assert changed(content) == {}


def test_libreoffice_counts_the_answers_on_the_first_sheet():
    saved = libreoffice.recalculated(make_workbook(make_rows(answers=ANSWERED)))

    sheet = load_workbook(io.BytesIO(saved), data_only=True)["Упутство"]
    shown = [[cell.value for cell in row] for row in sheet.iter_rows()]

    assert ["1. Основна ставка 1", None, 4, 3] in shown
    assert ["Укупно", None, 12, 3] in shown


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+381 14 411-622",
        "-5",
        "@SUM(A1)",
        "\tуз табулатор",
        "\rса повратком",
        "#N/A",
        "TRUE",
        "007",
        "датотека _x000A_ и _x0041_",
        "ж" * 10_000,
    ],
)
def test_typed_text_is_no_formula_and_comes_back_unchanged(text):
    workbook = make_workbook(make_rows(answers={0: Base(score=1, comment=text)}))

    cell = load_workbook(io.BytesIO(workbook))["Ставка 1"][f"E{TOP}"]

    assert cell.data_type == "s"
    assert read(workbook, KEY).rows[0].comment == text


def test_characters_that_no_workbook_can_hold_are_dropped_without_a_change():
    answers = {0: Base(score=1, comment="пре\x00\x0b\ufffeпосле")}

    content = read(make_workbook(make_rows(answers=answers)), KEY)

    assert content.rows[0].comment == "препосле"
    assert changed(content) == {}


def test_ten_thousand_cyrillic_letters_survive_libreoffice():
    text = "Општина Уб. " * 833
    workbook = make_workbook(make_rows(answers={0: Base(comment=text.strip())}))

    content = read(libreoffice.recalculated(workbook), KEY)

    assert content.rows[0].comment == text.strip()
    assert changed(content) == {}


@pytest.mark.parametrize("value", [2, 2.0, "2", " 2 ", "2 –", "2 – Ниво 2 за P1.1."])
def test_a_level_is_taken_by_its_number(value):
    content = read(typed({"D5": value}), KEY)

    assert content.findings == ()
    assert content.rows[0].score == 2


def test_not_applicable_is_taken_however_it_is_capitalised():
    content = read(typed({"D5": " Није  применљиво", "F5": "Нема мреже."}), KEY)

    assert content.rows[0].not_applicable
    assert content.rows[0].score is None


def test_numbers_and_dates_typed_as_text_are_taken_as_written():
    content = read(typed({"E5": 12, "F5": 1.5, "G5": dt.date(2024, 5, 1)}), KEY)

    row = content.rows[0]
    assert (row.comment, row.reason, row.evidence) == ("12", "1.5", "2024-05-01")


def test_a_cleared_answer_is_a_change():
    rows = make_rows(answers=ANSWERED)
    content = read(
        changed_by(
            lambda book: book["Ставка 1"].__setitem__("D5", None), make_workbook(rows)
        ),
        KEY,
    )

    assert changed(content)["P1.1"].score is None


def test_rows_sorted_with_their_codes_and_inserted_columns_are_read():
    def change(workbook):
        sheet = workbook["Ставка 1"]
        sheet["D5"].value = 3
        cells = [[cell.value for cell in row] for row in sheet["A5:G8"]]
        for target, row in zip(range(5, 9), reversed(cells), strict=True):
            for column, value in enumerate(row, start=1):
                sheet.cell(target, column).value = value
        sheet.insert_rows(6)
        sheet.insert_cols(3)

    content = read(changed_by(change), KEY)

    assert content.findings == ()
    assert {code: row.score for code, row in changed(content).items()} == {"P1.1": 3}


def test_a_renamed_or_moved_sheet_is_read():
    def change(workbook):
        workbook["Ставка 1"].title = "Водовод"
        workbook.move_sheet("Водовод", 2)

    content = read(changed_by(change), KEY)

    assert content.findings == ()
    assert content.rows[0].sheet == "Водовод"


def test_only_answers_can_be_typed_into_and_choices_stand_in_lists():
    workbook = load_workbook(io.BytesIO(make_workbook()))

    sheet = workbook["Ставка 1"]
    open_cells = {
        cell.column_letter
        for row in sheet
        for cell in row
        if not cell.protection.locked
    }
    lists = [
        str(rule.sqref)
        for rule in sheet.data_validations.dataValidation
        if rule.type == "list"
    ]
    assert open_cells == {"D", "E", "F", "G"}
    assert lists == ["D5", "D6", "D7", "D8"]
    assert all(one.protection.sheet for one in workbook.worksheets[:1])
    assert [cell.value for cell in workbook["_choices"][1]] == [
        "P1.1",
        *(f"{score} – Ниво {score} за P1.1." for score in range(4)),
        "није применљиво",
    ]
    assert workbook["_seal"].sheet_state == "veryHidden"
    assert workbook["_choices"].sheet_state == "veryHidden"


def test_long_wordings_are_cut_in_the_list_and_whole_beside_it():
    levels = {score: f"{score} " + "веома дуг опис " * 20 for score in range(4)}
    answers = {0: Base(score=2)}

    workbook = make_workbook(make_rows(4, answers, levels=levels))

    sheet = load_workbook(io.BytesIO(workbook))["Ставка 1"]
    assert len(sheet["D5"].value) <= 100
    assert sheet["D5"].value.endswith("…")
    assert levels[3] in sheet["C5"].value
    assert read(workbook, KEY).rows[0].score == 2


def test_the_draft_note_is_on_every_sheet_and_its_paper():

    note = "Нацрт & текст"
    workbook = load_workbook(
        io.BytesIO(make_workbook(identity=replace(IDENTITY, note=note)))
    )

    for sheet in workbook.worksheets:
        if sheet.sheet_state == "visible":
            assert sheet["A3"].value == note
            assert "Нацрт && текст" in str(sheet.oddHeader.center.text)


def test_sections_head_their_questions():
    rows = make_rows(4, section="1.1 Израда планова")

    workbook = make_workbook(rows)

    assert (
        load_workbook(io.BytesIO(workbook))["Ставка 1"]["B5"].value == rows[0].section
    )
    assert [row.cell for row in read(workbook, KEY).rows] == ["D6", "D7", "D8", "D9"]


def test_pages_are_a4_with_the_headings_repeated():
    sheet = load_workbook(io.BytesIO(make_workbook()))["Ставка 1"]

    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == (
        "landscape",
        9,
    )
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == "$4:$4"
    assert "&P" in sheet.oddFooter.right.text
    assert sheet.freeze_panes == "B5"
    assert not sheet.merged_cells.ranges


def test_the_same_answers_give_the_same_sheets():
    first, second = (load_workbook(io.BytesIO(make_workbook())) for _time in range(2))

    for one, other in zip(first.worksheets, second.worksheets, strict=True):
        assert list(one.values) == list(other.values)


def test_another_key_does_not_open_the_seal():
    with pytest.raises(Unreadable):
        read(make_workbook(), b"another key")


def test_its_labels_fit_what_excel_has_room_for():

    words = replace(
        WORDS,
        choice_error="грешка " * 100,
        text_error="дуго " * 100,
        essential="Ставка: [веома] дуг/назив " * 3,
    )

    workbook = load_workbook(
        io.BytesIO(
            write(replace(IDENTITY, note="нацрт " * 99), make_rows(), words, KEY)
        )
    )

    assert len(set(workbook.sheetnames)) == len(workbook.sheetnames)
    for sheet in workbook.worksheets:
        assert len(sheet.title) <= 31
        rules = sheet.data_validations.dataValidation
        assert all(len(rule.error) <= 225 for rule in rules)
