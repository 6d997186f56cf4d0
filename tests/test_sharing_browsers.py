"""Five people at five browsers agree on one round: apart first, then together."""

import re

import pytest
from playwright.sync_api import Page, expect

from scorecard.models import Assessment, Dissent
from tests import make

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]


def _propose(page: Page, address: str, code: str, level: int, why: str) -> None:
    page.goto(address)
    card = page.locator(f"#{code.replace('.', chr(92) + '.')}")
    card.locator(f"input[name=choice][value='{level}']").check(force=True)
    card.get_by_label("Justification").fill(why)
    card.get_by_role("button", name="Save", exact=True).click()
    expect(card.locator(".saved").first).to_be_visible()
    expect(card.get_by_text("Open the page again to see")).to_be_visible()


def test_five_people_agree_and_dissent_stays_on_record(
    page_of, city, lead, contributor, observer, assessment: Assessment
) -> None:
    names = ("Ана Анић", "Бора Борић")
    others = [
        make.make_membership(
            city=city, role="contributor", user=make.make_user(name=name)
        ).user
        for name in names
    ]
    leads, watches = page_of(lead), page_of(observer)
    works = [page_of(person) for person in (contributor, *others)]
    essential = f"/assessments/{assessment.pk}/essentials/1/"

    leads.goto(f"/assessments/{assessment.pk}/people/")
    leads.get_by_text("How you agree on levels").click()
    leads.get_by_label("Independent first").check()
    leads.get_by_label("Show agreement in reports").check()
    leads.get_by_role("button", name="Save", exact=True).click()
    for person in (contributor, *others):
        leads.get_by_label("To", exact=True).select_option(f"person-{person.pk}")
        leads.get_by_label(re.compile("^1. Essential 1")).check()
        leads.get_by_role("button", name="Hand out", exact=True).click()
        expect(leads.get_by_text("2 indicators were handed out.")).to_be_visible()

    for page, level, why in zip(
        works, (1, 1, 3), ("Мало.", "И ја.", "Све."), strict=True
    ):
        page.goto(essential)
        for other in ("Мало.", "И ја."):
            expect(page.get_by_text(other, exact=True)).to_have_count(0)
        _propose(page, essential, "P1.1", level, why)
        _propose(page, essential, "P1.2", 2, "Слажемо се.")
    works[2].goto(essential)
    expect(works[2].get_by_text("level 1: 2 people, level 3: 1 person")).to_be_visible()
    watches.goto(essential)
    expect(watches.get_by_text("Proposals of the contributors")).to_have_count(0)

    leads.goto(f"/assessments/{assessment.pk}/settle/")
    expect(leads.locator("article .code")).to_have_text(["P1.1"])
    leads.locator("input[name=choice][value='1']").check(force=True)
    leads.get_by_label("Why this level was agreed").fill("Договорили смо се.")
    leads.get_by_role("button", name="Settle P1.1").click()
    expect(leads.get_by_text("P1.1 was settled.")).to_be_visible()
    leads.get_by_role("link", name="All agree (1)").click()
    leads.get_by_role("button", name="Settle the ticked ones so").click()
    expect(leads.get_by_text("1 indicator was settled")).to_be_visible()

    assert Dissent.objects.get().name == names[1]
    for address in (
        f"/assessments/{assessment.pk}/answers/P1.1/history/",
        f"/assessments/{assessment.pk}/report/",
    ):
        watches.goto(address)
        expect(watches.locator("main")).to_contain_text(
            re.compile("Bora Borić|Бора Борић")
        )
        expect(watches.locator("main")).to_contain_text("Све.")
    watches.goto(essential)
    expect(watches.get_by_text("Proposals of the contributors").first).to_be_visible()
