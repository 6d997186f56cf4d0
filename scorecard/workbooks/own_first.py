"""The first sheet of our own workbook: what it is, how to fill it in, how far it is."""

from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from scorecard.workbooks import look, own
from scorecard.workbooks.own import Identity, Words

WIDTHS = (26, 54, 13, 13)
_LAST = get_column_letter(len(WIDTHS))


@dataclass(frozen=True)
class Part:
    """An Essential's sheet: how many questions, and the range of their answers."""

    number: int
    name: str
    sheet: str
    questions: int
    answers: str


def write_first(
    sheet: Worksheet, identity: Identity, parts: Sequence[Part], words: Words
) -> None:
    """Write the sheet that people see first."""
    for at, width in enumerate(WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    look.put(sheet, "A1", words.title, "title")
    look.set_height(sheet, 1, 2)
    look.put(sheet, "A2", own.whose(identity), "about")
    at = 3
    if identity.note:
        look.put_wide(sheet, f"A{at}:{_LAST}{at}", identity.note, "note", sum(WIDTHS))
        at += 1
    for label, value in words.facts:
        at += 1
        look.put_wide(sheet, f"B{at}:{_LAST}{at}", value, "value", sum(WIDTHS[1:]))
        look.put(sheet, f"A{at}", label, "label")
    at = _write_heading(sheet, at + 2, words.guidance_title)
    for number, line in enumerate(words.guidance, start=1):
        text = f"{number}. {line}"
        look.put_wide(sheet, f"A{at}:{_LAST}{at}", text, "value", sum(WIDTHS))
        at += 1
    at = _write_heading(sheet, at + 1, words.progress_title)
    last = _write_progress(sheet, at, parts, words)
    sheet.print_area = f"A1:{_LAST}{last}"
    look.finish(
        sheet,
        landscape=False,
        # The round stands below the title; beside a note there is no room for it.
        header=(identity.city_name, identity.note, ""),
        footer=(words.title, f"{words.page} &P {words.of} &N"),
    )


def _write_heading(sheet: Worksheet, at: int, text: str) -> int:
    look.put(sheet, f"A{at}", text, "heading")
    look.set_height(sheet, at, 1, 10)
    return at + 1


def _write_progress(
    sheet: Worksheet, at: int, parts: Sequence[Part], words: Words
) -> int:
    """Write a line for each Essential, which leads to its sheet; return the last."""
    look.put_wide(sheet, f"A{at}:B{at}", words.essential, "head", sum(WIDTHS[:2]))
    look.put(sheet, f"C{at}", words.questions, "head")
    look.put(sheet, f"D{at}", words.answered, "head")
    look.set_height(sheet, at, 2)
    top = at + 1
    for at, part in enumerate(parts, start=top):
        quoted = quote_sheetname(part.sheet)
        look.put_wide(sheet, f"A{at}:B{at}", part.name, "text", sum(WIDTHS[:2]))
        sheet[f"A{at}"].hyperlink = Hyperlink(ref=f"A{at}", location=f"{quoted}!A1")
        _put_number(sheet, f"C{at}", part.questions)
        _put_number(sheet, f"D{at}", f"=COUNTA({quoted}!{part.answers})")
    last = top + len(parts)
    look.put_wide(sheet, f"A{last}:B{last}", words.total, "code", sum(WIDTHS[:2]))
    for letter in "CD":
        _put_number(sheet, f"{letter}{last}", f"=SUM({letter}{top}:{letter}{last - 1})")
    return last


def _put_number(sheet: Worksheet, place: str, value: int | str) -> None:
    sheet[place].style = look.named("number")
    sheet[place].value = value
