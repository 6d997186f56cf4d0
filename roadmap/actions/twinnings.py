"""Two cities agree to learn from each other, meet, and say what came of it."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.models import City, Membership, User
from cities.permissions import Refused
from roadmap.actions.peer_states import log
from roadmap.models import Twinning, TwinningMeeting
from scorecard.models import Essential

Status = Twinning.Status


def propose(
    *,
    city: City,
    other: City,
    subjects: Iterable[Essential],
    purpose: str,
    starts_on: dt.date,
    ends_on: dt.date,
    by: User,
) -> Twinning:
    """Ask another city. Raises ValidationError for what cannot be."""
    chosen = list(subjects)
    if other.pk == city.pk:
        raise ValidationError(_("A city cannot be its own twin. Choose another one."))
    if ends_on < starts_on:
        raise ValidationError(_("The end comes before the start. Swap them."))
    if not chosen:
        raise ValidationError(_("Choose at least one Essential."))
    if not Membership.objects.current().leads_of(other).exists():
        raise ValidationError(
            _("%(city)s has no lead here yet who could answer. Choose another city.")
            % {"city": other}
        )
    with transaction.atomic():
        twinning = Twinning.objects.create(
            city=city,
            other=other,
            purpose=purpose,
            starts_on=starts_on,
            ends_on=ends_on,
            proposed_by=by,
            is_demo=city.is_demo,
        )
        twinning.subjects.set(chosen)
    return twinning


def agree(*, twinning: Twinning, by: User) -> None:
    _answer(twinning, by, status=Status.AGREED)


def decline(*, twinning: Twinning, reason: str, by: User) -> None:
    if not reason.strip():
        raise ValidationError(_("Say why."))
    _answer(twinning, by, status=Status.DECLINED, reason=reason)


def meet(*, twinning: Twinning, by: User, **fields: Any) -> TwinningMeeting:
    """Note a meeting that was held or is to be held."""
    with transaction.atomic():
        _hold_agreed(twinning)
        return TwinningMeeting.objects.create(twinning=twinning, by=by, **fields)


def end(*, twinning: Twinning, results: str) -> None:
    """Say what came of it; with that the twinning ends."""
    if not results.strip():
        raise ValidationError(_("Write what came of the twinning."))
    _move(
        twinning,
        Status.AGREED,
        _("Only an agreed twinning ends with results."),
        status=Status.ENDED,
        results=results,
    )


def _answer(twinning: Twinning, by: User, **fields: Any) -> None:
    _move(
        twinning,
        Status.PROPOSED,
        _("This proposal was answered already."),
        answered_at=timezone.now(),
        answered_by=by,
        **fields,
    )


def _hold_agreed(twinning: Twinning) -> None:
    held = Twinning.objects.select_for_update(no_key=True).filter(
        pk=twinning.pk, status=Status.AGREED
    )
    if not list(held.values_list("pk")):
        raise Refused(_("Meetings are noted while the twinning lasts."))


def _move(twinning: Twinning, expected: str, why_not: str, **fields: Any) -> None:
    """Update only from the expected state, and log what `update()` does unseen."""
    with transaction.atomic():
        moved = Twinning.objects.filter(pk=twinning.pk, status=expected).update(
            **fields
        )
        if not moved:
            raise Refused(why_not)
        twinning.refresh_from_db()
        log(twinning, {"status": [str(expected), twinning.status]})
