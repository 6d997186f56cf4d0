"""What the office sets for all: the language of visitors, and who is a member."""

from collections.abc import Iterable

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cities.models import City, NationalSettings, User
from cities.permissions import can_run_the_office


def set_default_language(*, language: str, by: User) -> None:
    """Let people who have chosen nothing see the site in the language."""
    can_run_the_office(by).enforce()
    if language not in dict(settings.LANGUAGES):
        raise ValidationError({"default_language": _("Choose a language.")})
    NationalSettings.objects.update_or_create(
        pk=1, defaults={"default_language": language}
    )


def join(*, cities: Iterable[City], by: User) -> int:
    """Mark local governments as members of MCR2030; return how many were not."""
    can_run_the_office(by).enforce()
    return _mark(cities, is_member=True)


def leave(*, city: City, by: User) -> bool:
    """Take the mark from a local government; tell whether it had it."""
    can_run_the_office(by).enforce()
    return bool(_mark([city], is_member=False))


@transaction.atomic
def _mark(cities: Iterable[City], *, is_member: bool) -> int:
    marked = 0
    for city in cities:
        # One by one, so that the log of activity has each.
        if city.is_member != is_member:
            city.is_member = is_member
            city.save(update_fields=["is_member"])
            marked += 1
    return marked
