"""The money of all plans that a focal point may see: sums, and each city's part.

Counted are adopted plans, those on their way to adoption, and drafts that a city has
shown; any other draft is nobody's business but the city's. Plans are added up as they
stand, so two plans of a city for the same year both count.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cities.models import City, User
from roadmap import drawings, money
from roadmap.models import AdoptionStep, Plan
from roadmap.models.ledgers import ledgers_of_plans, shares_of_plans
from roadmap.money import Balance, Ledger
from roadmap.reports.finances import Line, bars_of, lines_of
from scorecard.exports import percent
from scorecard.workbooks.tables import Column, Table

CITIES_A_PAGE = 40
ADOPTED, ON_WAY, SHARED = "adopted", "on-way", "shared"
KINDS = (ADOPTED, ON_WAY, SHARED)


@dataclass(frozen=True)
class Counted:
    """A plan that counts, and how far it has got."""

    plan: Plan
    kind: str
    balance: Balance


@dataclass(frozen=True)
class CityRow:
    """A city's money: its own plans and its parts of joint ones."""

    city: City
    plans: tuple[Counted, ...]
    balance: Balance


@dataclass(frozen=True)
class Money:
    """The page. The rows of all cities and `undivided` add up to `total`."""

    total: Balance
    years: tuple[Line, ...]
    sources: tuple[Line, ...]
    states: tuple[Line, ...]
    year_bars: drawings.MoneyBars
    source_bars: drawings.MoneyBars
    state_bars: drawings.MoneyBars
    undivided: Balance
    counts: Mapping[str, int]
    rows: tuple[CityRow, ...]
    shows_demo: bool

    # What the tables of a single plan ask for beside.
    rate = None
    stopped = 0
    is_joint = True

    @property
    def is_empty(self) -> bool:
        return self.total == Balance()

    @property
    def has_over(self) -> bool:
        return self.total.over > 0

    @property
    def plans(self) -> int:
        return sum(self.counts.values())

    @property
    def on_way(self) -> int:
        return self.counts[ON_WAY]

    def page(self, number: str | None) -> Page:
        return Paginator(self.rows, CITIES_A_PAGE).get_page(number)


def kind_of(plan: Plan) -> str:
    """Return how far a plan `with_parts()` has got, as the focal point sees it."""
    if plan.is_adopted:
        return ADOPTED
    kinds = list(AdoptionStep.Kind)
    public = kinds[kinds.index(AdoptionStep.PUBLIC_FROM) :]
    return ON_WAY if any(kind in plan.taken for kind in public) else SHARED


def plans_of(user: User, kind: str = "") -> list[Plan]:
    """Return the plans that count for the person, all or those of a kind."""
    found = Plan.objects.visible_to(user).with_parts().latest_first()
    return [one for one in found if not kind or kind_of(one) == kind]


def of(user: User, kind: str = "") -> Money:
    """Add all up, in eight queries however many plans there are."""
    every = plans_of(user)
    plans = [one for one in every if not kind or kind_of(one) == kind]
    chosen = Plan.objects.of_keys(one.pk for one in plans)
    ledgers = ledgers_of_plans(chosen)
    shares = shares_of_plans(chosen)
    whole = money.together(ledgers.values())
    joint = money.together(
        ledgers[one.pk] for one in plans if one.group_id and one.pk in ledgers
    )
    years, sources, states = lines_of(whole, range(0))
    return Money(
        total=whole.total,
        years=years,
        sources=sources,
        states=states,
        **bars_of(years, sources, states),
        undivided=money.undivided(joint, shares).total,
        counts={name: sum(kind_of(one) == name for one in every) for name in KINDS},
        rows=_rows(plans, ledgers, shares),
        shows_demo=any(one.is_demo for one in plans),
    )


def table(found: Money) -> Table:
    """Return a row for each city, in whole dinars; together with what is undivided."""
    rows = [
        {
            "code": row.city.code,
            "name": row.city.name,
            "plans": len(row.plans),
            "adopted": sum(one.kind == ADOPTED for one in row.plans),
            **_sums(row.balance),
        }
        for row in found.rows
    ]
    if found.undivided != Balance():
        rows.append({"name": _("Not divided yet"), **_sums(found.undivided)})
    columns = _columns()
    return Table(
        columns=columns,
        rows=[[row.get(column.key) for column in columns] for row in rows],
        about={
            _("Date"): timezone.localdate(),
            _("What counts"): _(
                "Adopted plans, plans on their way to adoption and drafts shown to the "
                "focal point."
            ),
        },
        title=_("Money"),
        columns_title=_("Columns"),
        columns_headings=(_("Key"), _("Column"), _("Meaning")),
    )


def _rows(
    plans: Iterable[Plan],
    ledgers: Mapping[int, Ledger],
    shares: Mapping[int, Mapping[str, int]],
) -> tuple[CityRow, ...]:
    """Return the cities with a plan or a part of one, by the alphabet."""
    by_code: dict[str, list[tuple[Counted, Ledger]]] = {}
    for plan in plans:
        ledger, kind = ledgers.get(plan.pk, Ledger()), kind_of(plan)
        divided = _divided(plan, ledger, shares)
        for code, part in divided.items():
            counted = Counted(plan, kind, part.total)
            by_code.setdefault(code, []).append((counted, part))
    cities = City.objects.with_codes(by_code).by_alphabet()
    return tuple(
        CityRow(
            city,
            tuple(counted for counted, _part in by_code[city.code]),
            money.together(part for _counted, part in by_code[city.code]).total,
        )
        for city in cities
    )


def _divided(
    plan: Plan, ledger: Ledger, shares: Mapping[int, Mapping[str, int]]
) -> dict[str, Ledger]:
    """Return a plan's ledger by the codes of the cities that bear it."""
    if plan.city:
        return {plan.city.code: ledger}
    own = ledger.by_action().keys() & shares.keys()
    return money.parts(ledger, {action: shares[action] for action in own})


def _sums(balance: Balance) -> dict[str, Any]:
    return {
        "cost": balance.cost,
        "certain": balance.certain,
        "gap": balance.gap,
        "uncertain": balance.uncertain,
        "sustainable": balance.sustainable,
        "sustainable_share": percent(balance.sustainable_share),
        "sustainable_share_of_named": percent(balance.sustainable_share_of_named),
    }


def _columns() -> tuple[Column, ...]:
    described = {
        "code": (
            pgettext("local government", "Code"),
            _("official code of the local government"),
        ),
        "name": (_("Name"), _("name of the local government")),
        "plans": (_("Plans"), _("plans that count, joint ones too")),
        "adopted": (_("Adopted"), _("of these adopted by the assembly")),
        "cost": (_("Cost, RSD"), _("cost of all actions, of joint ones the part")),
        "certain": (_("Secured or spent, RSD"), _("money that is secured or spent")),
        "gap": (_("Gap, RSD"), _("cost less certain money, by action and year")),
        "uncertain": (
            _("Idea or applied for, RSD"),
            _("money that is an idea or applied for"),
        ),
        "sustainable": (
            _("Sustainable, RSD"),
            _("of the money secured or spent, what has its own budget line"),
        ),
        "sustainable_share": (
            _("Sustainable, %"),
            _("sustainable part of what is secured or spent"),
        ),
        "sustainable_share_of_named": (
            _("Sustainable of all with a source, %"),
            _("sustainable part of all money with a source"),
        ),
    }
    return tuple(
        Column(key, heading, note) for key, (heading, note) in described.items()
    )
