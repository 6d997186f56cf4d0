import csv
import datetime as dt
import io
import json
from decimal import Decimal
from fractions import Fraction

import pytest
from openpyxl import load_workbook

from scorecard.workbooks.tables import Column, Table, as_csv, as_json, as_xlsx
from tests import libreoffice

DAY = dt.date(2026, 11, 23)
TABLE = Table(
    columns=(
        Column("code", "Шифра", "Шифра показатеља."),
        Column("score", "Оцена", "Празно: без одговора."),
        Column("share", "Удео, %", "Поени кроз могуће."),
        Column("on", "Датум", "Дан измене."),
        Column("applies", "Важи", "Да ли се односи на град."),
        Column("comment", "Образложење", "Како је укуцано."),
    ),
    rows=(
        ("P1.1", 0, Decimal("66.67"), DAY, True, "Први ред;\n„други” ред"),
        ("P1.2", None, Fraction(25, 2), None, False, "=HYPERLINK(1)"),
        ("P1.3", -1, None, None, None, ""),
    ),
    about={"Град": "Уб", "Највиша оцена": 3},
    title="Одговори",
    columns_title="Колоне",
    columns_headings=("Кључ", "Колона", "Значење"),
)


def test_csv_opens_in_a_serbian_excel():
    content = as_csv(TABLE)

    text = content.decode("utf-8-sig")
    assert content.startswith(b"\xef\xbb\xbf")
    assert text.splitlines()[0] == "Шифра;Оцена;Удео, %;Датум;Важи;Образложење"
    assert text.endswith("\r\n")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    assert rows[1] == [
        "P1.1", "0", "66,67", "2026-11-23", "true", "Први ред;\n„други” ред"
    ]  # fmt: skip
    assert rows[2] == ["P1.2", "", "12,5", "", "false", "'=HYPERLINK(1)"]
    assert rows[3] == ["P1.3", "-1", "", "", "", ""]


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@A1", "\t=1", "\r=1"])
def test_a_text_that_could_calculate_is_neutralised(text):
    table = Table((Column("a", "А", ""),), ((text,),), {})

    rows = list(csv.reader(io.StringIO(as_csv(table).decode("utf-8-sig"), newline="")))
    cell = load_workbook(io.BytesIO(as_xlsx(table))).worksheets[0]["A2"]

    assert rows[1][0].startswith(f"'{text[0]}")
    assert cell.data_type == "s"
    assert cell.quotePrefix


def test_xlsx_keeps_kinds_of_values_and_documents_its_columns():
    workbook = load_workbook(io.BytesIO(as_xlsx(TABLE)))

    first, second = workbook["Одговори"], workbook["Колоне"]
    assert [cell.value for cell in first[2]] == [
        "P1.1", 0, 66.67, dt.datetime.combine(DAY, dt.time()), True,
        "Први ред;\n„други” ред",
    ]  # fmt: skip
    assert first["B3"].value is None
    assert first["F3"].value == "=HYPERLINK(1)"
    assert first["F3"].data_type == "s"
    documented = [[cell.value for cell in row[:3]] for row in second.iter_rows()]
    assert documented[0] == ["Кључ", "Колона", "Значење"]
    assert documented[2] == ["score", "Оцена", "Празно: без одговора."]
    assert documented[-1][:2] == ["Највиша оцена", 3]


def test_xlsx_opens_in_libreoffice_without_calculating():
    saved = libreoffice.recalculated(as_xlsx(TABLE))

    cell = load_workbook(io.BytesIO(saved))["Одговори"]["F3"]
    assert (cell.data_type, cell.value) == ("s", "=HYPERLINK(1)")


def test_json_has_the_same_keys_in_every_language():
    plain = json.loads(as_json(TABLE))

    assert plain["about"] == {"Град": "Уб", "Највиша оцена": 3}
    assert plain["columns"][1] == {
        "key": "score",
        "heading": "Оцена",
        "note": "Празно: без одговора.",
    }
    assert plain["rows"][1] == {
        "code": "P1.2",
        "score": None,
        "share": 12.5,
        "on": None,
        "applies": False,
        "comment": "=HYPERLINK(1)",
    }
    assert plain["rows"][0]["on"] == "2026-11-23"


def test_characters_that_no_workbook_can_hold_break_no_table():
    table = Table((Column("a", "А", ""),), (("пре\x00после\ud800",),), {})

    cell = load_workbook(io.BytesIO(as_xlsx(table))).worksheets[0]["A2"]

    assert cell.value == "препосле"
    assert "после" in as_csv(table).decode("utf-8-sig")
    assert "после" in json.loads(as_json(table))["rows"][0]["a"]
