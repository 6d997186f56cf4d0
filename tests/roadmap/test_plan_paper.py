"""The plan on paper: the same words as the page, tagged, in three languages."""

import re

import pytest
from django.urls import reverse

from cities.models import BasinGroup, City, User
from roadmap.actions import joint
from roadmap.content import Money
from roadmap.models import AdoptionStep, Plan
from scorecard import pdf
from tests import make, paper

pytestmark = [pytest.mark.django_db, pytest.mark.once]

LATIN_ALLOWED = re.compile(r"MCR2030|PDF|\bP\d+\.\d+\b|\b[IVXLCDM]+\b|EUR")


@pytest.fixture
def plan(city: City, lead: User) -> Plan:
    accepted = make.make_assessment(city=city, lead=lead, status="accepted", score=1)
    plan = make.make_plan(city=city, by=lead, purpose="Svi sektori znaju svoj posao.")
    gap = make.answer_of(accepted, "P1.1")
    for level, title in ((2, "Обука запослених"), (3, "Vežba evakuacije")):
        make.make_action(
            plan=plan,
            title=title,
            targets={gap: level},
            costs={2026: 1_250_000, 2027: 750_001},
            fundings=[
                Money(2026, "own_budget", "secured", 250_000, True, "Позиција 12")
            ],
        )
    AdoptionStep.objects.create(
        plan=plan, kind="working_group", day="2026-02-03", number="02-14/2026", by=lead
    )
    return plan


@pytest.fixture
def group(city: City, other_city: City) -> BasinGroup:
    return make.make_group(
        cities=[city, other_city], kind="basin", name="Слив Колубаре"
    )


def printed(client, plan: Plan, **query: str) -> bytes:
    response = client.get(reverse("roadmap:plan-pdf", args=[plan.pk]), query)
    assert response.status_code == 200
    return response.content


def test_the_paper_is_cyrillic_by_default(plan, lead, client_of):
    text = " ".join(paper.texts(printed(client_of(lead), plan)))

    assert "Вежба евакуације" in text
    assert "Сви сектори знају свој посао." in text
    assert "1.250.000" in text
    assert "02-14/2026" in text
    assert re.findall(r"[A-Za-zČĆŠŽĐčćšžđ]{2,}", LATIN_ALLOWED.sub("", text)) == []


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("sr-latn", ["Vežba evakuacije", "Obuka zaposlenih", "Nacrt – nije usvojen"]),
        ("en", ["Draft – not adopted", "Summary for decision makers", "1,250,000"]),
    ],
)
def test_the_paper_is_made_in_other_languages(language, words, plan, lead, client_of):
    text = " ".join(paper.texts(printed(client_of(lead), plan, paper=language)))

    for one in words:
        assert one in text
    if language == "sr-latn":
        assert not re.search("[а-шђјљњћџ]{2,}", text)


def test_the_paper_is_tagged_with_bookmarks_and_numbered_contents(
    plan, lead, client_of
):
    made = printed(client_of(lead), plan, paper="en")
    opened = paper.opened(made)
    marks = paper.bookmarks(opened)

    assert {"/H1", "/H2", "/H3", "/Table", "/TH", "/Figure"} <= paper.tags(opened)
    assert all(paper.fonts(opened).values())
    for name in ("The actions", "Money", "Timeline", "Way to adoption", "Signatures"):
        assert name in marks
    contents = paper.texts(made)[1]
    assert re.search(rf"Money {marks['Money']}\b", contents)
    assert f"Page 2 of {len(opened.pages)}" in contents


def test_page_and_paper_say_the_same(plan, lead, client_of):
    client = client_of(lead)
    page = client.get(reverse("roadmap:plan-report", args=[plan.pk]), {"paper": "en"})

    text = " ".join(paper.texts(printed(client, plan, paper="en")))

    plain = re.sub(r"<[^>]+>", " ", page.content.decode())
    for amount in ("4,000,002 RSD", "500,000 RSD", "3,500,002 RSD"):
        assert amount in plain
        assert amount in text


def test_the_part_of_a_city_carries_its_dinars(
    group, city, other_city, lead, client_of
):
    plan = make.make_plan(group=group, by=lead)
    action = make.make_action(
        plan=plan, targets={make.make_gap(city=city): 3}, costs={2026: 1_000_001}
    )
    parts = {city.pk: 7_500, other_city.pk: 2_500}
    joint.divide(action=action, parts=parts, version=0, by=lead)
    client = client_of(lead)

    own = " ".join(paper.texts(printed(client, plan, paper="en", city=city.code)))
    other = " ".join(
        paper.texts(printed(client, plan, paper="en", city=other_city.code))
    )

    assert "Part of: Municipality Ub" in own
    assert "They cost 750,001 RSD" in own
    assert "They cost 250,000 RSD" in other
    assert "part of the joint 1,000,001 RSD" in other


def test_shares_that_nobody_agreed_on_are_no_zeros(
    group, city, other_city, lead, client_of
):
    plan = make.make_plan(group=group, by=lead)
    make.make_action(
        plan=plan,
        targets={make.make_gap(city=city): 3},
        costs={2026: 1_000_000},
        cities=(city.pk, other_city.pk),
    )

    text = " ".join(paper.texts(printed(client_of(lead), plan, paper="en")))

    assert "Not agreed yet; these take part: Ub; Ljig" in text
    assert "0.00 %" not in text


def test_an_empty_plan_is_printed_too(city, lead, client_of):
    plan = make.make_plan(city=city, by=lead)

    text = " ".join(paper.texts(printed(client_of(lead), plan, paper="en")))

    assert "There are no actions yet." in text
    assert "No cost and no money is written down yet." in text


def test_where_no_pdf_can_be_made_the_page_says_so(plan, lead, client_of, monkeypatch):
    def fail(_html: str) -> bytes:
        raise pdf.Unprintable("Ask the administrator.")

    monkeypatch.setattr(pdf, "render", fail)

    response = client_of(lead).get(reverse("roadmap:plan-pdf", args=[plan.pk]))

    assert response.status_code == 503
    assert "Ask the administrator." in response.content.decode()


def test_a_language_that_the_site_has_not_is_404(plan, lead, client_of):
    response = client_of(lead).get(
        reverse("roadmap:plan-pdf", args=[plan.pk]), {"paper": "de"}
    )

    assert response.status_code == 404
