"""What is no number, or one that no database keeps, is the number of no row."""

from typing import Any

from django.db import models
from django.db.models.lookups import In

# What both databases keep in a whole number.
LARGEST = 2**63 - 1
# What PostgreSQL keeps in a version, and room for the next one.
VERSION_MAXIMUM = 2**31 - 2
_DIGITS = len(str(LARGEST))


def whole_number(text: str, most: int = LARGEST) -> int | None:
    """Return the whole number that was typed, from 0 to `most`; None where it is none.

    For versions `most` is VERSION_MAXIMUM.
    """
    if not text.isdecimal() or len(text) > _DIGITS:
        return None
    number = int(text)
    return number if number <= most else None


@models.IntegerField.register_lookup
class InReach(In):
    """Leave out of a list what is no number, or too large a one.

    Django's forms do so for each number by itself, its admin for none. Whoever ticks a
    box that somebody tampered with reads that there is no such choice.
    """

    def get_prep_lookup(self) -> Any:
        if not hasattr(self.rhs, "resolve_expression"):
            self.rhs = [
                one
                for one in self.rhs
                if not isinstance(one, str) or whole_number(one) is not None
            ]
        wanted = super().get_prep_lookup()
        if not isinstance(wanted, list):
            return wanted
        return [
            one for one in wanted if not isinstance(one, int) or abs(one) <= LARGEST
        ]
