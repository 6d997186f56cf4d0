"""Guarded moves of a peer review, which every action on it shares."""

from collections.abc import Iterable
from typing import Any

from auditlog.models import LogEntry
from django.db.models import F, Model, Q
from django.utils.translation import gettext as _

from cities.permissions import Refused
from roadmap.models import PeerReport, PeerReview

UNSIGNED: dict[str, None] = {
    "host_signed_at": None,
    "host_signed_by": None,
    "peer_signed_at": None,
    "peer_signed_by": None,
}


def move(
    review: PeerReview, expected: Iterable[str], why_not: str, **fields: Any
) -> None:
    """Update only from an expected state, or refuse with the sentence."""
    before = review.status
    states = list(expected)
    moved = PeerReview.objects.filter(pk=review.pk, status__in=states).update(**fields)
    if not moved:
        raise Refused(why_not)
    review.refresh_from_db()
    log(review, {"status": [before, review.status]})


def hold_under_way(review: PeerReview) -> None:
    """Keep the review under way until the transaction ends, or refuse."""
    held = PeerReview.objects.select_for_update(no_key=True).filter(
        pk=review.pk, status=PeerReview.Status.UNDER_WAY
    )
    if not list(held.values_list("pk")):
        raise Refused(_("This is possible only while the review is under way."))


def unsign(review: PeerReview) -> None:
    """Take signatures off a report of which a part has changed."""
    signed = Q(host_signed_at__isnull=False) | Q(peer_signed_at__isnull=False)
    PeerReport.objects.filter(signed, review=review, sha256="").update(
        **UNSIGNED, version=F("version") + 1
    )


def log(row: Model, changes: dict[str, list[str]]) -> None:
    """Record what `update()` does unseen by the audit."""
    LogEntry.objects.log_create(
        row, force_log=True, action=LogEntry.Action.UPDATE, changes=changes
    )
