"""An assessment at a glance: scores, progress and what is still missing."""

from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from cities.permissions import Person
from scorecard import charts, permissions, scoring
from scorecard.actions import assessments as actions
from scorecard.cards import Step, rail
from scorecard.models import Answer, Assessment, Review
from scorecard.models.marks import marks


@dataclass(frozen=True)
class Row:
    """One Essential: where it stands, and where it stood."""

    step: Step
    score: scoring.Score
    before: Fraction | None


@dataclass(frozen=True)
class Overview:
    """What the overview page shows."""

    rows: list[Row]
    total: scoring.Score
    overall: Fraction | None
    official: scoring.Official
    previous: Assessment | None
    radar: charts.Radar
    missing: actions.Missing
    unproved: list[Answer]
    reviews: list[Review]


def build(user: Person, assessment: Assessment) -> Overview:
    """Gather the overview in nine queries."""
    top = assessment.questionnaire.scale_maximum
    answers = list(assessment.answers.select_related("question__essential"))
    found = marks(answers, top)
    scores = scoring.by_essential(found.values())
    previous = Assessment.objects.before(assessment).with_parts().first()
    before = _scores_of(previous) if previous else {}
    steps = rail(assessment, permissions.visible_essentials(user, assessment))
    rows = [
        Row(
            step,
            scores[step.essential.number],
            _share(before, step.essential.number),
        )
        for step in steps
    ]
    return Overview(
        rows=rows,
        total=scoring.score(found.values()),
        overall=scoring.overall_share(scores),
        official=scoring.official(found.values()),
        previous=previous,
        radar=charts.radar(
            [
                f"{row.step.essential.number}. {row.step.essential.short_name}"
                for row in rows
            ],
            [row.score.share for row in rows],
            name=str(assessment.year),
            before=[row.before for row in rows] if previous else None,
            before_name=str(previous.year) if previous else "",
        ),
        missing=actions.missing_of(assessment, answers),
        unproved=actions.high_without_evidence(assessment),
        reviews=list(Review.objects.of(assessment)),
    )


def next_step(assessment: Assessment, overview: Overview) -> str:
    """Say in a sentence what comes next."""
    if assessment.status == Assessment.Status.SUBMITTED:
        return _("The national focal point is reviewing the assessment.")
    if assessment.status == Assessment.Status.ACCEPTED:
        return _("The assessment is accepted and does not change any more.")
    if overview.missing:
        return _("Answer what is still open, then submit.")
    return _("Everything is answered: the assessment can be submitted.")


def _scores_of(assessment: Assessment) -> dict[int, scoring.Score]:
    answers = assessment.answers.select_related("question__essential")
    found = marks(answers, assessment.questionnaire.scale_maximum)
    return scoring.by_essential(found.values())


def _share(scores: dict[int, scoring.Score], number: int) -> Fraction | None:
    return scores[number].share if number in scores else None
