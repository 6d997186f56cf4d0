"""A copy of UNDRR's official workbook that someone uploads, filled in place. No Django.

Its controls, text boxes and macros would not survive a spreadsheet library. So only
the parts that hold answers are written anew; all others keep their very bytes.
"""

import datetime as dt
import re
import zipfile
from dataclasses import dataclass, field
from decimal import Decimal

from lxml import etree

from scorecard.workbooks import cells
from scorecard.workbooks.faults import Finding, Trouble, Unreadable
from scorecard.workbooks.official import misplaced_answer, refuse_another
from scorecard.workbooks.official_buttons import find_buttons, pressed
from scorecard.workbooks.official_map import (
    CODES,
    INFO,
    INFO_DATE,
    INFO_TEXTS,
    INFO_VALUES,
    PLACES,
    RESULTS,
    SCALE_MAXIMUM,
    SHEETS,
    TEXTS,
    OfficialAnswer,
    OfficialProfile,
    Place,
    blocks,
)
from scorecard.workbooks.package import WORKBOOK, open_package, replaced
from scorecard.workbooks.sheets import Book, broken, parsed, position, written_like

COUNTRY = "Serbia"
# What a cell can hold in Excel.
CELL_MAXIMUM = 32_767

_DAY_ZERO = dt.date(1899, 12, 30)
_DAY_ZERO_1904 = dt.date(1904, 1, 1)
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
# Elements of the workbook part that stand before its settings of calculation.
_BEFORE_CALCULATION = (
    "definedNames",
    "externalReferences",
    "functionGroups",
    "sheets",
)

Content = str | Decimal | int | dt.date | None


@dataclass(frozen=True)
class OfficialFilling:
    """What is to be written; codes without an answer become blank.

    Of the profile only what is given is written. The country is Serbia if not given.
    """

    answers: tuple[OfficialAnswer, ...] = ()
    profile: OfficialProfile = field(default_factory=OfficialProfile)

    def __post_init__(self) -> None:
        codes = [answer.code for answer in self.answers]
        if len(set(codes)) < len(codes) or not set(codes) <= set(CODES):
            raise ValueError("Codes must be of this workbook, and each only once.")
        if any(
            answer.score is not None and answer.score not in range(SCALE_MAXIMUM + 1)
            for answer in self.answers
        ):
            raise ValueError("Scores are from 0 to 3.")


def check_blank(blank: bytes) -> None:
    """Raise Unreadable where the file is not the workbook that `fill` can fill."""
    fill(blank, OfficialFilling())


def fill(blank: bytes, filling: OfficialFilling) -> bytes:
    """Return the workbook with the answers in it, or raise Unreadable.

    Answers that it held before are cleared. A spreadsheet program computes its results
    when it opens the file.
    """
    with open_package(blank) as package:
        book = Book(package)
        _check_blocks(book)
        answers = {answer.code: answer for answer in filling.answers}
        changes = {WORKBOOK: _to_be_computed(package)}
        for name in SHEETS:
            places = [place for place in PLACES if place.sheet == name]
            changes |= _filled_sheet(book, name, places, answers)
        changes |= _filled_info(book, filling.profile)
        return replaced(package, blank, changes)


def _check_blocks(book: Book) -> None:
    found = blocks(book)
    refuse_another(found)
    findings = [
        *found.findings,
        *(
            Finding.at(Trouble.SHEET_MISSING, name, "")
            for name in (INFO, RESULTS)
            if name not in book
        ),
    ]
    for place in found.places:
        fault = misplaced_answer(book.sheet(place.sheet), place)
        if fault:
            findings.append(fault)
    if findings:
        raise Unreadable(findings)


def _filled_sheet(
    book: Book, name: str, places: list[Place], answers: dict[str, OfficialAnswer]
) -> dict[str, bytes]:
    part = book.parts[name]
    root = parsed(book.package, part)
    table = _Table(part, root)
    scores: dict[Place, int | None] = {}
    for place in places:
        answer = answers.get(place.code, OfficialAnswer(place.code))
        scores[place] = answer.score
        option = None if answer.score is None else SCALE_MAXIMUM + 1 - answer.score
        table.put(place.answer, option)
        for text, column, below in TEXTS:
            table.put(place.cell(column, below), getattr(answer, text))
    buttons = find_buttons(book.package, name, part, root)
    return {
        part: written_like(book.package.read(part), root),
        **pressed(book.package, buttons, scores),
    }


def _filled_info(book: Book, profile: OfficialProfile) -> dict[str, bytes]:
    part = book.parts[INFO]
    root = parsed(book.package, part)
    table = _Table(
        part, root, _DAY_ZERO_1904 if book.counts_days_from_1904 else _DAY_ZERO
    )
    given: dict[str, Content] = {
        cell: getattr(profile, name) for name, cell in INFO_TEXTS.items()
    }
    given[INFO_TEXTS["country"]] = profile.country or COUNTRY
    given[INFO_DATE] = profile.date
    for name, row in INFO_VALUES.items():
        given[f"C{row}"] = profile.figures[name].value
        given[f"D{row}"] = profile.figures[name].source_date
    for cell, content in given.items():
        if content not in (None, ""):
            table.put(cell, content)
    return {part: written_like(book.package.read(part), root)}


def _to_be_computed(package: zipfile.ZipFile) -> bytes:
    root = parsed(package, WORKBOOK)
    settings = root.find("{*}calcPr")
    if settings is None:
        settings = etree.Element(f"{{{etree.QName(root).namespace}}}calcPr")
        before = next(
            found
            for name in _BEFORE_CALCULATION
            if (found := root.find(f"{{*}}{name}")) is not None
        )
        before.addnext(settings)
    settings.set("fullCalcOnLoad", "1")
    return written_like(package.read(WORKBOOK), root)


class _Table:
    """The cells of a sheet's XML, written in place and keeping their style."""

    def __init__(
        self, part: str, root: etree._Element, day_zero: dt.date = _DAY_ZERO
    ) -> None:
        self.part = part
        self.namespace = etree.QName(root).namespace
        self.day_zero = day_zero
        self.data = root.find("{*}sheetData")
        try:
            self.rows = {int(row.get("r")): row for row in self.data.iterfind("{*}row")}
        except (AttributeError, TypeError, ValueError) as error:
            raise broken(part) from error

    def put(self, reference: str, content: Content) -> None:
        """Write text, a number or a date; None and "" leave the cell empty."""
        try:
            cell = self._cell(reference)
        except (TypeError, ValueError) as error:
            raise broken(self.part) from error
        for child in list(cell):
            cell.remove(child)
        for name in ("t", "cm", "vm"):
            cell.attrib.pop(name, None)
        if isinstance(content, dt.date):
            content = (content - self.day_zero).days
        if isinstance(content, str):
            self._put_text(cell, content)
        elif content is not None:
            etree.SubElement(cell, self._tag("v")).text = f"{Decimal(content):f}"

    def _put_text(self, cell: etree._Element, content: str) -> None:
        text = re.sub(r"\r\n?", "\n", cells.legal(content))
        if not text:
            return
        cell.set("t", "inlineStr")
        inline = etree.SubElement(cell, self._tag("is"))
        element = etree.SubElement(inline, self._tag("t"))
        element.text = cells.written(cells.shortened(text, CELL_MAXIMUM))
        element.set(_SPACE, "preserve")

    def _cell(self, reference: str) -> etree._Element:
        column, _ = position(reference)
        row = self._row(reference)
        for place, cell in enumerate(row):
            at, _ = position(cell.get("r"))
            if at == column:
                return cell
            if at > column:
                return self._new(row, place, "c", reference)
        return self._new(row, len(row), "c", reference)

    def _row(self, reference: str) -> etree._Element:
        _, number = position(reference)
        if number not in self.rows:
            place = sum(1 for other in self.rows if other < number)
            self.rows[number] = self._new(self.data, place, "row", str(number))
        return self.rows[number]

    def _new(
        self, parent: etree._Element, place: int, name: str, reference: str
    ) -> etree._Element:
        element = etree.Element(self._tag(name), r=reference)
        parent.insert(place, element)
        return element

    def _tag(self, name: str) -> str:
        return f"{{{self.namespace}}}{name}"
