"""The money of all plans: recomputed from exported rows, and what counts at all.

The recomputation reads the files that people get and shares no code with the product.
"""

import json
from collections import Counter, defaultdict
from decimal import ROUND_HALF_UP, Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cities.models import BasinGroup, City, User
from mcr2030.national import finances
from roadmap.actions import joint
from roadmap.content import Money
from roadmap.models import AdoptionStep, Plan
from tests import make

pytestmark = pytest.mark.django_db

SOURCES = ["own_budget", "republic", "eu", "donor", "water_company", "none"]


def step(plan: Plan, kind: str) -> None:
    AdoptionStep.objects.create(
        plan=plan, kind=kind, day="2026-05-01", number="06-1", by=plan.made_by
    )


def write(
    plan: Plan, count: int, *, seed: int, shares: list[int] | None = None
) -> None:
    """Write actions with odd amounts into a plan, and divide them."""
    for number in range(1, count + 1):
        odd = seed * 1_000_003 + number * 77_777
        source = SOURCES[(seed + number) % len(SOURCES)]
        state = (
            "idea" if source == "none" else ["secured", "spent", "applied"][number % 3]
        )
        action = make.make_action(
            plan=plan,
            costs={2026: odd, 2027: odd // 3 + 1},
            fundings=[
                Money(2026, source, state, odd // 2, source == "own_budget"),
                Money(2027, "own_budget", "secured", odd // 7 + 1, number % 2 == 0),
                Money(2028, "loan", "idea", 999),
            ],
        )
        if shares:
            cities = plan.group.cities.order_by("code")
            parts = dict(zip((one.pk for one in cities), shares, strict=True))
            joint.divide(action=action, parts=parts, version=0, by=plan.made_by)


@pytest.fixture
def group(city: City, other_city: City) -> BasinGroup:
    third = make.make_city(name="Ваљево", code="70360")
    return make.make_group(cities=[city, other_city, third], kind="basin")


@pytest.fixture
def nation(city: City, other_city: City, lead: User, stranger: User, group: BasinGroup):
    """An adopted plan, one on its way, a shared joint one, and drafts nobody shows."""
    adopted = make.make_plan(city=city, by=lead)
    write(adopted, 3, seed=1)
    step(adopted, "assembly")
    on_way = make.make_plan(city=other_city, by=stranger)
    write(on_way, 2, seed=2)
    step(on_way, "council")
    shared = make.make_plan(group=group, by=lead, shared=True)
    write(shared, 3, seed=3, shares=[3_333, 3_333, 3_334])
    undivided = make.make_plan(group=group, by=lead, shared=True, first_year=2025)
    write(undivided, 1, seed=5)
    hidden = make.make_plan(city=city, by=lead, first_year=2025)
    write(hidden, 2, seed=4)
    step(hidden, "working_group")
    hidden_joint = make.make_plan(group=group, by=lead, last_year=2030)
    write(hidden_joint, 1, seed=6, shares=[10_000, 0, 0])
    return {"adopted": adopted, "on-way": on_way, "shared": shared}


def read(client, address: str, kind: str = "json"):
    response = client.get(reverse(address, args=[kind]))
    assert response.status_code == 200
    content = json.loads(response.content)
    return content["rows"] if isinstance(content, dict) else content


def by_largest_remainder(dinars: int, shares: dict[str, int]) -> dict[str, int]:
    exact = {code: Decimal(dinars) * part / 10_000 for code, part in shares.items()}
    floor = {code: int(one) for code, one in exact.items()}
    while sum(floor.values()) < dinars:
        code = max(sorted(exact), key=lambda one: exact[one] - floor[one])
        floor[code] += 1
        exact[code] = Decimal(floor[code])
    return floor


class ByHand:
    """The exported rows added up: cost, certain, gap and money by subject."""

    def __init__(self, rows) -> None:
        self.sums = defaultdict(Counter)
        self.shares, self.owner = defaultdict(dict), {}
        self.lacking = Counter()
        for row in rows:
            key = row["plan"], row["action"]
            if row["row"] == "share":
                self.shares[key][row["city_code"]] = row["part"]
            else:
                self.owner[key] = row["city_code"]
        for row in rows:
            if row["row"] == "cost":
                self.add_cost(row)
            elif row["row"] == "funding":
                self.add_money(row)
        for (key, year), dinars in self.lacking.items():
            self.sums["gap by year"][year] += max(dinars, 0)
            self.give("gap by city", key, max(dinars, 0))

    def add_cost(self, row) -> None:
        key = row["plan"], row["action"]
        self.lacking[key, row["year"]] += row["dinars"]
        self.sums["cost by year"][row["year"]] += row["dinars"]
        self.give("cost by city", key, row["dinars"])

    def add_money(self, row) -> None:
        dinars = row["dinars"]
        self.sums["by source"][row["source"]] += dinars
        self.sums["by state"][row["state"]] += dinars
        self.sums["named"]["all"] += dinars * (row["source"] != "none")
        self.sums["named"]["lasting"] += dinars * row["is_sustainable"]
        if row["state"] in ("secured", "spent"):
            key = row["plan"], row["action"]
            self.lacking[key, row["year"]] -= dinars
            self.sums["certain by year"][row["year"]] += dinars
            self.sums["certain by source"][row["source"]] += dinars
            self.sums["certain by lasting"][row["is_sustainable"]] += dinars
            self.give("certain by city", key, dinars)

    def give(self, name: str, key, dinars: int) -> None:
        shares = self.shares[key]
        if self.owner[key]:
            self.sums[name][self.owner[key]] += dinars
        elif sum(shares.values()) == 10_000:
            self.sums[name].update(by_largest_remainder(dinars, shares))
        else:
            self.sums[name]["undivided"] += dinars


def recomputed(rows) -> dict[str, Counter]:
    return ByHand(rows).sums


def test_sums_are_those_of_the_exported_rows(nation, focal_point, client_of):
    client = client_of(focal_point)
    rows = read(client, "national:money-rows-file")
    found, by_hand = finances.of(focal_point), recomputed(rows)

    years = {int(one.name): one.balance for one in found.years}
    assert {year: one.cost for year, one in years.items() if one.cost} == by_hand[
        "cost by year"
    ]
    assert {year: one.certain for year, one in years.items()} == {
        year: by_hand["certain by year"][year] for year in years
    }
    assert {year: one.gap for year, one in years.items()} == {
        year: by_hand["gap by year"][year] for year in years
    }
    assert sum(one.balance.listed for one in found.sources) == sum(
        by_hand["by source"].values()
    )
    assert [one.balance.listed for one in found.states] == [
        by_hand["by state"][state]
        for state in ("idea", "applied", "secured", "spent")
        if by_hand["by state"][state]
    ]
    assert sorted(one.balance.certain for one in found.sources) == sorted(
        by_hand["certain by source"][source] for source in by_hand["by source"]
    )
    assert found.total.sustainable == by_hand["certain by lasting"][True]
    assert found.total.ad_hoc == by_hand["certain by lasting"][False]
    assert (found.total.named, found.total.sustainable_named) == (
        by_hand["named"]["all"],
        by_hand["named"]["lasting"],
    )


def test_cities_add_up_to_the_dinar(nation, focal_point, client_of):
    client = client_of(focal_point)
    by_hand = recomputed(read(client, "national:money-rows-file"))

    listed = read(client, "national:money-file")

    for name in ("cost", "certain", "gap"):
        expected = dict(by_hand[f"{name} by city"])
        found = {row["code"] or "undivided": row[name] for row in listed}
        assert found == {code: expected.get(code, 0) for code in found}
        assert set(expected) <= set(found)
        total = getattr(finances.of(focal_point).total, name)
        assert sum(found.values()) == total


def test_the_share_of_a_city_is_rounded_once(nation, focal_point, client_of):
    for row in read(client_of(focal_point), "national:money-file"):
        exact = Decimal(row["sustainable"]) * 100 / row["certain"]
        shown = Decimal(str(row["sustainable_share"]))
        assert shown == exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


def test_drafts_that_were_not_shared_are_in_no_sum(nation, focal_point, client_of):
    client = client_of(focal_point)
    rows = read(client, "national:money-rows-file")

    hidden = Plan.objects.exclude(is_shared=True).exclude(
        steps__kind__in=["council", "assembly"]
    )

    assert hidden.count() == 2
    assert not {row["plan"] for row in rows} & {one.pk for one in hidden}
    page = client.get(reverse("national:money")).content.decode()
    for one in hidden:
        assert reverse("roadmap:plan", args=[one.pk]) not in page


@pytest.mark.parametrize("kind", ["adopted", "on-way", "shared"])
def test_plans_are_narrowed_to_how_far_they_got(kind, nation, focal_point):
    found = finances.of(focal_point, kind)

    shown = {one.plan for row in found.rows for one in row.plans}
    assert nation[kind] in shown
    assert {finances.kind_of(one) for one in shown} == {kind}
    assert found.counts == {"adopted": 1, "on-way": 1, "shared": 2}


def test_the_page_costs_the_same_with_more_plans(nation, focal_point, client_of):
    client = client_of(focal_point)
    client.get(reverse("national:money"))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("national:money"))
    for number in range(6):
        city = make.make_city()
        plan = make.make_plan(city=city, shared=True)
        write(plan, 2, seed=number)

    with CaptureQueriesContext(connection) as many:
        page = client.get(reverse("national:money"))

    assert page.status_code == 200
    assert len(many) == len(few) <= 14
