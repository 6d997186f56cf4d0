"""Answers and scores of an assessment as one table, for XLSX, CSV and JSON."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from scorecard import scoring
from scorecard.actions import evidence
from scorecard.models import Answer, Assessment, marks
from scorecard.scoring import Mark
from scorecard.workbooks.tables import Column, Table, as_csv, as_json, as_xlsx

FORMATS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}

WRITERS = {"xlsx": as_xlsx, "csv": as_csv, "json": as_json}


def table(assessment: Assessment) -> Table:
    """Return one row for each answer, each Essential and the whole, in five queries.

    Texts are in the active language. Shares are per cent with two decimals; an empty
    score is no answer, which differs from 0 and from "not applicable".
    """
    questionnaire = assessment.questionnaire
    answers = list(
        assessment.answers.select_related(
            "question__essential", "question__section"
        ).prefetch_related("question__levels", "evidence")
    )
    found = marks(answers, questionnaire.scale_maximum)
    by_essential: dict[int, list[Mark]] = {}
    for mark in found.values():
        by_essential.setdefault(mark.essential, []).append(mark)
    overall = scoring.overall_share(scoring.by_essential(found.values()))
    rows = [_answer(one) for one in answers]
    rows += [_sums("essential", number, of) for number, of in by_essential.items()]
    rows.append({**_sums("total", None, found.values()), "share": percent(overall)})
    same = _same_for_all(assessment)
    columns = _columns()
    return Table(
        columns=columns,
        rows=[[(row | same).get(column.key) for column in columns] for row in rows],
        about=_about(assessment),
        title=_("Answers"),
        columns_title=_("Columns"),
        columns_headings=(_("Key"), _("Column"), _("Meaning")),
    )


def _answer(answer: Answer) -> dict[str, Any]:
    question = answer.question
    wording = {level.score: level.text for level in question.levels.all()}
    return {
        "row": "answer",
        "code": question.code,
        "essential": question.essential.number,
        "section": question.section.code if question.section else None,
        "title": question.title,
        "score": answer.score,
        "level": None if answer.score is None else wording.get(answer.score),
        "not_applicable": answer.not_applicable,
        "reason": answer.reason,
        "comment": answer.comment,
        "evidence": "\n".join(evidence.text_of(one) for one in answer.evidence.all()),
        "changed_at": answer.changed_at.date() if answer.changed_at else None,
    }


def _sums(kind: str, number: int | None, of: Iterable[Mark]) -> dict[str, Any]:
    of = list(of)
    score, official = scoring.score(of), scoring.official(of)
    return {
        "row": kind,
        "essential": number,
        "points": score.points,
        "out_of": score.out_of,
        "share": percent(score.share),
        "answered": score.answered,
        "not_applicable_count": score.asked - score.applying,
        "asked": score.asked,
        "official_points": official.points,
        "official_out_of": official.out_of,
        "official_share": percent(official.share),
    }


def percent(share: Fraction | None) -> Decimal | None:
    """Return a share as per cent with two decimals, as every file prints it."""
    if share is None:
        return None
    percent = Decimal(share.numerator) * 100 / share.denominator
    return percent.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _same_for_all(assessment: Assessment) -> dict[str, Any]:
    questionnaire = assessment.questionnaire
    return {
        "city_code": assessment.city.code,
        "city": assessment.city.name,
        "year": assessment.year,
        "occasion": assessment.occasion,
        "questionnaire": questionnaire.code,
        "edition": questionnaire.edition,
        "scale_maximum": questionnaire.scale_maximum,
        "draft_note": questionnaire.draft_note or "",
        "invented": assessment.is_demo,
    }


def _about(assessment: Assessment) -> dict[str, Any]:
    return {
        _("Local government"): assessment.city.full_name,
        _("Assessment"): f"{assessment}, {assessment.get_occasion_display()}",
        _("Edition"): assessment.questionnaire.edition,
        _("Highest level"): assessment.questionnaire.scale_maximum,
        _("State"): str(assessment.get_status_display()),
        _("Mark"): assessment.questionnaire.draft_note or "",
        _("Source"): assessment.questionnaire.source_note,
    }


def _columns() -> tuple[Column, ...]:
    notes = {
        "row": _("answer = one indicator, essential = one Essential, total = all"),
        "code": _("code of the indicator"),
        "essential": _("number of the Essential, 1 to 10"),
        "section": _("code of the section, where the edition has sections"),
        "title": _("title of the indicator"),
        "score": _("level reached; empty = not answered, which is not 0"),
        "level": _("wording of the level reached"),
        "not_applicable": _("true where the indicator does not apply"),
        "reason": _("why it does not apply"),
        "comment": _("justification as typed"),
        "evidence": _("evidence, one piece a line"),
        "changed_at": _("day of the last change"),
        "points": _("points won in answered indicators that apply"),
        "out_of": _("points possible in these"),
        "share": _(
            "points / out_of in per cent; in the total the mean of the Essentials"
        ),
        "answered": _("indicators with a level"),
        "not_applicable_count": _("indicators that do not apply"),
        "asked": _("indicators asked"),
        "official_points": _(
            "points as UNDRR’s tool counts them: blank and not applicable are 0"
        ),
        "official_out_of": _("points possible in all indicators asked"),
        "official_share": _("official_points / official_out_of in per cent"),
        "city_code": _("official code of the local government"),
        "city": _("name of the local government"),
        "year": _("year of the round"),
        "occasion": _("occasion of the round"),
        "questionnaire": _("code of the instrument"),
        "edition": _("edition of the instrument"),
        "scale_maximum": _("highest level of the edition"),
        "draft_note": _("mark of a draft wording; empty where there is none"),
        "invented": _("true for demonstration data"),
    }
    return tuple(Column(key, key, note) for key, note in notes.items())
