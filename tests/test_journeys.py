"""A city from its invitation to a printed report, in a real browser."""

import io
import re

import pikepdf
import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from cities.models import City, User
from scorecard.models import Assessment, Questionnaire
from tests import make
from tests.conftest import PageOf

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "vrba pored Morave 19"


@pytest.fixture
def preliminary(db: None) -> Questionnaire:
    return make.load_questionnaire()


@pytest.fixture
def flooded_city(db: None) -> City:
    make.make_hazard(code="3.1", name="Речна поплава")
    make.make_hazard(code="1", name="Земљотреси")
    return make.make_city(name="Чачак", code="71242", kind=City.Kind.CITY)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_city_goes_from_invitation_to_report(
    script: bool,
    preliminary: Questionnaire,
    flooded_city: City,
    focal_point: User,
    page_of: PageOf,
) -> None:
    desk = page_of(focal_point, java_script_enabled=script)
    office = page_of(java_script_enabled=script, accept_downloads=True)

    _join(office, _invite(desk, flooded_city))
    _start(office, flooded_city)
    assessment = Assessment.objects.get()
    _answer_all(office, assessment, preliminary, keyboard=script)
    _submit(office, assessment)
    _remark_and_return(desk, assessment)
    _mend(office, assessment, script)
    _submit(office, assessment)
    _accept(desk, assessment)

    assessment.refresh_from_db()
    assert assessment.status == Assessment.Status.ACCEPTED
    office.goto(f"/assessments/{assessment.pk}/report/")
    expect(office.locator("h1").first).to_be_visible()
    expect(office.locator("main")).to_contain_text("94 / 141")
    pdf = office.request.get(f"/assessments/{assessment.pk}/report.pdf?paper=sr")
    assert pdf.headers["content-type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(pdf.body())) as opened:
        assert len(opened.pages) >= 12


def _invite(desk: Page, city: City) -> str:
    desk.goto(reverse("cities:people", args=[city.code]))
    desk.get_by_role("link", name="Invite somebody").click()
    desk.fill("[name=email]", "nova.osoba@cacak.example.rs")
    desk.locator("[name=role][value=lead]").check()
    desk.locator("main form button.btn-primary").click()
    return desk.locator(".link-box").inner_text().strip()


def _join(office: Page, link: str) -> None:
    office.goto(link)
    expect(office.locator("main")).to_contain_text("Čačak")
    office.fill("[name=name]", "Нова Новић")
    office.fill("[name=password]", PASSWORD)
    office.fill("[name=repeated]", PASSWORD)
    office.select_option("main [name=language]", "en")
    office.get_by_role("button", name="Create my account").click()
    expect(office.locator("header")).to_contain_text("Nova Nović")


def _start(office: Page, city: City) -> None:
    office.goto(reverse("scorecard:start", args=[city.code]))
    office.select_option("[name=occasion]", "baseline")
    office.select_option("[name=most_probable_hazard]", label="Rečna poplava")
    office.fill("[name=most_probable]", "Изливање Западне Мораве.")
    office.select_option("[name=most_severe_hazard]", label="Zemljotresi")
    office.fill("[name=most_severe]", "Јак земљотрес ноћу.")
    office.get_by_role("button", name="Start the assessment").click()
    expect(office.locator("main")).to_contain_text("0 of 47 answered")


def _answer_all(
    office: Page, assessment: Assessment, preliminary: Questionnaire, keyboard: bool
) -> None:
    codes = preliminary.questions.values_list("code", "essential__number")
    for number in range(1, 11):
        mine = [code for code, essential in codes if essential == number]
        office.goto(f"/assessments/{assessment.pk}/essentials/{number}/")
        for code in mine:
            if keyboard and number == 1:
                _answer_by_keyboard(office, code)
            else:
                _answer_by_mouse(office, code, keyboard)
        office.goto(f"/assessments/{assessment.pk}/essentials/{number}/")
        expect(office.locator("[data-settled-here]")).to_have_text(str(len(mine)))


def _answer_by_keyboard(office: Page, code: str) -> None:
    """Reach the card with Tab from the page's top, choose with arrows, write, save."""
    for _step in range(120):
        office.keyboard.press("Tab")
        here = office.evaluate(
            "document.activeElement.closest('.question')?.id + '/' +"
            "document.activeElement.name"
        )
        if here == f"{code}/choice":
            break
    office.keyboard.press("Space")
    office.keyboard.press("ArrowDown")
    office.keyboard.press("Tab")
    office.keyboard.type("Otkucano tastaturom.")
    expect(office.locator(f"[id='{code}'] .question__state")).to_contain_text("✓ Saved")
    assert make.answer_of(Assessment.objects.get(), code).score == 2


def _answer_by_mouse(office: Page, code: str, script: bool) -> None:
    card = office.locator(f"[id='{code}']")
    card.locator("label.level").nth(1).click()
    if script:
        expect(card.locator(".question__state")).to_contain_text("✓ Saved")
    else:
        card.get_by_role("button", name="Save", exact=True).click()
        expect(office.locator("main")).to_contain_text(f"{code} was saved.")


def _submit(office: Page, assessment: Assessment) -> None:
    office.goto(f"/assessments/{assessment.pk}/")
    office.get_by_role("button", name="Submit for review").click()
    expect(office.locator("main")).to_contain_text("submitted for review")


def _remark_and_return(desk: Page, assessment: Assessment) -> None:
    desk.goto("/review/")
    desk.locator("main").get_by_role("link", name=re.compile("Čačak")).first.click()
    card = desk.locator("[id='P3.2']")
    card.locator("details:has(textarea) > summary").first.click()
    card.locator("textarea").first.fill("Наведите буџетску позицију.")
    card.locator("form:has(textarea) button").first.click()
    expect(desk.locator("[id='P3.2'] .remark").first).to_contain_text(
        "Наведите буџетску позицију."
    )
    decision = desk.locator(f"form[action='/assessments/{assessment.pk}/return/']")
    decision.locator("textarea").fill("Допуните P3.2.")
    decision.get_by_role("button").click()
    expect(desk.locator("main")).to_be_visible()
    assert Assessment.objects.get().status == Assessment.Status.RETURNED


def _mend(office: Page, assessment: Assessment, script: bool) -> None:
    office.goto("/")
    expect(office.locator("main")).to_contain_text("P3.2")
    office.goto(f"/assessments/{assessment.pk}/essentials/3/#P3.2")
    card = office.locator("[id='P3.2']")
    expect(card.locator(".remark")).to_contain_text("Наведите буџетску позицију.")
    card.locator("[name=comment]").fill("Програм 14, позиција 98.")
    if script:
        expect(card.locator("[name=version]")).to_have_value("2")
    else:
        card.get_by_role("button", name="Save", exact=True).click()
    card.locator(".remark textarea").fill("Допуњено.")
    card.locator(".remark").get_by_role("button", name="Save the reply").click()
    expect(office.locator("[id='P3.2'] .remark__reply").first).to_contain_text(
        "Допуњено."
    )


def _accept(desk: Page, assessment: Assessment) -> None:
    desk.goto(f"/assessments/{assessment.pk}/review/")
    expect(desk.locator("[id='P3.2']")).to_contain_text("Програм 14, позиција 98.")
    decision = desk.locator(f"form[action='/assessments/{assessment.pk}/accept/']")
    decision.get_by_role("checkbox").check()
    decision.get_by_role("button").click()
    expect(desk.locator("main")).to_be_visible()
