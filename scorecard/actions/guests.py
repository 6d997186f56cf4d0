"""A guest joins a workshop by its code, votes, drops out and comes back, leaves."""

import datetime as dt
import hashlib
import secrets

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.models import User
from cities.permissions import Refused
from scorecard.models import Ballot, Dissent, Guest, Vote, Workshop
from scorecard.models.settling import NAME_MAXIMUM

# So long a phone that forgot its guest may come back under the same name.
LET_IN_FOR = dt.timedelta(minutes=10)
# What is written of a phone that asks every few seconds is written once in this time.
SEEN_EVERY = dt.timedelta(seconds=45)


def join(*, workshop: Workshop, name: str, institution: str) -> tuple[Guest, str]:
    """Let somebody in who has consented; return the secret for their device.

    Raises ValidationError where the workshop is full or closed, or where somebody of
    this name is in already and the facilitator has not let them in again.
    """
    name, institution = " ".join(name.split()), " ".join(institution.split())
    secret = secrets.token_urlsafe(24)
    now = timezone.now()
    with transaction.atomic():
        held = Workshop.objects.select_for_update(no_key=True).filter(
            pk=workshop.pk, closed_at__isnull=True
        )
        if not list(held.values_list("pk")):
            raise ValidationError(_("The workshop is closed. Ask the facilitator."))
        inside = Guest.objects.inside().filter(workshop=workshop)
        known = inside.filter(name=name, institution=institution).first()
        if known:
            return _come_back(known, secret, now), secret
        if inside.count() >= workshop.guest_limit:
            raise ValidationError(
                _(
                    "The workshop is full: %(number)s people are in. Ask the "
                    "facilitator to make room."
                )
                % {"number": workshop.guest_limit}
            )
        guest = Guest.objects.create(
            workshop=workshop,
            name=name,
            institution=institution,
            consented_at=now,
            digest=_digest(secret),
            seen_at=now,
        )
    return guest, secret


def find(*, workshop: Workshop, secret: str) -> Guest | None:
    """Return whose device this is, also where the guest was removed meanwhile."""
    if not secret:
        return None
    return Guest.objects.filter(workshop=workshop, digest=_digest(secret)).first()


def find_at(*, code: str, secret: str) -> Guest | None:
    """Return the same with the workshop, in one query: phones ask very often."""
    if not secret:
        return None
    return (
        Guest.objects.filter(digest=_digest(secret), workshop__code=code)
        .select_related("workshop")
        .first()
    )


def note_presence(*, guest: Guest) -> None:
    """Write down that the phone is there, seldom enough to cost nothing."""
    now = timezone.now()
    if now - guest.seen_at > SEEN_EVERY:
        Guest.objects.filter(pk=guest.pk).update(seen_at=now)


def vote(
    *, ballot: Ballot, guest: Guest, choice: int | None, reason: str, named: bool
) -> None:
    """Keep or change a guest's vote while the vote is open.

    Raises Refused with a sentence where it was closed meanwhile, or where the guest is
    no longer in. Closing waits for votes that hold the ballot, so none slips in late.
    """
    with transaction.atomic():
        held = Ballot.objects.select_for_update(no_key=True).filter(
            pk=ballot.pk, opened_at__isnull=False, closed_at__isnull=True
        )
        if not list(held.values_list("pk")):
            raise Refused(
                _("The vote on this indicator is closed: your vote was not changed.")
            )
        if not Guest.objects.inside().filter(pk=guest.pk).exists():
            raise Refused(_("You are no longer in this workshop. Ask the facilitator."))
        said = {
            "choice": choice,
            "reason": reason,
            "is_named": named and bool(reason),
            "at": timezone.now(),
        }
        if not Vote.objects.filter(ballot=ballot, guest=guest).update(**said):
            Vote.objects.create(ballot=ballot, guest=guest, **said)


def leave(*, guest: Guest) -> None:
    """Forget a guest who leaves: whole where they did not vote, else the name."""
    with transaction.atomic():
        if not Vote.objects.filter(guest=guest).exists():
            Guest.objects.filter(pk=guest.pk).delete()
            return
        Guest.objects.filter(pk=guest.pk).update(
            name="",
            institution="",
            digest=None,
            let_in_until=None,
            removed_at=timezone.now(),
        )
        Vote.objects.filter(guest=guest).update(is_named=False)
        Dissent.objects.filter(
            settlement__ballots__workshop=guest.workshop_id,
            user__isnull=True,
            name=guest.full_name[:NAME_MAXIMUM],
        ).update(name=_("guest of a workshop"))


def remove(*, guest: Guest, by: User) -> None:
    """Put somebody out; their choices in votes that are still open no longer count."""
    still_open = Q(ballot__opened_at__isnull=False, ballot__closed_at__isnull=True)
    with transaction.atomic():
        Guest.objects.inside().filter(pk=guest.pk).update(
            removed_at=timezone.now(), removed_by=by, let_in_until=None
        )
        Vote.objects.filter(still_open, guest=guest).delete()


def let_in(*, guest: Guest) -> None:
    """Let the same person join again from a phone that forgot them, for ten minutes."""
    Guest.objects.inside().filter(pk=guest.pk).exclude(name="").update(
        let_in_until=timezone.now() + LET_IN_FOR
    )


def _come_back(guest: Guest, secret: str, now: dt.datetime) -> Guest:
    if guest.let_in_until is None or guest.let_in_until < now:
        raise ValidationError(
            _(
                "Somebody with this name and institution is in already. If it is you, "
                "ask the facilitator to let you in again; then send this once more."
            )
        )
    Guest.objects.filter(pk=guest.pk).update(
        digest=_digest(secret), let_in_until=None, seen_at=now
    )
    return guest


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
