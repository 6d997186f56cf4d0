"""What the audit does not see by itself is written down here."""

from auditlog.models import LogEntry

from cities.models import User
from scorecard.models import Answer, Assessment, Evidence


def note(
    *,
    assessment: Assessment,
    field: str,
    before: object,
    after: object,
    by: User | None = None,
) -> None:
    """Record one move; who is signed in did it where nobody is named.

    A move only: no score and no word of an answer gets into the log of activity.
    """
    LogEntry.objects.log_create(
        assessment,
        force_log=True,
        action=LogEntry.Action.UPDATE,
        actor=by,
        changes={field: [str(before), str(after)]},
    )


def note_proof(
    *, evidence: Evidence, answer: Answer, is_linked: bool, by: User
) -> None:
    """Record that a document proves an answer from now on, or does no more."""
    named = f"{answer.assessment.year} {answer.question.code}"
    LogEntry.objects.log_create(
        evidence,
        force_log=True,
        action=LogEntry.Action.UPDATE,
        actor=by,
        changes={"answers": ["", named] if is_linked else [named, ""]},
    )


def of_evidence(evidence: Evidence) -> list[LogEntry]:
    """Return what was written down of a document since, the newest first."""
    found = LogEntry.objects.get_for_object(evidence).select_related("actor")
    later = found.exclude(action=LogEntry.Action.CREATE)
    return list(later.order_by("-timestamp", "-pk"))
