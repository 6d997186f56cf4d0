"""What happened with an action is noted, and what proves it."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cities.models import City, User
from roadmap import findings
from roadmap.actions.holding import hold_plan
from roadmap.actions.measures import content_of, current, log
from roadmap.content import as_record, differences
from roadmap.models import Action, ProgressNote
from scorecard.models import Evidence


def note(
    *,
    action: Action,
    text: str,
    status: str,
    progress: int,
    by: User,
    evidence: Iterable[Evidence] = (),
    title: str = "",
    number: str = "",
    kept: str = "",
) -> ProgressNote:
    """Note what happened; state and percentage of the action follow the note.

    A title makes a new reference of the city; files are attached to answers. Nothing
    noted before is changed, so two notes at once are both kept. Raises ValidationError
    by field for a percentage that does not fit the state.
    """
    if status == Action.Status.DONE:
        progress = 100
    faults = findings.of_progress(status, progress)
    if faults:
        raise ValidationError(faults)
    with transaction.atomic():
        hold_plan(action.plan)
        held = current(action)
        before = as_record(content_of(held))
        held.status, held.progress = status, progress
        if differences(before, as_record(content_of(held)))[1]:
            held.version += 1
            held.changed_at, held.changed_by = timezone.now(), by
            held.save()
            log(held, *differences(before, as_record(content_of(held))), by)
        written = ProgressNote.objects.create(
            action=held, text=text, status=status, progress=progress, by=by
        )
        proofs = list(evidence)
        if title:
            proofs.append(_reference(action.plan.cities[0], title, number, kept, by))
        written.evidence.set(proofs)
    return written


def _reference(city: City, title: str, number: str, kept: str, by: User) -> Evidence:
    return Evidence.objects.create(
        city=city, title=title, number=number, kept=kept, added_by=by
    )
