"""Work goes on while an assessment is frozen: answers for its next version."""

from collections import defaultdict
from dataclasses import asdict
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.models import User
from cities.permissions import Refused
from scorecard.actions import answers, assessments
from scorecard.actions.answers import Content, Entry
from scorecard.models import Answer, Assessment, NextAnswer


class Overtaken(Exception):
    """A colleague saved this meanwhile; `found` is what they prepared, if anything."""

    def __init__(self, found: NextAnswer | None) -> None:
        super().__init__("prepared by somebody else meanwhile")
        self.found = found


def prepare(*, answer: Answer, content: Content, version: int, by: User) -> None:
    """Save an answer for the next version on top of `version`, 0 for the first.

    Raises ValidationError for an impossible content, Refused where the assessment is
    open, Overtaken where a colleague was quicker.
    """
    answers.check(content, answer.assessment.questionnaire.scale_maximum)
    written = {**asdict(content), "changed_at": timezone.now(), "changed_by": by}
    try:
        with transaction.atomic():
            _hold_frozen(answer.assessment)
            if version == 0:
                NextAnswer.objects.create(answer=answer, **written)
                return
            saved = NextAnswer.objects.filter(answer=answer, version=version).update(
                **written, version=version + 1
            )
    except IntegrityError:
        saved = 0
    if not saved:
        raise Overtaken(NextAnswer.objects.on(answer))


def drop(*, answer: Answer, version: int) -> None:
    """Take back what was prepared; Overtaken where it has moved on meanwhile."""
    with transaction.atomic():
        _hold_frozen(answer.assessment)
        gone, _rows = NextAnswer.objects.filter(answer=answer, version=version).delete()
    if not gone:
        raise Overtaken(NextAnswer.objects.on(answer))


def bring_in(*, assessment: Assessment) -> int:
    """Let what was prepared become the answers of a returned assessment.

    In the transaction of the return. Each person's answers are saved as theirs, with
    their history. Returns how many answers changed.
    """
    prepared = NextAnswer.objects.of_assessment(assessment).select_related(
        "answer", "changed_by"
    )
    by_person: dict[User, list[Entry]] = defaultdict(list)
    for one in prepared:
        entry = Entry(one.answer, content_of(one), one.answer.version)
        by_person[one.changed_by].append(entry)
    changed = [
        saved
        for person, entries in by_person.items()
        for saved in answers.save_many(
            assessment=assessment, entries=entries, by=person
        )
    ]
    prepared.delete()
    return len(changed)


def start_from(*, accepted: Assessment, by: User, **fields: Any) -> Assessment:
    """Begin a round from an accepted one of the same edition, and what was prepared.

    Evidence stays with the round that it proved; the library has it at hand. Raises
    ValidationError where the round exists already.
    """
    with transaction.atomic():
        begun = assessments.start(by=by, **fields)
        _carry_over(accepted, begun, by)
    return begun


def content_of(one: NextAnswer) -> Content:
    return Content(one.score, one.not_applicable, one.reason, one.comment)


def _carry_over(accepted: Assessment, to: Assessment, by: User) -> None:
    begun = {one.question_id: one for one in to.answers.all()}
    prepared = NextAnswer.objects.of_assessment(accepted)
    contents = {one.answer_id: content_of(one) for one in prepared}
    entries = [
        Entry(begun[one.question_id], contents.get(one.pk, answers.content_of(one)), 0)
        for one in accepted.answers.all()
        if one.question_id in begun
    ]
    answers.save_many(assessment=to, entries=entries, by=by)
    prepared.delete()


def _hold_frozen(assessment: Assessment) -> None:
    """Keep the assessment from being returned until the transaction ends, or refuse."""
    held = Assessment.objects.select_for_update(no_key=True).filter(
        pk=assessment.pk, status__in=Assessment.FROZEN
    )
    if not list(held.values_list("pk")):
        raise Refused(
            _("The assessment is with you again: write into its answers directly.")
        )
