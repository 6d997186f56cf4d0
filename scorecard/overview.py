"""An assessment at a glance: scores, progress and what is still missing."""

from dataclasses import dataclass, replace
from fractions import Fraction

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from modeltranslation.utils import build_localized_fieldname

from cities.permissions import Person
from scorecard import charts, independence, permissions, scoring
from scorecard.actions import assessments as actions
from scorecard.card import Step
from scorecard.cards import rail
from scorecard.library import expired_of
from scorecard.models import (
    Answer,
    Assessment,
    Evidence,
    Questionnaire,
    Remark,
    Review,
    RoundDeadline,
    disputed,
    marks_of,
)
from scorecard.reports import PointsWords, points_words
from scorecard.reports.parts import LOW_LEVELS


@dataclass(frozen=True)
class Row:
    """One Essential: where it stands, and where it stood."""

    step: Step
    score: scoring.Score
    before: Fraction | None

    @property
    def answered_words(self) -> str:
        return _("%(settled)s of %(asked)s answered") % vars(self.score)


@dataclass(frozen=True)
class Beside:
    """The other instruments of the round: those there are, and those not begun."""

    assessments: list[Assessment]
    missing: list[Questionnaire]


@dataclass(frozen=True)
class ToDo:
    """What only those who answer are told: it does not keep anybody from submitting."""

    unsaid: int
    disputes: int
    remarks: list[tuple[int, str]]
    has_conditions: bool


@dataclass(frozen=True)
class Overview:
    """What the overview page shows."""

    rows: list[Row]
    total: scoring.Score
    overall: Fraction | None
    official: scoring.Official
    points_words: PointsWords
    previous: Assessment | None
    radar: charts.Radar
    missing: actions.Missing
    unproved: list[str]
    reviews: list[Review]
    deadline: RoundDeadline | None
    gaps: list[tuple[str, str]]
    owed: list[str]
    expired: list[Evidence]


def build(user: Person, assessment: Assessment) -> Overview:
    """Gather the overview in nine queries."""
    earlier = Assessment.objects.before(assessment).select_related("questionnaire")
    previous = earlier.only("year", "questionnaire__scale_maximum").first()
    marks = marks_of([assessment, previous] if previous else [assessment])
    owed = independence.owed(user, assessment)
    found = {
        code: replace(mark, score=None, applies=True) if code in owed else mark
        for code, mark in marks[assessment.pk].items()
    }
    scores = scoring.by_essential(found.values())
    before = scoring.by_essential(marks[previous.pk].values()) if previous else {}
    steps = rail(assessment, permissions.visible_essentials(user, assessment))
    rows = [
        Row(
            step,
            scores[step.number],
            _share(before, step.number),
        )
        for step in steps
    ]
    return Overview(
        rows=rows,
        total=scoring.score(found.values()),
        overall=scoring.overall_share(scores),
        official=scoring.official(found.values()),
        points_words=points_words(assessment.questionnaire),
        previous=previous,
        radar=charts.radar(
            [f"{row.step.number}. {row.step.short_name}" for row in rows],
            [row.score.share for row in rows],
            name=str(assessment.year),
            before=[row.before for row in rows] if previous else None,
            before_name=str(previous.year) if previous else "",
        ),
        missing=actions.missing_of(assessment, found),
        unproved=actions.high_without_evidence(assessment),
        gaps=_gaps(assessment),
        owed=owed,
        # In an open round the first screen asks for new ones.
        expired=(
            expired_of(assessment)
            if assessment.is_frozen and permissions.is_team(user, assessment)
            else []
        ),
        reviews=list(Review.objects.of(assessment)),
        deadline=(
            RoundDeadline.objects.of_assessment(assessment)
            if assessment.is_open
            else None
        ),
    )


def beside(user: Person, assessment: Assessment) -> Beside:
    """Return the round's other instruments in two queries, at most."""
    visible = Assessment.objects.beside(assessment).visible_to(user)
    there = list(visible.select_related("questionnaire").with_progress())
    missing = []
    if permissions.can_start(user, assessment.city):
        begun = {assessment.questionnaire.code}
        begun |= {one.questionnaire.code for one in there}
        editions = Questionnaire.objects.in_use()
        missing = [one for one in editions if one.code not in begun]
    return Beside(there, missing)


def to_do(assessment: Assessment) -> ToDo:
    """Return what is open but may stay so: conditions, and remarks without a reply.

    How many conditions nobody has said anything on; the Essential and the code of each
    answer with such a remark.
    """
    said = assessment.applicabilities.filter(condition=OuterRef("pk"))
    conditions = assessment.questionnaire.conditions.all()
    is_said = list(conditions.values_list(Exists(said), flat=True))
    waiting = _waiting(assessment)
    return ToDo(
        unsaid=is_said.count(False),
        disputes=sum(is_disputed for *_place, is_disputed in waiting),
        remarks=[
            (number, code)
            for number, code, remarks, _is_disputed in waiting
            for _remark in range(remarks or 0)
        ],
        has_conditions=bool(is_said),
    )


def _waiting(assessment: Assessment) -> list[tuple[int, str, int | None, bool]]:
    """Return Essential and code of answers with open remarks or open differences.

    How many remarks wait for a reply, and whether people differ; one query for both.
    """
    remarks = Remark.objects.awaiting_reply().filter(answer=OuterRef("pk")).order_by()
    differing = disputed(
        Answer.objects.filter(pk=OuterRef("pk"), assessment__status__in=Assessment.OPEN)
    )
    answers = assessment.answers.annotate(
        remark_count=Subquery(
            remarks.values("answer").annotate(number=Count("pk")).values("number")
        ),
        is_disputed=Exists(differing),
    )
    return list(
        answers.filter(Q(remark_count__gt=0) | Q(is_disputed=True)).values_list(
            "question__essential__number",
            "question__code",
            "remark_count",
            "is_disputed",
        )
    )


def next_step(assessment: Assessment, overview: Overview, *, is_lead: bool) -> str:
    """Say in a sentence what comes next, and whose it is."""
    if assessment.status == Assessment.Status.SUBMITTED:
        return _("The national focal point is reviewing the assessment.")
    if assessment.status == Assessment.Status.ACCEPTED:
        return _("The assessment is accepted and does not change any more.")
    if overview.missing:
        if is_lead:
            return _("Answer what is still open, then submit.")
        return _("The city is still answering; its lead submits the assessment.")
    if is_lead:
        return _("Everything is answered: you can submit the assessment.")
    return _("Everything is answered: the city's lead can submit the assessment.")


def _gaps(assessment: Assessment) -> list[tuple[str, str]]:
    """Return the code and the title of each indicator at a low level."""
    title = build_localized_fieldname("title", get_language() or "sr")
    low = assessment.answers.low(LOW_LEVELS)
    return list(low.values_list("question__code", f"question__{title}"))


def _share(scores: dict[int, scoring.Score], number: int) -> Fraction | None:
    return scores[number].share if number in scores else None
