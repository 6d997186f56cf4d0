"""What a page is about: a whole plan, or one city's part of a joint one."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language

from cities.models import City
from roadmap import money
from roadmap.models import Action, Plan
from roadmap.models.ledgers import ledger_of, shares_of

MONEY = ("costs", "fundings", "shares__city")
TARGETS = (
    "targets__answer__question__essential",
    "targets__answer__question__levels",
    "targets__answer__assessment__city",
)


@dataclass(frozen=True)
class Scope:
    """A plan with its actions; `ledger` is the city's part where one is named.

    `shares` are those that are the whole; `undivided` are joint actions without.
    """

    plan: Plan
    actions: tuple[Action, ...]
    ledger: money.Ledger
    whole: money.Ledger
    shares: dict[int, dict[str, int]]
    city: City | None

    @property
    def undivided(self) -> tuple[Action, ...]:
        if self.plan.group_id is None:
            return ()
        return tuple(one for one in self.actions if one.pk not in self.shares)

    @property
    def balances(self) -> dict[int, money.Balance]:
        """The balance of every action, by its key; those without money too."""
        found = self.ledger.by_action()
        return {one.pk: found.get(one.pk, money.Balance()) for one in self.actions}


class NoSuchPart(LookupError):
    """The plan has no part of that city."""


def gather(
    plan: Plan, code: str = "", *, targets: bool = False, hazards: bool = False
) -> Scope:
    """Read a plan's actions with their money, and where asked for with their aims.

    With the code of a city its part of a joint plan; a city that left the group keeps
    its part as far as it shares a cost. Raises NoSuchPart for any other code. Five
    queries, five more with targets, one with hazards.
    """
    wanted = [*MONEY, *(TARGETS if targets else ()), *(("hazards",) if hazards else ())]
    actions = tuple(Action.objects.of(plan).prefetch_related(*wanted))
    whole, shares = ledger_of(actions), shares_of(actions)
    if not code:
        return Scope(plan, actions, whole, whole, shares, None)
    city = cities_of(plan, actions).get(code) if plan.group_id else None
    if city is None:
        raise NoSuchPart(code)
    part = money.parts(whole, shares).get(code, money.Ledger())
    own = tuple(one for one in actions if _is_shared_by(one, city))
    return Scope(plan, own, part, whole, shares, city)


def cities_of(plan: Plan, actions: Iterable[Action]) -> dict[str, City]:
    """Return the members of the group and whoever shares a cost, by the alphabet."""
    sharing = {
        share.city.code: share.city
        for action in actions
        for share in action.shares.all()
        if share.part
    }
    found = sharing | {one.code: one for one in plan.cities}
    return dict(sorted(found.items(), key=lambda one: _by_alphabet(one[1])))


def _is_shared_by(action: Action, city: City) -> bool:
    return any(share.city_id == city.pk for share in action.shares.all())


def _by_alphabet(city: City) -> str:
    """Return what orders cities as the reader's alphabet does."""
    return city.sort_cyrillic if get_language() == "sr" else city.sort_latin
