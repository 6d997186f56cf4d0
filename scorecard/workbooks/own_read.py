"""Our own workbook read: rows by their code, faults by sheet and cell. No Django.

It may come back from Excel or LibreOffice sorted, with sheets gone or columns inserted.
Only what the seal vouches for is believed; a row with any fault is left out whole.
"""

import io
import re
import warnings
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from scorecard.workbooks import own, own_seal
from scorecard.workbooks.cells import flat, is_formula, text_of
from scorecard.workbooks.faults import Finding, Trouble, Unreadable
from scorecard.workbooks.own import OwnContent, OwnRow
from scorecard.workbooks.own_seal import Sealed
from scorecard.workbooks.package import BROKEN, has_macros, open_package

HEAD_MAXIMUM = 30
ROWS_MAXIMUM = 2_000
COLUMNS_MAXIMUM = 50
_CHOICE = re.compile(r"(\d{1,3})\s*(?:[–—-]\s*(.*))?", re.DOTALL)


@dataclass
class _Reading:
    """What was read so far; `seen` are the codes that stood anywhere."""

    sealed: Sealed
    rows: dict[str, OwnRow] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)

    @cached_property
    def all_choices(self) -> frozenset[str]:
        questions = self.sealed.questions.values()
        return frozenset(flat(item) for one in questions for item in one.choices)


@dataclass(frozen=True)
class _Line:
    """A row of a sheet: its cells by the names of their columns."""

    sheet: str
    cells: Mapping[str, Cell]

    @property
    def code(self) -> str:
        return flat(self.text("code"))

    def text(self, column: str) -> str:
        return text_of(self.cells[column].value)

    def at(self, trouble: Trouble, column: str) -> Finding:
        cell = self.cells[column]
        return Finding.at(trouble, self.sheet, cell.coordinate, cell.value, self.code)


def read(content: bytes, key: bytes) -> OwnContent:
    """Return the rows that can be taken and what is wrong with the others.

    Raises Unreadable where the file is no workbook of ours, was sealed by another key,
    is of a newer format, holds macros, or has none of the sheets with answers.
    """
    workbook = _opened(content)
    reading = _Reading(own_seal.read_seal(workbook, key))
    for sheet in workbook.worksheets:
        if sheet.title not in (own.CHOICES_SHEET, own_seal.SHEET):
            _read_sheet(reading, sheet)
    missing = tuple(_missing(reading, workbook.sheetnames))
    if not reading.seen:
        raise Unreadable(missing)
    order = reading.sealed.questions
    return OwnContent(
        identity=reading.sealed.identity,
        rows=tuple(reading.rows[code] for code in order if code in reading.rows),
        findings=(*reading.findings, *missing),
    )


def _opened(content: bytes) -> Workbook:
    with open_package(content) as package:
        if has_macros(package):
            raise Unreadable([Finding(Trouble.MACROS)])
    with warnings.catch_warnings():
        # openpyxl tells which decorations it does not know; none of them holds answers.
        warnings.simplefilter("ignore")
        try:
            return load_workbook(io.BytesIO(content))
        except BROKEN as error:
            raise Unreadable([Finding(Trouble.BROKEN)]) from error


def _read_sheet(reading: _Reading, sheet: Worksheet) -> None:
    head, columns = _headings(reading, sheet)
    if not columns:
        _refuse_foreign(reading, sheet)
        return
    merged = [one for one in sheet.merged_cells.ranges if one.max_row > head]
    for one in merged:
        found = Finding.at(Trouble.CELLS_MERGED, sheet.title, str(one))
        reading.findings.append(found)
    for at in range(head + 1, min(sheet.max_row, ROWS_MAXIMUM) + 1):
        cells = {name: sheet.cell(at, number) for name, number in columns.items()}
        usable = not any(one.min_row <= at <= one.max_row for one in merged)
        _read_line(reading, _Line(sheet.title, cells), usable)


def _headings(reading: _Reading, sheet: Worksheet) -> tuple[int, dict[str, int]]:
    """Return the row of the headings, and each column's number by its name."""
    names = {flat(text): name for name, text in reading.sealed.headings.items()}
    for row in sheet.iter_rows(max_row=HEAD_MAXIMUM, max_col=COLUMNS_MAXIMUM):
        columns = {
            names[text]: cell.column
            for cell in row
            if (text := flat(text_of(cell.value))) in names
        }
        if columns.keys() == set(own.COLUMNS):
            return row[0].row, columns
    return 0, {}


def _refuse_foreign(reading: _Reading, sheet: Worksheet) -> None:
    """Report a sheet with our codes under headings that are not this workbook's.

    It was brought in from the workbook of another language.
    """
    column = next(sheet.iter_cols(max_col=1, max_row=min(sheet.max_row, ROWS_MAXIMUM)))
    codes = [cell for cell in column if text_of(cell.value) in reading.sealed.questions]
    if codes:
        above = sheet.cell(max(codes[0].row - 1, 1), 1)
        reading.findings.append(
            Finding.at(
                Trouble.LANGUAGES_MIXED, sheet.title, above.coordinate, above.value
            )
        )
        reading.seen.update(text_of(cell.value) for cell in codes)


def _read_line(reading: _Reading, line: _Line, usable: bool) -> None:
    """Take a row, or say why not; `usable` is False where merged cells touch it."""
    code = line.code
    if not code:
        if any(line.text(column) for column in own.ANSWER_COLUMNS):
            reading.findings.append(line.at(Trouble.CODE_MISSING, "code"))
    elif code not in reading.sealed.questions:
        reading.findings.append(line.at(Trouble.CODE_UNKNOWN, "code"))
    elif code in reading.seen:
        # Which of the two is meant, only a person knows.
        reading.rows.pop(code, None)
        reading.findings.append(line.at(Trouble.CODE_REPEATED, "code"))
    else:
        reading.seen.add(code)
        faults = [*_text_faults(reading, line), *_answer_faults(reading, line)]
        reading.findings += faults
        if usable and not faults:
            reading.rows[code] = _row(reading, line)


def _row(reading: _Reading, line: _Line) -> OwnRow:
    not_applicable = _is_not_applicable(reading, line)
    number = _CHOICE.fullmatch(line.text("answer").strip())
    return OwnRow(
        code=line.code,
        score=int(number[1]) if number else None,
        not_applicable=not_applicable,
        reason=line.text("reason"),
        comment=line.text("comment"),
        evidence=line.text("evidence"),
        sheet=line.sheet,
        cell=line.cells["answer"].coordinate,
    )


def _text_faults(reading: _Reading, line: _Line) -> Iterator[Finding]:
    """Yield what is wrong with the question's title and with the typed texts."""
    title = flat(line.text("question").partition("\n")[0])
    if title != flat(reading.sealed.questions[line.code].title):
        yield line.at(Trouble.ROW_MOVED, "question")
    for column in own.ANSWER_COLUMNS:
        if is_formula(line.cells[column]):
            yield line.at(Trouble.FORMULA, column)
    for column, maximum in own.TEXT_MAXIMUM.items():
        if len(line.text(column)) > maximum:
            yield line.at(Trouble.TEXT_TOO_LONG, column)


def _answer_faults(reading: _Reading, line: _Line) -> Iterator[Finding]:
    """Yield what is wrong with the answer; its wording counts only as a warning sign.

    A wording of this workbook in another question's row was filled down or has slipped;
    one that is nowhere in it comes from the workbook of another language.
    """
    cell = line.cells["answer"]
    text = flat(line.text("answer"))
    if not text or is_formula(cell):
        return
    if _is_not_applicable(reading, line):
        if not line.text("reason").strip():
            yield line.at(Trouble.REASON_MISSING, "reason")
        return
    choice = _CHOICE.fullmatch(text)
    own_choices = reading.sealed.questions[line.code].choices
    if (
        isinstance(cell.value, bool)
        or not choice
        or int(choice[1]) > reading.sealed.identity.scale_maximum
    ):
        yield line.at(Trouble.NOT_A_LEVEL, "answer")
    elif choice[2] and text not in map(flat, own_choices):
        foreign = text not in reading.all_choices and not choice[2].isnumeric()
        trouble = Trouble.LANGUAGES_MIXED if foreign else Trouble.NOT_A_LEVEL
        yield line.at(trouble, "answer")


def _is_not_applicable(reading: _Reading, line: _Line) -> bool:
    said = flat(line.text("answer")).casefold()
    return said == flat(reading.sealed.not_applicable).casefold()


def _missing(reading: _Reading, sheets: Collection[str]) -> Iterator[Finding]:
    """Yield the sheets that are gone, and the codes that are gone from the others."""
    gone = set()
    for code, question in reading.sealed.questions.items():
        if code in reading.seen or question.sheet in gone:
            continue
        if question.sheet in sheets:
            yield Finding(Trouble.CODE_MISSING, question.sheet, code=code)
        else:
            gone.add(question.sheet)
            yield Finding(Trouble.SHEET_MISSING, question.sheet)
