"""Who is at an assessment: when somebody was here before, and who is at a card now."""

import datetime as dt

from django.utils import timezone

from cities.models import User
from scorecard.models import Assessment, AssessmentVisit, Presence
from scorecard.models.visits import VISIT_ENDS_AFTER

# A page within so short a time is not worth another write.
NOTED_EVERY = dt.timedelta(minutes=1)
# A page says every twenty seconds that it is there: one that missed two is gone.
PRESENT_FOR = dt.timedelta(seconds=60)
FORGOTTEN_AFTER = dt.timedelta(minutes=5)


def arrive(*, assessment: Assessment, by: User, seen_at: dt.datetime | None) -> None:
    """Note that the person is there; `seen_at` is when they were noted last.

    A write at most once a minute, and no query else. Two tabs at once count as one.
    """
    now = timezone.now()
    if seen_at is None:
        visit = AssessmentVisit(assessment=assessment, user=by, seen_at=now)
        AssessmentVisit.objects.bulk_create([visit], ignore_conflicts=True)
        return
    away = now - seen_at
    if away < NOTED_EVERY:
        return
    ended = {"before": seen_at} if away >= VISIT_ENDS_AFTER else {}
    visits = AssessmentVisit.objects.filter(assessment=assessment, user=by)
    visits.filter(seen_at=seen_at).update(seen_at=now, **ended)


def be_at(*, assessment: Assessment, code: str, by: User) -> list[Presence]:
    """Say at which card the person is; return which colleagues are there now."""
    now = timezone.now()
    Presence.objects.bulk_create(
        [Presence(assessment=assessment, user=by, code=code, at=now)],
        update_conflicts=True,
        unique_fields=["assessment", "user"],
        update_fields=["code", "at"],
    )
    Presence.objects.until(now - FORGOTTEN_AFTER).delete()
    there = Presence.objects.of(assessment).since(now - PRESENT_FOR).but(by)
    return list(there.select_related("user").order_by("user__name", "pk"))
