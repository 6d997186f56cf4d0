"""Departments of a city: taken over from the usual ones, changed, and given up."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cities.models import City, Membership, User
from cities.serbian import to_latin
from scorecard import competence
from scorecard.models import Department

CODES_MAXIMUM = 60


@dataclass(frozen=True)
class Usual:
    """A department as most cities have it, with what is usually its competence."""

    key: str
    name_sr: str
    name_en: str
    why_sr: str
    why_en: str
    competence: tuple[str, ...]

    @property
    def name(self) -> str:
        return _worded(self.name_sr, self.name_en)

    @property
    def why(self) -> str:
        return _worded(self.why_sr, self.why_en)


@cache
def usual() -> tuple[Usual, ...]:
    """Return the proposal that is shipped: fixtures/departments.toml."""
    text = (settings.BASE_DIR / "fixtures" / "departments.toml").read_text()
    return tuple(_usual(row) for row in tomllib.loads(text)["departments"])


def take_over(*, city: City, keys: Iterable[str]) -> list[Department]:
    """Make usual departments the city's own; those it has by that name stay."""
    wanted = set(keys)
    chosen = [one for one in usual() if one.key in wanted]
    if not chosen:
        raise ValidationError(_("Choose at least one department."))
    made = []
    with transaction.atomic():
        for one in chosen:
            department, is_new = Department.objects.get_or_create(
                city=city,
                name=one.name_sr,
                defaults={"competence": list(one.competence)},
            )
            if is_new:
                made.append(department)
    return made


def keep(
    *,
    city: City,
    name: str,
    codes: Iterable[str],
    members: Iterable[User],
    department: Department | None = None,
) -> Department:
    """Write a department down, or change it.

    Raises ValidationError for a code that cannot be one, a name that the city has
    already, and people who do not contribute to the city's assessments.
    """
    name, codes, members = name.strip(), list(codes), list(members)
    _check(city, name, codes, members)
    try:
        with transaction.atomic():
            kept = department or Department(city=city)
            kept.name, kept.competence = name, codes
            kept.save()
            kept.members.set(members)
    except IntegrityError as error:
        raise ValidationError(
            {"name": _("The city has a department of this name already.")}
        ) from error
    return kept


def give_up(*, department: Department) -> None:
    """Delete a department; its assignments go with it, what people wrote stays."""
    department.delete()


def _check(city: City, name: str, codes: list[str], members: list[User]) -> None:
    if not name:
        raise ValidationError({"name": _("Write the name of the department.")})
    wrong = competence.unknown(codes)
    if wrong:
        raise ValidationError(
            {
                "codes": _(
                    "Not a code: %(codes)s. Write E3 for an Essential, P8.3 for an "
                    "indicator, A* for all of an instrument."
                )
                % {"codes": ", ".join(wrong[:5])}
            }
        )
    if len(codes) > CODES_MAXIMUM:
        raise ValidationError(
            {"codes": _("At most %(maximum)s codes fit.") % {"maximum": CODES_MAXIMUM}}
        )
    serving = Membership.objects.current().contributors_of(city)
    known = set(serving.values_list("user", flat=True))
    gone = [one.name for one in members if one.pk not in known]
    if gone:
        raise ValidationError(
            {
                "members": _("No contributor of this city: %(names)s.")
                % {"names": ", ".join(gone)}
            }
        )


def _worded(serbian: str, english: str) -> str:
    language = get_language()
    if language == "en":
        return english
    return serbian if language == "sr" else to_latin(serbian)


def _usual(row: dict[str, Any]) -> Usual:
    return Usual(
        key=row["key"],
        name_sr=row["name"]["sr"],
        name_en=row["name"]["en"],
        why_sr=row["why"]["sr"],
        why_en=row["why"]["en"],
        competence=tuple(row["competence"]),
    )
