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
from cities.serbian import to_latin
from roadmap.actions.peer_states import log
from roadmap.models import Twinning, TwinningMeeting
from scorecard.models import Essential

Status = Twinning.Status
HERE = ("srbija", "republika srbija", "serbia", "republic of serbia")


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
    if other.pk == city.pk:
        raise ValidationError(_("A city cannot be its own twin. Choose another one."))
    if not Membership.objects.current().leads_of(other).exists():
        raise ValidationError(
            _("%(city)s has no lead here yet who could answer. Choose another city.")
            % {"city": other}
        )
    return _make(
        city,
        subjects,
        other=other,
        purpose=purpose,
        starts_on=starts_on,
        ends_on=ends_on,
        proposed_by=by,
    )


def record(
    *,
    city: City,
    abroad_city: str,
    abroad_country: str,
    agreed_on: dt.date,
    document: str,
    subjects: Iterable[Essential],
    purpose: str,
    starts_on: dt.date,
    ends_on: dt.date,
    by: User,
) -> Twinning:
    """Record what was agreed with a city abroad, where nobody could answer here."""
    side: dict[str, Any] = {
        "abroad_city": abroad_city.strip(),
        "abroad_country": abroad_country.strip(),
        "agreed_on": agreed_on,
        "document": document.strip(),
    }
    faults = faults_of_sides(other=None, **side)
    if faults:
        raise ValidationError(list(faults.values()))
    return _make(
        city,
        subjects,
        **side,
        status=Status.AGREED,
        purpose=purpose,
        starts_on=starts_on,
        ends_on=ends_on,
        proposed_by=by,
    )


def faults_of_sides(
    *,
    other: City | None,
    abroad_city: str,
    abroad_country: str,
    agreed_on: dt.date | None,
    document: str,
) -> dict[str, str]:
    """Say by field what is wrong with the other side: one of the register or abroad."""
    is_abroad = bool(abroad_city or abroad_country or agreed_on or document)
    if other is not None:
        both = _("Choose a city of Serbia or write a city abroad, not both.")
        return {"abroad_city": both} if is_abroad else {}
    if not is_abroad:
        return {"other": _("Choose a city, or write a city abroad below.")}
    found = {}
    if not abroad_city:
        found["abroad_city"] = _("Write the name of the city abroad.")
    if not abroad_country:
        found["abroad_country"] = _("Write the country of the city abroad.")
    elif to_latin(abroad_country).casefold() in HERE:
        found["abroad_country"] = _("Choose a city of Serbia in the list above.")
    if not agreed_on:
        found["agreed_on"] = _("Choose the day on which both sides agreed.")
    elif agreed_on > timezone.localdate():
        found["agreed_on"] = _(
            "This day is still to come. Record the twinning once both sides agreed."
        )
    return found


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


def _make(city: City, subjects: Iterable[Essential], **fields: Any) -> Twinning:
    chosen = list(subjects)
    if fields["ends_on"] < fields["starts_on"]:
        raise ValidationError(_("The end comes before the start. Swap them."))
    if not chosen:
        raise ValidationError(_("Choose at least one Essential."))
    with transaction.atomic():
        twinning = Twinning.objects.create(city=city, is_demo=city.is_demo, **fields)
        twinning.subjects.set(chosen)
    return twinning


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
