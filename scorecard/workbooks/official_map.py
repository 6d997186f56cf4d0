"""Where UNDRR's official preliminary workbook keeps what, and what it holds. No Django.

The map was read from the workbook itself, of which nothing is copied here.
"""

import datetime as dt
import re
from dataclasses import dataclass, field
from decimal import Decimal

from scorecard.workbooks.faults import Finding, Trouble
from scorecard.workbooks.sheets import Book, Sheet

# Indicators per Essential; the sheets E01 to E10 hold them in this order.
INDICATORS = (3, 5, 4, 4, 3, 6, 4, 9, 7, 2)
SCALE_MAXIMUM = 3
TEXT_MAXIMUM = 10_000
CODE = re.compile(r"P[0-9]{1,2}\.[0-9]{1,2}")

INFO = "Info"
RESULTS = "Results"
SENTENCE = "M163"
FIRST_ROW = 3
BLOCK_ROWS = 11
ANSWER_ROW = 4
# Texts of a block: name, column, rows below its first one.
TEXTS = (
    ("comment", "C", 2),
    ("evidence", "C", 4),
    ("action", "B", 9),
    ("institution", "C", 9),
    ("timescale", "D", 9),
)
# Texts on the sheet Info; the date in D7 stands apart.
INFO_TEXTS = {
    "city": "D4",
    "city_type": "D5",
    "country": "D6",
    "lead": "D33",
    "organisation": "D34",
    "contact": "D35",
    "willing_to_share": "D36",
}
INFO_DATE = "D7"
# Rows of Info with a value in C and the date of its source in D.
INFO_VALUES = {
    "authority": 10,
    "population": 11,
    "area": 12,
    "density": 13,
    "youth": 14,
    "older": 15,
    "female_headed": 16,
    "literacy": 17,
    "not_in_poverty": 18,
    "income": 19,
    "non_citizens": 20,
    "most_probable": 21,
    "most_severe": 22,
    "households": 25,
    "household_size": 26,
    "cost_of_living": 27,
    "gdp": 28,
    "gini": 29,
    "city_product": 30,
}
INFO_WORDS = ("authority", "most_probable", "most_severe")
STAKEHOLDER_ROWS = range(40, 121)
STAKEHOLDER_COLUMNS = range(2, 9)


@dataclass(frozen=True)
class OfficialAnswer:
    """One indicator: 0 to 3, or None where the answer is blank."""

    code: str
    score: int | None = None
    comment: str = ""
    evidence: str = ""
    action: str = ""
    institution: str = ""
    timescale: str = ""
    sheet: str = ""
    cell: str = ""


@dataclass(frozen=True)
class Figure:
    """A value of the city's profile, when its source is from, and where it stood.

    The value is a number, but words for the highest authority and the two scenarios.
    A date that is none, such as "2022" or "census", stays the text that it is.
    """

    value: Decimal | str | None = None
    source_date: dt.date | str | None = None
    cell: str = ""


@dataclass(frozen=True)
class OfficialProfile:
    """The sheet Info; shares in per cent, area in km², income in US dollars."""

    city: str = ""
    city_type: str = ""
    country: str = ""
    date: dt.date | str | None = None
    authority: Figure = Figure()
    population: Figure = Figure()
    area: Figure = Figure()
    density: Figure = Figure()
    youth: Figure = Figure()
    older: Figure = Figure()
    female_headed: Figure = Figure()
    literacy: Figure = Figure()
    not_in_poverty: Figure = Figure()
    income: Figure = Figure()
    non_citizens: Figure = Figure()
    most_probable: Figure = Figure()
    most_severe: Figure = Figure()
    households: Figure = Figure()
    household_size: Figure = Figure()
    cost_of_living: Figure = Figure()
    gdp: Figure = Figure()
    gini: Figure = Figure()
    city_product: Figure = Figure()
    lead: str = ""
    organisation: str = ""
    contact: str = ""
    willing_to_share: str = ""
    stakeholders: str = ""

    @property
    def figures(self) -> dict[str, Figure]:
        return {name: getattr(self, name) for name in INFO_VALUES}


@dataclass(frozen=True)
class OfficialContent:
    """What a filled official workbook says; `findings` tell what was left out.

    The edition is "2017" with sheets E01 to E10 and "2023" with Results alone. The
    printed total is what the workbook itself computed when it was last saved, None
    where that is not known.
    """

    edition: str
    answers: tuple[OfficialAnswer, ...]
    profile: OfficialProfile
    printed_total: int | None = None
    printed_maximum: int | None = None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Place:
    """Where an indicator's block begins."""

    code: str
    sheet: str
    row: int

    def cell(self, column: str, below: int) -> str:
        return f"{column}{self.row + below}"

    @property
    def answer(self) -> str:
        return self.cell("E", ANSWER_ROW)


@dataclass
class Blocks:
    """The blocks that stand where they belong, and what is wrong with the others."""

    places: list[Place] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def sheet_name(essential: int) -> str:
    return f"E{essential:02}"


SHEETS = tuple(sheet_name(number) for number in range(1, 11))
PLACES = tuple(
    Place(
        f"P{essential}.{number + 1}",
        sheet_name(essential),
        FIRST_ROW + BLOCK_ROWS * number,
    )
    for essential, count in enumerate(INDICATORS, start=1)
    for number in range(count)
)
CODES = tuple(place.code for place in PLACES)


def blocks(book: Book) -> Blocks:
    """Find each indicator by the code in its header, and only where it belongs.

    A block that was moved, doubled, or has lost its header is a finding: what stands
    at its place may belong to another question.
    """
    result = Blocks()
    headers: dict[str, list[tuple[str, int]]] = {}
    for name in SHEETS:
        if name not in book:
            result.findings.append(Finding.at(Trouble.SHEET_MISSING, name, ""))
            continue
        for row, code in _headers(book.sheet(name)):
            headers.setdefault(code, []).append((name, row))
    for place in PLACES:
        found = headers.pop(place.code, [])
        if found == [(place.sheet, place.row)]:
            result.places.append(place)
        elif found or place.sheet in book:
            result.findings.append(_misplaced(place, found))
    result.findings += [
        Finding.at(Trouble.CODE_UNKNOWN, name, f"B{row}", code, code)
        for code, found in headers.items()
        for name, row in found
    ]
    return result


def _headers(sheet: Sheet) -> list[tuple[int, str]]:
    """Return rows and codes of the headers in column B.

    Not where a block keeps its action, which may begin with the code of another.
    """
    found = []
    for (column, row), cell in sorted(sheet.cells.items()):
        match = CODE.match(cell.text) if column == 2 else None
        is_header = match and cell.text[match.end() :][:1] in ("", " ", "\xa0")
        if match and is_header and (row - FIRST_ROW) % BLOCK_ROWS != 9:
            found.append((row, match[0]))
    return found


def _misplaced(place: Place, found: list[tuple[str, int]]) -> Finding:
    if not found:
        return Finding.at(
            Trouble.CODE_MISSING, place.sheet, f"B{place.row}", code=place.code
        )
    trouble = Trouble.CODE_REPEATED if len(found) > 1 else Trouble.ROW_MOVED
    sheet, row = next(one for one in found if one != (place.sheet, place.row))
    return Finding.at(trouble, sheet, f"B{row}", place.code, place.code)
