"""Common gaps and strengths: on which indicators most cities are low, or high."""

from dataclasses import dataclass
from fractions import Fraction

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from mcr2030.national import figures
from mcr2030.national.figures import Selection
from scorecard.exports import percent
from scorecard.models import Level, Question
from scorecard.statistics import Spread
from scorecard.workbooks import tables

GAPS, STRENGTHS = "gaps", "strengths"
KINDS = (GAPS, STRENGTHS)


@dataclass(frozen=True)
class Finding:
    """An indicator with its spread; `share` of those who answered are low, or high.

    `reached` is the level at the median, rounded down; `following` the one above it:
    what lifts a city there is its wording. None where nothing is above.
    """

    question: Question
    spread: Spread
    many: int
    share: Fraction
    reached: Level | None
    following: Level | None


def findings(selection: Selection, kind: str) -> list[Finding]:
    """Return the edition's indicators, the most common gap (or strength) first.

    Indicators that nobody has answered are left out. Three queries, whatever the
    number of cities; two more where a selection is added up.
    """
    spreads = figures.spreads(selection)
    questions = (
        selection.questionnaire.questions.select_related("essential")
        .prefetch_related("levels")
        .order_by("position")
    )
    found = [
        _finding(question, spreads[question.code], kind)
        for question in questions
        if spreads[question.code].answered
    ]
    # Sorting keeps the scorecard's order where two are as common.
    return sorted(found, key=lambda one: (-one.share, -one.many))


def table(selection: Selection, kind: str) -> tables.Table:
    """Return all findings as a table: cities at each level, and the share."""
    edition = selection.questionnaire
    top = edition.scale_maximum
    levels = [
        tables.Column(
            f"level_{level}", _("Level %(level)d") % {"level": level}, _("Cities")
        )
        for level in range(top + 1)
    ]
    return tables.Table(
        columns=(
            tables.Column(
                "code", pgettext("indicator", "Code"), _("Code of the indicator")
            ),
            tables.Column("title", _("Indicator"), _("Its title")),
            tables.Column("cities", _("Cities"), _("Local governments with a level")),
            *levels,
            tables.Column("not_applicable", _("Not applicable"), _("Cities")),
            tables.Column("share", _heading(kind), _("Per cent of those with a level")),
        ),
        rows=[
            [
                one.question.code,
                one.question.title,
                one.spread.answered,
                *one.spread.counts,
                one.spread.not_applicable,
                percent(one.share),
            ]
            for one in findings(selection, kind)
        ],
        about={
            _("Questionnaire"): str(edition),
            _("Date"): timezone.localdate(),
            _("What counts"): _("The latest accepted assessment of each city."),
        },
        title=_("Common gaps") if kind == GAPS else _("Common strengths"),
        columns_title=_("Columns"),
        columns_headings=(_("Key"), _("Column"), _("Meaning")),
    )


def _heading(kind: str) -> str:
    if kind == GAPS:
        return _("At the two lowest levels, %")
    return _("At the two highest levels, %")


def _finding(question: Question, spread: Spread, kind: str) -> Finding:
    many = spread.low if kind == GAPS else spread.high
    middle = spread.median
    levels = {level.score: level for level in question.levels.all()}
    place = int(middle) if middle is not None else 0
    return Finding(
        question=question,
        spread=spread,
        many=many,
        share=Fraction(many, spread.answered),
        reached=levels.get(place),
        following=levels.get(place + 1),
    )
