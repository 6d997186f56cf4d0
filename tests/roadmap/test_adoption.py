"""The way of a plan to the gazette: in order, with numbers, counted once."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cities.models import City, LocalStrategy, User
from cities.permissions import Refused
from roadmap import reminders
from roadmap.actions import adoption
from roadmap.models import AdoptionStep, Plan
from tests import make
from tests.conftest import ClientOf

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 1, 10)


@pytest.fixture
def plan(city: City, lead: User) -> Plan:
    plan = make.make_plan(city=city, by=lead)
    make.make_action(plan=plan)
    return Plan.objects.with_parts().get(pk=plan.pk)


def test_the_whole_way_gives_the_plan_three_years_and_one_record(plan: Plan) -> None:
    plan = make.adopt(plan)

    entry = LocalStrategy.objects.get()
    assert plan.valid_until == dt.date(2029, 5, 10)
    assert plan.strategy == entry
    assert entry.city == plan.city
    assert entry.kind == LocalStrategy.Kind.PLAN
    assert (entry.adopted_on, entry.valid_until) == (
        dt.date(2026, 5, 10),
        dt.date(2029, 5, 10),
    )
    assert "06-5/2026" in entry.evidence
    assert "06-6/2026" in entry.evidence


def test_the_leap_day_ends_on_the_last_of_february() -> None:
    assert adoption.three_years_after(dt.date(2024, 2, 29)) == dt.date(2027, 2, 28)


@pytest.mark.parametrize("kind", AdoptionStep.Kind.values[1:])
def test_no_step_is_skipped(plan: Plan, kind: str) -> None:
    with pytest.raises(ValidationError, match="Next comes"):
        adoption.take(plan=plan, kind=kind, day=DAY, number="1", by=plan.made_by)

    assert not plan.steps.exists()


def test_no_step_comes_after_the_last(plan: Plan) -> None:
    plan = make.adopt(plan)

    with pytest.raises(ValidationError, match="All steps"):
        adoption.take(plan=plan, kind="gazette", day=DAY, number="1", by=plan.made_by)


@pytest.mark.parametrize("kind", [one.value for one in AdoptionStep.NUMBERED])
def test_an_act_without_a_number_changes_nothing(plan: Plan, kind: str) -> None:
    kinds = AdoptionStep.Kind.values
    if kind != kinds[0]:
        plan = make.adopt(plan, until=kinds[kinds.index(kind) - 1])
    before = plan.steps.count()

    with pytest.raises(ValidationError) as refused:
        adoption.take(
            plan=plan, kind=kind, day=dt.date(2026, 8, 1), number=" ", by=plan.made_by
        )

    assert list(refused.value.message_dict) == ["number"]
    assert plan.steps.count() == before
    assert LocalStrategy.objects.count() == (1 if kind == "gazette" else 0)


def test_a_draft_needs_no_number_but_an_action(city: City, lead: User) -> None:
    plan = make.make_plan(city=city, by=lead)
    adoption.take(plan=plan, kind="working_group", day=DAY, number="1", by=lead)

    with pytest.raises(ValidationError, match="no action yet"):
        adoption.take(plan=plan, kind="draft", day=DAY, by=lead)

    make.make_action(plan=plan)
    assert adoption.take(plan=plan, kind="draft", day=DAY, by=lead).number == ""


def test_a_step_is_not_before_the_earlier_one_and_not_to_come(plan: Plan) -> None:
    plan = make.adopt(plan, until="draft")
    tomorrow = timezone.localdate() + dt.timedelta(days=1)

    for day, words in ((dt.date(2026, 2, 9), "earlier step"), (tomorrow, "to come")):
        with pytest.raises(ValidationError, match=words):
            adoption.take(
                plan=plan, kind="council", day=day, number="1", by=plan.made_by
            )


def test_a_number_too_long_for_the_record_is_refused(plan: Plan) -> None:
    with pytest.raises(ValidationError, match="60"):
        adoption.take(
            plan=plan, kind="working_group", day=DAY, number="9" * 61, by=plan.made_by
        )


def test_the_last_step_is_taken_back_and_its_record_goes(plan: Plan) -> None:
    plan = make.adopt(plan)

    with pytest.raises(Refused):
        adoption.undo(plan=plan, kind="assembly")
    adoption.undo(plan=plan, kind="gazette")
    plan.refresh_from_db()
    assert plan.valid_until is None
    assert LocalStrategy.objects.get().valid_until is None

    adoption.undo(plan=plan, kind="assembly")
    assert not LocalStrategy.objects.exists()


def test_a_record_that_the_office_made_is_used_and_stays(plan: Plan) -> None:
    known = LocalStrategy.objects.create(
        city=plan.city,
        kind=LocalStrategy.Kind.PLAN,
        title="План",
        adopted_on=dt.date(2026, 5, 10),
        evidence="Архива",
        recorded_by=plan.made_by,
    )

    plan = make.adopt(plan)

    assert plan.strategy == known
    assert LocalStrategy.objects.get().evidence == "Архива"
    adoption.undo(plan=plan, kind="gazette")
    adoption.undo(plan=plan, kind="assembly")
    assert LocalStrategy.objects.get() == known


def test_the_end_is_corrected_with_a_reason_and_on_the_record(plan: Plan) -> None:
    plan = make.adopt(plan)
    day = dt.date(2030, 1, 1)

    with pytest.raises(ValidationError, match="Say why"):
        adoption.correct_end(plan=plan, day=day, reason=" ")
    with pytest.raises(ValidationError, match="before the decision"):
        adoption.correct_end(plan=plan, day=DAY, reason="Продужен")
    adoption.correct_end(plan=plan, day=day, reason="Продужен")

    plan.refresh_from_db()
    assert (plan.valid_until, plan.valid_until_reason) == (day, "Продужен")
    assert LocalStrategy.objects.get().valid_until == day


def test_a_joint_plan_has_no_single_record(city: City, lead: User) -> None:
    plan = make.make_plan(group=make.make_group(cities=[city]), by=lead)
    make.make_action(plan=plan)

    make.adopt(plan)

    assert not LocalStrategy.objects.exists()


@pytest.mark.parametrize(
    ("days", "found"),
    [(181, ""), (180, "early"), (31, "early"), (30, "late"), (0, "late"), (-1, "over")],
)
def test_the_end_is_told_180_and_30_days_before(days: int, found: str) -> None:
    today = dt.date(2026, 6, 1)

    assert reminders.of(today + dt.timedelta(days=days), today) == found
    assert reminders.of(None, today) == ""


def test_a_step_that_cannot_be_is_shown_again_with_what_was_typed(
    plan: Plan, lead: User, client_of: ClientOf
) -> None:
    page = client_of(lead).post(
        f"/plans/{plan.pk}/adoption/",
        {"kind": "working_group", "day": "13.10.2025", "number": "", "note": "Ево"},
    )

    assert page.status_code == 422
    assert "Enter the number of the act" in page.content.decode()
    assert 'value="13.10.2025"' in page.content.decode()
    assert "Ево" in page.content.decode()
