"""By when a round is to be handed in: set, moved and lifted by the focal point."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cities.models import User
from cities.permissions import can_run_the_office
from scorecard.models import Questionnaire, RoundDeadline


def put(
    *, year: int, instrument: str, due: dt.date, by: User, deadline: RoundDeadline
) -> RoundDeadline:
    """Save a deadline, a new one or one that is moved; nothing is blocked by it.

    Raises ValidationError, by field, where it cannot be one.
    """
    can_run_the_office(by).enforce()
    if not Questionnaire.objects.not_draft().of_instrument(instrument).exists():
        raise ValidationError({"instrument": _("Choose an instrument from the list.")})
    if due.year < year:
        raise ValidationError(
            {"due": _("This day is before the year of the round. Check both.")}
        )
    deadline.year, deadline.instrument, deadline.due = year, instrument, due
    try:
        with transaction.atomic():
            deadline.save()
    except IntegrityError as error:
        raise ValidationError(
            {
                "instrument": _(
                    "This round has a deadline already. Open it in the list and move "
                    "it."
                )
            }
        ) from error
    return deadline


def lift(*, deadline: RoundDeadline, by: User) -> None:
    """Take a deadline away; the log of activity keeps that it was there."""
    can_run_the_office(by).enforce()
    deadline.delete()
