"""What happens to training: courses entered and mended, attendance recorded."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.models import City, User
from roadmap.models import Attendance, Course
from roadmap.models.training import MOST_HOURS, MOST_PARTICIPANTS
from roadmap.permissions import training as permissions

FIRST_YEAR = 2000
YEARS_AHEAD = 3


def hold(
    *, values: Mapping[str, Any], by: User, city: City | None = None, **fields: Any
) -> Course:
    """Enter a course: a national one, or a city's own."""
    _may(by, city).enforce()
    check(**values)
    return Course.objects.create(city=city, made_by=by, **values, **fields)


def mend(*, course: Course, values: Mapping[str, Any], by: User) -> None:
    """Change what is known of a course; it cannot move behind its attendance."""
    _may(by, course.city).enforce()
    check(**values)
    if values["starts_on"] > timezone.localdate() and course.attendances.exists():
        raise ValidationError(
            {"starts_on": _("People attended already, so it cannot begin later.")}
        )
    for name, value in values.items():
        setattr(course, name, value)
    course.save()


def check(*, starts_on: dt.date, ends_on: dt.date, hours: int, **_others: Any) -> None:
    """Refuse what no course can be; the sentence says beside which field."""
    if ends_on < starts_on:
        raise ValidationError({"ends_on": _("The last day is before the first one.")})
    last = timezone.localdate().year + YEARS_AHEAD
    if not FIRST_YEAR <= starts_on.year <= last or ends_on.year > last:
        raise ValidationError(
            {
                "starts_on": _("Give a year from %(first)s to %(last)s.")
                % {"first": FIRST_YEAR, "last": last}
            }
        )
    if not 1 <= hours <= MOST_HOURS:
        raise ValidationError(
            {"hours": _("Give from 1 to %(most)s hours.") % {"most": MOST_HOURS}}
        )


def attend(
    *, course: Course, city: City, participants: int, women: int, by: User
) -> Attendance:
    """Record how many people of a city attended; a second time corrects the first."""
    permissions.can_record(by, city).enforce()
    permissions.can_attend(city, course).enforce()
    check_numbers(course, participants, women)
    attendance, _made = Attendance.objects.update_or_create(
        course=course,
        city=city,
        defaults={
            "participants": participants,
            "women": women,
            "at": timezone.now(),
            "by": by,
        },
    )
    return attendance


def attend_all(
    *, course: Course, numbers: Mapping[City, tuple[int, int] | None], by: User
) -> int:
    """Record many cities at once, None for one that was not there; all or nothing."""
    permissions.can_hold(by).enforce()
    with transaction.atomic():
        for city, pair in numbers.items():
            if pair is None:
                course.attendances.filter(city=city).delete()
            else:
                attend(
                    course=course, city=city, participants=pair[0], women=pair[1], by=by
                )
    return sum(pair is not None for pair in numbers.values())


def was_not_there(*, course: Course, city: City, by: User) -> None:
    """Take back that a city attended."""
    permissions.can_record(by, city).enforce()
    course.attendances.filter(city=city).delete()


def check_numbers(course: Course, participants: int, women: int) -> None:
    """Refuse numbers that cannot be, and attendance before the course."""
    if course.starts_on > timezone.localdate():
        raise ValidationError(
            {
                "participants": _(
                    "The course has not begun yet. Record it when it was held."
                )
            }
        )
    if not 1 <= participants <= MOST_PARTICIPANTS:
        raise ValidationError(
            {
                "participants": _("Give from 1 to %(most)s participants.")
                % {"most": MOST_PARTICIPANTS}
            }
        )
    if not 0 <= women <= participants:
        raise ValidationError(
            {"women": _("There cannot be more women than participants.")}
        )


def _may(by: User, city: City | None) -> Any:
    return permissions.can_record(by, city) if city else permissions.can_hold(by)
