"""Many cities at once: medians, quartiles, spreads of levels, and who stands apart.

Plain numbers in, plain numbers out, exact; docs/scoring.md tells it in prose.
Nothing here knows Django, a database or a language.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate

# Under this many values a median would tell one city's own.
FEWEST_FOR_PUBLIC = 3
# Under this many cities of a size, a level is set against all cities instead.
FEWEST_OF_A_SIZE = 5


@dataclass(frozen=True)
class Quartiles:
    """The values below which a quarter, a half and three quarters lie, and of how many.

    The same as Excel's QUARTILE.INC: between two values by their distance.
    """

    low: Fraction
    median: Fraction
    high: Fraction
    count: int


@dataclass(frozen=True)
class Spread:
    """How many cities chose each level; `counts` begins at level 0.

    `not_applicable` and `blank` cities chose none.
    """

    counts: tuple[int, ...]
    not_applicable: int = 0
    blank: int = 0

    @property
    def top(self) -> int:
        return len(self.counts) - 1

    @property
    def answered(self) -> int:
        return sum(self.counts)

    @property
    def cities(self) -> int:
        return self.answered + self.not_applicable + self.blank

    @property
    def low(self) -> int:
        """Cities at the two lowest levels, whatever the scale."""
        return sum(self.counts[:2])

    @property
    def high(self) -> int:
        """Cities at the two highest levels, whatever the scale."""
        return sum(self.counts[-2:])

    @property
    def low_share(self) -> Fraction | None:
        return Fraction(self.low, self.answered) if self.answered else None

    @property
    def high_share(self) -> Fraction | None:
        return Fraction(self.high, self.answered) if self.answered else None

    @property
    def median(self) -> Fraction | None:
        """The middle level, half a level where two share the middle; None for none."""
        if not self.answered:
            return None
        places = (self.answered - 1) // 2, self.answered // 2
        return Fraction(sum(self._level_at(place) for place in places), 2)

    def _level_at(self, place: int) -> int:
        """Return the level of the city at a place, counted from 0, lowest first."""
        sums = accumulate(self.counts)
        return next(level for level, cities in enumerate(sums) if place < cities)


def quartiles(values: Iterable[Fraction | None]) -> Quartiles | None:
    """Return the quartiles of the known values; None where there are none."""
    known = sorted(value for value in values if value is not None)
    if not known:
        return None
    return Quartiles(
        _at(known, Fraction(1, 4)),
        _at(known, Fraction(1, 2)),
        _at(known, Fraction(3, 4)),
        len(known),
    )


def spread(
    rows: Iterable[tuple[int | None, bool, int]],
    top: int,
) -> Spread:
    """Add up rows of level (or None), not applicable, and how many cities said so."""
    counts = [0] * (top + 1)
    not_applicable = blank = 0
    for level, skipped, many in rows:
        if level is not None:
            counts[level] += many
        elif skipped:
            not_applicable += many
        else:
            blank += many
    return Spread(tuple(counts), not_applicable, blank)


def stands_apart(
    level: int | None, of_its_size: Spread, of_all: Spread
) -> Fraction | None:
    """Return the median from which a level is half the scale or more away, else None.

    The median is that of cities of the same size where at least five of them
    answered, else that of all. The rule is ours: it asks for a look, it judges nobody.
    """
    known = of_its_size if of_its_size.answered >= FEWEST_OF_A_SIZE else of_all
    middle = known.median
    if level is None or middle is None or known.answered < FEWEST_FOR_PUBLIC:
        return None
    return middle if abs(level - middle) >= Fraction(known.top, 2) else None


def part(share: Fraction, parts: int = 5) -> int:
    """Return in which part of the scale a share lies, 0 the lowest."""
    return min(int(share * parts), parts - 1)


def _at(known: list[Fraction], where: Fraction) -> Fraction:
    place = where * (len(known) - 1)
    below = int(place)
    above = min(below + 1, len(known) - 1)
    return known[below] + (known[above] - known[below]) * (place - below)
