"""The official workbook where only its Results are left: codes and scores. No Django.

The edition of 2023 lists the scores themselves; one of 2017 without its sheets E01 to
E10 still has the results that it last computed.
"""

import re
from collections import Counter
from dataclasses import replace
from decimal import Decimal

from scorecard.workbooks.faults import Finding, Trouble, Unreadable
from scorecard.workbooks.official_info import read_profile
from scorecard.workbooks.official_map import (
    CODE,
    CODES,
    RESULTS,
    SCALE_MAXIMUM,
    OfficialAnswer,
    OfficialContent,
)
from scorecard.workbooks.sheets import Book, Cell, Sheet, reference_of

_PRINTED_TOTAL = re.compile(r"\b([0-9]{1,3})\s*/\s*([0-9]{1,3})\b")
_SCORE_AS_TEXT = re.compile("[0-3]")
_HEADER = re.compile(r"\bscore\b", re.IGNORECASE)
_HEADER_ROWS = 5
# A sheet of a workbook that merely is called so names no indicators.
_CODES_MINIMUM = 10
# The edition of 2023 asks one question less; its number is not the same in every copy.
_MAY_BE_MISSING = 1

# The printed total and its maximum.
Printed = tuple[int, int]


def read_results(book: Book) -> OfficialContent:
    """Return codes and scores from the sheet Results, wherever they stand on it."""
    sheet = book.sheet(RESULTS)
    codes, column = _codes(sheet)
    if len(codes) < _CODES_MINIMUM:
        raise Unreadable([Finding.at(Trouble.UNKNOWN_WORKBOOK, RESULTS, "")])
    rows = {code: found[0] for code, found in codes.items() if len(found) == 1}
    findings = _faults_of_codes(codes, column)
    scores = _score_column(sheet, column, sorted(rows.values()))
    is_computed = _is_computed(sheet, scores, list(rows.values()))
    answers = []
    for code, row in rows.items():
        if code not in CODES:
            continue
        try:
            answers.append(_answer(sheet, code, scores, row, is_computed))
        except Unreadable as error:
            findings += error.findings
    profile, faults = read_profile(book)
    content = OfficialContent(
        edition="2017" if is_computed else "2023",
        answers=tuple(answers),
        profile=profile,
        findings=(*findings, *faults),
    )
    maxima = [str(SCALE_MAXIMUM * count) for count in (len(CODES), len(CODES) - 1)]
    sentences = [
        cell.text
        for cell in sheet.cells.values()
        if any(match[1] in maxima for match in _PRINTED_TOTAL.findall(cell.text))
    ]
    return with_total(content, printed_in(book, *sentences))


def printed_in(book: Book, *sentences: str) -> Printed | None:
    """Return the total that a sentence prints, None where it is not up to date."""
    if book.is_to_be_computed:
        return None
    for sentence in sentences:
        if match := _PRINTED_TOTAL.search(sentence):
            return int(match[1]), int(match[2])
    return None


def with_total(content: OfficialContent, printed: Printed | None) -> OfficialContent:
    """Return the content with its printed total, and a finding where ours differs."""
    if printed is None:
        return content
    total, maximum = printed
    ours = sum(answer.score or 0 for answer in content.answers)
    findings = content.findings
    if ours != total:
        differs = Finding.at(Trouble.TOTAL_DIFFERS, RESULTS, "", total)
        findings = (*findings, differs)
    return replace(
        content, printed_total=total, printed_maximum=maximum, findings=findings
    )


def _codes(sheet: Sheet) -> tuple[dict[str, list[int]], int]:
    """Return the rows of each code, and the column that holds most of them."""
    found = [
        (column, row, cell.text)
        for (column, row), cell in sorted(sheet.cells.items())
        if CODE.fullmatch(cell.text)
    ]
    if not found:
        return {}, 0
    ((column, _),) = Counter(one[0] for one in found).most_common(1)
    codes: dict[str, list[int]] = {}
    for where, row, code in found:
        if where == column:
            codes.setdefault(code, []).append(row)
    return codes, column


def _faults_of_codes(codes: dict[str, list[int]], column: int) -> list[Finding]:
    findings = [
        Finding.at(
            Trouble.CODE_REPEATED, RESULTS, reference_of(column, rows[1]), code, code
        )
        for code, rows in codes.items()
        if len(rows) > 1
    ]
    findings += [
        Finding.at(
            Trouble.CODE_UNKNOWN, RESULTS, reference_of(column, rows[0]), code, code
        )
        for code, rows in codes.items()
        if code not in CODES
    ]
    missing = [code for code in CODES if code not in codes]
    if len(missing) > _MAY_BE_MISSING:
        findings += [
            Finding.at(Trouble.CODE_MISSING, RESULTS, "", code=code) for code in missing
        ]
    return findings


def _score_column(sheet: Sheet, codes: int, rows: list[int]) -> int:
    """Return the column headed as the score, or the first with numbers in it."""
    last = max(column for column, _ in sheet.cells)
    columns = range(codes + 1, last + 1)
    if not rows:
        return codes + 1
    for column in columns:
        for row in range(max(rows[0] - _HEADER_ROWS, 1), rows[0]):
            if _HEADER.search(sheet.at(reference_of(column, row)).text):
                return column
    for column in columns:
        cells = [sheet.at(reference_of(column, row)) for row in rows]
        if any(isinstance(cell.value, Decimal) for cell in cells):
            return column
    return codes + 1


def _is_computed(sheet: Sheet, column: int, rows: list[int]) -> bool:
    """Tell whether the scores are formulas over sheets that are gone."""
    formulas = [
        row for row in rows if sheet.at(reference_of(column, row)).formula is not None
    ]
    return len(formulas) * 2 > len(rows)


def _answer(
    sheet: Sheet, code: str, column: int, row: int, is_computed: bool
) -> OfficialAnswer:
    where = reference_of(column, row)
    cell = sheet.at(where)
    score = _computed_score if is_computed else _score
    if sheet.is_swallowed(where):
        trouble = Trouble.CELLS_MERGED
    elif cell.formula is not None and not is_computed:
        trouble = Trouble.FORMULA
    else:
        try:
            value = score(cell, sheet.at(reference_of(column + 1, row)))
            return OfficialAnswer(code=code, score=value, sheet=RESULTS, cell=where)
        except ValueError:
            trouble = Trouble.NOT_A_LEVEL
    shown = cell.formula if trouble == Trouble.FORMULA else cell.text
    raise Unreadable([Finding.at(trouble, RESULTS, where, shown, code)])


def _score(cell: Cell, _link: Cell) -> int | None:
    """Return 0 to 3, None for a blank cell, or raise ValueError."""
    if isinstance(cell.value, Decimal) and cell.value in range(SCALE_MAXIMUM + 1):
        return int(cell.value)
    if isinstance(cell.value, str) and not cell.is_error:
        if not cell.text:
            return None
        if _SCORE_AS_TEXT.fullmatch(cell.value):
            return int(cell.value)
    if cell.value is None:
        return None
    raise ValueError(cell.text)


def _computed_score(cell: Cell, link: Cell) -> int | None:
    """Return a score of the 2017 edition, where a blank answer was computed as 0.

    The cell beside it links to the answer and keeps its number: 4 is a real 0. Without
    it, a 0 is taken as blank, because it cannot be told from one.
    """
    if isinstance(link.value, Decimal) and link.value in range(1, SCALE_MAXIMUM + 2):
        return SCALE_MAXIMUM + 1 - int(link.value)
    return _score(cell, link) or None
