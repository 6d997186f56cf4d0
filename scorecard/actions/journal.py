"""What `update()` does to an assessment unseen by the audit is written down here."""

from auditlog.models import LogEntry

from cities.models import User
from scorecard.models import Assessment


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
