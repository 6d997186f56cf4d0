"""What does not exist in a city is said once, and answers all it concerns."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.models import User
from scorecard.actions import answers
from scorecard.actions.assessments import hold_open
from scorecard.models import Answer, Applicability, Assessment, Condition


@dataclass(frozen=True)
class Settled:
    """What saying yes or no to a condition did to the answers it concerns."""

    changed: tuple[str, ...]
    kept: tuple[str, ...]


def settle(
    *,
    assessment: Assessment,
    condition: Condition,
    applies: bool,
    reason: str,
    by: User,
) -> Settled:
    """Say whether the condition holds, and answer its indicators accordingly.

    No sets the blank ones, and those set here before, to "not applicable" with the
    reason; yes blanks those that were set so. An indicator that somebody scored, or
    gave a reason of its own, is kept as it is and named in the result. Raises
    ValidationError without a reason for no, Refused where the assessment is closed.
    """
    reason = "" if applies else reason.strip()
    if not applies and not reason:
        raise ValidationError(_("Write why this is not applicable to you."))
    with transaction.atomic():
        hold_open(assessment)
        before = Applicability.objects.filter(
            assessment=assessment, condition=condition
        ).first()
        said = before.reason if before else ""
        changed, kept = [], []
        for answer in _concerned(assessment, condition):
            if _is_free(answer, said):
                _answer(answer, reason, by)
                changed.append(answer.question.code)
            elif not applies and not answer.not_applicable:
                kept.append(answer.question.code)
        Applicability.objects.update_or_create(
            assessment=assessment,
            condition=condition,
            defaults={
                "applies": applies,
                "reason": reason,
                "changed_at": timezone.now(),
                "changed_by": by,
            },
        )
    return Settled(tuple(changed), tuple(kept))


def _concerned(assessment: Assessment, condition: Condition) -> list[Answer]:
    found = assessment.answers.filter(question__condition=condition)
    return list(found.select_related("question", "assessment__questionnaire"))


def _is_free(answer: Answer, said: str) -> bool:
    """Tell whether nobody but an earlier word on the condition answered it."""
    if answer.not_applicable:
        return bool(said) and answer.reason == said
    return answer.score is None


def _answer(answer: Answer, reason: str, by: User) -> None:
    content = answers.Content(
        not_applicable=bool(reason), reason=reason, comment=answer.comment
    )
    answers.save(answer=answer, content=content, version=answer.version, by=by)
