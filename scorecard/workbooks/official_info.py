"""The city's profile on the sheet Info of the official workbook. No Django."""

import datetime as dt
import re
from decimal import Decimal
from typing import Any

from scorecard.workbooks.faults import Finding, Trouble
from scorecard.workbooks.official_map import (
    INFO,
    INFO_DATE,
    INFO_TEXTS,
    INFO_VALUES,
    INFO_WORDS,
    STAKEHOLDER_COLUMNS,
    STAKEHOLDER_ROWS,
    TEXT_MAXIMUM,
    Figure,
    OfficialProfile,
)
from scorecard.workbooks.sheets import Book, Cell, Sheet, reference_of

_DAY_ONE = {False: dt.date(1899, 12, 30), True: dt.date(1904, 1, 1)}
# A number in a date's cell is a year or the days since 1900; no source is of 1905.
_YEARS = range(1900, 2101)
_LAST_DAY = 73_415
_WRITTEN_DATE = re.compile(r"([0-9]{1,2})\.\s*([0-9]{1,2})\.\s*([0-9]{4})\.?")
_PLAIN_NUMBER = re.compile(r"-?[0-9]+")
# 1.250 is a thousand and more to one reader and little more than 1 to another.
_FRACTION = re.compile(r"(-?[0-9]+)[.,]([0-9]{1,2}|[0-9]{4,})")
_THOUSANDS = re.compile(r"[0-9]{1,3}(\.[0-9]{3}){2,}(,[0-9]+)?")


def read_profile(book: Book) -> tuple[OfficialProfile, list[Finding]]:
    """Return the profile and what could not be read; all blank without the sheet."""
    if INFO not in book:
        return OfficialProfile(), []
    sheet = book.sheet(INFO)
    findings: list[Finding] = []
    texts: dict[str, Any] = {
        name: _text(sheet, cell, findings) for name, cell in INFO_TEXTS.items()
    }
    from_1904 = book.counts_days_from_1904
    figures: dict[str, Any] = {
        name: _figure(sheet, name, row, from_1904, findings)
        for name, row in INFO_VALUES.items()
    }
    profile = OfficialProfile(
        **texts,
        **figures,
        date=date_of(sheet.at(INFO_DATE), from_1904),
        stakeholders=_stakeholders(sheet, findings),
    )
    return profile, findings


def date_of(cell: Cell, from_1904: bool = False) -> dt.date | str | None:
    """Return a date, the text where it is none, such as a year, or None."""
    if not isinstance(cell.value, Decimal):
        return _date_in_words(cell.text)
    days = int(cell.value)
    if days in _YEARS:
        return str(days)
    if not 0 < days <= _LAST_DAY:
        return cell.text
    return _DAY_ONE[from_1904] + dt.timedelta(days=days)


def number_of(cell: Cell) -> Decimal | None:
    """Return the number, also one written as text; None where it is not certain."""
    if isinstance(cell.value, Decimal):
        return cell.value
    if isinstance(cell.value, bool) or cell.is_error:
        return None
    text = re.sub(r"[\s\xa0]|%$", "", cell.text)
    if _PLAIN_NUMBER.fullmatch(text):
        return Decimal(text)
    if match := _FRACTION.fullmatch(text):
        return Decimal(f"{match[1]}.{match[2]}")
    if _THOUSANDS.fullmatch(text):
        return Decimal(text.replace(".", "").replace(",", "."))
    return None


def _date_in_words(text: str) -> dt.date | str | None:
    match = _WRITTEN_DATE.fullmatch(text)
    try:
        if match:
            return dt.date(int(match[3]), int(match[2]), int(match[1]))
        return dt.date.fromisoformat(text)
    except ValueError:
        return text or None


def _figure(
    sheet: Sheet, name: str, row: int, from_1904: bool, findings: list[Finding]
) -> Figure:
    where = f"C{row}"
    cell = sheet.at(where)
    value: Decimal | str | None
    if name in INFO_WORDS:
        value = _text(sheet, where, findings) or None
    else:
        value = number_of(cell)
        if value is None and cell.text:
            findings.append(Finding.at(Trouble.NOT_A_NUMBER, INFO, where, cell.text))
    return Figure(value, date_of(sheet.at(f"D{row}"), from_1904), where)


def _text(sheet: Sheet, where: str, findings: list[Finding]) -> str:
    text = sheet.at(where).text
    if len(text) <= TEXT_MAXIMUM:
        return text
    findings.append(Finding.at(Trouble.TEXT_TOO_LONG, sheet.name, where, text))
    return ""


def _stakeholders(sheet: Sheet, findings: list[Finding]) -> str:
    """Return the list below its heading: a line each row, its cells with commas."""
    rows = []
    for row in STAKEHOLDER_ROWS:
        texts = [
            _text(sheet, reference_of(column, row), findings)
            for column in STAKEHOLDER_COLUMNS
        ]
        rows.append(", ".join(text for text in texts if text))
    return "\n".join(row for row in rows if row)
