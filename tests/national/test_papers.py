"""The national report and the summary: what they are, and what they say."""

import re

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from cities.models import BasinGroup
from scorecard import pdf
from scorecard.models import Assessment, Questionnaire
from tests import make, paper
from tests.national.cities import make_nation

pytestmark = [pytest.mark.django_db, pytest.mark.once]
Status = Assessment.Status
NAMES = ["Аранђеловац", "Бор", "Уб"]


@pytest.fixture
def desk(client_of):
    return client_of(make.make_focal_point())


def _pdf(desk, kind: str = "report", language: str = "en", **query: object) -> bytes:
    response = desk.get(reverse(f"national:{kind}-pdf"), {"paper": language, **query})
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    return response.content


@pytest.mark.parametrize("language", ["sr", "sr-latn", "en"])
@pytest.mark.parametrize(
    ("kind", "size"), [("report", (595, 842)), ("slides", (842, 595))]
)
def test_paper_is_tagged_in_its_language_with_fonts_inside(desk, kind, size, language):
    make_nation(scores=[1, 2, 3], names=NAMES)

    made = paper.opened(_pdf(desk, kind, language))

    sizes = {tuple(round(float(one)) for one in page.mediabox) for page in made.pages}
    assert sizes == {(0, 0, *size)}
    assert made.Root.MarkInfo.Marked
    assert made.Root.Lang == {"sr": "sr-Cyrl", "sr-latn": "sr-Latn"}.get(language, "en")
    assert all(paper.fonts(made).values())
    assert {"/H1", "/H2", "/Table", "/TH", "/Figure"} <= paper.tags(made)


def test_the_annex_has_one_page_a_city(desk):
    make_nation(scores=[0, 2, 3], names=NAMES)

    pages = paper.texts(_pdf(desk, language="sr"))

    annex = [text for text in pages if "Општина" in text.partition("·")[2]]
    assert len(annex) == len(NAMES)
    for name, text in zip(NAMES, annex, strict=True):
        assert f"Општина {name}" in text


def test_the_annex_keeps_to_one_page_with_the_shipped_wording(desk):
    edition = make.load_questionnaire()
    for name, score in zip(NAMES, (0, 1, 3), strict=True):
        make.make_assessment(
            status=Status.ACCEPTED,
            city=make.make_city(name=name),
            questionnaire=edition,
            score=score,
        )

    for language in ("sr", "en"):
        pages = paper.texts(_pdf(desk, language=language))
        bare = paper.texts(_pdf(desk, "short", language))

        assert len(pages) == len(bare) + len(NAMES)


def test_contents_name_the_pages(desk):
    make_nation(scores=[1, 2], names=NAMES[:2])

    content = _pdf(desk)

    marks = paper.bookmarks(paper.opened(content))
    contents = paper.texts(content)[1]
    for title in ("Overview for decision makers", "Common gaps", "Groups"):
        assert re.search(rf"{title} {marks[title]}\b", contents), title


def test_members_of_a_group_stand_side_by_side(desk):
    made = make_nation(scores=[0, 3], names=NAMES[:2])
    group = BasinGroup.objects.create(code="sliv", name_sr="Слив", name_en="Basin")
    group.cities.set([made[0].city, made[1].city, make.make_city(name="Љиг")])

    text = " ".join(paper.texts(_pdf(desk)))

    assert "Of 3 local governments in the group, 2 have" in text
    assert "Without an accepted assessment: Ljig" in text


@pytest.mark.parametrize("kind", ["report", "slides"])
@pytest.mark.parametrize("status", [Status.DRAFT, Status.SUBMITTED, Status.RETURNED])
def test_what_is_not_accepted_is_on_no_paper(desk, kind, status):
    make_nation(scores=[2], names=["Бор"])
    hidden = make.make_city(name="Сакривено")
    make.make_assessment(status=status, city=hidden, score=3)

    text = " ".join(paper.texts(_pdf(desk, kind, "sr")))

    assert "Бор" in text
    assert "Сакривено" not in text


@pytest.mark.parametrize("kind", ["report", "short", "slides"])
def test_a_paper_of_nobody_says_so(desk, kind):
    make.make_questionnaire()

    text = " ".join(paper.texts(_pdf(desk, kind)))

    assert "No assessment in this edition has been accepted yet." in text


@pytest.mark.parametrize("kind", ["report", "slides"])
def test_invented_data_and_a_draft_wording_are_marked_on_every_page(desk, kind):
    edition = make.make_questionnaire(code="detailed")
    Questionnaire.objects.filter(pk=edition.pk).update(draft_note_en="Draft wording")
    make.make_assessment(status=Status.ACCEPTED, questionnaire=edition, is_demo=True)

    first, *others = paper.texts(_pdf(desk, kind, instrument=edition.pk))

    assert "are invented" in first
    assert "Draft wording" in first
    assert all("Invented data · Draft wording" in text for text in others)


def test_more_cities_than_a_slide_holds_are_shown_by_region(desk):
    make_nation(scores=[1, 2] * 8)

    text = " ".join(paper.texts(_pdf(desk, "slides")))

    assert "Medians of the regions" in text
    assert "Šumadija and Western Serbia (16)" in text


def test_a_paper_that_cannot_be_made_is_a_sentence(desk, monkeypatch):
    def fail(_html: str) -> bytes:
        raise pdf.Unprintable("Ask the administrator.")

    make.make_questionnaire()
    monkeypatch.setattr(pdf, "render", fail)

    response = desk.get(reverse("national:report-pdf"))

    assert response.status_code == 503
    assert "Ask the administrator." in response.content.decode()


def test_a_paper_costs_the_same_queries_for_more_cities(
    desk, django_assert_max_num_queries: DjangoAssertNumQueries
):
    make_nation(scores=[1, 2])
    with django_assert_max_num_queries(20) as few:
        _pdf(desk, "slides")
    make_nation(scores=[1, 2, 0])

    with django_assert_max_num_queries(len(few.captured_queries)):
        _pdf(desk, "slides")


def test_an_unknown_language_is_no_paper(desk):
    make.make_questionnaire()

    assert desk.get(reverse("national:report-pdf"), {"paper": "de"}).status_code == 404


def test_an_unknown_edition_is_said_beside_its_field(desk):
    make.make_questionnaire()

    page = desk.get(reverse("national:reports"), {"instrument": "999"})

    assert page.status_code == 200
    assert "This choice is not known here." in page.content.decode()
