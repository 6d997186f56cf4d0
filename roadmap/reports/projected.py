"""What the scorecard would say if actions were done, beside what it says today."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from cities.permissions import Person
from roadmap import projection
from roadmap.models import Action
from roadmap.projection import Aim, Step
from scorecard import charts, scoring
from scorecard.models import Assessment, Essential, marks


@dataclass(frozen=True)
class Row:
    """An Essential today and as projected."""

    essential: Essential
    step: Step

    @property
    def difference(self) -> Fraction | None:
        today, then = self.step.today.share, self.step.projected.share
        return None if today is None or then is None else then - today

    @property
    def is_moved(self) -> bool:
        return self.step.today != self.step.projected


@dataclass(frozen=True)
class Projected:
    """One assessment with the levels aimed at in place of those reached.

    `aims` counts the indicators that rise; overall shares weigh Essentials the same.
    """

    assessment: Assessment
    rows: tuple[Row, ...]
    radar: charts.Radar
    today: Fraction | None
    then: Fraction | None
    raised: int

    @property
    def difference(self) -> Fraction | None:
        if self.today is None or self.then is None:
            return None
        return self.then - self.today


def counted_by_rule(actions: Iterable[Action]) -> set[int]:
    """Return the actions that count unless somebody chooses: those not stopped."""
    return {one.pk for one in actions if one.status != Action.Status.STOPPED}


def rounds(actions: Iterable[Action], user: Person) -> list[Assessment]:
    """Return the assessments to project, those with most aims first, in one query.

    For each city and edition that the actions aim at: the latest accepted assessment,
    or a later one in which the gap was seen; only such as the person may open.
    """
    targets = [target for action in actions for target in action.targets.all()]
    named = Counter(_place(target.answer.assessment) for target in targets)
    seen = {target.answer.assessment_id for target in targets}
    found: dict[tuple[int, int], Assessment] = {}
    candidates = (
        Assessment.objects.visible_to(user)
        .filter(
            city__in={city for city, _edition in named},
            questionnaire__in={edition for _city, edition in named},
        )
        .select_related("city", "questionnaire")
        .latest_first()
    )
    for one in candidates:
        is_candidate = one.pk in seen or one.status == Assessment.Status.ACCEPTED
        if is_candidate and _place(one) in named:
            found.setdefault(_place(one), one)
    return sorted(found.values(), key=lambda one: (-named[_place(one)], one.pk))


def project(
    assessment: Assessment, actions: Iterable[Action], counted: Collection[int]
) -> Projected:
    """Return the assessment as it would be, in one query."""
    answers = list(assessment.answers.select_related("question__essential"))
    now = marks(answers, assessment.questionnaire.scale_maximum)
    aims = [
        Aim(action.pk, target.answer.question.code, target.score)
        for action in actions
        if action.pk in counted
        for target in action.targets.all()
        if _place(target.answer.assessment) == _place(assessment)
    ]
    then = projection.project(now, aims)
    essentials = {
        one.question.essential.number: one.question.essential for one in answers
    }
    rows = tuple(
        Row(essentials[step.essential], step) for step in projection.steps(now, aims)
    )
    return Projected(
        assessment=assessment,
        rows=rows,
        radar=charts.radar(
            [f"{one.essential.number}. {one.essential.short_name}" for one in rows],
            [one.step.projected.share for one in rows],
            name=_("If done"),
            before=[one.step.today.share for one in rows],
            before_name=_("Today"),
        ),
        today=scoring.overall_share(
            {one.step.essential: one.step.today for one in rows}
        ),
        then=scoring.overall_share(
            {one.step.essential: one.step.projected for one in rows}
        ),
        raised=sum(then[code] != mark for code, mark in now.items()),
    )


def _place(assessment: Assessment) -> tuple[int, int]:
    return assessment.city_id, assessment.questionnaire_id
