"""The money of a plan: by year, source, state and city, with what is missing."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cities.models import City
from roadmap import drawings, money
from roadmap.models import Action, Funding
from roadmap.money import Balance, Ledger
from roadmap.reports.scope import Scope, cities_of


@dataclass(frozen=True)
class Line:
    """One row of a table: a name and its sums."""

    name: str
    balance: Balance


@dataclass(frozen=True)
class Part:
    """A city's part of a joint plan; `is_member` is False once it left the group."""

    city: City
    balance: Balance
    is_member: bool


@dataclass(frozen=True)
class Finances:
    """All that is said of a plan's money, in dinars.

    `undivided` is the cost of joint actions whose shares are not agreed on; `stopped`
    counts the stopped actions, which are in the sums as they were planned.
    """

    total: Balance
    years: tuple[Line, ...]
    sources: tuple[Line, ...]
    states: tuple[Line, ...]
    parts: tuple[Part, ...]
    undivided: Balance
    is_joint: bool
    stopped: int
    rate: Fraction | None
    rate_day: dt.date | None
    year_bars: drawings.MoneyBars
    source_bars: drawings.MoneyBars
    state_bars: drawings.MoneyBars

    @property
    def is_empty(self) -> bool:
        return self.total == Balance()

    @property
    def has_over(self) -> bool:
        return self.total.over > 0


def build(scope: Scope) -> Finances:
    """Add up what the scope holds, without a query on top of a plan `with_parts()`."""
    plan, ledger = scope.plan, scope.ledger
    years, sources, states = lines_of(ledger, plan.years)
    return Finances(
        total=ledger.total,
        years=years,
        sources=sources,
        states=states,
        parts=_parts(scope),
        undivided=money.undivided(scope.whole, scope.shares).total,
        is_joint=plan.group_id is not None,
        stopped=sum(one.status == Action.Status.STOPPED for one in scope.actions),
        rate=Fraction(plan.dinars_per_euro) if plan.dinars_per_euro else None,
        rate_day=plan.rate_day,
        **bars_of(years, sources, states),
    )


def lines_of(
    ledger: Ledger, years: range
) -> tuple[tuple[Line, ...], tuple[Line, ...], tuple[Line, ...]]:
    """Return a line for every year, for each source and each state that is used."""
    by_year, by_source = ledger.by_year(), ledger.by_source()
    by_state = ledger.by_state()
    return (
        tuple(
            Line(str(year), by_year.get(year, Balance()))
            for year in sorted({*years, *by_year})
        ),
        _named(by_source, Funding.Source),
        _named(by_state, Funding.State),
    )


def bars_of(
    years: tuple[Line, ...], sources: tuple[Line, ...], states: tuple[Line, ...]
) -> dict[str, Any]:
    """Draw the three tables: what is certain solid, what is missing or open hatched."""
    return {
        "year_bars": drawings.money_bars(
            [
                _row(one, one.balance.cost - one.balance.gap, one.balance.cost)
                for one in years
            ]
        ),
        "source_bars": drawings.money_bars(
            [_row(one, one.balance.certain, one.balance.listed) for one in sources]
        ),
        "state_bars": drawings.money_bars(
            [_row(one, one.balance.certain, one.balance.listed) for one in states]
        ),
    }


def amount(dinars: int) -> str:
    """Return dinars as the reader's language groups them, with the unit."""
    return _("%(amount)s RSD") % {
        "amount": number_format(dinars, decimal_pos=0, force_grouping=True)
    }


def _named(found: Mapping[str, Balance], choices: Any) -> tuple[Line, ...]:
    """Return the lines in the order of the choices, under their names."""
    return tuple(
        Line(str(choice.label), found[choice.value])
        for choice in choices
        if choice.value in found
    )


def _row(line: Line, solid: int, whole: int) -> drawings.MoneyRow:
    return drawings.MoneyRow(capfirst(line.name), solid, whole, amount(whole))


def _parts(scope: Scope) -> tuple[Part, ...]:
    """Return the part of each city that is a member or has a share, by their names."""
    group = scope.plan.group
    if group is None:
        return ()
    members = {one.code for one in group.cities.all()}
    everybody = cities_of(scope.plan, scope.actions).values()
    ledgers = money.parts(scope.whole, scope.shares)
    return tuple(
        Part(
            city,
            ledgers[city.code].total if city.code in ledgers else Balance(),
            city.code in members,
        )
        for city in everybody
    )
