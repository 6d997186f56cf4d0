"""UNDRR's own workbook, filled by a city, becomes a round."""

import dataclasses
import datetime as dt
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.actions import profile
from cities.models import City, ProfileFigure, User
from cities.permissions import Refused
from cities.serbian import search_key
from scorecard.actions import (
    answers,
    assessments,
    evidence,
    merging,
    official_editions,
)
from scorecard.models import (
    Answer,
    Assessment,
    NotedAction,
    PendingImport,
    Questionnaire,
)
from scorecard.workbooks import official
from scorecard.workbooks.faults import Finding, Trouble
from scorecard.workbooks.official_map import Figure, OfficialContent

Rows = Sequence[tuple[Answer, Mapping[str, Any]]]
SCENARIO_MAXIMUM = 2000
FIGURE_MAXIMUM = 10**12
# The workbook asks for the share of people who are not in poverty; we keep those who
# are, as Serbian statistics do.
FIGURES = {
    "youth": ProfileFigure.Kind.YOUTH,
    "older": ProfileFigure.Kind.OLDER,
    "female_headed": ProfileFigure.Kind.FEMALE_HEADED,
    "literacy": ProfileFigure.Kind.LITERACY,
    "not_in_poverty": ProfileFigure.Kind.POVERTY,
    "income": ProfileFigure.Kind.INCOME,
    "non_citizens": ProfileFigure.Kind.NON_CITIZENS,
    "households": ProfileFigure.Kind.HOUSEHOLDS,
    "household_size": ProfileFigure.Kind.HOUSEHOLD_SIZE,
    "gdp": ProfileFigure.Kind.GDP_PER_HEAD,
    "gini": ProfileFigure.Kind.GINI,
}
_YEAR = re.compile(r"\b(19|20)\d\d\b")


def take_in(*, city: City, file_name: str, content: bytes, by: User) -> PendingImport:
    """Read an uploaded workbook and keep what it says until it is confirmed.

    Raises Unreadable with findings where nothing of it can be used.
    """
    read = official.read(content)
    findings = [*read.findings, *_city_differs(read, city)]
    figures = _figures(read, findings)
    scenarios = _scenarios(read, findings)
    PendingImport.objects.visible_to(by).official_for(city).delete()
    return PendingImport.objects.create(
        kind=PendingImport.Kind.OFFICIAL,
        city=city,
        file_name=file_name[-200:],
        by=by,
        content={
            "edition": read.edition,
            "date": str(read.profile.date or ""),
            "city": read.profile.city,
            "printed_total": read.printed_total,
            "printed_maximum": read.printed_maximum,
            "answers": [dataclasses.asdict(one) for one in read.answers],
            "scenarios": scenarios,
            "figures": figures,
            "findings": [merging.kept(one) for one in findings],
        },
    )


@transaction.atomic
def apply(
    *,
    pending: PendingImport,
    questionnaire: Questionnaire | None,
    year: int,
    occasion: str,
    text_language: str,
    is_history: bool,
    with_figures: bool,
    by: User,
) -> Assessment:
    """Save the workbook as a round: a new one, or the blanks of one that is open.

    Without a questionnaire the edition is entered as the file has it. Blank stays
    blank. What somebody answered here already is kept as it is. Raises
    Refused where the round is closed; then nothing is saved.
    """
    questionnaire = questionnaire or official_editions.enter(pending)
    assessment = _round(pending, questionnaire, year, occasion)
    if assessment is None:
        assessment = assessments.start(
            city=pending.city,
            questionnaire=questionnaire,
            year=year,
            occasion=occasion,
            by=by,
            text_language=text_language,
            is_history=is_history,
            is_demo=pending.city.is_demo,
            **pending.content["scenarios"],
        )
    else:
        _fill_scenarios(assessment, pending.content["scenarios"])
    rows = {one["code"]: one for one in pending.content["answers"]}
    blank = [
        (answer, rows[answer.question.code])
        for answer in assessment.answers.select_related("question")
        if answer.question.code in rows and answer.version == 0
    ]
    entries = [answers.Entry(answer, _content(row), 0) for answer, row in blank]
    answers.save_many(assessment=assessment, entries=entries, by=by)
    _keep_evidence(assessment, blank, by)
    _note_actions(assessment, blank, by)
    if with_figures:
        _save_figures(pending.city, pending.content["figures"])
    pending.delete()
    return assessment


def _fill_scenarios(assessment: Assessment, scenarios: Mapping[str, str]) -> None:
    """Keep the scenarios of the file where none is described here."""
    blank = {
        name: text
        for name, text in scenarios.items()
        if text and not getattr(assessment, name).strip()
    }
    if blank:
        assessments.change_setup(assessment=assessment, **blank)


def _round(
    pending: PendingImport,
    questionnaire: Questionnaire,
    year: int,
    occasion: str,
) -> Assessment | None:
    fields = {"questionnaire": questionnaire, "year": year, "occasion": occasion}
    found = Assessment.objects.same_round(pending.city, fields).with_parts().first()
    if found and not found.is_open:
        raise Refused(
            _("This round was submitted already. Choose another year or occasion.")
        )
    return found


def _content(row: Mapping[str, Any]) -> answers.Content:
    return answers.Content(score=row["score"], comment=row["comment"])


def _keep_evidence(assessment: Assessment, rows: Rows, by: User) -> None:
    """Keep what the file says of evidence where nothing stands here."""
    proved = set(assessment.answers.proved().values_list("pk", flat=True))
    texts = [
        (answer, row["evidence"])
        for answer, row in rows
        if row["evidence"].strip() and answer.pk not in proved
    ]
    evidence.refer_many(assessment=assessment, texts=texts, by=by)


def _note_actions(assessment: Assessment, rows: Rows, by: User) -> None:
    """Keep the actions where none is noted here; who or when alone are kept, too."""
    now = timezone.now()
    noted = set(NotedAction.objects.of(assessment).values_list("answer", flat=True))
    names = ("action", "institution", "timescale")
    NotedAction.objects.bulk_create(
        NotedAction(
            answer=answer,
            changed_at=now,
            changed_by=by,
            **{name: row[name] for name in names},
        )
        for answer, row in rows
        if answer.pk not in noted and any(row[name] for name in names)
    )


def _city_differs(read: OfficialContent, city: City) -> list[Finding]:
    """Return a finding where the file names a city that is not this one."""
    said, name = search_key(read.profile.city), search_key(city.name)
    if not said or re.search(rf"\b{re.escape(name)}\b", said):
        return []
    return [Finding.at(Trouble.CITY_DIFFERS, "Info", "D4", read.profile.city)]


def _scenarios(read: OfficialContent, findings: list[Finding]) -> dict[str, str]:
    taken = {}
    for name in ("most_probable", "most_severe"):
        figure: Figure = getattr(read.profile, name)
        text = str(figure.value or "")
        if len(text) > SCENARIO_MAXIMUM:
            findings.append(
                Finding.at(Trouble.TEXT_TOO_LONG, "Info", figure.cell, text)
            )
            text = ""
        taken[name] = text
    return taken


def _figures(
    read: OfficialContent, findings: list[Finding]
) -> dict[str, dict[str, str]]:
    """Return the figures that can be kept, by kind: those whose source has a date."""
    taken = {}
    for name, kind in FIGURES.items():
        figure: Figure = getattr(read.profile, name)
        if not isinstance(figure.value, Decimal):
            continue
        value = _value(name, figure.value)
        if value is None:
            findings.append(
                Finding.at(Trouble.NOT_A_NUMBER, "Info", figure.cell, figure.value)
            )
            continue
        day = _day(figure.source_date)
        if day is None:
            at = figure.cell.replace("C", "D")
            findings.append(
                Finding.at(Trouble.NOT_A_DATE, "Info", at, figure.source_date)
            )
            continue
        taken[kind.value] = {"value": str(value), "source_date": day.isoformat()}
    return taken


def _value(name: str, value: Decimal) -> Decimal | None:
    """Return the figure as it is kept; None where it cannot be one."""
    if name == "not_in_poverty":
        value = 100 - value
    if not 0 <= value < FIGURE_MAXIMUM:
        return None
    return value.quantize(Decimal("0.01"))


def _day(said: dt.date | str | None) -> dt.date | None:
    if isinstance(said, dt.date) or said is None:
        return said
    year = _YEAR.search(said)
    return dt.date(int(year[0]), 1, 1) if year else None


def _save_figures(city: City, figures: Mapping[str, Mapping[str, str]]) -> None:
    """Keep figures that the profile lacks, or has from an earlier date."""
    known = dict(
        ProfileFigure.objects.filter(city=city).values_list("kind", "source_date")
    )
    wanted = {
        kind: profile.Figure(
            value=Decimal(row["value"]),
            source=_("Official workbook of UNDRR"),
            source_date=dt.date.fromisoformat(row["source_date"]),
        )
        for kind, row in figures.items()
    }
    profile.save(
        city=city,
        figures={
            kind: figure
            for kind, figure in wanted.items()
            if kind not in known or known[kind] < figure.source_date
        },
    )
