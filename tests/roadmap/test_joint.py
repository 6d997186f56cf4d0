"""Joint plans: who starts them, how the cost is divided, what each city sees."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation

from cities.models import BasinGroup, City, Membership, User
from cities.permissions import Refused
from roadmap.actions import joint
from roadmap.actions.holding import Conflict
from roadmap.content import Money
from roadmap.forms.joint import ShareField
from roadmap.models import Action, ActionChange, AdoptionStep, Plan
from roadmap.permissions import joint as permissions
from roadmap.reports import finances, scope
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(city: City, other_city: City) -> BasinGroup:
    third = make.make_city(name="Ваљево", code="70360")
    return make.make_group(cities=[city, other_city, third], kind="basin")


@pytest.fixture
def plan(group: BasinGroup, lead: User) -> Plan:
    return make.make_plan(group=group, by=lead)


@pytest.fixture
def action(plan: Plan, city: City) -> Action:
    return make.make_action(
        plan=plan,
        targets={make.make_gap(city=city): 3},
        costs={2026: 100, 2027: 1},
        fundings=[Money(2026, "water_company", "secured", 50)],
    )


def parts_of(group: BasinGroup, *parts: int) -> dict[int, int]:
    cities = group.cities.order_by("code")
    return dict(zip((one.pk for one in cities), parts, strict=False))


def divided(action: Action, by: User, parts: dict[int, int]) -> Action:
    return joint.divide(action=action, parts=parts, version=action.version, by=by)


def test_the_lead_of_any_member_starts_a_joint_plan(group, lead, stranger):
    assert permissions.can_start(lead, group)
    assert permissions.can_start(stranger, group)


@pytest.mark.parametrize("who", ["observer", "contributor", "focal_point", "peer"])
def test_nobody_else_starts_a_joint_plan(who, group, request):
    decision = permissions.can_start(request.getfixturevalue(who), group)

    assert decision.reason == (
        "Only the lead of a member of the basin group starts its joint plan."
    )


def test_a_list_of_the_focal_point_has_no_joint_plan(city, lead):
    own = make.make_group(cities=[city], kind="own")

    assert "only a list" in permissions.can_start(lead, own).reason


def test_the_plan_of_one_city_is_not_divided(city, lead):
    plan = make.make_plan(city=city, by=lead)

    assert "nothing to divide" in permissions.can_divide(lead, plan).reason


def test_leads_of_members_divide_and_their_teams_read(plan, group, stranger, observer):
    assert permissions.can_divide(stranger, plan)
    assert not permissions.can_divide(observer, plan)
    assert permissions.can_see_group(observer, group)
    assert list(Plan.objects.visible_to(observer)) == [plan]


def test_those_of_no_member_see_nothing(plan, group, peer):
    elsewhere = make.make_membership().user

    for one in (elsewhere, peer):
        assert not permissions.can_see_group(one, group)
        assert not Plan.objects.visible_to(one).exists()


def test_parts_add_up_to_the_dinar(action, group, lead, plan):
    divided(action, lead, parts_of(group, 3333, 3333, 3334))

    whole = scope.gather(plan)
    parts = [scope.gather(plan, one.code) for one in group.cities.all()]

    assert sum(one.ledger.total.cost for one in parts) == whole.ledger.total.cost == 101
    assert sum(one.ledger.total.certain for one in parts) == 50
    assert sum(one.ledger.total.gap for one in parts) == 51


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Shares add up to 97.50 %; they have to add up to 100 %."),
        ("sr-latn", "97,50 %"),
    ],
)
def test_shares_that_do_not_add_up_are_refused_with_their_sum(
    action, group, lead, language, sentence
):
    with translation.override(language), pytest.raises(ValidationError) as error:
        divided(action, lead, parts_of(group, 5000, 4750))

    assert sentence in error.value.messages[0]
    assert not action.shares.exists()


def test_a_city_outside_the_group_has_no_share(action, lead):
    outside = make.make_city(name="Чачак")

    with pytest.raises(ValidationError, match="of the plan's group only"):
        divided(action, lead, {outside.pk: 10_000})


def test_a_share_is_within_the_whole(action, group, lead):
    with pytest.raises(ValidationError, match="from 0 to 100"):
        divided(action, lead, parts_of(group, 10_001, -1))


def test_shares_are_kept_in_the_history(action, group, lead):
    divided(action, lead, parts_of(group, 6000, 4000))

    change = ActionChange.objects.get(action=action, version=1)
    assert sorted(change.after["shares"].values()) == [4000, 6000]
    assert (change.before, change.by) == ({"shares": {}}, lead)


def test_dividing_as_it_is_changes_nothing(action, group, lead):
    parts = parts_of(group, 6000, 4000)
    divided(action, lead, parts)

    again = joint.divide(action=action, parts=parts, version=0, by=lead)

    assert again.version == 1


def test_nobody_divides_on_top_of_what_they_have_not_seen(action, group, lead):
    divided(action, lead, parts_of(group, 6000, 4000))

    with pytest.raises(Conflict):
        joint.divide(
            action=action, parts=parts_of(group, 5000, 5000), version=0, by=lead
        )


def test_a_city_can_be_let_out_of_an_action(action, group, lead):
    divided(action, lead, parts_of(group, 6000, 4000))
    action.refresh_from_db()

    divided(action, lead, parts_of(group, 10_000))

    assert [one.part for one in action.shares.all()] == [10_000]


def test_an_adopted_plan_keeps_its_shares(action, group, lead, plan):
    AdoptionStep.objects.create(
        plan=plan, kind="assembly", day="2026-05-01", number="06-1", by=lead
    )

    with pytest.raises(Refused, match="stay as they are"):
        divided(action, lead, parts_of(group, 6000, 4000))


def test_a_city_that_left_keeps_its_part_for_the_others(action, group, lead, plan):
    divided(action, lead, parts_of(group, 5000, 5000))
    gone = group.cities.order_by("code")[1]
    group.cities.remove(gone)
    plan = Plan.objects.with_parts().get(pk=plan.pk)

    whole = finances.build(scope.gather(plan))
    part = scope.gather(plan, gone.code)

    assert part.ledger.total.cost == 50
    assert [one.city for one in whole.parts if not one.is_member] == [gone]
    assert sum(one.balance.cost for one in whole.parts) == whole.total.cost


def test_what_is_not_divided_is_said(action, plan):
    found = finances.build(scope.gather(plan))

    assert found.undivided.cost == 101
    assert [one.balance.cost for one in found.parts] == [0, 0, 0]


def test_a_city_of_another_group_has_no_part(action, plan):
    with pytest.raises(scope.NoSuchPart):
        scope.gather(plan, make.make_city(name="Чачак").code)


def test_the_plan_of_one_city_has_no_parts(city, lead):
    with pytest.raises(scope.NoSuchPart):
        scope.gather(make.make_plan(city=city, by=lead), city.code)


@pytest.mark.parametrize(
    ("typed", "hundredths"),
    [
        ("33,5", 3350),
        ("33.50 %", 3350),
        ("100", 10_000),
        ("0,05", 5),
        ("0", 0),
        ("", None),
    ],
)
def test_shares_are_read_as_people_type_them(typed, hundredths):
    assert ShareField().clean(typed) == hundredths


@pytest.mark.parametrize("typed", ["много", "33,555", "-5", "1.000,00"])
def test_other_shares_are_refused(typed):
    with pytest.raises(ValidationError, match="two decimals at most"):
        ShareField().clean(typed)


def test_roles_of_a_member_are_the_only_key(group, city):
    guest = make.make_membership(city=city, role=Membership.Role.PEER_REVIEWER).user

    assert not permissions.can_see_group(guest, group)


def test_a_gap_is_not_put_into_the_joint_plan_unasked(plan, city, lead, client_of):
    gap = make.make_gap(city=city)

    page = client_of(lead).get(
        reverse("roadmap:plan-gap", args=[gap.assessment_id, gap.question.code])
    )

    text = page.content.decode()
    joint = reverse("roadmap:action-new", args=[plan.pk])
    own = reverse("roadmap:plan-new", args=[city.code])
    assert f"{joint}?answer={gap.pk}" in text
    assert f"{own}?answer={gap.pk}" in text
