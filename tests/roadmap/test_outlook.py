"""A plan's views: money, time, priorities and effect, in few queries."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cities.models import City, User
from roadmap.actions import joint, plans
from roadmap.content import Money
from roadmap.models import Action, ActionShare, Plan
from roadmap.reports import finances, pictures, projected, scope
from scorecard.models import Assessment
from tests import make

pytestmark = pytest.mark.django_db

VIEWS = ["plan-money", "plan-timeline", "plan-matrix", "plan-what-if", "plan-report"]
TODAY = dt.date(2026, 6, 1)


@pytest.fixture
def accepted(city: City, lead: User) -> Assessment:
    return make.make_assessment(
        city=city,
        lead=lead,
        status="accepted",
        answers={"P1.1": 1, "P1.2": 0, "P2.1": 2, "P2.2": 3},
    )


@pytest.fixture
def plan(city: City, lead: User, accepted: Assessment) -> Plan:
    return make.make_plan(city=city, by=lead)


def act(plan: Plan, accepted: Assessment, code: str, level: int, **fields) -> Action:
    gap = make.answer_of(accepted, code)
    return make.make_action(plan=plan, targets={gap: level}, **fields)


def address(view: str, plan: Plan) -> str:
    return reverse(f"roadmap:{view}", args=[plan.pk])


def money_of(plan: Plan) -> finances.Finances:
    return finances.build(scope.gather(Plan.objects.with_parts().get(pk=plan.pk)))


def test_money_is_told_by_year_source_and_state(plan, accepted):
    act(
        plan,
        accepted,
        "P1.1",
        2,
        costs={2026: 100, 2027: 50},
        fundings=[
            Money(2026, "eu", "secured", 60),
            Money(2027, "own_budget", "applied", 50, True),
        ],
    )

    found = money_of(plan)

    assert [(one.name, one.balance.gap) for one in found.years] == [
        ("2026", 40),
        ("2027", 50),
        ("2028", 0),
    ]
    assert [one.name for one in found.sources] == ["own budget line", "European Union"]
    assert [one.name for one in found.states] == ["applied for", "secured"]
    assert (found.total.sustainable, found.total.sustainable_named) == (0, 50)


def test_euros_are_shown_only_at_a_rate(plan, accepted, lead, client_of):
    act(plan, accepted, "P1.1", 2, costs={2026: 1_171_825})
    client = client_of(lead)

    before = client.get(address("plan-money", plan)).content.decode()
    plans.change(
        plan=plan,
        version=plan.version,
        dinars_per_euro=Decimal("117.1825"),
        rate_day=dt.date(2026, 1, 5),
    )
    after = client.get(address("plan-money", plan)).content.decode()

    assert "EUR" not in before
    assert "10,000 EUR" in after
    assert "117.1825 dinars" in after


def test_stopped_actions_are_counted_and_told(plan, accepted):
    act(plan, accepted, "P1.1", 2, costs={2026: 7}, status="stopped")

    found = money_of(plan)

    assert (found.total.cost, found.stopped) == (7, 1)


def test_the_timeline_is_in_the_order_of_starts(plan, accepted):
    for month in (9, 2):
        act(plan, accepted, "P1.1", 2, starts_on=dt.date(2026, month, 1))

    schedule = pictures.schedule(scope.gather(plan), TODAY, linked=True)

    assert [one.action.number for one in schedule.rows] == [2, 1]
    assert [one.starts for one in schedule.rows] == ["I", "III"]
    assert (
        schedule.drawings[0].bars[0].address
        == schedule.rows[0].action.get_absolute_url()
    )


def test_priorities_come_first_first(plan, accepted):
    act(plan, accepted, "P1.1", 2, impact=1, difficulty=5)
    act(plan, accepted, "P1.1", 2, impact=5, difficulty=1)
    act(
        plan,
        accepted,
        "P1.1",
        2,
        impact=5,
        difficulty=1,
        priority="later",
        priority_reason="Чека се.",
    )

    found = pictures.priorities(scope.gather(plan))

    assert [
        (one.action.number, one.priority, one.is_by_hand) for one in found.rows
    ] == [
        (2, "now", False),
        (1, "later", False),
        (3, "later", True),
    ]


def test_what_if_puts_levels_aimed_at_in_place(plan, accepted, lead):
    act(plan, accepted, "P1.1", 3)
    act(plan, accepted, "P1.2", 2, status="stopped")
    actions = scope.gather(plan, targets=True).actions
    (base,) = projected.rounds(actions, lead)

    by_rule = projected.project(base, actions, projected.counted_by_rule(actions))
    every = projected.project(base, actions, {one.pk for one in actions})

    assert base == accepted
    first, second = by_rule.rows
    assert first.step.today.points == 1
    assert first.step.projected.points == 3
    assert not second.is_moved
    assert by_rule.raised == 1
    assert every.rows[0].step.projected.points == 5


def test_a_later_accepted_round_is_what_is_projected(plan, accepted, city, lead):
    act(plan, accepted, "P1.1", 3)
    later = make.make_assessment(city=city, lead=lead, status="accepted", year=2027)
    make.make_assessment(city=city, lead=lead, year=2028)

    assert projected.rounds(scope.gather(plan, targets=True).actions, lead) == [later]


def test_a_round_that_one_may_not_open_is_not_projected(city, lead, focal_point):
    plan = make.make_plan(city=city, by=lead)
    draft = make.make_assessment(city=city, lead=lead, year=2029, score=1)
    act(plan, draft, "P1.1", 3)
    actions = scope.gather(plan, targets=True).actions

    assert projected.rounds(actions, lead) == [draft]
    assert projected.rounds(actions, focal_point) == []


def test_actions_that_count_are_chosen_in_the_address(plan, accepted, lead, client_of):
    one = act(plan, accepted, "P1.1", 3)
    act(plan, accepted, "P1.2", 3)
    client = client_of(lead)

    page = client.get(address("plan-what-if", plan), {"chosen": "1", "action": one.pk})
    none = client.get(address("plan-what-if", plan), {"chosen": "1", "round": "x"})

    assert page.context["projected"].raised == 1
    assert none.context["projected"].raised == 0
    assert none.context["projected"].difference == 0


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_costs_the_same_with_more_actions(view, plan, accepted, lead, client_of):
    client = client_of(lead)
    counts = []
    for _round in range(2):
        for _one in range(4):
            act(
                plan,
                accepted,
                "P1.1",
                2,
                costs={2026: 5, 2027: 6},
                fundings=[Money(2026, "eu", "secured", 5)],
            )
        client.get(address(view, plan))
        with CaptureQueriesContext(connection) as queries:
            page = client.get(address(view, plan))
        assert page.status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 26


def test_a_part_is_shown_on_every_view(city, other_city, lead, client_of):
    group = make.make_group(cities=[city, other_city], kind="basin")
    plan = make.make_plan(group=group, by=lead)
    action = make.make_action(
        plan=plan, targets={make.make_gap(city=city): 3}, costs={2026: 101}
    )
    parts = {city.pk: 6_000, other_city.pk: 4_000}
    joint.divide(action=action, parts=parts, version=0, by=lead)
    client = client_of(lead)

    for view in VIEWS:
        page = client.get(address(view, plan), {"city": other_city.code})
        assert page.status_code == 200, view
        assert "Shown is the part of" in page.content.decode()
        none = client.get(address(view, plan), {"city": "99999"})
        assert none.status_code == 404, view


def test_shares_are_divided_on_a_page(city, other_city, lead, client_of):
    group = make.make_group(cities=[city, other_city], kind="basin")
    plan = make.make_plan(group=group, by=lead)
    action = make.make_action(plan=plan, targets={make.make_gap(city=city): 3})
    where = reverse("roadmap:action-shares", args=[action.pk])
    client = client_of(lead)
    one, two = f"city-{city.code}", f"city-{other_city.code}"

    wrong = client.post(where, {"version": 0, one: "60", two: "37,50"})
    typed = client.post(where, {"version": 0, one: "пола", two: "50"})
    right = client.post(where, {"version": 0, one: "60", two: "40,00 %"})
    late = client.post(where, {"version": 0, one: "50", two: "50"})
    settled = client.post(where, {"version": 0, "settle": 1, one: "50", two: "50"})

    assert (wrong.status_code, typed.status_code, late.status_code) == (422, 422, 409)
    text = wrong.content.decode()
    assert "Shares add up to 97.50 %; they have to add up to 100 %." in text
    assert 'value="37,50"' in text
    assert (right.status_code, settled.status_code) == (302, 302)
    shares = ActionShare.objects.filter(action=action)
    assert [share.part for share in shares] == [5_000, 5_000]
    history = client.get(reverse("roadmap:action-history", args=[action.pk]))
    assert "60.00 %" in history.content.decode()


def test_a_joint_plan_is_started_on_a_page(city, other_city, lead, client_of):
    group = make.make_group(cities=[city, other_city], kind="basin", name="Слив")
    client = client_of(lead)
    where = reverse("roadmap:joint-new", args=[group.code])
    assert (
        where in client.get(reverse("roadmap:plans", args=[city.code])).content.decode()
    )

    wrong = client.post(where, {"title": "", "first_year": "2030", "last_year": "2032"})
    right = client.post(
        where, {"title": "План слива", "first_year": "2030", "last_year": "2032"}
    )
    again = client.post(
        where, {"title": "План слива", "first_year": "2030", "last_year": "2032"}
    )

    plan = Plan.objects.get(group=group)
    assert (wrong.status_code, again.status_code) == (422, 422)
    assert right["Location"] == plan.get_absolute_url()


def test_targets_of_a_joint_plan_are_against_its_own_cities_gaps(
    city, other_city, lead
):
    group = make.make_group(cities=[city], kind="basin")
    plan = make.make_plan(group=group, by=lead)
    make.make_membership(city=other_city)

    with pytest.raises(ValidationError, match="another local government"):
        make.make_action(plan=plan, targets={make.make_gap(city=other_city): 3})
