"""Actions of a plan: what is refused, what is kept, who is told."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from cities.models import City, User
from cities.permissions import Refused
from roadmap.actions import measures
from roadmap.actions.holding import Conflict
from roadmap.content import Money
from roadmap.models import Action, AdoptionStep, Plan
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(city: City, lead: User) -> Plan:
    return make.make_plan(city=city, by=lead)


@pytest.fixture
def action(plan: Plan) -> Action:
    return make.make_action(plan=plan, costs={2026: 100_000, 2027: 50_000})


def adopt(plan: Plan) -> None:
    AdoptionStep.objects.create(
        plan=plan,
        kind="assembly",
        day=dt.date(2026, 5, 1),
        number="06-1",
        by=plan.made_by,
    )


def test_actions_are_numbered_one_after_the_other(plan: Plan) -> None:
    gap = make.make_gap(city=plan.cities[0])

    numbers = [
        make.make_action(plan=plan, targets={gap: level}).number for level in (2, 3)
    ]

    assert numbers == [1, 2]


def test_what_was_written_is_what_is_read_again(plan: Plan) -> None:
    money = Money(2026, "own_budget", "secured", 40_000, True, "Позиција 12")

    action = make.make_action(plan=plan, costs={2026: 100_000}, fundings=[money])

    content = measures.content_of(action)
    assert content.costs == {2026: 100_000}
    assert content.fundings == (money,)
    assert (action.cost, action.certain) == (100_000, 40_000)


@pytest.mark.parametrize(
    ("field", "changed", "words"),
    [
        ("title", {"title": " "}, "few words"),
        ("lead_institution", {"lead_institution": ""}, "institution"),
        ("ends_on", {"ends_on": dt.date(2026, 1, 1)}, "before the start"),
        ("starts_on", {"starts_on": dt.date(2025, 12, 31)}, "2026–2028"),
        ("type", {"type": "magic"}, "type"),
        ("impact", {"impact": 6}, "from 1 to 5"),
        ("priority_reason", {"priority": "now"}, "Say why"),
        ("priority", {"priority_reason": "Хитно"}, "reason"),
        ("progress", {"progress": 101}, "from 0 to 100"),
        ("progress", {"progress": 100}, "100 % is done"),
        ("title", {"title": "а" * 201}, "1 character too long"),
        ("targets", {"targets": {}}, "at least one"),
        ("costs", {"costs": {2026: -1}}, "negative"),
        ("costs", {"costs": {2026: 10**13 + 1}}, "noughts"),
        ("costs", {"costs": {2029: 5}}, "2029"),
        ("fundings", {"fundings": (Money(2026, "eu", "idea", 0),)}, "Enter an amount"),
        ("fundings", {"fundings": (Money(2026, "none", "secured", 5),)}, "is an idea"),
        (
            "fundings",
            {"fundings": (Money(2026, "none", "idea", 5, True),)},
            "sustainable",
        ),
        ("fundings", {"fundings": (Money(2026, "gold", "idea", 5),)}, "source"),
        ("fundings", {"fundings": (Money(2026, "eu", "sure", 5),)}, "state"),
        ("fundings", {"fundings": (Money(2031, "eu", "idea", 5),)}, "2031"),
        (
            "fundings",
            {"fundings": (Money(2026, "eu", "secured", 100_001),)},
            "100.000 RSD",
        ),
        ("cities", {"cities": (1,)}, "group"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence_at_its_field(
    action: Action, field: str, changed: dict[str, Any], words: str
) -> None:
    content = replace(measures.content_of(action), **changed)

    with pytest.raises(ValidationError) as refused:
        measures.change(
            action=action, content=content, version=action.version, by=action.changed_by
        )

    assert words in " ".join(refused.value.message_dict[field])
    action.refresh_from_db()
    assert action.version == 0


def test_more_hoped_for_than_the_year_costs_is_allowed(plan: Plan) -> None:
    hoped = [Money(2026, "eu", "applied", 90_000), Money(2026, "donor", "idea", 90_000)]

    action = make.make_action(plan=plan, costs={2026: 100_000}, fundings=hoped)

    assert action.fundings.count() == 2


def test_a_gap_of_another_city_is_refused(plan: Plan) -> None:
    make.make_gap(city=plan.cities[0])
    foreign = make.make_gap(city=make.make_city(name="Љиг"))

    with pytest.raises(ValidationError, match="another local government"):
        make.make_action(plan=plan, targets={foreign: 3})


@pytest.mark.parametrize(("score", "level"), [(1, 1), (1, 0), (1, 4), (3, 3)])
def test_a_target_lies_above_the_level_and_within_the_scale(
    plan: Plan, score: int, level: int
) -> None:
    gap = make.make_gap(city=plan.cities[0], score=score)

    with pytest.raises(ValidationError, match=r"P1\.1"):
        make.make_action(plan=plan, targets={gap: level})


def test_done_is_a_hundred_per_cent(action: Action, lead: User) -> None:
    content = replace(measures.content_of(action), status="done", progress=60)

    done = measures.change(action=action, content=content, version=0, by=lead)

    assert done.progress == 100


def test_a_change_keeps_only_what_differs(action: Action, lead: User) -> None:
    content = replace(measures.content_of(action), title="Две обуке")

    measures.change(action=action, content=content, version=0, by=lead)

    change = action.changes.get(version=1)
    assert change.before == {"title": "Обука запослених"}
    assert change.after == {"title": "Две обуке"}
    assert change.by == lead


def test_the_same_again_writes_nothing(action: Action, lead: User) -> None:
    content = measures.content_of(action)

    measures.change(action=action, content=content, version=0, by=lead)

    assert action.changes.count() == 1


def test_who_saves_from_an_old_page_is_told(action: Action, lead: User) -> None:
    first = replace(measures.content_of(action), title="Прво")
    measures.change(action=action, content=first, version=0, by=lead)

    with pytest.raises(Conflict):
        measures.change(
            action=action, content=replace(first, title="Друго"), version=0, by=lead
        )

    action.refresh_from_db()
    assert action.title == "Прво"


def test_rows_of_money_and_targets_follow_what_was_typed(
    action: Action, lead: User
) -> None:
    first = replace(
        measures.content_of(action),
        fundings=(Money(2026, "eu", "idea", 5), Money(2027, "donor", "idea", 7)),
    )
    measures.change(action=action, content=first, version=0, by=lead)
    second = replace(
        first, fundings=(Money(2027, "donor", "applied", 7),), costs={2027: 9}
    )

    changed = measures.change(action=action, content=second, version=1, by=lead)

    standing = Action.objects.with_parts().get(pk=changed.pk)
    assert measures.content_of(standing) == second


def test_an_adopted_plan_takes_no_other_action_and_loses_none(
    action: Action, lead: User
) -> None:
    content = measures.content_of(action)
    adopt(action.plan)

    with pytest.raises(Refused):
        measures.add(plan=action.plan, content=content, by=lead)
    with pytest.raises(Refused):
        measures.change(
            action=action, content=replace(content, title="Б"), version=0, by=lead
        )
    with pytest.raises(Refused):
        measures.remove(action=action, version=0)


def test_money_for_an_adopted_plan_is_still_found(action: Action, lead: User) -> None:
    adopt(action.plan)
    found = [Money(2026, "own_budget", "secured", 100_000, True)]

    measures.fund(action=action, fundings=found, version=0, by=lead)

    assert action.fundings.get().state == "secured"
    with pytest.raises(ValidationError, match="more is secured"):
        measures.fund(
            action=action,
            fundings=[Money(2026, "eu", "spent", 100_001)],
            version=1,
            by=lead,
        )


def test_an_action_taken_out_is_gone(action: Action) -> None:
    measures.remove(action=action, version=0)

    assert not Action.objects.of(action.plan).exists()
