"""When a focal point is at the desk: what happened since the last visit is new."""

import datetime as dt

from django.utils import timezone

from cities.models import DeskVisit, User

# A visit ends after so long without a page.
VISIT_ENDS_AFTER = dt.timedelta(minutes=30)
# A page within so short a time is not worth another write.
NOTED_EVERY = dt.timedelta(minutes=1)


def arrive(*, by: User) -> dt.datetime | None:
    """Note that the person is there; return when the visit before ended, if any was.

    One query, and a write at most once a minute. Two tabs at once count as one.
    """
    now = timezone.now()
    visit, _created = DeskVisit.objects.get_or_create(
        user=by, defaults={"seen_at": now}
    )
    away = now - visit.seen_at
    if away < NOTED_EVERY:
        return visit.before
    before = visit.seen_at if away >= VISIT_ENDS_AFTER else visit.before
    DeskVisit.objects.filter(pk=visit.pk, seen_at=visit.seen_at).update(
        before=before, seen_at=now
    )
    return before
