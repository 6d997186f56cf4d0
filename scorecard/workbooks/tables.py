"""A table handed out as XLSX, CSV or JSON, its columns documented. No Django.

Values are text, whole numbers, numbers that the caller has rounded, dates, yes or no,
and None for what is not known, which stays empty and never becomes 0.

CSV is for Excel in a Serbian office: UTF-8 with a byte order mark, or Cyrillic breaks;
semicolons, as that Excel splits at its list separator and opens anything else as one
column; decimal commas, as it would make a date of 12.5. JSON is for programs: its keys
are the columns' keys in every language, its numbers have points.
"""

import csv
import datetime as dt
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from scorecard.workbooks import look
from scorecard.workbooks.cells import FORMULA_SIGNS, put_text, sheet_name

Value = str | int | Decimal | Fraction | dt.date | bool | None

WIDTH_MINIMUM, WIDTH_MAXIMUM = 8, 60
# The rows that tell how wide a column should be.
SAMPLE = 200


@dataclass(frozen=True)
class Column:
    """A column: its key for programs, its heading for people, and what it means."""

    key: str
    heading: str
    note: str


@dataclass(frozen=True)
class Table:
    """Rows of values in the order of the columns.

    `about` are label and value of the whole: city, edition, maximum, date. The titles
    name the two sheets; the headings stand over key, heading and note of a column.
    """

    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Value]]
    about: Mapping[str, Value]
    title: str = "Data"
    columns_title: str = "Columns"
    columns_headings: tuple[str, str, str] = ("Key", "Column", "Meaning")


def as_xlsx(table: Table) -> bytes:
    """Return a workbook: the rows, and a second sheet on the whole and the columns."""
    workbook = Workbook()
    look.add_styles(workbook)
    sheet = workbook.worksheets[0]
    sheet.title = sheet_name(table.title)
    _write_rows(sheet, [column.heading for column in table.columns], table.rows)
    sheet.freeze_panes = "B2"
    sheet.print_title_rows = "1:1"
    second = workbook.create_sheet(sheet_name(table.columns_title, workbook.sheetnames))
    documented = [(one.key, one.heading, one.note) for one in table.columns]
    _write_rows(second, table.columns_headings, documented)
    for at, (label, value) in enumerate(table.about.items(), len(documented) + 3):
        _put(second, at, 1, label)
        _put(second, at, 2, value)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def as_book(tables: Sequence[Table]) -> bytes:
    """Return a workbook with a sheet for each table, and a last one on all columns.

    The first table's `about` and titles stand for the whole book.
    """
    workbook = Workbook()
    look.add_styles(workbook)
    workbook.remove(workbook.worksheets[0])
    for table in tables:
        sheet = workbook.create_sheet(sheet_name(table.title, workbook.sheetnames))
        _write_rows(sheet, [column.heading for column in table.columns], table.rows)
        sheet.freeze_panes = "B2"
        sheet.print_title_rows = "1:1"
    first = tables[0]
    last = workbook.create_sheet(sheet_name(first.columns_title, workbook.sheetnames))
    documented = [
        (table.title, column.key, column.note)
        for table in tables
        for column in table.columns
    ]
    _write_rows(last, first.columns_headings, documented)
    for at, (label, value) in enumerate(first.about.items(), len(documented) + 3):
        _put(last, at, 1, label)
        _put(last, at, 2, value)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def as_csv(table: Table) -> bytes:
    """Return the rows under their headings; a text that could calculate gets a '."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow([_csv(column.heading) for column in table.columns])
    writer.writerows([_csv(value) for value in row] for row in table.rows)
    return stream.getvalue().encode("utf-8-sig", "replace")


def as_plain_csv(table: Table) -> bytes:
    """Return the rows under their keys as programs read them, after RFC 4180.

    UTF-8 without a mark, commas, decimal points; a text that could calculate gets a '.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow([column.key for column in table.columns])
    writer.writerows([_plain(value) for value in row] for row in table.rows)
    return stream.getvalue().encode("utf-8", "replace")


def as_json(table: Table) -> bytes:
    """Return {"about": {…}, "columns": [{key, heading, note}], "rows": [{key: value}]}.

    Dates are ISO 8601.
    """
    keys = [column.key for column in table.columns]
    plain = {
        "about": {label: _json(value) for label, value in table.about.items()},
        "columns": [
            {"key": one.key, "heading": one.heading, "note": one.note}
            for one in table.columns
        ],
        "rows": [dict(zip(keys, map(_json, row), strict=True)) for row in table.rows],
    }
    text = json.dumps(plain, ensure_ascii=False, indent=2)
    return text.encode("utf-8", "replace") + b"\n"


def _write_rows(
    sheet: Worksheet, headings: Sequence[str], rows: Sequence[Sequence[Value]]
) -> None:
    for column, heading in enumerate(headings, start=1):
        sheet.cell(1, column).style = look.named("head")
        put_text(sheet.cell(1, column), heading)
        texts = [heading, *(_csv(row[column - 1]) for row in rows[:SAMPLE])]
        width = min(max(map(len, texts)) + 2, WIDTH_MAXIMUM)
        letter = get_column_letter(column)
        sheet.column_dimensions[letter].width = max(width, WIDTH_MINIMUM)
    for at, row in enumerate(rows, start=2):
        for column, value in enumerate(row, start=1):
            _put(sheet, at, column, value)


def _put(sheet: Worksheet, row: int, column: int, value: Value) -> None:
    cell = sheet.cell(row, column)
    cell.style = look.named("value")
    if isinstance(value, str):
        put_text(cell, value)
    elif value is not None:
        cell.value = float(value) if isinstance(value, Fraction) else value
        if isinstance(value, dt.date):
            cell.number_format = "dd.mm.yyyy"


def _csv(value: Value) -> str:
    """Return the value as a Serbian Excel reads it: decimals after a comma."""
    text = _plain(value)
    return text if isinstance(value, (str, dt.date)) else text.replace(".", ",")


def _plain(value: Value) -> str:
    """Return the value as text; a text that calculates as OWASP advises against it."""
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULA_SIGNS) else value
    return str(_json(value)).lower()


def _json(value: Value) -> str | int | float | bool | None:
    if isinstance(value, (Decimal, Fraction)):
        return float(value)
    return value.isoformat() if isinstance(value, dt.date) else value
