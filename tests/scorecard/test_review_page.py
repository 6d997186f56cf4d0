"""The review page: order, flags beside the last round, and work by keyboard."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from cities.models import City, User
from scorecard.actions import assessments
from scorecard.actions.answers import Content
from scorecard.models import Assessment, Questionnaire, Remark
from tests import make
from tests.conftest import PageOf

Status = Assessment.Status
CODES = ["P1.1", "P1.2", "P2.1", "P2.2"]


@pytest.fixture
def before(
    city: City, lead: User, focal_point: User, questionnaire: Questionnaire
) -> Assessment:
    """The last accepted round: level 0 everywhere, said in the same words."""
    return make.make_assessment(
        city=city,
        lead=lead,
        focal_point=focal_point,
        status=Status.ACCEPTED,
        year=2023,
        answers=dict.fromkeys(CODES, Content(score=0, comment="Исто.")),
    )


@pytest.fixture
def now(city: City, lead: User, before: Assessment) -> Assessment:
    """A jump without a reason, one with words, one with evidence, and no change."""
    assessment = make.make_assessment(
        city=city,
        lead=lead,
        status=Status.DRAFT,
        answers={
            "P1.1": Content(score=0, comment="Исто."),
            "P1.2": Content(score=2, comment="Исто."),
            "P2.1": Content(score=2, comment="Донета одлука."),
            "P2.2": Content(score=3, comment="Исто."),
        },
    )
    make.make_evidence(answer=make.answer_of(assessment, "P2.2"), by=lead)
    assessments.submit(assessment=assessment, by=lead)
    return assessment


def test_a_jump_without_a_reason_is_flagged_and_the_rule_is_told(
    client_of, focal_point, now
):
    page = client_of(focal_point).get(_address(now))

    text = " ".join(page.content.decode().split())
    jumps = [card.answer.question.code for card in page.context["page"].jumps]
    assert jumps == ["P1.2"]
    assert "1 unexplained jump <span" in text
    assert '<a class="chip is-late" href="#P1.2">' in text
    assert (
        "The level is 2 or more away from that of 2023, the comment has the same "
        "words, and no evidence was added."
    ) in text


def test_on_the_longer_scale_a_jump_is_three_levels(client_of, focal_point, city, lead):
    detailed = make.make_questionnaire(code="detailed", scale_maximum=5)
    for year, levels in ((2023, [0, 0]), (2026, [2, 3])):
        content = [Content(score=one, comment="Исто.") for one in levels]
        assessment = make.make_assessment(
            city=city,
            lead=lead,
            focal_point=focal_point,
            questionnaire=detailed,
            year=year,
            status=Status.ACCEPTED if year == 2023 else Status.SUBMITTED,
            answers=dict(zip(CODES, content, strict=False)),
        )

    page = client_of(focal_point).get(_address(assessment))

    jumps = [card.answer.question.code for card in page.context["page"].jumps]
    assert jumps == ["P1.2"]
    assert "The level is 3 or more away" in " ".join(page.content.decode().split())


def test_both_rounds_stand_side_by_side(client_of, focal_point, now):
    text = client_of(focal_point).get(_address(now)).content.decode()

    assert text.count('class="beside is-two"') == 4
    assert text.count("last accepted round") == 4
    # The wording of each round's level, the words of each justification.
    assert text.count("Исто.") == 7
    assert text.count("Донета одлука.") == 1


@pytest.mark.parametrize(
    ("order", "found"),
    [
        ("", ["P1.2", "P2.1", "P2.2", "P1.1"]),
        ("changed", ["P1.2", "P2.1", "P2.2", "P1.1"]),
        ("scorecard", CODES),
    ],
)
def test_changed_answers_come_first_unless_the_scorecards_order_is_asked_for(
    client_of, focal_point, now, order, found
):
    page = client_of(focal_point).get(_address(now), {"order": order})

    assert _codes(page.content.decode()) == found


def test_the_first_round_comes_in_the_order_of_the_scorecard(
    client_of, focal_point, before
):
    page = client_of(focal_point).get(_address(before), {"order": "changed"})

    assert _codes(page.content.decode()) == CODES
    assert "Changed answers first" not in page.content.decode()


def test_an_unknown_order_is_the_usual_one_and_is_told(client_of, focal_point, now):
    page = client_of(focal_point).get(_address(now), {"order": "secret"})

    assert _codes(page.content.decode()) == ["P1.2", "P2.1", "P2.2", "P1.1"]
    assert "This order is not known here." in page.content.decode()


# By keyboard, in a browser.


@pytest.fixture
def desk(transactional_db: None, focal_point: User, now: Assessment, page_of: PageOf):
    page = page_of(focal_point)
    page.goto(_address(now))
    return page


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("forth", "back"), [("j", "k"), ("ј", "к")])
def test_keys_move_between_cards_in_both_scripts(desk: Page, forth: str, back: str):
    for key in (forth, forth, forth, back):
        desk.keyboard.type(key) if key.isascii() else _press(desk, key)

    assert _focused(desk) == "P2.1"


@pytest.mark.django_db(transaction=True)
def test_a_remark_is_written_and_saved_without_the_mouse(desk: Page):
    desk.keyboard.press("j")
    desk.keyboard.press("r")
    desk.keyboard.type("jkr? Наведите број.")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator("#P1\\.2 .remark")).to_contain_text("Наведите број.")
    expect(desk.locator("#P1\\.2")).to_be_focused()

    desk.keyboard.press("j")

    remark = Remark.objects.get()
    assert (remark.answer.question.code, remark.text) == ("P1.2", "jkr? Наведите број.")
    assert _focused(desk) == "P2.1"


@pytest.mark.django_db(transaction=True)
def test_a_bad_remark_stays_open_with_its_sentence(desk: Page):
    desk.keyboard.press("j")
    desk.keyboard.press("r")
    desk.locator("#P1\\.2 textarea").fill("а" * 4001)
    desk.keyboard.press("Control+Enter")

    expect(desk.locator("#P1\\.2 .error")).to_contain_text("1 character too long")
    expect(desk.locator("#P1\\.2 textarea")).to_be_focused()
    assert not Remark.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_list_of_keys_opens_and_the_keys_can_be_switched_off(desk: Page):
    keys = desk.locator("#keys")
    desk.keyboard.press("?")
    expect(keys).to_have_attribute("open", "")

    desk.get_by_label("Use these keys on this device").uncheck()
    desk.locator("h1").click()
    desk.keyboard.press("j")
    off = _focused(desk)
    desk.reload()
    desk.keyboard.press("j")

    assert (off, _focused(desk)) == ("content", "")


@pytest.mark.django_db(transaction=True)
def test_without_javascript_the_keys_are_listed_and_the_form_works(
    transactional_db: None, focal_point: User, now: Assessment, page_of: PageOf
):
    page = page_of(focal_point, java_script_enabled=False)
    page.goto(_address(now))

    page.locator("#keys summary").click()
    expect(page.locator("#keys dl")).to_be_visible()
    expect(page.locator("[data-keys-switch]")).to_be_hidden()
    card = page.locator("#P1\\.2")
    card.locator("[data-remark] summary").click()
    card.locator("textarea").fill("Наведите број.")
    card.locator("[data-remark] button").click()

    expect(page.locator("#P1\\.2 .remark")).to_contain_text("Наведите број.")


def _address(assessment: Assessment) -> str:
    return reverse("scorecard:review", args=[assessment.pk])


def _codes(text: str) -> list[str]:
    return re.findall(r'<article class="card question" id="([^"]+)"', text)


def _focused(page: Page) -> str:
    return page.evaluate("document.activeElement.id")


def _press(page: Page, key: str) -> None:
    """Press a letter that the keyboard of the test does not have."""
    page.evaluate(
        "key => document.activeElement.dispatchEvent("
        "new KeyboardEvent('keydown', {key, bubbles: true}))",
        key,
    )
