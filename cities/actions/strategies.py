"""Local strategies and plans are recorded, mended and taken off the record."""

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.models import City, LocalStrategy, User
from cities.permissions import can_run_the_office


@dataclass(frozen=True)
class Act:
    """What is recorded of a strategy or a plan."""

    city: City
    kind: str
    title: str
    number: str
    adopted_on: dt.date
    valid_until: dt.date | None
    is_aligned: bool
    evidence: str


def record(*, act: Act, by: User, is_demo: bool = False) -> LocalStrategy:
    """Put an adopted act on the record.

    Raises ValidationError, by field, where it cannot be one.
    """
    can_run_the_office(by).enforce()
    _check(act)
    entry = LocalStrategy(**vars(act), is_demo=is_demo, recorded_by=by)
    return _save(entry)


def change(*, entry: LocalStrategy, act: Act, by: User) -> LocalStrategy:
    """Mend what is on the record; who recorded it first stays."""
    can_run_the_office(by).enforce()
    _check(act)
    for name, value in vars(act).items():
        setattr(entry, name, value)
    return _save(entry)


def remove(*, entry: LocalStrategy, by: User) -> None:
    """Take an entry off the record; the log of activity keeps that it was there."""
    can_run_the_office(by).enforce()
    entry.delete()


def _check(act: Act) -> None:
    wrong: dict[str, str] = {}
    if act.adopted_on > timezone.localdate():
        wrong["adopted_on"] = _(
            "This day is still to come. Record the act once it is adopted."
        )
    if act.valid_until and act.valid_until < act.adopted_on:
        wrong["valid_until"] = _(
            "It cannot end before it was adopted. Check both dates, or leave this "
            "empty if it has no end."
        )
    if not act.evidence.strip():
        wrong["evidence"] = _(
            "Say where the act can be read, for example the number of the gazette."
        )
    if wrong:
        raise ValidationError(wrong)


def _save(entry: LocalStrategy) -> LocalStrategy:
    try:
        with transaction.atomic():
            entry.save()
    except IntegrityError as error:
        raise ValidationError(
            {
                "adopted_on": _(
                    "An act of this kind with this day of adoption is on the record "
                    "of this local government already. Look for it in the list."
                )
            }
        ) from error
    return entry
