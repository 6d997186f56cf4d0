"""What our own workbook holds: questions, answers, who it is for, and its labels.

Plain data, already in one language; `own_write` makes the file and `own_read` reads it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from scorecard.workbooks.cells import flat, legal, shortened
from scorecard.workbooks.faults import Finding

# The same as scorecard/models/answer.py, which cannot be asked from here.
TEXT_MAXIMUM = {"comment": 10_000, "reason": 2_000, "evidence": 2_000}
# A choice must be told from its neighbours in a narrow list; the whole stands beside.
CHOICE_MAXIMUM = 100

# Nobody sees the sheet behind the lists, or reads its name.
CHOICES_SHEET = "_choices"
ANSWER_COLUMNS = ("answer", "comment", "reason", "evidence")
COLUMNS = ("code", "question", "levels", *ANSWER_COLUMNS)


@dataclass(frozen=True)
class Base:
    """An answer as it stood on the server when the workbook was made."""

    score: int | None = None
    not_applicable: bool = False
    reason: str = ""
    comment: str = ""
    evidence: str = ""
    version: int = 0


@dataclass(frozen=True)
class Row:
    """A question with its answer so far; `levels` are the wordings by score."""

    code: str
    essential: int
    essential_name: str
    title: str
    asks: str
    levels: Mapping[int, str]
    section: str = ""
    answer: Base = field(default_factory=Base)


@dataclass(frozen=True)
class Identity:
    """Whose workbook it is, and what stood on the server when it was made.

    `exported_at` is ISO 8601, `note` the mark of a draft or "". `base` holds each
    question's answer by its code; `write` fills it from the rows.
    """

    assessment: int
    city_code: str
    city_name: str
    questionnaire_code: str
    questionnaire_name: str
    edition: str
    scale_maximum: int
    round_name: str
    language: str
    exported_at: str
    note: str = ""
    base: Mapping[str, Base] = field(default_factory=dict)


@dataclass(frozen=True)
class Words:
    """Every label of the workbook in its language.

    `facts` are label and value in the order shown; `headings` are by the names in
    COLUMNS. `page` and `of` make "Page 2 of 9". Messages are shortened to the 225
    characters that Excel has room for.
    """

    title: str
    first_sheet: str
    essential: str
    facts: tuple[tuple[str, str], ...]
    guidance_title: str
    guidance: tuple[str, ...]
    progress_title: str
    questions: str
    answered: str
    total: str
    headings: Mapping[str, str]
    not_applicable: str
    choice_error: str
    text_error: str
    page: str
    of: str


@dataclass(frozen=True)
class OwnRow:
    """What a person filled in for one question, and in which cell the answer stands."""

    code: str
    score: int | None
    not_applicable: bool
    reason: str
    comment: str
    evidence: str
    sheet: str
    cell: str


@dataclass(frozen=True)
class OwnContent:
    """A workbook as it came back: the rows that can be taken, and what was wrong."""

    identity: Identity
    rows: tuple[OwnRow, ...]
    findings: tuple[Finding, ...]


def changed(content: OwnContent) -> dict[str, OwnRow]:
    """Return the rows, by code, that say something else than at the time of export."""
    return {
        row.code: row
        for row in content.rows
        if _said(row) != _said(content.identity.base[row.code])
    }


def choice(score: int, wording: str) -> str:
    """Return a level as an item of the list: "2 – wording", shortened."""
    return shortened(f"{score} – {flat(wording)}", CHOICE_MAXIMUM)


def choices(levels: Mapping[int, str]) -> tuple[str, ...]:
    """Return the levels as items of the list, from the lowest score up."""
    return tuple(choice(score, levels[score]) for score in sorted(levels))


def whose(identity: Identity) -> str:
    """Return whose workbook it is, for the head of a sheet."""
    edition = f"{identity.questionnaire_name} {identity.edition}"
    return " · ".join((identity.city_name, edition, identity.round_name))


def _said(answer: OwnRow | Base) -> tuple[int | None, bool, str, str, str]:
    """Return what counts as a change: line ends and outer spaces do not."""
    return (
        answer.score,
        answer.not_applicable,
        _plain(answer.reason),
        _plain(answer.comment),
        _plain(answer.evidence),
    )


def _plain(text: str) -> str:
    return legal(text).replace("\r\n", "\n").replace("\r", "\n").strip()
