"""What a national report and its slides consist of: plain, frozen, ready to be read."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from mcr2030.national.country import Indicator, Part
from mcr2030.templatetags.mcr2030 import percent
from scorecard import charts, statistics
from scorecard.statistics import Quartiles

MOST_LINES_OF_A_SLIDE = 15


@dataclass(frozen=True)
class Cell:
    """A share in a matrix; `part` is its fifth of the scale, None where unknown."""

    share: Fraction | None

    @property
    def part(self) -> int | None:
        return None if self.share is None else statistics.part(self.share)

    @property
    def text(self) -> str:
        """Whole per cent without the sign, which stands once beside the matrix."""
        return percent(self.share).split()[0]


@dataclass(frozen=True)
class Line:
    """A row of a matrix: one Essential after the other, then the mean of all."""

    name: str
    cells: tuple[Cell, ...]
    overall: Cell
    count: int | None = None


@dataclass(frozen=True)
class Finding:
    """An indicator on which `many` of those that `answered` are low, or high.

    `reached` is the level at the median, rounded down; `following` the one above,
    None at the top; the wordings stand beside.
    """

    code: str
    title: str
    many: int
    answered: int
    reached: int
    reached_wording: str
    following: int | None
    following_wording: str


@dataclass(frozen=True)
class GroupPart:
    """A group with its members side by side; `peers` says who could help whom."""

    name: str
    is_complete: bool
    cities: int
    lines: tuple[Line, ...]
    median: Line
    others: tuple[str, ...]
    peers: tuple[str, ...]


@dataclass(frozen=True)
class RoundPart:
    """The medians of one year, in the order of the Essentials; years are text."""

    year: str
    cities: int
    medians: tuple[Fraction | None, ...]
    overall: Fraction | None


@dataclass(frozen=True)
class Shown:
    """An indicator of a city: its level in words, and the next one where it is low."""

    code: str
    title: str
    level: int
    wording: str
    next_wording: str


@dataclass(frozen=True)
class CityLine:
    """A city's Essential beside the country's median."""

    number: int
    short_name: str
    share: Fraction | None
    median: Fraction | None

    @property
    def difference(self) -> Fraction | None:
        if self.share is None or self.median is None:
            return None
        return self.share - self.median


@dataclass(frozen=True)
class CityPart:
    """One page of the annex; `more_…` is how many do not fit on it."""

    code: str
    name: str
    full_name: str
    district: str
    year: str
    accepted: dt.date | None
    overall: Fraction | None
    settled: int
    asked: int
    earlier_year: str
    earlier_overall: Fraction | None
    lines: tuple[CityLine, ...]
    quarters: tuple[str, ...]
    bars: charts.Bars
    strengths: tuple[Shown, ...]
    more_strengths: int
    gaps: tuple[Shown, ...]
    more_gaps: int


@dataclass(frozen=True)
class NationalReport:
    """The country in one edition, in words and numbers; years are text."""

    language: str
    title: str
    questionnaire: str
    edition: str
    top: int
    asked: int
    source_note: str
    draft_note: str
    page_mark: str
    is_demo: bool
    on: dt.date
    members: int
    standing: int
    standing_members: int
    overall: Quartiles | None
    parts: tuple[Part, ...]
    lead: tuple[str, ...]
    radar: charts.Radar
    bars: charts.Bars
    matrix: tuple[Line, ...]
    median: Line
    regions: tuple[Line, ...]
    gaps: tuple[Finding, ...]
    strengths: tuple[Finding, ...]
    groups: tuple[GroupPart, ...]
    silent_groups: tuple[str, ...]
    rounds: tuple[RoundPart, ...]
    helpers: tuple[str, ...]
    annex: tuple[CityPart, ...]
    is_cut_short: bool

    @property
    def missing_members(self) -> int:
        return self.members - self.standing_members

    @property
    def matrix_fits(self) -> bool:
        """Tell whether all cities stand on one slide."""
        return len(self.matrix) <= MOST_LINES_OF_A_SLIDE

    @property
    def group_lines(self) -> tuple[Line, ...]:
        """The medians of the groups, under their names."""
        return tuple(replace(one.median, name=one.name) for one in self.groups)

    @property
    def by_part(self) -> list[tuple[Part, list[Fraction | None]]]:
        """Each Essential with its medians, a round after the other."""
        return [
            (part, [one.medians[at] for one in self.rounds])
            for at, part in enumerate(self.parts)
        ]


def low_first(indicators: Sequence[Indicator]) -> list[Indicator]:
    """Return the indicators on which somebody is low, the most common gap first.

    By the part of those that answered, then by how many; the scorecard's order where
    both are the same.
    """
    some = [one for one in indicators if one.spread.low]
    return sorted(some, key=lambda one: (-(one.spread.low_share or 0), -one.spread.low))


def high_first(indicators: Sequence[Indicator]) -> list[Indicator]:
    """Return the indicators on which somebody is high, the most common first."""
    some = [one for one in indicators if one.spread.high]
    return sorted(
        some, key=lambda one: (-(one.spread.high_share or 0), -one.spread.high)
    )


def reached(indicator: Indicator) -> int:
    """Return the level at the median, rounded down; 0 where nobody answered."""
    return int(indicator.spread.median or 0)


def following(indicator: Indicator) -> int | None:
    """Return the level above that at the median; None at the top."""
    level = reached(indicator) + 1
    return level if level < len(indicator.wording) else None
