"""Focal points share reviews out, remark, return or accept; the city replies."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import formats, timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cities.models import User
from cities.permissions import Refused
from cities.serbian import to_latin
from scorecard.actions import journal, next_version, standings
from scorecard.models import Answer, Assessment, Remark, Review, Submission

Status = Assessment.Status


class Overtaken(Refused):
    """A colleague was quicker: what one saw before deciding does not hold any more."""


def hand_on(
    *, assessment: Assessment, reviewer: User | None, seen: int | None, by: User
) -> None:
    """Give the review to a focal point, or back to nobody.

    `seen` is the key of who had it on the page that `by` decided from. Raises
    Overtaken where somebody else has it by now.
    """
    with transaction.atomic():
        moved = Assessment.objects.filter(
            pk=assessment.pk, status__in=Assessment.IN_REVIEW, reviewer=seen
        ).update(reviewer=reviewer)
        assessment.refresh_from_db(fields=["reviewer", "status"])
        if moved:
            journal.note(
                assessment=assessment,
                field="reviewer",
                before=seen,
                after=reviewer and reviewer.pk,
                by=by,
            )
    if not moved and assessment.reviewer != reviewer:
        raise Overtaken(_whose_now(assessment))


def remark(*, answer: Answer, text: str, by: User) -> Remark:
    """Note something on an answer; the city sees it with the decision."""
    with transaction.atomic():
        if not _hold_under_review(answer.assessment_id):
            raise Refused(_("Only a submitted assessment can be reviewed."))
        return Remark.objects.create(
            submission=_latest(answer.assessment), answer=answer, text=text, by=by
        )


def withdraw_remark(*, remark: Remark) -> None:
    """Take a remark back before the decision. Raises Refused afterwards."""
    with transaction.atomic():
        # Held, so that no decision hands the remark out while it is taken back.
        _hold_under_review(remark.answer.assessment_id)
        if Review.objects.filter(submission=remark.submission_id).exists():
            raise Refused(
                _("The city has this remark already: it cannot be taken back.")
            )
        remark.delete()


def reply(*, remark: Remark, text: str, by: User) -> None:
    """Answer a remark in words; a question also where the assessment is frozen."""
    if not text.strip():
        raise ValidationError(_("Write the reply first."))
    with_the_city = Assessment.objects.filter(
        pk=remark.answer.assessment_id, status=Status.RETURNED
    )
    if not remark.is_question and not with_the_city.exists():
        raise Refused(_("Replies are written while the assessment is returned."))
    remark.reply, remark.replied_at, remark.replied_by = text, timezone.now(), by
    remark.save(update_fields=["reply", "replied_at", "replied_by"])


def send_back(
    *, assessment: Assessment, text: str, by: User, read: int | None = None
) -> Review:
    """Return the assessment to the city with reasons; `read` as in `accept`."""
    if not text.strip():
        raise ValidationError(_("Write what the city should change."))
    return _decide(assessment, Review.Outcome.RETURNED, text, by, read)


def accept(
    *, assessment: Assessment, text: str, by: User, read: int | None = None
) -> Review:
    """Accept the assessment; from now on it never changes.

    `read` is the number of the submission that was read. Raises Overtaken where a
    colleague decided meanwhile, or where the city has handed in again since.
    """
    return _decide(assessment, Review.Outcome.ACCEPTED, text, by, read)


def _decide(
    assessment: Assessment, outcome: str, text: str, by: User, read: int | None
) -> Review:
    now = timezone.now()
    with transaction.atomic():
        moved = Assessment.objects.filter(
            pk=assessment.pk, status=Status.SUBMITTED
        ).update(status=outcome, decided_at=now, decided_by=by)
        if not moved:
            raise Overtaken(decided_already(assessment))
        submission = _latest(assessment)
        if read is not None and submission.number != read:
            raise Overtaken(
                _(
                    "The city has submitted again since you opened the page. Read the "
                    "new submission first, then decide."
                )
            )
        journal.note(
            assessment=assessment,
            field="status",
            before=Status.SUBMITTED,
            after=outcome,
            by=by,
        )
        if outcome == Review.Outcome.ACCEPTED:
            standings.record(assessment=assessment)
        else:
            next_version.bring_in(assessment=assessment)
        return Review.objects.create(
            submission=submission, outcome=outcome, text=text, at=now, by=by
        )


def decided_already(assessment: Assessment) -> str:
    """Say in a sentence who decided, and what, as the database has it now."""
    review = Review.objects.of(assessment).first()
    assessment.refresh_from_db(fields=["status"])
    if review is None or assessment.status not in Review.Outcome.values:
        return _("Only a submitted assessment can be reviewed.")
    sentence = (
        _("%(name)s accepted this assessment on %(date)s.")
        if review.outcome == Review.Outcome.ACCEPTED
        else _("%(name)s returned this assessment to the city on %(date)s.")
    )
    date = formats.date_format(timezone.localtime(review.at), "SHORT_DATETIME_FORMAT")
    return sentence % {"name": _name(review.by), "date": date}


def _whose_now(assessment: Assessment) -> str:
    if assessment.status not in Assessment.IN_REVIEW:
        return decided_already(assessment)
    if assessment.reviewer is None:
        return _(
            "A colleague has given this review back meanwhile: nobody has it now. "
            "Look at the list again, then choose."
        )
    return _(
        "Meanwhile %(name)s has this review. Look at the list again, then choose."
    ) % {"name": _name(assessment.reviewer)}


def _name(user: User) -> str:
    """Return a name in the script of the page: a sentence is not filtered any more."""
    return user.name if get_language() == "sr" else to_latin(user.name)


def _hold_under_review(pk: int) -> bool:
    """Keep the assessment from being decided on until the transaction ends."""
    held = Assessment.objects.select_for_update(no_key=True).filter(
        pk=pk, status=Status.SUBMITTED
    )
    return bool(list(held.values_list("pk")))


def _latest(assessment: Assessment) -> Submission:
    submission = assessment.submissions.first()
    if submission is None:
        raise Refused(_("Only a submitted assessment can be reviewed."))
    return submission
