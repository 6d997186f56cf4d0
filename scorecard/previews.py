"""What an uploaded official workbook will set, before anything is saved."""

from dataclasses import dataclass
from typing import Any

from cities.models import ProfileFigure
from cities.models.numbers import whole_number
from scorecard import findings, scoring
from scorecard.actions import merging, official_editions
from scorecard.models import PendingImport, Question, Questionnaire
from scorecard.scoring import Mark


@dataclass(frozen=True)
class Line:
    """One indicator as the file has it; without a question it is not known here."""

    code: str
    title: str
    score: int | None
    level: str
    comment: str
    evidence: str
    action: str


@dataclass(frozen=True)
class Official:
    """What the preview page shows."""

    label: str
    editions: list[Questionnaire]
    enters_edition: bool
    year: int | None
    city: str
    lines: list[Line]
    ours: scoring.Official
    printed_total: int | None
    printed_maximum: int | None
    scenarios: dict[str, str]
    figures: list[tuple[str, str, str]]
    findings: list[str]
    is_faulty: bool

    @property
    def can_be_saved(self) -> bool:
        """Whether an edition is there, or can be entered, and something is in it."""
        return bool(self.lines) and (bool(self.editions) or self.enters_edition)

    @property
    def answered(self) -> int:
        return sum(line.score is not None for line in self.lines)

    @property
    def comments(self) -> int:
        return sum(bool(line.comment) for line in self.lines)

    @property
    def evidence(self) -> int:
        return sum(bool(line.evidence) for line in self.lines)

    @property
    def actions(self) -> int:
        return sum(bool(line.action) for line in self.lines)

    @property
    def total_is_equal(self) -> bool | None:
        """Whether ours equals the printed total; None where none was printed."""
        if self.printed_total is None:
            return None
        return (self.ours.points, self.ours.out_of) == (
            self.printed_total,
            self.printed_maximum or self.ours.out_of,
        )


def official(pending: PendingImport) -> Official:
    """Gather the preview in a handful of queries."""
    content = pending.content
    editions = official_editions.of(pending)
    questions = _questions()
    found = merging.findings_of(pending)
    return Official(
        label=official_editions.label(pending),
        editions=editions,
        enters_edition=not editions and official_editions.can_be_entered(pending),
        year=_year(content["date"]),
        city=content["city"],
        lines=[_line(row, questions) for row in content["answers"]],
        ours=_total(pending, editions),
        printed_total=content["printed_total"],
        printed_maximum=content["printed_maximum"],
        scenarios=content["scenarios"],
        figures=[
            (str(ProfileFigure.Kind(kind).label), row["value"], row["source_date"])
            for kind, row in content["figures"].items()
        ],
        findings=[findings.sentence(one) for one in found],
        is_faulty=any(one.trouble not in findings.HARMLESS for one in found),
    )


def _questions() -> dict[str, Question]:
    whole = official_editions.whole()
    return {one.code: one for one in whole.questions.prefetch_related("levels").all()}


def _line(row: dict[str, Any], questions: dict[str, Question]) -> Line:
    question = questions.get(row["code"])
    levels = {one.score: one.text for one in question.levels.all()} if question else {}
    return Line(
        code=row["code"],
        title=question.title if question else "",
        score=row["score"],
        level=levels.get(row["score"], ""),
        comment=row["comment"],
        evidence=row["evidence"],
        action=row["action"],
    )


def _total(pending: PendingImport, editions: list[Questionnaire]) -> scoring.Official:
    """Return UNDRR's figure over the whole edition: what the file lacks counts 0."""
    scores = {row["code"]: row["score"] for row in pending.content["answers"]}
    codes = [one.code for one in editions[0].questions.all()] if editions else scores
    return scoring.official(
        Mark(essential=1, score=scores.get(code), top=3) for code in codes
    )


def _year(date: str) -> int | None:
    year = whole_number(date[:4])
    return year if year is not None and 2017 <= year <= 2100 else None
