"""The words of one row of a workbook turned into values, or into sentences."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from roadmap import columns, dinars
from roadmap.content import PLAIN, Content
from roadmap.models import TAGS, Action
from roadmap.workbooks.plan_read import Line
from scorecard.models import Answer

DATES = ("%d.%m.%Y.", "%d.%m.%Y", "%Y-%m-%d")
NUMBERS = ("impact", "difficulty", "progress")
DEFAULTS = {"impact": 3, "difficulty": 3, "progress": 0}


@dataclass
class Row:
    """One action of the file: what would come of it, or what is wrong with it."""

    line: Line
    action: Action | None = None
    content: Content | None = None
    faults: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    changed: tuple[Mapping[str, Any], Mapping[str, Any]] = ({}, {})

    @property
    def title(self) -> str:
        return self.line.texts.get("title", "") or f"{self.line.sheet} {self.line.row}"

    @property
    def state(self) -> str:
        if self.faults or self.content is None:
            return "faulty"
        if self.action is None:
            return "new"
        return "changed" if self.changed[1] else "same"


def plain(row: Row, standing: Content | None) -> dict[str, Any]:
    """Return what stands in the row itself; columns left out keep what stood."""
    return {
        key: getattr(standing, key)
        if standing and key not in row.line.texts
        else _value(row, key)
        for key in PLAIN
    }


def _value(row: Row, key: str) -> Any:
    if key in TAGS:
        return _tag(row, key)
    if key in columns.CHOICES:
        return _choice(row, key)
    if key in ("starts_on", "ends_on"):
        return _day(row, key)
    if key in NUMBERS:
        return _number(row, key)
    return row.line.texts.get(key, "")


def _tag(row: Row, key: str) -> bool:
    found = columns.is_yes(row.line.texts.get(key, ""))
    if found is None:
        fault(row, key, _("Write yes or no."))
    return bool(found)


def _choice(row: Row, key: str) -> str:
    text = row.line.texts.get(key, "")
    if not text and key == "status":
        return Action.Status.PLANNED
    found = columns.choice(key, text)
    if found is None:
        fault(row, key, unknown(key, text))
    return found or ""


def _day(row: Row, key: str) -> dt.date:
    text = row.line.texts.get(key, "")
    for form in DATES:
        try:
            return dt.datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    fault(row, key, _("Write the date like this: 13.10.2025."))
    return dt.date.min


def _number(row: Row, key: str) -> int:
    text = row.line.texts.get(key, "").removesuffix("%").strip()
    if not text:
        return DEFAULTS[key]
    if not text.isdecimal() or len(text) > 3:
        fault(row, key, _("Write a whole number here."))
        return DEFAULTS[key]
    return int(text)


def targets(row: Row, gaps: Mapping[str, Answer]) -> dict[int, int]:
    """Return levels by answer; an action's own answers go before other rounds'."""
    own = {}
    if row.action:
        own = {
            one.answer.question.code.upper(): one.answer
            for one in row.action.targets.all()
        }
    found = {}
    for part in row.line.texts.get("indicators", "").replace(",", ";").split(";"):
        code, _arrow, level = part.replace("->", "→").partition("→")
        code, level = code.strip().upper(), level.strip()
        if not code:
            continue
        answer = own.get(code) or gaps.get(code)
        if answer is None:
            fault(
                row,
                "indicators",
                _("%(code)s is no indicator below its highest level here.")
                % {"code": code},
            )
        elif level and not (level.isdecimal() and len(level) < 3):
            fault(row, "indicators", _("Write it like this: P1.2 → 2"))
        else:
            found[answer.pk] = int(level) if level else (answer.score or 0) + 1
    return found


def listed(row: Row, key: str, known: Mapping[str, int], what: str) -> tuple[int, ...]:
    found = []
    for part in row.line.texts.get(key, "").split(";"):
        text = " ".join(part.split())
        if not text:
            continue
        if text.casefold() in known:
            found.append(known[text.casefold()])
        else:
            fault(
                row,
                key,
                _("“%(text)s” is not known as %(what)s.")
                % {"text": text, "what": what},
            )
    return tuple(dict.fromkeys(found))


def costs(row: Row, years: range) -> dict[int, int]:
    found = {}
    for year in years:
        key = f"{columns.COST}{year}"
        amount = amount_of(row, key, row.line)
        if amount:
            found[year] = amount
    return found


def amount_of(row: Row, key: str, line: Line) -> int:
    text = line.texts.get(key, "")
    if text.startswith(("-", "−")):
        fault(row, key, _("An amount of money cannot be negative."), line)
        return 0
    try:
        return dinars.parsed(text) or 0
    except ValueError:
        fault(
            row,
            key,
            _("Write a whole number of dinars, like this: 1.250.000"),
            line,
        )
        return 0


def fault(row: Row, key: str, sentence: str, line: Line | None = None) -> None:
    """Put a sentence to the row, with sheet and cell, or row where there is none."""
    line = line or row.line
    place = line.places.get(key) or str(line.row)
    row.faults.append(f"{line.sheet}, {place}: {sentence}")


def unknown(key: str, text: str) -> str:
    words = ", ".join(str(label) for label in columns.CHOICES[key].labels)
    if not text:
        return _("Choose one of: %(words)s.") % {"words": words}
    return _("“%(text)s” is not known here. Choose one of: %(words)s.") % {
        "text": text,
        "words": words,
    }
