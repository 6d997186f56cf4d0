"""Groups that a focal point makes: their names, and which local governments are in."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from cities.cyrillic import to_cyrillic
from cities.models import BasinGroup, City, User
from cities.permissions import can_edit_group, can_make_groups
from cities.serbian import search_key, to_latin

CODE_MAXIMUM = 32
# Words that stand for something else in the addresses of groups.
TAKEN = frozenset({"new"})


def make(*, name: str, by: User) -> BasinGroup:
    """Make an empty group under a name typed in either script; its code is new."""
    can_make_groups(by).enforce()
    first = slugify(search_key(name))[:CODE_MAXIMUM].strip("-") or "group"
    number = 1
    while True:
        code = first if number == 1 else f"{first}-{number}"
        number += 1
        if code in TAKEN or BasinGroup.objects.filter(code=code).exists():
            continue
        try:
            with transaction.atomic():
                return BasinGroup.objects.create(
                    code=code, kind=BasinGroup.Kind.OWN, **_names(name)
                )
        except IntegrityError:
            # Somebody else took the code a moment ago.
            continue


def rename(*, group: BasinGroup, name: str, by: User) -> None:
    """Give the group another name; its code and address stay."""
    can_edit_group(by, group).enforce()
    for field, value in _names(name).items():
        setattr(group, field, value)
    group.save()


def add(*, group: BasinGroup, cities: Iterable[City], by: User) -> int:
    """Let local governments into the group; return how many were not in it."""
    can_edit_group(by, group).enforce()
    with transaction.atomic():
        known = set(group.cities.values_list("pk", flat=True))
        new = [city for city in cities if city.pk not in known]
        group.cities.add(*new)
    return len(new)


def remove(*, group: BasinGroup, city: City, by: User) -> bool:
    """Take a local government out of the group; tell whether it was in."""
    can_edit_group(by, group).enforce()
    with transaction.atomic():
        was_in = group.cities.filter(pk=city.pk).exists()
        group.cities.remove(city)
    return was_in


def _names(name: str) -> dict[str, str]:
    cyrillic = to_cyrillic(name.strip())
    latin = to_latin(cyrillic)
    return {"name_sr": cyrillic, "name_sr_latn": latin, "name_en": latin}
