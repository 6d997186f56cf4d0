"""A workbook of actions read as text, row by row, with where each cell stands."""

import io
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from openpyxl import load_workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from scorecard.workbooks.cells import flat, is_formula, text_of
from scorecard.workbooks.faults import Finding, Trouble, Unreadable
from scorecard.workbooks.package import BROKEN, has_macros, open_package

ROWS_MAXIMUM = 1_000
COLUMNS_MAXIMUM = 80
Headings = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Line:
    """One row: texts and places of its cells by the key of the column."""

    sheet: str
    row: int
    texts: Mapping[str, str]
    places: Mapping[str, str]
    formulas: frozenset[str] = frozenset()


@dataclass
class Book:
    """What stands in the two sheets; `missing` are columns that were not found."""

    actions: list[Line] = field(default_factory=list)
    money: list[Line] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def read(content: bytes, actions: Headings, money: Headings) -> Book:
    """Return the rows under headings that are known in any language.

    Raises Unreadable where the file is no workbook, holds macros, or has no sheet with
    the headings of actions.
    """
    package = open_package(content)
    if has_macros(package):
        raise Unreadable([Finding(Trouble.MACROS)])
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            workbook = load_workbook(io.BytesIO(content))
            sheets = [one for one in workbook.worksheets if one.max_row]
            book = Book()
            found = {_kind(one, actions, money): one for one in reversed(sheets)}
            if "actions" not in found:
                raise Unreadable([Finding(Trouble.UNKNOWN_WORKBOOK)])
            book.missing = _missing(found["actions"], actions)
            book.actions = list(_lines(found["actions"], actions))
            if "money" in found:
                book.money = list(_lines(found["money"], money))
            return book
    except BROKEN as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable([Finding(Trouble.BROKEN)]) from error


def _kind(sheet: Worksheet, actions: Headings, money: Headings) -> str:
    """Tell the sheets apart by their headings: a title only actions have."""
    heads = set(_columns(sheet, actions).values())
    if {"title", "indicators"} <= heads:
        return "actions"
    heads = set(_columns(sheet, money).values())
    return "money" if {"number", "source", "dinars"} <= heads else ""


def _missing(sheet: Worksheet, headings: Headings) -> list[str]:
    found = set(_columns(sheet, headings).values())
    return [key for key in headings if key not in found]


def _columns(sheet: Worksheet, headings: Headings) -> dict[int, str]:
    """Return the keys of the columns whose heading is known, the first one wins."""
    found: dict[int, str] = {}
    row = next(sheet.iter_rows(min_row=1, max_row=1, max_col=COLUMNS_MAXIMUM), ())
    for cell in row:
        text = flat(text_of(cell.value)).casefold()
        for key, names in headings.items():
            if text in names and key not in found.values():
                found[cell.column] = key
                break
    return found


def _lines(sheet: Worksheet, headings: Headings) -> Iterator[Line]:
    columns = _columns(sheet, headings)
    rows = sheet.iter_rows(
        min_row=2, max_row=ROWS_MAXIMUM + 1, max_col=max(columns, default=1)
    )
    for row in rows:
        cells: dict[str, Cell] = {
            columns[cell.column]: cell
            for cell in row
            if getattr(cell, "column", None) in columns and isinstance(cell, Cell)
        }
        if any(text_of(cell.value).strip() for cell in cells.values()):
            yield Line(
                sheet=sheet.title,
                row=row[0].row,
                texts={key: text_of(cell.value).strip() for key, cell in cells.items()},
                places={key: cell.coordinate for key, cell in cells.items()},
                formulas=frozenset(
                    key for key, cell in cells.items() if is_formula(cell)
                ),
            )
