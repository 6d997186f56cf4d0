"""What the focal point tells all cities is written, mended and taken away."""

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cities.models import Announcement, User
from cities.permissions import can_run_the_office


@dataclass(frozen=True)
class Notice:
    """Title and text, and the days between which all cities read them."""

    title: str
    text: str
    since: dt.date
    until: dt.date | None


def announce(*, notice: Notice, by: User) -> Announcement:
    """Show the notice to everybody who signs in, while it holds."""
    can_run_the_office(by).enforce()
    _check(notice)
    return Announcement.objects.create(**vars(notice), by=by)


def change(*, announcement: Announcement, notice: Notice, by: User) -> None:
    """Mend an announcement; who wrote it first stays."""
    can_run_the_office(by).enforce()
    _check(notice)
    for name, value in vars(notice).items():
        setattr(announcement, name, value)
    announcement.save()


def remove(*, announcement: Announcement, by: User) -> None:
    """Take an announcement away; the log of activity keeps that it was there."""
    can_run_the_office(by).enforce()
    announcement.delete()


def _check(notice: Notice) -> None:
    if notice.until and notice.until < notice.since:
        raise ValidationError(
            {
                "until": _(
                    "It cannot end before it begins. Check both dates, or leave this "
                    "empty to show it until you remove it."
                )
            }
        )
