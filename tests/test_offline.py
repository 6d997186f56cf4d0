"""Twenty answers typed without the network: all on the server, in order, once."""

from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import Locator, Page, Route, expect

from cities.models import City, User
from scorecard.actions import assessments
from scorecard.actions.answers import Content
from scorecard.models import AnswerChange, Assessment
from tests import make
from tests.conftest import PageOf
from tests.served import environment, free_port, server

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]

CODES = [f"P1.{number}" for number in range(1, 21)]


@pytest.fixture
def twenty(city: City, lead: User) -> Assessment:
    """A round with twenty questions on one page."""
    lead.language = "en"
    lead.save()
    questionnaire = make.make_questionnaire(questions=CODES)
    return make.make_assessment(city=city, lead=lead, questionnaire=questionnaire)


def _open(page: Page, assessment: Assessment) -> None:
    page.goto(f"/assessments/{assessment.pk}/essentials/1/")


def _type(page: Page, codes: list[str] = CODES) -> None:
    for code in codes:
        page.locator(f"[id='comment-{code}']").fill(f"Без мреже {code}")


def _notice(page: Page) -> Locator:
    return page.locator(".waiting")


def _is_all_up(page: Page) -> None:
    expect(page.locator(".saved[data-state=saved]")).to_have_count(20, timeout=30_000)
    expect(_notice(page)).to_be_hidden()
    assert _changes() == [(code, f"Без мреже {code}") for code in CODES]
    assert page.evaluate("waitingAnswers.all().length") == 0


def _changes() -> list[tuple[str, str]]:
    changes = AnswerChange.objects.order_by("pk").select_related("answer__question")
    return [(one.answer.question.code, one.after["comment"]) for one in changes]


def test_twenty_answers_go_up_in_order_and_once(
    twenty: Assessment, lead: User, page_of: PageOf
) -> None:
    page = page_of(lead)
    _open(page, twenty)
    page.context.set_offline(True)
    _type(page)
    expect(_notice(page)).to_contain_text("Answers that wait on this device: 20")
    expect(page.locator("[id='P1.20'] .saved")).to_contain_text("no connection")
    assert _changes() == []

    page.context.set_offline(False)

    _is_all_up(page)


def test_twenty_answers_outlast_the_session_and_the_page(
    twenty: Assessment, lead: User, page_of: PageOf
) -> None:
    page = page_of(lead)
    _open(page, twenty)
    page.context.set_offline(True)
    _type(page)
    page.context.clear_cookies(name="sessionid")
    page.context.set_offline(False)
    expect(_notice(page)).to_contain_text("Your session has ended.")

    _notice(page).get_by_role("link", name="Sign in and save").click()
    page.fill("[name=login]", lead.email)
    page.fill("[name=password]", make.PASSWORD)
    page.press("[name=password]", "Enter")

    _is_all_up(page)


def test_three_answers_of_a_colleague_are_shown_and_not_overwritten(
    twenty: Assessment, lead: User, page_of: PageOf
) -> None:
    page = page_of(lead)
    _open(page, twenty)
    page.context.set_offline(True)
    _type(page)
    newer = ["P1.2", "P1.9", "P1.20"]
    for code in newer:
        make.save_answer(twenty, code, Content(score=1, comment="Колегино"), by=lead)

    page.context.set_offline(False)

    expect(page.locator(".conflict")).to_have_count(3, timeout=30_000)
    expect(page.locator(".saved[data-state=saved]")).to_have_count(17)
    expect(_notice(page)).to_contain_text("P1.2, P1.9, P1.20")
    for code in newer:
        conflict = page.locator(f"[id='{code}'] .conflict")
        expect(conflict).to_contain_text("Колегино")
        expect(conflict).to_contain_text(f"Без мреже {code}")
        assert make.answer_of(twenty, code).comment == "Колегино"
    mine = [change for change in _changes() if change[1] != "Колегино"]
    assert [code for code, _text in mine] == [one for one in CODES if one not in newer]

    page.reload()

    expect(page.locator(".conflict")).to_have_count(3)
    page.locator("[id='P1.9']").get_by_role("button", name="Save mine instead").click()
    expect(page.locator("[id='P1.9'] [data-state=saved]")).to_be_visible()
    expect(page.locator(".conflict")).to_have_count(2)
    assert make.answer_of(twenty, "P1.9").comment == "Без мреже P1.9"


def test_twenty_answers_outlast_a_restart_of_the_server(
    twenty: Assessment, lead: User, page_of: PageOf, tmp_path: Path
) -> None:
    database = f"sqlite:///{connection.settings_dict['NAME']}"
    served_with = environment(tmp_path, database)
    served_with["SECRET_KEY"] = settings.SECRET_KEY
    port = free_port()
    page = page_of(lead)
    with server(port, served_with):
        page.context.add_cookies(
            [{**cookie, "domain": "127.0.0.1"} for cookie in page.context.cookies()]
        )
        page.goto(f"http://127.0.0.1:{port}/assessments/{twenty.pk}/essentials/1/")
    _type(page)
    expect(_notice(page)).to_contain_text("Answers that wait on this device: 20")
    expect(_notice(page)).to_contain_text("There is no connection.")

    with server(port, served_with):
        page.evaluate("waitingAnswers.again()")

        _is_all_up(page)


def test_a_save_whose_answer_was_lost_is_not_in_the_way_of_what_follows(
    twenty: Assessment, lead: User, page_of: PageOf
) -> None:
    page = page_of(lead)
    _open(page, twenty)

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/answers/P1.1/", lose)
    with page.expect_event("requestfailed"):
        page.locator("[id='comment-P1.1']").fill("Прва")
    page.unroute("**/answers/P1.1/")
    page.locator("[id='comment-P1.1']").fill("Прва и друга")
    page.evaluate("waitingAnswers.again()")

    expect(page.locator("[id='P1.1'] [data-state=saved]")).to_be_visible()
    expect(page.locator("[id='P1.1'] [name=version]")).to_have_value("2")
    assert _changes() == [("P1.1", "Прва"), ("P1.1", "Прва и друга")]


def test_what_waits_for_a_closed_round_or_another_person_stays_on_the_device(
    city: City, lead: User, stranger: User, page_of: PageOf
) -> None:
    assessment = make.make_assessment(city=city, lead=lead, score=2)
    page = page_of(lead)
    _open(page, assessment)
    page.context.set_offline(True)
    page.locator("[id='comment-P1.1']").fill("Јучерашње")
    expect(_notice(page)).to_be_visible()
    page.evaluate(
        """() => {
            localStorage.setItem("mcr2030:queue:x", "{половина");
            const other = {...waitingAnswers.mine()[0], key: "y", of: "0", name: "Ана"};
            localStorage.setItem("mcr2030:queue:y", JSON.stringify(other));
        }"""
    )
    assessments.submit(assessment=assessment, by=lead)

    page.context.set_offline(False)

    expect(_notice(page)).to_contain_text("can no longer be saved")
    expect(_notice(page)).to_contain_text("Ана: 1")
    expect(_notice(page)).to_contain_text("cannot be read")
    _notice(page).get_by_text("Show the texts").click()
    expect(_notice(page)).to_contain_text("Јучерашње")
    expect(_notice(page)).to_contain_text("{половина")
    with page.expect_download() as download:
        _notice(page).get_by_role("button", name="Download the texts").click()
    assert "Јучерашње" in Path(download.value.path()).read_text(encoding="utf-8")
    assert make.answer_of(assessment, "P1.1").comment != "Јучерашње"


def test_a_full_device_says_so_and_the_page_still_saves(
    twenty: Assessment, lead: User, page_of: PageOf
) -> None:
    page = page_of(lead)
    page.add_init_script(
        "Storage.prototype.setItem = () => { throw new DOMException('full'); };"
    )
    _open(page, twenty)
    page.context.set_offline(True)
    page.locator("[id='comment-P1.1']").fill("Пун уређај")
    expect(page.locator("[id='P1.1'] .saved")).to_contain_text("no room to keep it")
    expect(_notice(page)).to_contain_text("Keep this page open")

    page.context.set_offline(False)

    expect(page.locator("[id='P1.1'] [data-state=saved]")).to_be_visible()
    assert _changes() == [("P1.1", "Пун уређај")]
