"""Votes of a room to counts and bars; plain numbers in, plain numbers out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate

# As long as the longest bar is, in units of the drawing.
BAR_LENGTH = 200


@dataclass(frozen=True)
class Bar:
    """One choice: how many chose it, and how long its bar is, as text for SVG."""

    choice: int | None
    number: int
    length: str


@dataclass(frozen=True)
class Tally:
    """How many chose each level, from 0 upwards, and how many could not judge."""

    levels: tuple[int, ...]
    undecided: int = 0

    @property
    def judged(self) -> int:
        return sum(self.levels)

    @property
    def total(self) -> int:
        return self.judged + self.undecided

    @property
    def middle(self) -> int | None:
        """The level with as many votes below as above; of two such, the lower one."""
        if not self.judged:
            return None
        half = (self.judged + 1) // 2
        seen = accumulate(self.levels)
        return next(level for level, number in enumerate(seen) if number >= half)

    @property
    def chosen(self) -> tuple[int, ...]:
        """The levels that somebody chose."""
        return tuple(level for level, number in enumerate(self.levels) if number)

    @property
    def spread(self) -> int:
        """How far the highest and the lowest vote are apart."""
        return self.chosen[-1] - self.chosen[0] if self.chosen else 0

    @property
    def bars(self) -> tuple[Bar, ...]:
        """A bar for each level, the highest first, and one for "cannot judge"."""
        most = max((*self.levels, self.undecided))
        choices: list[tuple[int | None, int]] = [*enumerate(self.levels)]
        choices = [*reversed(choices), (None, self.undecided)]
        return tuple(
            Bar(choice, number, str(number * BAR_LENGTH // most if most else 0))
            for choice, number in choices
        )


def tally(
    top: int,
    votes: Iterable[int | None],
    raised: Mapping[int | None, int] | None = None,
) -> Tally:
    """Count votes from 0 to `top`, and hands raised in the room beside them."""
    levels, undecided = [0] * (top + 1), 0
    counted = [(choice, 1) for choice in votes] + [*(raised or {}).items()]
    for choice, number in counted:
        if choice is None:
            undecided += number
        else:
            levels[choice] += number
    return Tally(tuple(levels), undecided)
