"""What the whole country consists of in one edition: plain, frozen, only what stands.

Reports, slides and files are made from it; mcr2030.national.gathering fills it.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from scorecard import scoring
from scorecard.models import Questionnaire
from scorecard.scoring import Score
from scorecard.statistics import Quartiles, Spread

Levels = Mapping[str, int | None]


@dataclass(frozen=True)
class Part:
    """An Essential with its quartiles over the country; None where nobody answered."""

    number: int
    name: str
    short_name: str
    quartiles: Quartiles | None

    @property
    def median(self) -> Fraction | None:
        return self.quartiles.median if self.quartiles else None


@dataclass(frozen=True)
class Indicator:
    """An indicator, the wording of its levels from 0 on, and how many chose each."""

    code: str
    title: str
    essential: int
    wording: tuple[str, ...]
    spread: Spread


@dataclass(frozen=True)
class Earlier:
    """The round before: its year, and the share over all that was answered then."""

    year: int
    overall: Fraction | None


@dataclass(frozen=True)
class Place:
    """A local government with what stands for it; `levels` has every indicator.

    An indicator that does not apply is in `not_applicable`, one without an answer is
    not; both have no level. `groups` are codes.
    """

    code: str
    name: str
    full_name: str
    kind: str
    district_code: str
    district: str
    region: str
    region_name: str
    size: str
    size_name: str
    population: int | None
    is_member: bool
    is_demo: bool
    groups: tuple[str, ...]
    year: int
    occasion: str
    accepted: dt.date | None
    is_published: bool
    scores: Mapping[int, Score]
    levels: Levels
    not_applicable: frozenset[str]
    earlier: Earlier | None

    @property
    def overall(self) -> Fraction | None:
        return scoring.overall_share(self.scores)

    @property
    def settled(self) -> int:
        return sum(one.settled for one in self.scores.values())

    @property
    def asked(self) -> int:
        return sum(one.asked for one in self.scores.values())


@dataclass(frozen=True)
class Group:
    """A group of local governments: those that stand, and the names of the others."""

    code: str
    name: str
    is_complete: bool
    standing: tuple[Place, ...]
    others: tuple[str, ...]

    @property
    def cities(self) -> int:
        return len(self.standing) + len(self.others)


@dataclass(frozen=True)
class Round:
    """Everything accepted in one year, the latest of each city."""

    year: int
    cities: int
    overall: Quartiles | None
    by_essential: Mapping[int, Quartiles | None]


@dataclass(frozen=True)
class Country:
    """All that stands in one edition; texts are in the language it was gathered in."""

    questionnaire: Questionnaire
    language: str
    on: dt.date
    members: int
    parts: tuple[Part, ...]
    overall: Quartiles | None
    indicators: tuple[Indicator, ...]
    places: tuple[Place, ...]
    groups: tuple[Group, ...]
    rounds: tuple[Round, ...]

    @property
    def is_demo(self) -> bool:
        return any(one.is_demo for one in self.places)

    @property
    def standing_members(self) -> int:
        return sum(one.is_member for one in self.places)
