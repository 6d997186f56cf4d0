"""Text put into cells, never as a formula, and taken out again unchanged. No Django."""

import datetime as dt
import re
from collections.abc import Sequence

from openpyxl.cell import Cell

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
SHEET_NAME_MAXIMUM = 31

# What XML 1.0 cannot say at all.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# A workbook writes a character as _x000D_, and this text itself as _x005F_x000D_.
_ESCAPED = re.compile(r"_(x[0-9A-Fa-f]{4}_)")
_ESCAPED_TWICE = re.compile(r"_x005[Ff]_(x[0-9A-Fa-f]{4}_)")
_CARRIAGE_RETURN = re.compile("_x000[Dd]_")
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


def legal(text: str) -> str:
    """Return the text without the characters that no workbook can hold."""
    return _ILLEGAL.sub("", text)


def written(text: str) -> str:
    """Return text as a workbook writes it."""
    return _ESCAPED.sub(r"_x005F_\1", legal(text)).replace("\r", "_x000D_")


def put_text(cell: Cell, text: str) -> None:
    """Write text as text, whatever it begins with; "" leaves the cell empty."""
    if not text:
        return
    cell.value = written(text)
    # openpyxl takes "=1+1" for a formula and "#N/A" for an error.
    cell.data_type = "s"
    if text.startswith(FORMULA_SIGNS):
        # Excel then keeps it as text when the cell is opened and left again.
        cell.quotePrefix = True


def text_of(value: object) -> str:
    """Return what stands in a cell as text; a number or a date as it is written."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    text = _CARRIAGE_RETURN.sub("\r", _ESCAPED_TWICE.sub("\0\\1", str(value)))
    return text.replace("\0", "_")


def is_formula(cell: Cell) -> bool:
    return cell.data_type == "f"


def sheet_name(text: str, others: Sequence[str] = ()) -> str:
    """Return a name that Excel accepts for a sheet and that none of the others has."""
    name = flat(_NOT_IN_SHEET_NAMES.sub(" ", text)).strip("'") or "1"
    name = name[:SHEET_NAME_MAXIMUM].rstrip()
    taken = {other.casefold() for other in others}
    number = 2
    unique = name
    while unique.casefold() in taken:
        unique = f"{name[: SHEET_NAME_MAXIMUM - 4].rstrip()} {number}"
        number += 1
    return unique


def flat(text: str) -> str:
    """Return the text on one line with single spaces."""
    return " ".join(text.split())


def shortened(text: str, maximum: int) -> str:
    """Return the text, its end cut off with "…" where it is too long."""
    return text if len(text) <= maximum else text[: maximum - 1].rstrip() + "…"


def header_text(text: str, maximum: int) -> str:
    """Return text for a printed header, whose parts share room for 255 characters."""
    return shortened(flat(legal(text)), maximum).replace("&", "&&")


def lines(text: str, width: float) -> int:
    """Estimate how many lines wrapped text of 10 points fills in a column.

    A width is that of a digit of 11 points; letters of 10 points are a little less.
    """
    room = max(int(width * 1.05), 1)
    return sum(_lines(paragraph, room) for paragraph in text.split("\n"))


def _lines(paragraph: str, room: int) -> int:
    count, used = 1, 0
    for word in paragraph.split(" "):
        length = len(word)
        if used and used + 1 + length > room:
            count, used = count + 1, 0
        elif used:
            used += 1
        used += length
        if used > room:
            count, used = count + (used - 1) // room, used % room or room
    return count
