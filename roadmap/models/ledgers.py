"""Costs, money and shares as the arithmetic takes them: the one step from rows."""

from collections.abc import Iterable

from roadmap import money
from roadmap.models.action import Action, ActionShare
from roadmap.models.money import ActionCost, Funding
from roadmap.models.plan import PlanQuerySet

# Shares of a joint action by the codes of its cities, in hundredths of a per cent.
Shares = dict[str, int]


def ledger_of(actions: Iterable[Action]) -> money.Ledger:
    """Return the ledger of actions that come with their costs and fundings."""
    actions = list(actions)
    return money.ledger(
        [
            money.Cost(action.pk, one.year, one.dinars)
            for action in actions
            for one in action.costs.all()
        ],
        [
            amount(
                action.pk,
                one.year,
                one.source,
                one.state,
                one.dinars,
                one.is_sustainable,
            )
            for action in actions
            for one in action.fundings.all()
        ],
    )


def shares_of(actions: Iterable[Action]) -> dict[int, Shares]:
    """Return the shares of actions whose shares are the whole, by their keys."""
    found = {
        action.pk: {one.city.code: one.part for one in action.shares.all()}
        for action in actions
    }
    return whole_only(found)


def ledgers_of_plans(plans: PlanQuerySet) -> dict[int, money.Ledger]:
    """Return the ledger of each plan that has cost or money, in two queries."""
    costs: dict[int, list[money.Cost]] = {}
    amounts: dict[int, list[money.Amount]] = {}
    for plan, *cost in (
        ActionCost.objects.filter(action__plan__in=plans.values("pk"))
        .order_by("pk")
        .values_list("action__plan", "action", "year", "dinars")
    ):
        costs.setdefault(plan, []).append(money.Cost(*cost))
    for plan, action, year, source, state, dinars, lasts in (
        Funding.objects.filter(action__plan__in=plans.values("pk"))
        .order_by("pk")
        .values_list(
            "action__plan",
            "action",
            "year",
            "source",
            "state",
            "dinars",
            "is_sustainable",
        )
    ):
        row = amount(action, year, source, state, dinars, lasts)
        amounts.setdefault(plan, []).append(row)
    return {
        plan: money.ledger(costs.get(plan, ()), amounts.get(plan, ()))
        for plan in sorted({*costs, *amounts})
    }


def shares_of_plans(plans: PlanQuerySet) -> dict[int, Shares]:
    """Return the shares of the plans' joint actions that are the whole, by action."""
    found: dict[int, Shares] = {}
    rows = ActionShare.objects.filter(action__plan__in=plans.values("pk"))
    for action, code, part in rows.values_list("action", "city__code", "part"):
        found.setdefault(action, {})[code] = part
    return whole_only(found)


def whole_only(shares: dict[int, Shares]) -> dict[int, Shares]:
    """Leave out the actions whose shares do not add up to a hundred per cent yet."""
    return {
        action: parts
        for action, parts in shares.items()
        if sum(parts.values()) == money.WHOLE
    }


def amount(
    action: int, year: int, source: str, state: str, dinars: int, is_sustainable: bool
) -> money.Amount:
    """Return a row of funding; what is secured or spent is certain."""
    return money.Amount(
        action=action,
        year=year,
        source=source,
        state=state,
        dinars=dinars,
        is_certain=state in Funding.CERTAIN,
        is_named=source != Funding.Source.NONE,
        is_sustainable=is_sustainable,
    )
