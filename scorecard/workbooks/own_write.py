"""Our own workbook written: protected, styled, sealed, and good to print. No Django.

Each Essential has a sheet of its own, as on the site: an office hands its Essentials to
the departments that know them, and each gets a paper of a few pages instead of one of
a hundred rows. The first sheet says what this is and how far the answers have come.
Excel allows rows of 409 points: of a text beyond some 1,200 characters only the start
is seen and printed, while the cell holds it whole.
"""

import dataclasses
import io
from collections.abc import Mapping, Sequence

from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.formatting.rule import FormulaRule
from openpyxl.utils import get_column_letter
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from scorecard.workbooks import look, own
from scorecard.workbooks.cells import (
    flat,
    lines,
    put_text,
    sheet_name,
    shortened,
    written,
)
from scorecard.workbooks.own import Identity, Row, Words
from scorecard.workbooks.own_first import Part, write_first
from scorecard.workbooks.own_seal import Question, Sealed, write_seal

# In widths of a digit; together as wide as a screen of 1366 pixels.
WIDTHS = {
    "code": 9,
    "question": 30,
    "levels": 46,
    "answer": 22,
    "comment": 40,
    "reason": 17,
    "evidence": 17,
}
MESSAGE_MAXIMUM = 225
_LETTERS = {name: get_column_letter(at) for at, name in enumerate(own.COLUMNS, start=1)}
_TITLE = InlineFont(rFont=look.FONT, sz=10, b=True, color=look.INK)
_PLAIN = InlineFont(rFont=look.FONT, sz=10, color=look.INK)
_SCORE = InlineFont(rFont=look.FONT, sz=10, b=True, color=look.TEAL_700)


def write(identity: Identity, rows: Sequence[Row], words: Words, key: bytes) -> bytes:
    """Return the workbook as .xlsx, sealed under the key.

    The identity's `base` is taken from the rows, so that it is what the cells show.
    """
    base = {row.code: row.answer for row in rows}
    identity = dataclasses.replace(identity, base=base)
    workbook = Workbook()
    look.add_styles(workbook)
    workbook.security = WorkbookProtection(lockStructure=True)
    workbook.properties.creator = "mcr2030"
    workbook.properties.title = flat(f"{words.title} – {identity.city_name}")
    first = workbook.worksheets[0]
    first.title = sheet_name(words.first_sheet)
    lists = _write_choices(workbook, rows, words)
    essentials: dict[int, list[Row]] = {}
    for row in rows:
        essentials.setdefault(row.essential, []).append(row)
    parts = [
        _write_essential(workbook, identity, some, lists, words)
        for some in essentials.values()
    ]
    write_first(first, identity, parts, words)
    write_seal(workbook, _sealed(identity, rows, parts, words), key)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def _write_choices(
    workbook: Workbook, rows: Sequence[Row], words: Words
) -> dict[str, str]:
    """Write what can be chosen on a hidden sheet; return the range of each code.

    A list inside the rule itself has room for 255 characters in Excel.
    """
    sheet = workbook.create_sheet(own.CHOICES_SHEET)
    sheet.sheet_state = "veryHidden"
    lists = {}
    for at, row in enumerate(rows, start=1):
        items = (*own.choices(row.levels), words.not_applicable)
        put_text(sheet.cell(row=at, column=1), row.code)
        for column, item in enumerate(items, start=2):
            put_text(sheet.cell(row=at, column=column), item)
        last = get_column_letter(len(items) + 1)
        lists[row.code] = f"{own.CHOICES_SHEET}!$B${at}:${last}${at}"
    return lists


def _write_essential(
    workbook: Workbook,
    identity: Identity,
    rows: Sequence[Row],
    lists: Mapping[str, str],
    words: Words,
) -> Part:
    """Write the sheet of an Essential."""
    number = rows[0].essential
    name = f"{number}. {rows[0].essential_name}"
    sheet = workbook.create_sheet(
        sheet_name(f"{words.essential} {number}", workbook.sheetnames)
    )
    head = _write_head(sheet, name, identity, words)
    last = _write_questions(sheet, head + 1, rows, lists, words)
    _add_rules(sheet, head + 1, last, words)
    sheet.freeze_panes = f"B{head + 1}"
    sheet.print_title_rows = f"{head}:{head}"
    sheet.print_area = f"A1:{_LETTERS['evidence']}{last}"
    look.finish(
        sheet,
        landscape=True,
        header=(identity.city_name, identity.note, identity.round_name),
        footer=(name, f"{words.page} &P {words.of} &N"),
    )
    answers = f"{_LETTERS['answer']}{head + 1}:{_LETTERS['answer']}{last}"
    return Part(number, name, sheet.title, len(rows), answers)


def _write_head(sheet: Worksheet, name: str, identity: Identity, words: Words) -> int:
    """Write what stands above the questions; return the row of the headings."""
    for column, letter in _LETTERS.items():
        sheet.column_dimensions[letter].width = WIDTHS[column]
    look.put(sheet, "A1", name, "title")
    look.set_height(sheet, 1, 2)
    look.put(sheet, "A2", own.whose(identity), "about")
    at = 3
    if identity.note:
        look.put_band(sheet, at, identity.note, "note", len(own.COLUMNS))
        at += 1
    look.set_height(sheet, at, 1, -6)
    at += 1
    for column, letter in _LETTERS.items():
        look.put(sheet, f"{letter}{at}", words.headings[column], "head")
    most = max(lines(words.headings[one], WIDTHS[one] * 0.9) for one in own.COLUMNS)
    look.set_height(sheet, at, most, 8)
    return at


def _write_questions(
    sheet: Worksheet,
    at: int,
    rows: Sequence[Row],
    lists: Mapping[str, str],
    words: Words,
) -> int:
    """Write a row for each question, and one where a section begins."""
    section = ""
    for row in rows:
        if row.section and row.section != section:
            # From the second column on, so that all that stands in the first is a code.
            look.put_band(sheet, at, row.section, "section", len(own.COLUMNS), 2)
            at += 1
        section = row.section
        _write_question(sheet, at, row, words)
        rule = DataValidation(
            type="list",
            formula1=lists[row.code],
            allow_blank=True,
            showErrorMessage=True,
            error=shortened(words.choice_error, MESSAGE_MAXIMUM),
        )
        rule.add(f"{_LETTERS['answer']}{at}")
        sheet.add_data_validation(rule)
        at += 1
    return at - 1


def _write_question(sheet: Worksheet, at: int, row: Row, words: Words) -> None:
    levels = "\n".join(f"{score}  {row.levels[score]}" for score in sorted(row.levels))
    shown = {
        "code": row.code,
        "question": f"{flat(row.title)}\n{row.asks}",
        "levels": levels,
        "answer": _choice(row, words),
        "comment": row.answer.comment,
        "reason": row.answer.reason,
        "evidence": row.answer.evidence,
    }
    for column, text in shown.items():
        style = "field" if column in own.ANSWER_COLUMNS else "text"
        look.put(sheet, f"{_LETTERS[column]}{at}", text, style)
    sheet[f"{_LETTERS['code']}{at}"].style = look.named("code")
    # What is typed there is text: 351-12/2024 must not become a date.
    sheet[f"{_LETTERS['evidence']}{at}"].number_format = "@"
    sheet[f"{_LETTERS['question']}{at}"].value = CellRichText(
        TextBlock(_TITLE, f"{written(flat(row.title))}\n"),
        TextBlock(_PLAIN, written(row.asks)),
    )
    sheet[f"{_LETTERS['levels']}{at}"].value = _rich_levels(row)
    most = max(lines(text, WIDTHS[column]) for column, text in shown.items())
    look.set_height(sheet, at, most, 8)


def _rich_levels(row: Row) -> CellRichText:
    parts: list[str | TextBlock] = []
    for score in sorted(row.levels):
        begin = "\n" if parts else ""
        parts.append(TextBlock(_SCORE, f"{begin}{score}  "))
        parts.append(TextBlock(_PLAIN, written(row.levels[score])))
    return CellRichText(parts)


def _choice(row: Row, words: Words) -> str:
    """Return the answer so far as it stands in the list of choices."""
    if row.answer.not_applicable:
        return words.not_applicable
    if row.answer.score is None:
        return ""
    return own.choice(row.answer.score, row.levels[row.answer.score])


def _add_rules(sheet: Worksheet, top: int, last: int, words: Words) -> None:
    """Limit the lengths of texts, and mark where a reason is still owed."""
    for column, maximum in own.TEXT_MAXIMUM.items():
        rule = DataValidation(
            type="textLength",
            operator="lessThanOrEqual",
            formula1=str(maximum),
            allow_blank=True,
            showErrorMessage=True,
            error=shortened(words.text_error, MESSAGE_MAXIMUM),
        )
        rule.add(f"{_LETTERS[column]}{top}:{_LETTERS[column]}{last}")
        sheet.add_data_validation(rule)
    answer, reason = _LETTERS["answer"], _LETTERS["reason"]
    said = words.not_applicable.replace('"', '""')
    sheet.conditional_formatting.add(
        f"{reason}{top}:{reason}{last}",
        FormulaRule(
            [f'AND(${answer}{top}="{said}",LEN(TRIM(${reason}{top}))=0)'],
            fill=look.fill(look.ACCENT_WASH),
        ),
    )


def _sealed(
    identity: Identity, rows: Sequence[Row], parts: Sequence[Part], words: Words
) -> Sealed:
    sheets = {part.number: part.sheet for part in parts}
    questions = {
        row.code: Question(row.title, sheets[row.essential], own.choices(row.levels))
        for row in rows
    }
    return Sealed(identity, questions, words.headings, words.not_applicable)
