"""Words typed in Latin, as they stand on the Cyrillic papers of an assessment."""

from collections.abc import Iterable, Mapping

from django.db import transaction

from cities.actions import spelling
from cities.models import User
from scorecard.models import Assessment, Spelling, Submission


def words_on(assessment: Assessment) -> dict[str, str]:
    """Return the choices that hold on this assessment's papers, in one query.

    The city's own while it works on it; of a frozen one those frozen with it.
    """
    if not assessment.is_frozen:
        return spelling.words_of(assessment.city_id)
    latest = Spelling.objects.filter(submission__assessment=assessment)
    found = latest.order_by("-submission__number", "-number").first()
    return found.words if found else {}


def freeze(*, submission: Submission, by: User) -> None:
    """Keep the city's choices beside what is handed in, where it has any."""
    words = spelling.words_of(submission.assessment.city_id)
    latest = submission.spellings.first()
    if words == (latest.words if latest else {}):
        return
    Spelling.objects.create(
        submission=submission,
        number=latest.number + 1 if latest else 1,
        words=words,
        by=by,
    )


def choose(
    *,
    assessment: Assessment,
    forms: Mapping[str, str],
    forget: Iterable[str] = (),
    by: User,
) -> int:
    """Remember forms for the whole city, and set this assessment's papers so.

    Papers of its other frozen assessments stay as they were drawn. Raises
    ValidationError where a form cannot stand.
    """
    with transaction.atomic():
        # One at a time: the numbers of spellings follow on each other.
        held = Assessment.objects.select_for_update(no_key=True).get(pk=assessment.pk)
        changed = spelling.choose(
            city=assessment.city, forms=forms, forget=forget, by=by
        )
        submission = held.submissions.first() if held.is_frozen else None
        if submission is not None:
            freeze(submission=submission, by=by)
    return changed
