"""The arithmetic of a plan's money: whole dinars in, whole dinars and fractions out.

The unit is the dinar (RSD). Nothing is rounded but a part of a joint amount, which is
a whole number of dinars, and an equivalent in euros, once, when it is shown. Nothing
here knows Django, a database or a language.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

# A hundred per cent in the unit of shares: hundredths of a per cent.
WHOLE = 10_000


@dataclass(frozen=True)
class Cost:
    """What an action costs in a year, in dinars."""

    action: int
    year: int
    dinars: int

    def __post_init__(self) -> None:
        _refuse_negative(self.dinars)


@dataclass(frozen=True)
class Amount:
    """Money for an action in a year, in dinars.

    It is certain once it is secured or spent, and named where its source is known:
    "no source yet" names nothing. Sustainable is a line of its own in a budget.
    """

    action: int
    year: int
    source: str
    state: str
    dinars: int
    is_certain: bool = False
    is_named: bool = True
    is_sustainable: bool = False

    def __post_init__(self) -> None:
        _refuse_negative(self.dinars)
        if self.is_certain and not self.is_named:
            raise ValueError("Money without a source is not certain.")


@dataclass(frozen=True)
class Gap:
    """What an action lacks in a year, or has over what it costs; one of them is 0."""

    action: int
    year: int
    short: int
    over: int


@dataclass(frozen=True)
class Balance:
    """Sums in dinars. `cost` + `over` = `certain` + `gap`.

    `listed` is all money that is written down, also that without a source.

    In a city's part of a joint plan each number is divided by itself, so that all
    parts add up; there the equation can be off by a dinar for each action and year.
    """

    cost: int = 0
    listed: int = 0
    certain: int = 0
    named: int = 0
    gap: int = 0
    over: int = 0
    sustainable: int = 0
    sustainable_named: int = 0

    @property
    def sustainable_share(self) -> Fraction | None:
        """The sustainable part of the certain money; None where there is none."""
        return _share(self.sustainable, self.certain)

    @property
    def sustainable_share_of_named(self) -> Fraction | None:
        """The sustainable part of all money with a source; None without any."""
        return _share(self.sustainable_named, self.named)

    @property
    def ad_hoc(self) -> int:
        """Certain money that comes by project and not year after year."""
        return self.certain - self.sustainable

    @property
    def uncertain(self) -> int:
        """Money that is an idea or applied for."""
        return self.listed - self.certain

    @property
    def ad_hoc_named(self) -> int:
        return self.named - self.sustainable_named

    @property
    def covered_share(self) -> Fraction | None:
        """The part of the cost that certain money covers; None without a cost."""
        return _share(self.cost - self.gap, self.cost) if self.cost else None


@dataclass(frozen=True)
class Ledger:
    """The costs, money and gaps of a plan, of several plans, or of a city's part."""

    costs: tuple[Cost, ...] = ()
    amounts: tuple[Amount, ...] = ()
    gaps: tuple[Gap, ...] = ()

    @property
    def total(self) -> Balance:
        return _balance(self.costs, self.amounts, self.gaps)

    def by_year(self) -> dict[int, Balance]:
        """Return the balance of each year in which something stands, in order."""
        return self._grouped(lambda one: one.year)

    def by_action(self) -> dict[int, Balance]:
        """Return the balance of each action with cost or money, by its key."""
        return self._grouped(lambda one: one.action)

    def by_source(self) -> dict[str, Balance]:
        """Return the money of each source; costs and gaps have no source."""
        return _money_by(self.amounts, lambda one: one.source)

    def by_state(self) -> dict[str, Balance]:
        """Return the money of each state; costs and gaps have no state."""
        return _money_by(self.amounts, lambda one: one.state)

    def _grouped(self, key: Callable[[Cost | Amount | Gap], int]) -> dict[int, Balance]:
        rows: dict[int, tuple[list[Cost], list[Amount], list[Gap]]] = {}
        for cost in self.costs:
            rows.setdefault(key(cost), ([], [], []))[0].append(cost)
        for amount in self.amounts:
            rows.setdefault(key(amount), ([], [], []))[1].append(amount)
        for gap in self.gaps:
            rows.setdefault(key(gap), ([], [], []))[2].append(gap)
        return {one: _balance(*rows[one]) for one in sorted(rows)}


def ledger(costs: Iterable[Cost], amounts: Iterable[Amount]) -> Ledger:
    """Return the rows with the gap of each action in each year.

    The rule: gap = cost − certain money, never below 0, for each action and year.
    Money of one action or year closes no gap of another, because it was given for
    this one; what is over is counted apart. The gap of a year and that of the whole
    are the sums of these gaps.
    """
    costs, amounts = tuple(costs), tuple(amounts)
    left: dict[tuple[int, int], int] = {}
    for cost in costs:
        at = cost.action, cost.year
        left[at] = left.get(at, 0) + cost.dinars
    for amount in amounts:
        if amount.is_certain:
            at = amount.action, amount.year
            left[at] = left.get(at, 0) - amount.dinars
    gaps = tuple(
        Gap(action, year, short=max(lack, 0), over=max(-lack, 0))
        for (action, year), lack in sorted(left.items())
    )
    return Ledger(costs, amounts, gaps)


def together(ledgers: Iterable[Ledger]) -> Ledger:
    """Return several ledgers as one; actions of different plans have other keys."""
    costs: list[Cost] = []
    amounts: list[Amount] = []
    gaps: list[Gap] = []
    for one in ledgers:
        costs += one.costs
        amounts += one.amounts
        gaps += one.gaps
    return Ledger(tuple(costs), tuple(amounts), tuple(gaps))


def split(dinars: int, shares: Mapping[str, int]) -> dict[str, int]:
    """Divide dinars by shares in hundredths of a per cent, to the last dinar.

    The method of largest remainders: each gets the whole dinars of its exact part,
    and what is left goes, a dinar each, to the largest remainders; where two are
    equal, to the key that comes first. So the parts always add up to the whole, none
    is a dinar or more from its exact part, and the order of the shares is without
    meaning. Raises ValueError unless the shares are of 0 or more and add up to 10,000.

    Source: Hamilton's apportionment, as M. L. Balinski and H. P. Young describe it in
    "Fair Representation" (1982).
    """
    _refuse_negative(dinars)
    if any(part < 0 for part in shares.values()):
        raise ValueError("A share is below 0.")
    if sum(shares.values()) != WHOLE:
        raise ValueError("Shares have to add up to 10,000.")
    exact = {key: divmod(dinars * part, WHOLE) for key, part in shares.items()}
    parts = {key: whole for key, (whole, _rest) in exact.items()}
    first = sorted(exact, key=lambda key: (-exact[key][1], key))
    for key in first[: dinars - sum(parts.values())]:
        parts[key] += 1
    return parts


def parts(whole: Ledger, shares: Mapping[int, Mapping[str, int]]) -> dict[str, Ledger]:
    """Divide a joint plan among its cities by the shares of each action.

    Each row is divided by itself, so every sum over the cities, by year, source or
    state, is that of the whole to the dinar. Actions without shares are left out:
    `undivided` has them.
    """
    keys = sorted({key for one in shares.values() for key in one})
    costs: dict[str, list[Cost]] = {key: [] for key in keys}
    amounts: dict[str, list[Amount]] = {key: [] for key in keys}
    gaps: dict[str, list[Gap]] = {key: [] for key in keys}
    divided = _only(whole, shares.__contains__)
    for cost in divided.costs:
        for key, dinars in split(cost.dinars, shares[cost.action]).items():
            costs[key].append(replace(cost, dinars=dinars))
    for amount in divided.amounts:
        for key, dinars in split(amount.dinars, shares[amount.action]).items():
            amounts[key].append(replace(amount, dinars=dinars))
    for gap in divided.gaps:
        short = split(gap.short, shares[gap.action])
        over = split(gap.over, shares[gap.action])
        for key, dinars in short.items():
            gaps[key].append(replace(gap, short=dinars, over=over[key]))
    return {
        key: Ledger(tuple(costs[key]), tuple(amounts[key]), tuple(gaps[key]))
        for key in keys
    }


def undivided(whole: Ledger, shares: Mapping[int, Mapping[str, int]]) -> Ledger:
    """Return the rows of the actions that nobody has divided yet."""
    return _only(whole, lambda action: action not in shares)


def euros(dinars: int, dinars_per_euro: Fraction) -> int:
    """Return dinars in whole euros at a rate, half a euro rounded up.

    The only rounding on the way to a page: add dinars up first. Raises ValueError
    for a rate that is not above 0.
    """
    if dinars_per_euro <= 0:
        raise ValueError("A rate is above 0.")
    return int(Fraction(dinars) / dinars_per_euro + Fraction(1, 2))


def _only(whole: Ledger, wanted: Callable[[int], bool]) -> Ledger:
    """Return the rows of the wanted actions."""
    return Ledger(
        tuple(one for one in whole.costs if wanted(one.action)),
        tuple(one for one in whole.amounts if wanted(one.action)),
        tuple(one for one in whole.gaps if wanted(one.action)),
    )


def _balance(
    costs: Iterable[Cost], amounts: Iterable[Amount], gaps: Iterable[Gap]
) -> Balance:
    listed = certain = named = sustainable = sustainable_named = 0
    for one in amounts:
        listed += one.dinars
        certain += one.dinars * one.is_certain
        named += one.dinars * one.is_named
        lasting = one.dinars * one.is_sustainable
        sustainable += lasting * one.is_certain
        sustainable_named += lasting * one.is_named
    short = over = 0
    for gap in gaps:
        short += gap.short
        over += gap.over
    return Balance(
        cost=sum(one.dinars for one in costs),
        listed=listed,
        certain=certain,
        named=named,
        gap=short,
        over=over,
        sustainable=sustainable,
        sustainable_named=sustainable_named,
    )


def _money_by(
    amounts: Iterable[Amount], key: Callable[[Amount], str]
) -> dict[str, Balance]:
    rows: dict[str, list[Amount]] = {}
    for one in amounts:
        rows.setdefault(key(one), []).append(one)
    return {name: _balance((), rows[name], ()) for name in sorted(rows)}


def _share(part: int, whole: int) -> Fraction | None:
    return Fraction(part, whole) if whole else None


def _refuse_negative(dinars: int) -> None:
    if dinars < 0:
        raise ValueError("Dinars are counted from 0 up.")
