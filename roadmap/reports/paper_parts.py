"""What the paper of a plan consists of: plain, frozen, ready for a template."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from roadmap.money import Balance
from roadmap.reports.finances import Finances
from roadmap.reports.pictures import Schedule
from roadmap.reports.projected import Projected

FIRST_ACTIONS = 6


@dataclass(frozen=True)
class AimPart:
    """A gap and the level aimed at; `city` is told in joint plans only."""

    code: str
    title: str
    city: str
    before: int | None
    before_text: str
    after: int
    after_text: str
    top: int


@dataclass(frozen=True)
class YearPart:
    """An action's cost in a year, and what of it is secured or spent."""

    year: int
    balance: Balance


@dataclass(frozen=True)
class MoneyPart:
    """A row of funding, in dinars."""

    year: int
    source: str
    state: str
    dinars: int
    is_sustainable: bool
    note: str


@dataclass(frozen=True)
class SharePart:
    """A city's share of a joint action in hundredths of a per cent, and its dinars."""

    city: str
    part: int
    dinars: int | None


@dataclass(frozen=True)
class ActionPart:
    number: int
    title: str
    description: str
    type: str
    lead_institution: str
    partners: str
    starts_on: dt.date
    ends_on: dt.date
    status: str
    progress: int
    priority: str
    priority_reason: str
    is_first: bool
    impact: int
    difficulty: int
    hazards: tuple[str, ...]
    tags: tuple[str, ...]
    indicator: str
    baseline: str
    target: str
    aims: tuple[AimPart, ...]
    balance: Balance
    years: tuple[YearPart, ...]
    fundings: tuple[MoneyPart, ...]
    shares: tuple[SharePart, ...]
    whole_cost: int

    @property
    def are_shares_agreed(self) -> bool:
        """True where the shares of a joint action are the whole, and dinars follow."""
        return any(one.dinars is not None for one in self.shares)


@dataclass(frozen=True)
class StepPart:
    """A step on the way to the gazette; `day` is None until it was taken."""

    name: str
    day: dt.date | None
    number: str
    note: str


@dataclass(frozen=True)
class PlanPaper:
    """A plan as a council reads it; `part_of` names the city of a part, else empty."""

    language: str
    plan_title: str
    owner: str
    part_of: str
    members: tuple[str, ...]
    authority: str
    first_year: int
    last_year: int
    purpose: str
    is_adopted: bool
    is_demo: bool
    on: dt.date
    valid_until: dt.date | None
    actions: tuple[ActionPart, ...]
    finances: Finances
    schedule: Schedule
    projections: tuple[Projected, ...]
    steps: tuple[StepPart, ...]

    @property
    def title(self) -> str:
        return _("Action plan") if not self.is_joint else _("Joint action plan")

    @property
    def is_joint(self) -> bool:
        return self.finances.is_joint

    @property
    def mark(self) -> str:
        """What stands on every page until the assembly has decided."""
        return "" if self.is_adopted else _("Draft – not adopted")

    @property
    def page_mark(self) -> str:
        return _("Invented data") if self.is_demo else ""

    @property
    def first_actions(self) -> tuple[ActionPart, ...]:
        """What comes first by priority: at most six."""
        return tuple(one for one in self.actions if one.is_first)[:FIRST_ACTIONS]

    @property
    def typed_language(self) -> str:
        """What `lang` says of text that the city typed: Serbian on every paper."""
        return {"sr": "sr-Cyrl", "sr-latn": "sr-Latn"}.get(self.language, "sr")
