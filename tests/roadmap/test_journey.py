"""A city from an accepted round to its plan in the gazette, and on to stage B."""

import datetime as dt
import re

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from cities.models import City, User
from roadmap.models import AdoptionStep, Plan, StageCriterion, StageEntry
from scorecard.models import Assessment
from tests import make, paper
from tests.conftest import PageOf
from tests.make_roadmap import make_met, make_stage

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = timezone.localdate()
FIRST = TODAY.year
TITLE = "План смањења ризика 2026"
# The gap, what is done, dinars by year, and where the money of its first year is from.
ACTIONS = [
    ("P1.2", "Обука већа и одељења", "1.200.000", "800.000", "own budget line"),
    ("P3.2", "Фонд за ванредне ситуације", "4.000.000", "", "budget of the Republic"),
    ("P6.4", "Вежба са јавним предузећима", "", "600.000", "European Union"),
]
# The way from the first screen to the accepted round.
ROUND = re.compile("Open ?: Print the report")
CODES = ["P1.1", "P1.2", "P2.1", "P3.2", "P6.4", "P10.1"]
ACTS = ["02-11/26", "02-14/26", "06-31/26", "217-88/26", "011-104/26", "14/2026"]


@pytest.fixture
def kraljevo(db: None) -> City:
    return make.make_city(name="Краљево", code="70653", kind=City.Kind.CITY)


@pytest.fixture
def officer(kraljevo: City) -> User:
    user = make.make_user(name="Лена Лидић", email="lena@kraljevo.example.rs")
    make.make_membership(user=user, city=kraljevo)
    return user


@pytest.fixture
def accepted(kraljevo: City, officer: User, focal_point: User) -> Assessment:
    """A round with three gaps; all of stage A is proved but the decision to plan."""
    make.make_questionnaire(questions=CODES)
    call_command("load_criteria", verbosity=0)
    make_stage(city=kraljevo, by=focal_point)
    *proved, _decision = StageCriterion.objects.filter(stage="A").order_by("position")
    for criterion in proved:
        make_met(city=kraljevo, criterion=criterion, by=officer)
    return make.make_assessment(
        city=kraljevo,
        lead=officer,
        focal_point=focal_point,
        status="accepted",
        answers={code: 1 for code, *_rest in ACTIONS},
        score=2,
    )


def test_city_goes_from_its_gaps_to_the_gazette_and_to_stage_b(
    accepted: Assessment, officer: User, focal_point: User, page_of: PageOf
) -> None:
    office = page_of(officer, accept_downloads=True)
    office.goto("/")

    _start_a_plan(office)
    for number, row in enumerate(ACTIONS, start=1):
        if number > 1:
            _choose_gap(office, row[0])
        _plan_action(office, number, row)
    _read_the_plan(office)
    _read_the_paper(office)
    _go_to_the_gazette(office)
    _ask_for_b(office)
    _agree(page_of(focal_point))
    _see_b(office)

    plan = Plan.objects.get()
    assert [one.number for one in plan.steps.order_by("day")] == ACTS
    entry = StageEntry.objects.of_city(accepted.city).current().get()
    assert (entry.stage, entry.by) == ("B", focal_point)


def _start_a_plan(office: Page) -> None:
    """The first gap leads to a plan first, as there is none, and then to the form."""
    _main(office).get_by_role("link", name=ROUND).click()
    gaps = office.get_by_role("region", name="From gaps to actions")
    expect(gaps.get_by_role("link", name="Plan an action")).to_have_count(3)
    gaps.get_by_role("link", name="P1.2").click()
    expect(_main(office)).to_contain_text("There is no plan to write in.")
    office.get_by_label("Title").fill(TITLE)
    expect(office.get_by_label("First year")).to_have_value(str(FIRST))
    office.get_by_role("button", name="Start the plan").click()


def _choose_gap(office: Page, code: str) -> None:
    """Two clicks from the first screen: the round, and its gap."""
    office.locator("header").get_by_role("link", name="Home").first.click()
    _main(office).get_by_role("link", name=ROUND).click()
    gaps = office.get_by_role("region", name="From gaps to actions")
    gaps.get_by_role("link", name=code).click()


def _plan_action(office: Page, number: int, row: tuple[str, ...]) -> None:
    code, title, first, second, source = row
    gap = office.get_by_role("group", name=code)
    expect(gap).to_contain_text("Stands at level 1:")
    expect(gap.get_by_role("radio", checked=True)).to_have_value("2")
    what = office.get_by_role("region", name="What is done")
    what.get_by_label("Title").fill(title)
    what.get_by_label("Type").select_option(index=1)
    what.get_by_label("Lead institution").fill("Одељење за ванредне ситуације")
    when = office.get_by_role("region", name="When, and what comes first")
    when.get_by_label("Start").fill(f"1.3.{FIRST}.")
    when.get_by_label("End").fill(f"30.11.{FIRST + 1}.")
    cost = office.get_by_role("region", name="Cost by year, RSD")
    cost.get_by_label(str(FIRST), exact=True).fill(first)
    cost.get_by_label(str(FIRST + 1), exact=True).fill(second)
    money = office.get_by_role("group", name="Amount 1")
    money.get_by_label("Year", exact=True).select_option(
        str(FIRST if first else FIRST + 1)
    )
    money.get_by_label("Source").select_option(label=source)
    money.get_by_label("State").select_option("secured")
    money.get_by_label("Amount, RSD").fill(first or second)
    office.get_by_role("button", name="Save the action").click()
    expect(_main(office)).to_contain_text(f"Action {number} stands in the plan.")
    expect(_main(office)).to_contain_text(code)


def _read_the_plan(office: Page) -> None:
    office.get_by_role("navigation", name="You are here").get_by_role(
        "link", name="Plan smanjenja rizika"
    ).click()
    figures = office.get_by_role("region", name="The plan in figures")
    expect(figures).to_contain_text("6,600,000")
    expect(figures).to_contain_text("5,800,000")
    rows = office.get_by_role("region", name="Actions").locator("tbody tr")
    expect(rows).to_have_count(3)
    _tab(office, "Money")
    expect(_main(office)).to_contain_text("European Union")


def _read_the_paper(office: Page) -> None:
    _tab(office, "For the council")
    cyrillic = office.get_by_role("link", name=re.compile("Download PDF.*Ћирилица"))
    # A plain click shows the paper in the browser; with Alt it is kept as a file.
    with office.expect_download() as loading:
        cyrillic.click(modifiers=["Alt"])
    text = " ".join(paper.texts(loading.value.path().read_bytes()))
    for words in ("Краљево", TITLE, *(title for _code, title, *_rest in ACTIONS)):
        assert words in text
    for amount in ("1.200.000", "4.000.000", "600.000", "6.600.000"):
        assert amount in text


def _go_to_the_gazette(office: Page) -> None:
    _tab(office, "Adoption")
    kinds = list(AdoptionStep.Kind)
    for number, (kind, act) in enumerate(zip(kinds, ACTS, strict=True)):
        step = office.get_by_role("region", name="Record the next step")
        expect(step).to_contain_text(str(kind.label))
        day = TODAY - dt.timedelta(days=len(kinds) - number)
        step.get_by_label("Date").fill(f"{day.day}.{day.month}.{day.year}.")
        step.locator("[name=number]").fill(act)
        step.get_by_role("button", name="Record the step").click()
        expect(_main(office)).to_contain_text(f"Recorded: {kind.label}.")
        expect(office.locator(".way li").nth(number)).to_contain_text(act)
    expect(office.get_by_role("region", name="How long the plan is")).to_be_visible()
    expect(office.get_by_role("button", name="Record the step")).to_have_count(0)


def _ask_for_b(office: Page) -> None:
    office.locator("header").get_by_role("link", name="Home").first.click()
    office.get_by_role("link", name="Open the roadmap").click()
    expect(_main(office)).to_contain_text("5 of 6 criteria met")
    office.get_by_role("link", name="Say what proves it").click()
    office.get_by_label("Title of the document").fill("Одлука о изради плана")
    office.get_by_role("button", name="The criterion is met").click()
    expect(_main(office)).to_contain_text("6 of 6 criteria met")
    office.get_by_role("link", name="Ask to move on").click()
    office.get_by_label("Why the city moves on").fill("План је у службеном листу.")
    office.get_by_role("button", name="Send the request").click()
    expect(_main(office)).to_contain_text("The request is with the focal point now.")
    expect(_main(office)).to_contain_text("It has waited since today.")


def _agree(desk: Page) -> None:
    desk.goto("/")
    desk.get_by_role("link", name="Requests to move on, waiting: 1").click()
    desk.get_by_role("link", name="Open the request Kraljevo").click()
    expect(_main(desk)).to_contain_text("План је у службеном листу.")
    expect(_main(desk)).to_contain_text("All criteria were met when it asked.")
    expect(_main(desk)).to_contain_text("Одлука о изради плана")
    desk.get_by_label("Agree: the city moves on today").check()
    desk.get_by_label("Your words to the city").fill("Честитамо.")
    desk.get_by_role("button", name="Decide").click()
    expect(_main(desk)).to_contain_text("Kraljevo is in Stage B: Plan better now.")


def _see_b(office: Page) -> None:
    office.locator("header").get_by_role("link", name="Home").first.click()
    stage = _main(office).locator(".panel", has_text="Open the roadmap")
    expect(stage.get_by_role("heading")).to_contain_text("Plan better")
    stage.get_by_role("link", name="Open the roadmap").click()
    expect(office.locator("[aria-current=step]")).to_contain_text("Plan better")


def _tab(office: Page, name: str) -> None:
    views = office.get_by_role("navigation", name="Views of the plan")
    views.get_by_role("link", name=name, exact=True).click()


def _main(page: Page) -> Locator:
    return page.locator("main")
