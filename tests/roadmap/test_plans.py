"""An action plan: its heading, who sees it, who may what."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cities.models import City, Membership, User
from cities.permissions import Refused
from roadmap.actions import plans
from roadmap.actions.holding import Conflict
from roadmap.models import AdoptionStep, Plan
from roadmap.permissions import plans as permissions
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(city: City, lead: User) -> Plan:
    return make.make_plan(city=city, by=lead)


def take(plan: Plan, kind: str) -> None:
    AdoptionStep.objects.create(
        plan=plan, kind=kind, day=dt.date(2026, 5, 1), number="06-1", by=plan.made_by
    )


@pytest.mark.parametrize(
    ("field", "changed"),
    [
        ("title", {"title": " "}),
        ("first_year", {"first_year": 1999}),
        ("last_year", {"last_year": 2025}),
        ("last_year", {"last_year": 2036}),
        ("dinars_per_euro", {"dinars_per_euro": Decimal(0)}),
        ("rate_day", {"dinars_per_euro": Decimal("117.2")}),
        ("dinars_per_euro", {"rate_day": dt.date(2026, 1, 1)}),
        (
            "rate_day",
            {"dinars_per_euro": Decimal(117), "rate_day": dt.date(2100, 1, 1)},
        ),
    ],
)
def test_a_heading_that_makes_no_sense_is_refused_at_its_field(
    plan: Plan, field: str, changed: dict[str, Any]
) -> None:
    with pytest.raises(ValidationError) as refused:
        plans.change(plan=plan, version=0, **changed)

    assert list(refused.value.message_dict) == [field]


def test_a_second_plan_for_the_same_years_is_refused(plan: Plan) -> None:
    with pytest.raises(ValidationError, match="same years"):
        make.make_plan(city=plan.city, by=plan.made_by)


def test_years_keep_the_actions_inside(plan: Plan) -> None:
    make.make_action(plan=plan, costs={2028: 5_000})

    with pytest.raises(ValidationError, match="Action 1"):
        plans.change(plan=plan, version=0, last_year=2027)


def test_who_saves_from_an_old_page_is_told(plan: Plan) -> None:
    plans.change(plan=plan, version=0, title="Други наслов")

    with pytest.raises(Conflict):
        plans.change(plan=plan, version=0, title="Трећи наслов")


def test_an_adopted_plan_changes_its_rate_only(plan: Plan) -> None:
    take(plan, "assembly")
    today = timezone.localdate()

    plans.change(plan=plan, version=0, dinars_per_euro=Decimal(117), rate_day=today)

    with pytest.raises(Refused):
        plans.change(plan=plan, version=1, title="Други наслов")


def test_team_sees_the_draft_and_the_focal_point_what_is_shared(
    plan: Plan, city: City, focal_point: User, stranger: User, peer: User
) -> None:
    def sees(user: User) -> bool:
        return Plan.objects.visible_to(user).filter(pk=plan.pk).exists()

    observer = make.make_membership(city=city, role=Membership.Role.OBSERVER).user
    assert sees(observer)
    assert sees(plan.made_by)
    assert not sees(stranger)
    assert not sees(peer)
    assert not sees(focal_point)

    plans.share(plan=plan, shared=True)
    assert sees(focal_point)

    plans.share(plan=plan, shared=False)
    take(plan, "council")
    assert sees(focal_point)


def test_roles_decide_who_writes_and_who_follows(
    plan: Plan, city: City, focal_point: User, stranger: User
) -> None:
    roles = Membership.Role
    people = {
        "lead": plan.made_by,
        "contributor": make.make_membership(city=city, role=roles.CONTRIBUTOR).user,
        "observer": make.make_membership(city=city, role=roles.OBSERVER).user,
        "focal_point": focal_point,
        "stranger": stranger,
    }

    may = {
        name: {
            verb
            for verb in ("edit", "write", "share", "follow", "adopt")
            if getattr(permissions, f"can_{verb}")(user, plan)
        }
        for name, user in people.items()
    }

    assert may == {
        "lead": {"edit", "write", "share", "follow", "adopt"},
        "contributor": {"follow"},
        "observer": set(),
        "focal_point": set(),
        "stranger": set(),
    }


def test_only_the_lead_of_the_city_starts_a_plan(
    city: City, lead: User, stranger: User
) -> None:
    assert permissions.can_start(lead, city)
    assert not permissions.can_start(stranger, city)


def test_lead_of_any_city_of_the_group_writes_the_joint_plan(
    city: City, lead: User, stranger: User
) -> None:
    plan = make.make_plan(group=make.make_group(cities=[city]), by=lead)

    assert permissions.can_write(lead, plan)
    assert not permissions.can_write(stranger, plan)


def test_an_adopted_plan_is_not_written_any_more(plan: Plan, lead: User) -> None:
    take(plan, "assembly")
    plan = Plan.objects.with_parts().get(pk=plan.pk)

    assert not permissions.can_write(lead, plan)
    assert permissions.can_edit(lead, plan)
    assert not permissions.can_share(lead, plan)
