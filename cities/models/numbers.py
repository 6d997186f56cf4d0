"""What is no number, or one that no database keeps, is the number of no row."""

from typing import Any

from django.db import models
from django.db.models.lookups import In

# What both databases keep in a whole number.
LARGEST = 2**63 - 1


@models.IntegerField.register_lookup
class InReach(In):
    """Leave out of a list what is no number, or too large a one.

    Django's forms do so for each number by itself, its admin for none. Whoever ticks a
    box that somebody tampered with reads that there is no such choice.
    """

    def get_prep_lookup(self) -> Any:
        if not hasattr(self.rhs, "resolve_expression"):
            self.rhs = [one for one in self.rhs if _may_be_number(one)]
        wanted = super().get_prep_lookup()
        if not isinstance(wanted, list):
            return wanted
        return [
            one for one in wanted if not isinstance(one, int) or abs(one) <= LARGEST
        ]


def _may_be_number(one: object) -> bool:
    """Tell words, as addresses and forms carry them, from numbers written out."""
    if not isinstance(one, str):
        return True
    try:
        int(one)
    except ValueError:
        return False
    return True
