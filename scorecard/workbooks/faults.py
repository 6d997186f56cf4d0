"""What can be wrong with a workbook, and where. No Django."""

import enum
from collections.abc import Iterable
from dataclasses import dataclass

VALUE_MAXIMUM = 80


class Trouble(enum.Enum):
    """What was found; the sentences stand in `scorecard/findings.py`."""

    # the file as a whole: nothing can be read
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    UNPACKS_TOO_LARGE = "unpacks_too_large"
    NOT_A_WORKBOOK = "not_a_workbook"
    LOCKED = "locked"
    OLD_FORMAT = "old_format"
    BROKEN = "broken"
    DANGEROUS_XML = "dangerous_xml"
    MACROS = "macros"
    UNKNOWN_WORKBOOK = "unknown_workbook"
    SHEET_MISSING = "sheet_missing"
    SEAL_BROKEN = "seal_broken"
    OTHER_CITY = "other_city"
    OTHER_ASSESSMENT = "other_assessment"
    OTHER_EDITION = "other_edition"
    NEWER_FORMAT = "newer_format"
    # one row or cell: the other rows can still be taken
    CODE_UNKNOWN = "code_unknown"
    CODE_REPEATED = "code_repeated"
    CODE_MISSING = "code_missing"
    ROW_MOVED = "row_moved"
    CELLS_MERGED = "cells_merged"
    NOT_A_LEVEL = "not_a_level"
    FORMULA = "formula"
    TEXT_TOO_LONG = "text_too_long"
    REASON_MISSING = "reason_missing"
    NOT_A_NUMBER = "not_a_number"
    NOT_A_DATE = "not_a_date"
    LANGUAGES_MIXED = "languages_mixed"
    OLDER_EXPORT = "older_export"
    TOTAL_DIFFERS = "total_differs"
    CITY_DIFFERS = "city_differs"


@dataclass(frozen=True)
class Finding:
    """One fault: what, on which sheet, in which cell, and what stands there."""

    trouble: Trouble
    sheet: str = ""
    cell: str = ""
    value: str = ""
    code: str = ""

    @classmethod
    def at(
        cls, trouble: Trouble, sheet: str, cell: str, value: object = "", code: str = ""
    ) -> "Finding":
        """Return a finding with the cell's content shortened for a sentence."""
        text = "" if value is None else " ".join(str(value).split())
        if len(text) > VALUE_MAXIMUM:
            text = text[: VALUE_MAXIMUM - 1] + "…"
        return cls(trouble, sheet, cell, text, code)


class Unreadable(ValueError):
    """Nothing of the file can be used; `findings` say why."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(", ".join(one.trouble.value for one in self.findings))
