"""The arithmetic of the scorecard: plain numbers in, plain numbers out.

Whole numbers and fractions, never rounded here; docs/scoring.md tells it in prose.
Nothing here knows Django, a database or a language.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from statistics import median


@dataclass(frozen=True)
class Mark:
    """One question of an Essential: its score, None while unanswered, and its scale."""

    essential: int
    score: int | None
    top: int
    applies: bool = True

    def __post_init__(self) -> None:
        if self.top < 1:
            raise ValueError("A scale needs at least one step above 0.")
        if self.score is not None and not 0 <= self.score <= self.top:
            raise ValueError(f"A score of {self.score} is outside 0 to {self.top}.")
        if self.score is not None and not self.applies:
            raise ValueError("What does not apply has no score.")

    @property
    def is_settled(self) -> bool:
        """True where it is answered, or said not to apply."""
        return self.score is not None or not self.applies


@dataclass(frozen=True)
class Score:
    """Points won among the questions that apply and were answered.

    `points` of `out_of` belong to the `answered` questions; `applying` questions could
    be answered, and `settled` of `asked` are answered or said not to apply.
    """

    points: int = 0
    out_of: int = 0
    answered: int = 0
    applying: int = 0
    settled: int = 0
    asked: int = 0

    @property
    def share(self) -> Fraction | None:
        """The part of the possible points won; None where nothing was answered."""
        return Fraction(self.points, self.out_of) if self.out_of else None

    @property
    def completeness(self) -> Fraction | None:
        """The part of all questions that is settled; None where nothing is asked."""
        return Fraction(self.settled, self.asked) if self.asked else None

    @property
    def is_complete(self) -> bool:
        return self.settled == self.asked


@dataclass(frozen=True)
class Official:
    """What UNDRR's own tool prints: blank and not applicable count as 0 points."""

    points: int
    out_of: int

    @property
    def share(self) -> Fraction | None:
        return Fraction(self.points, self.out_of) if self.out_of else None


@dataclass(frozen=True)
class Change:
    """Two rounds over the questions that both have answered."""

    before: Score
    after: Score
    shared: int

    @property
    def difference(self) -> Fraction | None:
        """The later share less the earlier one; None where nothing is shared."""
        if self.before.share is None or self.after.share is None:
            return None
        return self.after.share - self.before.share


def score(marks: Iterable[Mark]) -> Score:
    """Add marks up, of one Essential or of several."""
    points = out_of = answered = applying = settled = asked = 0
    for mark in marks:
        asked += 1
        applying += mark.applies
        settled += mark.is_settled
        if mark.score is not None:
            points += mark.score
            out_of += mark.top
            answered += 1
    return Score(points, out_of, answered, applying, settled, asked)


def by_essential(marks: Iterable[Mark]) -> dict[int, Score]:
    """Return the score of each Essential that asks something, by its number."""
    groups: dict[int, list[Mark]] = {}
    for mark in marks:
        groups.setdefault(mark.essential, []).append(mark)
    return {number: score(groups[number]) for number in sorted(groups)}


def overall_share(essentials: Mapping[int, Score]) -> Fraction | None:
    """Return the mean of the Essentials' shares: each Essential weighs the same.

    Essentials without an answer have no share and are left out; None if all are.
    """
    shares = [one.share for one in essentials.values() if one.share is not None]
    return sum(shares, Fraction(0)) / len(shares) if shares else None


def official(marks: Iterable[Mark]) -> Official:
    """Return UNDRR's figure: each indicator weighs the same, blank = 0.

    Source: the formulas on the Results sheet of UNDRR's preliminary workbook, v1.0.
    """
    points = out_of = 0
    for mark in marks:
        points += mark.score or 0
        out_of += mark.top
    return Official(points, out_of)


def change(before: Mapping[str, Mark], after: Mapping[str, Mark]) -> Change:
    """Compare two rounds, keyed by question, over what both have answered."""
    shared = [
        code
        for code, mark in after.items()
        if mark.score is not None and code in before and before[code].score is not None
    ]
    return Change(
        before=score(before[code] for code in shared),
        after=score(after[code] for code in shared),
        shared=len(shared),
    )


def middle(shares: Iterable[Fraction | None]) -> Fraction | None:
    """Return the median of the known shares; None under three, where one could tell."""
    known = [share for share in shares if share is not None]
    return Fraction(median(known)) if len(known) >= 3 else None
