"""The hidden sheet of our own workbook: whose it is, and proof that we wrote it.

Column A holds a mark, the number of the format, the HMAC-SHA256 under the site's key
and the sealed JSON in pieces, as a cell has room for 32,767 characters only.
"""

import dataclasses
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from scorecard.workbooks.cells import text_of
from scorecard.workbooks.faults import Finding, Trouble, Unreadable
from scorecard.workbooks.own import Base, Identity

SHEET = "_seal"
MARK = "mcr2030"
FORMAT = 1
PIECE = 32_000
PIECES_MAXIMUM = 1_000


@dataclass(frozen=True)
class Question:
    """What a row must say to be this question's: its title, sheet and choices."""

    title: str
    sheet: str
    choices: tuple[str, ...]


@dataclass(frozen=True)
class Sealed:
    """What only we can have written; `choices` begin with the score, from 0 up."""

    identity: Identity
    questions: Mapping[str, Question]
    headings: Mapping[str, str]
    not_applicable: str


def write_seal(workbook: Workbook, sealed: Sealed, key: bytes) -> None:
    """Add the sheet, which neither Excel nor LibreOffice shows."""
    # Underlines would let "_x000D_" in a typed text be taken for a line end.
    text = _packed(sealed).replace("_", "\\u005f")
    sheet = workbook.create_sheet(SHEET)
    sheet.sheet_state = "veryHidden"
    pieces = [text[at : at + PIECE] for at in range(0, len(text), PIECE)]
    for at, piece in enumerate((MARK, str(FORMAT), _hmac(text, key), *pieces), start=1):
        cell = sheet.cell(row=at, column=1, value=piece)
        cell.data_type = "s"


def read_seal(workbook: Workbook, key: bytes) -> Sealed:
    """Return what was sealed; raise Unreadable where it is not ours or was changed."""
    if SHEET not in workbook.sheetnames:
        raise _unreadable(Trouble.UNKNOWN_WORKBOOK)
    mark, version, signature, *pieces = _column(workbook[SHEET])
    if mark != MARK or not version.isdecimal():
        raise _unreadable(Trouble.UNKNOWN_WORKBOOK)
    if int(version) > FORMAT:
        raise _unreadable(Trouble.NEWER_FORMAT, version)
    text = "".join(pieces)
    if not hmac.compare_digest(signature.encode(), _hmac(text, key).encode()):
        raise _unreadable(Trouble.SEAL_BROKEN)
    return _unpacked(json.loads(text))


def _column(sheet: Worksheet) -> list[str]:
    last = min(max(sheet.max_row, 3), PIECES_MAXIMUM)
    return [
        text_of(value)
        for (value,) in sheet.iter_rows(max_row=last, max_col=1, values_only=True)
    ]


def _hmac(text: str, key: bytes) -> str:
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def _packed(sealed: Sealed) -> str:
    identity = sealed.identity
    plain: dict[str, Any] = {
        "identity": {
            field.name: getattr(identity, field.name)
            for field in dataclasses.fields(identity)
            if field.name != "base"
        },
        "base": {
            code: dataclasses.astuple(base) for code, base in identity.base.items()
        },
        "questions": {
            code: dataclasses.astuple(one) for code, one in sealed.questions.items()
        },
        "headings": dict(sealed.headings),
        "not_applicable": sealed.not_applicable,
    }
    return json.dumps(plain, separators=(",", ":"))


def _unpacked(plain: dict[str, Any]) -> Sealed:
    base = {code: Base(*values) for code, values in plain["base"].items()}
    return Sealed(
        identity=Identity(**plain["identity"], base=base),
        questions={
            code: Question(title, sheet, tuple(choices))
            for code, (title, sheet, choices) in plain["questions"].items()
        },
        headings=plain["headings"],
        not_applicable=plain["not_applicable"],
    )


def _unreadable(trouble: Trouble, value: str = "") -> Unreadable:
    return Unreadable([Finding.at(trouble, "", "", value)])
