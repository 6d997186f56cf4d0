"""The focal point asks cities about an indicator, and tells all how to read it."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.models import City, User
from scorecard.actions.reviews import Overtaken
from scorecard.models import (
    Answer,
    Assessment,
    NationalNote,
    Question,
    Remark,
    Submission,
)


def ask(*, question: Question, codes: Iterable[str], text: str, by: User) -> list[City]:
    """Ask the cities with these codes one thing about their accepted answers.

    Returns the cities that were asked: those that have the same words without a reply
    already are not asked again. Raises ValidationError where no city is named, or one
    whose assessment does not stand; then nobody is asked.
    """
    wanted = {code.replace("\0", "") for code in codes}
    if not wanted:
        raise ValidationError(_("Tick at least one local government to ask."))
    if not text.strip():
        raise ValidationError(_("Write the question first."))
    with transaction.atomic():
        # Held in one order, so that of two clicks at once the second sees the first.
        answers = list(
            Answer.objects.select_for_update(of=("self",), no_key=True)
            .filter(
                question=question,
                assessment__standing__isnull=False,
                assessment__status=Assessment.Status.ACCEPTED,
                assessment__city__code__in=wanted,
            )
            .select_related("assessment__city")
            .order_by("pk")
        )
        if len(answers) != len(wanted):
            raise ValidationError(
                _(
                    "One of the ticked local governments has no accepted answer here "
                    "any more. Nobody was asked: look at the list again."
                )
            )
        has_it = set(
            Remark.objects.awaiting_reply()
            .questions()
            .filter(answer__in=answers, text=text)
            .values_list("answer", flat=True)
        )
        new = [answer for answer in answers if answer.pk not in has_it]
        submissions = _latest([answer.assessment for answer in new])
        Remark.objects.bulk_create(
            Remark(
                submission_id=submissions[answer.assessment_id],
                answer=answer,
                text=text,
                is_question=True,
                by=by,
            )
            for answer in new
        )
    return [answer.assessment.city for answer in new]


def write_note(*, question: Question, text: str, seen: str, by: User) -> NationalNote:
    """Write or renew the note on an indicator; `seen` is its stamp on the page, if any.

    Raises Overtaken where a colleague changed it since.
    """
    if not text.strip():
        raise ValidationError(_("Write the note first, or leave things as they are."))
    try:
        with transaction.atomic():
            note = _note_as_seen(question, seen)
            if note is None:
                return NationalNote.objects.create(question=question, text=text, by=by)
            note.text, note.at, note.by = text, timezone.now(), by
            note.save()
            return note
    except IntegrityError as error:
        raise Overtaken(_changed_meanwhile()) from error


def remove_note(*, question: Question, seen: str) -> None:
    """Take the note away from all pages; `seen` as in `write_note`."""
    with transaction.atomic():
        note = _note_as_seen(question, seen)
        if note is not None:
            note.delete()


def stamp(note: NationalNote | None) -> str:
    """Return what tells one state of a note from another; empty where there is none."""
    return note.at.isoformat() if note else ""


def _note_as_seen(question: Question, seen: str) -> NationalNote | None:
    note = NationalNote.objects.select_for_update().filter(question=question).first()
    if stamp(note) != seen:
        raise Overtaken(_changed_meanwhile())
    return note


def _changed_meanwhile() -> str:
    return _(
        "A colleague changed this note meanwhile. Read it as it stands now; yours is "
        "below and not saved."
    )


def _latest(assessments: Iterable[Assessment]) -> dict[int, int]:
    """Return the key of the latest submission by the assessment's, in one query."""
    found: dict[int, int] = {}
    for one in Submission.objects.of(assessments):
        found.setdefault(one.assessment_id, one.pk)
    return found
