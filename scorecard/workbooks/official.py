"""A filled copy of UNDRR's official preliminary workbook, read. No Django.

The map of its cells is in `official_map`. Macros are neither read nor run, and what
cannot be taken is a finding with its sheet and cell; everything else is still read.
"""

import re
from decimal import Decimal

from scorecard.workbooks.faults import Finding, Trouble, Unreadable
from scorecard.workbooks.official_info import read_profile
from scorecard.workbooks.official_map import (
    ANSWER_ROW,
    BLOCK_ROWS,
    CODES,
    INFO,
    RESULTS,
    SCALE_MAXIMUM,
    SENTENCE,
    SHEETS,
    TEXT_MAXIMUM,
    TEXTS,
    Blocks,
    Figure,
    OfficialAnswer,
    OfficialContent,
    OfficialProfile,
    Place,
    blocks,
)
from scorecard.workbooks.official_results import (
    printed_in,
    read_results,
    with_total,
)
from scorecard.workbooks.package import open_package
from scorecard.workbooks.sheets import Book, Cell, Sheet, position

__all__ = (
    "CODES",
    "Figure",
    "OfficialAnswer",
    "OfficialContent",
    "OfficialProfile",
    "read",
)

# Option 1 is the best one: its score is 3.
_BEST = SCALE_MAXIMUM + 1
_LEVEL_AS_TEXT = re.compile("[1-4]")


def read(content: bytes) -> OfficialContent:
    """Return what the workbook says, or raise Unreadable where it is another file.

    A blank answer has the score None. An indicator of which anything cannot be read
    is left out of the answers and has a finding.
    """
    with open_package(content) as package:
        book = Book(package)
        if any(name in book for name in SHEETS):
            return _read_sheets(book)
        if RESULTS in book:
            return read_results(book)
    raise Unreadable([Finding.at(Trouble.UNKNOWN_WORKBOOK, "", "")])


def refuse_another(found: Blocks) -> None:
    """Raise Unreadable where no sheet holds a single indicator."""
    strange = (Trouble.SHEET_MISSING, Trouble.CODE_MISSING)
    if not found.places and all(one.trouble in strange for one in found.findings):
        raise Unreadable([Finding.at(Trouble.UNKNOWN_WORKBOOK, "", "")])


def misplaced_answer(sheet: Sheet, place: Place) -> Finding | None:
    """Return why the answer's cell is not where the header says, if it is not.

    The cells beside an answer mirror it; a row put in or taken out shifts them. So
    does a number elsewhere in the answers' column.
    """
    if _is_merged_away(sheet, place):
        return Finding.at(
            Trouble.CELLS_MERGED, place.sheet, place.answer, code=place.code
        )
    rows = range(place.row + 1, place.row + BLOCK_ROWS)
    mirrors = [row for row in rows if sheet.at(f"F{row}").formula is not None]
    strays = [
        row
        for row in rows
        if isinstance(sheet.at(f"E{row}").value, Decimal)
        and row != place.row + ANSWER_ROW
    ]
    if (mirrors and mirrors[0] != place.row + ANSWER_ROW) or strays:
        stray = f"E{(strays or mirrors)[0]}"
        return Finding.at(
            Trouble.ROW_MOVED, place.sheet, stray, sheet.at(stray).text, place.code
        )
    return None


def option_of(cell: Cell) -> int | None:
    """Return the number of the option chosen, 1 to 4; None where there is none.

    A level typed as text counts where it is exactly one digit. Raises ValueError.
    """
    if isinstance(cell.value, Decimal) and cell.value in (1, 2, 3, 4):
        return int(cell.value)
    if isinstance(cell.value, str) and not cell.is_error:
        if not cell.text:
            return None
        if _LEVEL_AS_TEXT.fullmatch(cell.value):
            return int(cell.value)
    if cell.value is None:
        return None
    raise ValueError(cell.text)


def _read_sheets(book: Book) -> OfficialContent:
    found = blocks(book)
    refuse_another(found)
    findings = list(found.findings)
    answers = []
    for place in found.places:
        sheet = book.sheet(place.sheet)
        fault = misplaced_answer(sheet, place) or _fault(sheet, place)
        if fault:
            findings.append(fault)
        else:
            answers.append(_answer(sheet, place))
    findings += [
        Finding.at(Trouble.SHEET_MISSING, name, "")
        for name in (INFO, RESULTS)
        if name not in book
    ]
    profile, faults = read_profile(book)
    content = OfficialContent(
        edition="2017",
        answers=tuple(answers),
        profile=profile,
        findings=(*findings, *faults),
    )
    if RESULTS not in book:
        return content
    return with_total(content, printed_in(book, book.sheet(RESULTS).at(SENTENCE).text))


def _fault(sheet: Sheet, place: Place) -> Finding | None:
    """Return the first thing in a block that cannot be taken."""
    answer = sheet.at(place.answer)
    if answer.formula is not None:
        return Finding.at(
            Trouble.FORMULA, place.sheet, place.answer, answer.formula, place.code
        )
    try:
        option_of(answer)
    except ValueError:
        return Finding.at(
            Trouble.NOT_A_LEVEL, place.sheet, place.answer, answer.text, place.code
        )
    for _, column, below in TEXTS:
        where = place.cell(column, below)
        if sheet.is_swallowed(where):
            return Finding.at(Trouble.CELLS_MERGED, place.sheet, where, code=place.code)
        text = sheet.at(where).text
        if len(text) > TEXT_MAXIMUM:
            return Finding.at(
                Trouble.TEXT_TOO_LONG, place.sheet, where, text, place.code
            )
    return None


def _answer(sheet: Sheet, place: Place) -> OfficialAnswer:
    option = option_of(sheet.at(place.answer))
    texts = {
        name: sheet.at(place.cell(column, below)).text for name, column, below in TEXTS
    }
    return OfficialAnswer(
        code=place.code,
        score=None if option is None else _BEST - option,
        sheet=place.sheet,
        cell=place.answer,
        **texts,
    )


def _is_merged_away(sheet: Sheet, place: Place) -> bool:
    """Tell whether a merge hides the answer; one down its own column does not."""
    column, row = position(place.answer)
    return any(
        (area.left, area.top, area.right) != (column, row, column)
        or area.bottom >= place.row + BLOCK_ROWS - 3
        for area in sheet.areas_of(place.answer)
    )
