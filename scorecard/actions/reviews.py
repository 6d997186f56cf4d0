"""The focal point remarks, returns or accepts; the city replies."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.models import User
from cities.permissions import Refused
from scorecard.actions import standings
from scorecard.models import Answer, Assessment, Remark, Review, Submission

Status = Assessment.Status


def remark(*, answer: Answer, text: str, by: User) -> Remark:
    """Note something on an answer; the city sees it with the decision."""
    with transaction.atomic():
        under_review = Assessment.objects.select_for_update(no_key=True).filter(
            pk=answer.assessment_id, status=Status.SUBMITTED
        )
        if not list(under_review.values_list("pk")):
            raise Refused(_("Only a submitted assessment can be reviewed."))
        return Remark.objects.create(
            submission=_latest(answer.assessment), answer=answer, text=text, by=by
        )


def withdraw_remark(*, remark: Remark) -> None:
    """Take a remark back before the decision. Raises Refused afterwards."""
    if Review.objects.filter(submission=remark.submission_id).exists():
        raise Refused(_("The city has this remark already: it cannot be taken back."))
    remark.delete()


def reply(*, remark: Remark, text: str, by: User) -> None:
    """Answer a remark, in words beside the changed answer."""
    if not text.strip():
        raise ValidationError(_("Write the reply first."))
    with_the_city = Assessment.objects.filter(
        pk=remark.answer.assessment_id, status=Status.RETURNED
    )
    if not with_the_city.exists():
        raise Refused(_("Replies are written while the assessment is returned."))
    remark.reply, remark.replied_at, remark.replied_by = text, timezone.now(), by
    remark.save(update_fields=["reply", "replied_at", "replied_by"])


def send_back(*, assessment: Assessment, text: str, by: User) -> Review:
    """Return the assessment to the city with reasons."""
    if not text.strip():
        raise ValidationError(_("Write what the city should change."))
    return _decide(assessment, Review.Outcome.RETURNED, text, by)


def accept(*, assessment: Assessment, text: str, by: User) -> Review:
    """Accept the assessment; from now on it never changes."""
    return _decide(assessment, Review.Outcome.ACCEPTED, text, by)


def _decide(assessment: Assessment, outcome: str, text: str, by: User) -> Review:
    now = timezone.now()
    with transaction.atomic():
        moved = Assessment.objects.filter(
            pk=assessment.pk, status=Status.SUBMITTED
        ).update(status=outcome, decided_at=now, decided_by=by)
        if not moved:
            raise Refused(_("Only a submitted assessment can be reviewed."))
        if outcome == Review.Outcome.ACCEPTED:
            standings.record(assessment=assessment)
        return Review.objects.create(
            submission=_latest(assessment), outcome=outcome, text=text, at=now, by=by
        )


def _latest(assessment: Assessment) -> Submission:
    submission = assessment.submissions.first()
    if submission is None:
        raise Refused(_("Only a submitted assessment can be reviewed."))
    return submission
