"""How far apart proposals are: plain values in, plain numbers out. No Django.

A value is a level as text, or "na" for not applicable.
"""

from collections import Counter
from collections.abc import Iterable

NOT_APPLICABLE = "na"


def spread(values: Iterable[str], top: int) -> int:
    """Return by how many levels proposals differ; 0 where all agree.

    Between a level and "not applicable" lies more than the whole scale.
    """
    found = set(values)
    levels = [int(value) for value in found if value != NOT_APPLICABLE]
    if levels and NOT_APPLICABLE in found:
        return top + 1
    return max(levels) - min(levels) if levels else 0


def counts(values: Iterable[str]) -> dict[str, int]:
    """Return how many said what, the lowest level first, "not applicable" last."""
    found = Counter(value for value in values if value)
    return {value: found[value] for value in sorted(found)}
