"""Actions go out as a workbook and come back: unchanged, changed, or refused."""

import datetime as dt
import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override
from openpyxl import Workbook, load_workbook

from cities.models import City, User
from cities.permissions import Refused
from roadmap import offline
from roadmap.actions import imports, measures
from roadmap.content import Money
from roadmap.models import Action, PendingActions, Plan
from scorecard.workbooks.faults import Unreadable
from tests import make
from tests.conftest import ClientOf

pytestmark = pytest.mark.django_db
Change = Callable[[Workbook], None]


@pytest.fixture
def plan(city: City, lead: User) -> Plan:
    plan = make.make_plan(city=city, by=lead)
    make.make_action(
        plan=plan,
        title="=2+2 је наслов",
        description="Два\nреда",
        costs={2026: 1_250_000, 2028: 7},
        fundings=[
            Money(2026, "eu", "applied", 5_000, False, "Позив 3"),
            Money(2026, "own_budget", "secured", 90_000, True),
        ],
        is_nature_based=True,
        priority="now",
        priority_reason="Хитно",
        hazards=(make.make_hazard().pk,),
    )
    make.make_action(
        plan=plan, targets={make.make_gap(city=city): 3}, title="Друга мера"
    )
    return Plan.objects.with_parts().get(pk=plan.pk)


def brought(plan: Plan, by: User, change: Change | None = None) -> imports.Preview:
    pending = taken_in(plan, by, change)
    return imports.preview(pending=pending, plan=plan, by=by)


def taken_in(plan: Plan, by: User, change: Change | None = None) -> PendingActions:
    content = offline.workbook(plan)
    if change:
        workbook = load_workbook(io.BytesIO(content))
        change(workbook)
        stream = io.BytesIO()
        workbook.save(stream)
        content = stream.getvalue()
    return imports.take_in(plan=plan, file_name="plan.xlsx", content=content, by=by)


def put(heading: str, value: Any, *, row: int = 2, sheet: int = 0) -> Change:
    """Return what writes a value under a heading of the workbook."""

    def change(workbook: Workbook) -> None:
        page = workbook.worksheets[sheet]
        column = next(one.column for one in page[1] if one.value == heading)
        page.cell(row, column).value = value

    return change


@pytest.mark.parametrize("written", ["sr", "sr-latn", "en"])
@pytest.mark.parametrize("read", ["sr", "sr-latn", "en"])
def test_an_unchanged_workbook_changes_nothing_in_any_language(
    plan: Plan, lead: User, written: str, read: str
) -> None:
    with override(written):
        pending = taken_in(plan, lead)

    with override(read):
        found = imports.preview(pending=pending, plan=plan, by=lead)

    assert [one.faults for one in found.rows] == [[], []]
    assert [one.state for one in found.rows] == ["same", "same"]
    assert not found.faults


def test_text_that_could_calculate_stays_text(plan: Plan) -> None:
    workbook = load_workbook(io.BytesIO(offline.workbook(plan)))

    cell = next(one for one in workbook.worksheets[0][2] if "=2+2" in str(one.value))

    assert cell.data_type == "s"
    assert cell.quotePrefix


def test_a_changed_cell_changes_that_action_only(plan: Plan, lead: User) -> None:
    pending = taken_in(plan, lead, put("Cost of 2026, RSD", "2.000.000"))

    counts = imports.apply(pending=pending, without_faulty=False, by=lead)

    assert (counts["changed"], counts["same"]) == (1, 1)
    action = Action.objects.with_parts().get(plan=plan, number=1)
    assert measures.content_of(action).costs == {2026: 2_000_000, 2028: 7}
    assert action.changes.first().after == {"costs": {"2026": 2_000_000, "2028": 7}}
    assert not PendingActions.objects.exists()


def test_a_row_without_a_number_is_a_new_action_with_its_money(
    plan: Plan, lead: User
) -> None:
    def add(workbook: Workbook) -> None:
        for heading, value in {
            "Title": "Нова мера",
            "Indicators": "P1.1",
            "Type": "Обука и вежба",
            "Lead institution": "Штаб",
            "Start": dt.datetime(2026, 3, 1),  # noqa: DTZ001
            "End": "30.11.2026",
            "Cost of 2026, RSD": 300,
        }.items():
            put(heading, value, row=4)(workbook)
        for heading, value in {
            "Title": "Нова мера",
            "Year": 2026,
            "Source of money": "донатор",
            "State": "идеја",
            "Amount, RSD": "100",
        }.items():
            put(heading, value, row=4, sheet=1)(workbook)

    with override("sr"):
        training = str(Action.Type.TRAINING.label)

    def change(workbook: Workbook) -> None:
        add(workbook)
        put("Type", training, row=4)(workbook)

    pending = taken_in(plan, lead, change)

    counts = imports.apply(pending=pending, without_faulty=False, by=lead)

    assert counts["new"] == 1
    action = Action.objects.with_parts().get(plan=plan, number=3)
    content = measures.content_of(action)
    assert content.type == "training"
    assert content.starts_on == dt.date(2026, 3, 1)
    assert list(content.targets.values()) == [2]
    assert content.fundings == (Money(2026, "donor", "idea", 100),)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (put("Type", "чаролија"), "чаролија"),
        (put("State", "можда"), "можда"),
        (put("Start", "лето 2026"), "13.10.2025."),
        (put("Start", "01/02/2026"), "13.10.2025."),
        (put("Indicators", "P9.9 → 2"), "P9.9"),
        (put("Indicators", "P1.1 → 1"), "P1.1 stands at"),
        (put("Indicators", "P1.1 → много"), "Write it like this"),
        (put("Cost of 2026, RSD", "-5"), "negative"),
        (put("Cost of 2026, RSD", "милион"), "whole number of dinars"),
        (put("Cost of 2026, RSD", 10), "more is secured"),
        (put("No.", 99), "no action 99"),
        (put("Version", 7), "was changed since"),
        (put("nature-based solution", "можда"), "yes or no"),
        (put("Hazards", "Змајеви"), "Змајеви"),
        (put("Impact", "јако"), "whole number"),
        (put("Impact", 9), "from 1 to 5"),
        (put("Title", "=1+1"), "formula"),
        (put("Source of money", "злато", sheet=1), "злато"),
        (put("State", "сигурно", sheet=1), "сигурно"),
        (put("Year", "сутра", sheet=1), "year of this money"),
        (put("Amount, RSD", None, sheet=1), "Enter an amount"),
        (put("Amount, RSD", "=SUM(1)", sheet=1), "formula"),
    ],
)
def test_what_cannot_be_is_a_sentence_with_sheet_and_cell(
    plan: Plan, lead: User, change: Change, words: str
) -> None:
    found = brought(plan, lead, change)

    faulty = found.rows[0]
    assert faulty.state == "faulty"
    assert words in " ".join(faulty.faults)
    assert found.rows[1].state == "same"


def test_all_or_only_the_good_rows_is_the_persons_choice(
    plan: Plan, lead: User
) -> None:
    def change(workbook: Workbook) -> None:
        put("Type", "чаролија")(workbook)
        put("Title", "Нови наслов", row=3)(workbook)

    pending = taken_in(plan, lead, change)

    with pytest.raises(ValidationError, match="needs your eye"):
        imports.apply(pending=pending, without_faulty=False, by=lead)
    assert not Action.objects.filter(title="Нови наслов").exists()
    imports.apply(pending=pending, without_faulty=True, by=lead)

    assert Action.objects.get(plan=plan, number=2).title == "Нови наслов"
    assert Action.objects.get(plan=plan, number=1).version == 0


def test_money_of_no_action_and_an_action_twice_are_told(
    plan: Plan, lead: User
) -> None:
    def change(workbook: Workbook) -> None:
        put("No.", 1, row=3)(workbook)
        put("No.", 55, sheet=1)(workbook)

    found = brought(plan, lead, change)

    assert "belongs to no action" in " ".join(found.faults)
    assert all("twice" in " ".join(one.faults) for one in found.rows)


def test_an_action_changed_after_the_download_is_not_overwritten(
    plan: Plan, lead: User
) -> None:
    pending = taken_in(plan, lead, put("Title", "Из датотеке"))
    action = Action.objects.with_parts().get(plan=plan, number=1)
    content = replace(measures.content_of(action), title="Са странице")
    measures.change(action=action, content=content, version=0, by=lead)

    found = imports.preview(pending=pending, plan=plan, by=lead)

    assert "was changed since" in " ".join(found.rows[0].faults)


def test_a_file_that_is_no_workbook_of_actions_is_refused(
    plan: Plan, lead: User
) -> None:
    stream = io.BytesIO()
    Workbook().save(stream)
    for content in (b"", b"text", stream.getvalue()):
        with pytest.raises(Unreadable):
            imports.take_in(plan=plan, file_name="x.xlsx", content=content, by=lead)


def test_a_workbook_without_a_needed_column_is_told(plan: Plan, lead: User) -> None:
    def change(workbook: Workbook) -> None:
        page = workbook.worksheets[0]
        column = next(one.column for one in page[1] if one.value == "End")
        page.delete_cols(column)

    assert "“End” is missing" in " ".join(brought(plan, lead, change).faults)


def test_an_adopted_plan_takes_nothing_over(plan: Plan, lead: User) -> None:
    pending = taken_in(plan, lead, put("Title", "Касно"))
    make.adopt(plan)

    with pytest.raises(Refused):
        imports.apply(pending=pending, without_faulty=True, by=lead)


def test_from_the_file_to_the_plan_through_the_pages(
    plan: Plan, lead: User, client_of: ClientOf
) -> None:
    client = client_of(lead)
    download = client.get(f"/plans/{plan.pk}/workbook/")
    assert download["Content-Type"].endswith("spreadsheetml.sheet")
    workbook = load_workbook(io.BytesIO(download.getvalue()))
    put("Title", "Преко стране")(workbook)
    put("Type", "чаролија", row=3)(workbook)
    stream = io.BytesIO()
    workbook.save(stream)

    page = client.post(
        f"/plans/{plan.pk}/workbook/upload/",
        {"file": SimpleUploadedFile("plan.xlsx", stream.getvalue())},
        follow=True,
    )
    address = page.redirect_chain[-1][0]
    assert "Преко стране" in page.content.decode()
    assert "чаролија" in page.content.decode()
    assert client.post(address).status_code == 422
    client.post(address, {"without_faulty": "on"})

    assert Action.objects.get(plan=plan, number=1).title == "Преко стране"


def test_a_broken_file_is_told_and_a_file_put_aside_changes_nothing(
    plan: Plan, lead: User, client_of: ClientOf
) -> None:
    client = client_of(lead)
    page = client.post(
        f"/plans/{plan.pk}/workbook/upload/",
        {"file": SimpleUploadedFile("plan.xlsx", b"nothing")},
    )
    assert page.status_code == 422
    assert "not an Excel workbook" in page.content.decode()

    pending = taken_in(plan, lead)
    client.post(f"/imports/actions/{pending.pk}/drop/")
    assert not PendingActions.objects.exists()
