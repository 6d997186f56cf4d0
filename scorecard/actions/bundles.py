"""All city reports of a round as one ZIP: asked for once, made part by part.

What makes it holds a lease and renews it with every part. A bundle whose maker has
stopped is known by the lease that ran out, and whoever comes next takes it up again:
the papers made so far are kept (actions.papers), so nothing is made twice.
"""

import datetime as dt

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.models import User
from scorecard.models import Assessment, Bundle, Questionnaire, files

# Longer than the longest report takes to make.
LEASE_SECONDS = 60
# As long as the field for it.
TROUBLE_MAXIMUM = 300
State = Bundle.State


@transaction.atomic
def ask(*, year: int, instrument: str, language: str, by: User) -> tuple[Bundle, bool]:
    """Return the round's bundle, and whether it is still to be made.

    The same one where it is being made, or is ready and nothing was accepted since.
    Raises ValidationError where nothing of the round has been accepted.
    """
    # Two who ask at once stand in line here.
    list(Questionnaire.objects.of_instrument(instrument).select_for_update())
    reports = Assessment.objects.of_round(year, instrument)
    newest = reports.order_by("-decided_at").first()
    if newest is None:
        raise ValidationError(_("Nothing of this round has been accepted yet."))
    known = Bundle.objects.of_round(year, instrument, language).first()
    if known is not None and _is_current(known, newest):
        return known, False
    made = Bundle.objects.create(
        year=year,
        instrument=instrument,
        language=language,
        total=reports.count(),
        asked_by=by,
    )
    return made, True


@transaction.atomic
def start_again(*, bundle: Bundle) -> bool:
    """Let a bundle that failed, or whose maker has stopped, be made again.

    Return whether it has to be: not where it is ready or somebody is at it.
    """
    if bundle.state == State.DONE or is_held(bundle=bundle):
        return False
    waiting = Bundle.objects.filter(pk=bundle.pk).exclude(state=State.DONE)
    return bool(waiting.update(state=State.WAITING, trouble="", ended_at=None))


def take(*, bundle: Bundle) -> bool:
    """Take the lease; false where somebody holds it."""
    return bool(cache.add(_lease(bundle), True, LEASE_SECONDS))


def give_back(*, bundle: Bundle) -> None:
    cache.delete(_lease(bundle))


def is_held(*, bundle: Bundle) -> bool:
    """Tell whether somebody is making it just now."""
    return cache.get(_lease(bundle)) is not None


def begin(*, bundle: Bundle, total: int) -> bool:
    """Note that it is being made from the start; false where it is over already."""
    return bool(
        Bundle.objects.unfinished()
        .filter(pk=bundle.pk)
        .update(state=State.RUNNING, total=total, made=0, trouble="")
    )


def count(*, bundle: Bundle, made: int) -> None:
    """Note how many reports are made, and hold the lease for another while."""
    Bundle.objects.filter(pk=bundle.pk, total__gte=made).update(made=made)
    cache.touch(_lease(bundle), LEASE_SECONDS)


def finish(*, bundle: Bundle, content: File) -> bool:
    """Hand out the whole ZIP: its file and its state change in one step.

    Return false, and keep nothing, where another maker was quicker. Bundles of the
    same round and language that were ready before are forgotten.
    """
    bundle.file.save("", content, save=False)
    with transaction.atomic():
        kept = Bundle.objects.filter(pk=bundle.pk, state=State.RUNNING).update(
            state=State.DONE,
            file=bundle.file.name,
            size=content.size,
            ended_at=timezone.now(),
        )
        if kept:
            _forget_older(bundle)
    if not kept:
        bundle.file.delete(save=False)
    return bool(kept)


def fail(*, bundle: Bundle, trouble: str) -> None:
    """Note why it could not be made, as a sentence."""
    Bundle.objects.unfinished().filter(pk=bundle.pk).update(
        state=State.FAILED, trouble=trouble[:TROUBLE_MAXIMUM], ended_at=timezone.now()
    )


def has_waited(*, bundle: Bundle, now: dt.datetime) -> bool:
    """Tell whether it has waited so long that nobody seems to make bundles here."""
    late = bundle.asked_at + dt.timedelta(seconds=2 * LEASE_SECONDS)
    return bundle.state == State.WAITING and now > late


def _is_current(bundle: Bundle, newest: Assessment) -> bool:
    if bundle.state in (State.WAITING, State.RUNNING):
        return True
    accepted = newest.decided_at
    return (
        bundle.state == State.DONE
        and accepted is not None
        and accepted < bundle.asked_at
        and bundle.file.storage.exists(str(bundle.file.name))
    )


def _forget_older(bundle: Bundle) -> None:
    of_round = Bundle.objects.of_round(bundle.year, bundle.instrument, bundle.language)
    for older in of_round.filter(asked_at__lt=bundle.asked_at, state=State.DONE):
        storage, name = older.file.storage, older.file.name
        older.delete()
        files.discard(storage, str(name))


def _lease(bundle: Bundle) -> str:
    return f"bundle:{bundle.pk}"
