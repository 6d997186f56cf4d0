"""Numbers that no database keeps are the number of no row."""

from typing import Any

from django.db import models
from django.db.models.lookups import In

# What both databases keep in a whole number.
LARGEST = 2**63 - 1


@models.IntegerField.register_lookup
class InReach(In):
    """Leave out of a list what is too large; Django does so for single numbers only.

    Whoever ticks a box that somebody tampered with reads that there is no such choice.
    """

    def get_prep_lookup(self) -> Any:
        wanted = super().get_prep_lookup()
        if not isinstance(wanted, list):
            return wanted
        return [
            one for one in wanted if not isinstance(one, int) or abs(one) <= LARGEST
        ]
