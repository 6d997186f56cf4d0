"""Typing into question cards in a real browser: nothing typed is lost."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from cities.models import User
from scorecard.actions.answers import Content
from scorecard.models import Assessment
from tests import make
from tests.conftest import PageOf

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]

SAVED = re.compile("✓ Saved")


def _open(page: Page, assessment: Assessment) -> None:
    page.goto(f"/assessments/{assessment.pk}/essentials/1/")


def _speaks_english(person: User) -> None:
    """Signing in brings the person's own language back."""
    person.language = "en"
    person.save()


def _state(page: Page, code: str = "P1.1") -> Locator:
    return page.locator(f"[id='{code}'] .question__state")


def _comment(page: Page, code: str = "P1.1") -> Locator:
    return page.locator(f"[id='comment-{code}']")


def test_choice_and_comment_save_by_themselves(
    assessment: Assessment, lead: User, page_of: PageOf
) -> None:
    page = page_of(lead)
    _open(page, assessment)

    page.locator("[id='P1.1'] label.level").nth(1).click()
    expect(_state(page)).to_contain_text(SAVED)
    _comment(page).press_sequentially("Постоји план.")
    expect(page.locator("[id='P1.1'] [name=version]")).to_have_value("2")

    expect(_state(page)).to_contain_text(SAVED)
    answer = make.answer_of(assessment, "P1.1")
    assert (answer.score, answer.comment) == (2, "Постоји план.")
    expect(page.locator(".rail a[aria-current] [data-settled]")).to_have_text("1")


def test_not_applicable_waits_for_its_reason(
    assessment: Assessment, lead: User, page_of: PageOf
) -> None:
    page = page_of(lead)
    _open(page, assessment)

    page.locator("[id='P1.1'] label.level.is-quiet").click()
    expect(_state(page)).to_contain_text("Write why this is not applicable to you.")
    page.locator("[id='reason-P1.1']").press_sequentially("Нема река.")

    expect(_state(page)).to_contain_text(SAVED)
    answer = make.answer_of(assessment, "P1.1")
    assert (answer.not_applicable, answer.reason) == (True, "Нема река.")


def test_colleagues_newer_answer_is_shown_beside_mine(
    assessment: Assessment, lead: User, page_of: PageOf
) -> None:
    page = page_of(lead)
    _open(page, assessment)
    make.save_answer(assessment, "P1.1", Content(score=3, comment="Колегино"), by=lead)

    _comment(page).press_sequentially("Моје")
    conflict = page.locator("[id='P1.1'] .conflict")
    expect(conflict).to_contain_text("Колегино")
    expect(conflict).to_contain_text("Моје")
    assert make.answer_of(assessment, "P1.1").comment == "Колегино"
    conflict.get_by_role("button", name="Save mine instead").click()

    expect(_state(page)).to_contain_text(SAVED)
    assert make.answer_of(assessment, "P1.1").comment == "Моје"


def test_colleagues_newer_answer_can_stay(
    assessment: Assessment, lead: User, page_of: PageOf
) -> None:
    page = page_of(lead)
    _open(page, assessment)
    make.save_answer(assessment, "P1.1", Content(score=3, comment="Колегино"), by=lead)
    _comment(page).press_sequentially("Моје")

    page.get_by_role("link", name="Keep the one on the server").click()

    expect(_comment(page)).to_have_value("Колегино")
    expect(page.locator("[id='P1.1'] .conflict")).to_have_count(0)
    assert make.answer_of(assessment, "P1.1").version == 1


def test_text_typed_without_a_connection_goes_up_when_it_returns(
    assessment: Assessment, lead: User, page_of: PageOf
) -> None:
    page = page_of(lead)
    _open(page, assessment)
    page.context.set_offline(True)

    _comment(page).press_sequentially("У подруму без мреже")
    expect(_state(page)).to_contain_text("no connection")
    assert make.answer_of(assessment, "P1.1").version == 0
    page.context.set_offline(False)

    expect(_state(page)).to_contain_text(SAVED, timeout=15_000)
    assert make.answer_of(assessment, "P1.1").comment == "У подруму без мреже"


def test_text_of_a_closed_page_is_there_again(
    assessment: Assessment, lead: User, page_of: PageOf
) -> None:
    page = page_of(lead)
    _open(page, assessment)
    page.context.set_offline(True)
    _comment(page).press_sequentially("Пре затварања")
    expect(_state(page)).to_contain_text("no connection")
    page.context.set_offline(False)

    page.goto("about:blank")
    _open(page, assessment)

    expect(_comment(page)).to_have_value("Пре затварања")
    expect(_state(page)).to_contain_text(SAVED)
    assert make.answer_of(assessment, "P1.1").comment == "Пре затварања"


def test_expired_session_asks_for_sign_in_and_then_saves(
    assessment: Assessment, lead: User, page_of: PageOf
) -> None:
    _speaks_english(lead)
    page = page_of(lead)
    _open(page, assessment)
    page.context.clear_cookies(name="sessionid")

    _comment(page).press_sequentially("После истека")
    expect(_state(page)).to_contain_text("Your session has ended.")
    _state(page).get_by_role("link", name="Sign in and save").click()
    page.fill("[name=login]", lead.email)
    page.fill("[name=password]", make.PASSWORD)
    page.press("[name=password]", "Enter")

    expect(_comment(page)).to_have_value("После истека")
    expect(_state(page)).to_contain_text(SAVED)
    assert make.answer_of(assessment, "P1.1").comment == "После истека"


def test_expired_session_without_javascript_keeps_the_text(
    assessment: Assessment, lead: User, page_of: PageOf
) -> None:
    _speaks_english(lead)
    page = page_of(lead, java_script_enabled=False)
    _open(page, assessment)
    page.context.clear_cookies(name="sessionid")
    _comment(page).fill("Без скрипте")
    page.locator("[id='P1.1'] label.level").nth(0).click()

    page.locator("[id='P1.1']").get_by_role("button", name="Save", exact=True).click()
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in in a new tab").click()
    tab = opened.value
    tab.fill("[name=login]", lead.email)
    tab.fill("[name=password]", make.PASSWORD)
    tab.press("[name=password]", "Enter")
    tab.wait_for_url("**/")
    page.get_by_role("button", name="Save what I typed").click()
    once_more = page.get_by_role("button", name="Save once more")
    expect(_comment(page).or_(once_more).first).to_be_visible()
    if once_more.count():
        once_more.click()

    expect(_comment(page)).to_have_value("Без скрипте")
    answer = make.answer_of(assessment, "P1.1")
    assert (answer.score, answer.comment) == (3, "Без скрипте")


def test_too_long_comment_is_refused_in_words_and_stays(
    assessment: Assessment, lead: User, page_of: PageOf
) -> None:
    page = page_of(lead)
    _open(page, assessment)

    _comment(page).fill("ж" * 10_001)

    expect(_state(page)).to_contain_text("1 character too long")
    assert len(_comment(page).input_value()) == 10_001
    assert make.answer_of(assessment, "P1.1").version == 0
