"""The papers: PDFs that councils can print, read aloud and keep."""

import hashlib
import logging
import re

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from cities.models import City, User
from scorecard import pdf
from scorecard.actions import papers
from scorecard.actions.answers import Content
from scorecard.models import Assessment, Level, Paper, Question
from tests import make, paper
from tests.conftest import ClientOf

# What may stand in Latin letters on a Cyrillic paper: names and codes.
LATIN_ALLOWED = re.compile(
    r"""MCR2030 | UNDRR | PDF | https?://\s?\S+ | \bP\d+\.\d+\b | \b[IVXLCDM]+\b""",
    re.VERBOSE,
)
FULL_COMMENT = "Дуг коментар о стању. " * 450

pytestmark = pytest.mark.once


def _pdf(client: Client, assessment: Assessment, **query: str) -> bytes:
    kind = query.pop("kind", "report")
    address = reverse(f"scorecard:{kind}-pdf", args=[assessment.pk])
    response = client.get(address, query)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    return response.content


@pytest.fixture
def client(lead: User, client_of: ClientOf) -> Client:
    return client_of(lead)


@pytest.fixture
def whole(city: City, lead: User) -> Assessment:
    """An accepted round over the real questionnaire, after an earlier one."""
    questionnaire = make.load_questionnaire()
    comment = Content(score=3, comment="Plan je usvojen 12.10.2024, vidi P3.2.")
    for year, answers in ((2023, {}), (2026, {"P1.1": comment, "P2.1": 0})):
        assessment = make.make_assessment(
            city=city,
            lead=lead,
            questionnaire=questionnaire,
            status="accepted",
            year=year,
            answers=answers,
        )
    return assessment


# What every paper is


@pytest.mark.parametrize("kind", ["report", "brief"])
def test_paper_is_tagged_a4_in_its_language_with_fonts_inside(
    kind: str,
    client: Client,
    assessment: Assessment,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        made = paper.opened(_pdf(client, assessment, kind=kind))

    assert made.Root.MarkInfo.Marked
    assert made.Root.Lang == "sr-Cyrl"
    sizes = {tuple(round(float(one)) for one in page.mediabox) for page in made.pages}
    assert sizes == {(0, 0, 595, 842)}
    assert all(paper.fonts(made).values())
    assert any("Source-Sans-3" in name for name in paper.fonts(made))
    assert {"/H1", "/H2", "/Table", "/TH", "/Figure"} <= paper.tags(made)
    assert caplog.records == []


def test_paper_names_itself_and_its_city(
    client: Client, assessment: Assessment
) -> None:
    with paper.opened(_pdf(client, assessment, paper="en")).open_metadata() as about:
        assert "Ub, 2026" in about["dc:title"]
        assert about["dc:creator"] == ["Municipality Ub"]


def test_contents_give_the_pages_where_headings_stand(
    client: Client, whole: Assessment
) -> None:
    content = _pdf(client, whole, paper="en")
    marks = paper.bookmarks(paper.opened(content))
    contents = paper.texts(content)[1]

    told = {
        title: int(number)
        for title in marks
        if (number := _number_after(title, contents)) is not None
    }

    assert len(told) == 9
    assert told == {title: marks[title] for title in told}


def test_every_page_but_the_cover_says_which_it_is_of_how_many(
    client: Client, assessment: Assessment
) -> None:
    pages = paper.texts(_pdf(client, assessment, paper="en"))

    assert "Page 1 of" not in pages[0]
    for number, text in enumerate(pages[1:], start=2):
        assert f"Page {number} of {len(pages)}" in text
        assert "Municipality Ub · Report on disaster resilience" in text


def test_draft_and_invented_data_are_marked_on_every_page(
    client: Client, city: City, lead: User
) -> None:
    assessment = make.make_assessment(city=city, lead=lead, is_demo=True)

    first, *others = paper.texts(_pdf(client, assessment, paper="en"))

    assert "Draft – not submitted" in first
    assert "are invented" in first
    assert all("Draft – not submitted" in text for text in others)
    assert all("Invented data" in text for text in others)


def test_paper_of_an_accepted_round_has_no_mark(
    client: Client, city: City, lead: User
) -> None:
    assessment = make.make_assessment(city=city, lead=lead, status="accepted")

    text = " ".join(paper.texts(_pdf(client, assessment, paper="en")))

    assert "Draft" not in text
    assert "Invented" not in text
    assert "accepted on" in text


def test_report_holds_all_parts(client: Client, whole: Assessment) -> None:
    text = " ".join(paper.texts(_pdf(client, whole, paper="en")))

    for part in (
        "Summary for decision makers",
        "Risk scenarios",
        "Results by Essential",
        "Strengths",
        "Gaps",
        "Change since 2023",
        "All answers",
        "P10.2",
        "How the figures are calculated",
        "The two differ because",
        "not affiliated with or endorsed by UNDRR",
        "Signatures",
    ):
        assert part in text


# What people typed


def test_html_in_a_comment_is_printed_as_text(
    client: Client, city: City, lead: User
) -> None:
    typed = 'važno <b>ne</b> <img src="http://example.com/x.png"> & <style>*{}</style>'
    content = Content(score=1, comment=typed)
    assessment = make.make_assessment(city=city, lead=lead, answers={"P1.1": content})

    text = " ".join(paper.texts(_pdf(client, assessment, paper="en")))

    assert typed in text


def test_longest_comment_fits(client: Client, city: City, lead: User) -> None:
    content = Content(score=1, comment=FULL_COMMENT[:10_000])
    assessment = make.make_assessment(city=city, lead=lead, answers={"P1.1": content})

    text = " ".join(paper.texts(_pdf(client, assessment, paper="en")))

    assert text.count("коментар о") == FULL_COMMENT[:10_000].count("коментар о")


@pytest.mark.parametrize("kind", ["report", "brief"])
def test_cyrillic_paper_has_no_latin_word_but_names_and_codes(
    kind: str, client: Client, whole: Assessment
) -> None:
    text = " ".join(paper.texts(_pdf(client, whole, kind=kind, paper="sr")))

    latin = re.findall(r"[A-Za-zČĆĐŠŽčćđšž]{2,}", LATIN_ALLOWED.sub(" ", text))

    assert latin == []


@pytest.mark.parametrize("kind", ["report", "brief"])
def test_latin_paper_has_no_cyrillic_letter(
    kind: str, client: Client, whole: Assessment
) -> None:
    text = " ".join(paper.texts(_pdf(client, whole, kind=kind, paper="sr-latn")))

    assert re.findall(r"[а-яђјљњћџА-ЯЂЈЉЊЋЏ]+", text) == []


# The brief


@pytest.mark.parametrize("language", ["sr", "sr-latn", "en"])
def test_brief_has_two_pages(language: str, client: Client, whole: Assessment) -> None:
    made = paper.opened(_pdf(client, whole, kind="brief", paper=language))

    assert len(made.pages) == 2


def test_brief_of_an_almost_empty_round_has_two_pages(
    client: Client, assessment: Assessment
) -> None:
    made = paper.opened(_pdf(client, assessment, kind="brief"))

    assert len(made.pages) == 2


def test_brief_has_two_pages_with_the_longest_names(
    client: Client, city: City, lead: User
) -> None:
    city.name_sr = city.name_sr_latn = "Велика Општина " * 5
    city.authority = "Председник општине " * 6
    city.save()
    lead.name = "Александра Стојановић-Вукосављевић " * 3
    lead.save()
    questionnaire = make.load_questionnaire()
    Level.objects.filter(question__questionnaire=questionnaire).update(
        text_sr="Врло дугачак опис нивоа отпорности. " * 30
    )
    Question.objects.filter(questionnaire=questionnaire).update(
        title_sr="Врло дугачак наслов показатеља " * 6
    )
    codes = [question.code for question in questionnaire.questions.all()]
    answers: dict[str, Content | int | None] = dict.fromkeys(codes, 1)
    answers |= dict.fromkeys(codes[:5], 3)
    assessment = make.make_assessment(
        city=city, lead=lead, questionnaire=questionnaire, answers=answers
    )

    made = paper.opened(_pdf(client, assessment, kind="brief"))

    assert len(made.pages) == 2


# The answer to a request


def test_council_paper_is_cyrillic_unless_chosen(
    client: Client, assessment: Assessment
) -> None:
    assert paper.opened(_pdf(client, assessment)).Root.Lang == "sr-Cyrl"


def test_unknown_language_is_not_found(client: Client, assessment: Assessment) -> None:
    address = reverse("scorecard:report-pdf", args=[assessment.pk])

    assert client.get(address, {"paper": "de"}).status_code == 404


def test_paper_is_private_and_named_twice(
    client: Client, assessment: Assessment
) -> None:
    address = reverse("scorecard:brief-pdf", args=[assessment.pk])

    response = client.get(address)

    assert response["Content-Disposition"].startswith(
        "inline; filename=\"mcr2030-brief-71277-2026-sr.pdf\"; filename*=UTF-8''MCR2030"
    )
    assert response["Content-Disposition"].isascii()
    assert response["Cache-Control"].startswith("private")
    assert response["X-Content-Type-Options"] == "nosniff"


# Kept papers


@pytest.mark.parametrize("status", ["submitted", "accepted"])
def test_paper_of_a_frozen_round_is_made_once_and_kept(
    status: str, client: Client, city: City, lead: User
) -> None:
    assessment = make.make_assessment(city=city, lead=lead, status=status)

    first, second = _pdf(client, assessment), _pdf(client, assessment)

    assert first == second
    kept = Paper.objects.get()
    assert (kept.status, kept.kind, kept.language) == (status, "report", "sr")
    assert kept.sha256 == hashlib.sha256(first).hexdigest()
    with default_storage.open(kept.file.name) as file:
        assert file.read() == first


def test_kept_paper_takes_few_queries(
    client: Client,
    city: City,
    lead: User,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    assessment = make.make_assessment(city=city, lead=lead, status="accepted")
    _pdf(client, assessment, kind="brief")

    with django_assert_max_num_queries(6):
        _pdf(client, assessment, kind="brief")


@pytest.mark.parametrize("status", ["draft", "returned"])
def test_paper_of_an_open_round_is_not_kept(
    status: str, client: Client, city: City, lead: User
) -> None:
    assessment = make.make_assessment(city=city, lead=lead, status=status)

    _pdf(client, assessment, kind="brief")

    assert not Paper.objects.exists()


def test_second_of_two_requests_at_once_gets_the_first_paper(
    city: City, lead: User
) -> None:
    assessment = make.make_assessment(city=city, lead=lead, status="accepted")

    def slower() -> bytes:
        _content(assessment, b"first")
        return b"second"

    served = papers.content(
        assessment=assessment, kind="report", language="sr", make=slower
    )

    assert served == b"first"
    assert Paper.objects.count() == 1


def _content(assessment: Assessment, made: bytes) -> bytes:
    return papers.content(
        assessment=assessment, kind="report", language="sr", make=lambda: made
    )


def test_paper_that_storage_lost_is_made_again(city: City, lead: User) -> None:
    assessment = make.make_assessment(city=city, lead=lead, status="accepted")
    _content(assessment, b"first")
    default_storage.delete(Paper.objects.get().file.name)

    assert _content(assessment, b"again") == b"again"
    assert _content(assessment, b"third") == b"again"


def test_returned_and_mended_round_gets_a_new_paper(city: City, lead: User) -> None:
    assessment = make.make_assessment(city=city, lead=lead, status="submitted")
    _content(assessment, b"submitted")
    Assessment.objects.filter(pk=assessment.pk).update(
        status="accepted", decided_at=assessment.submitted_at, decided_by=lead
    )
    assessment.refresh_from_db()

    assert _content(assessment, b"accepted") == b"accepted"
    assert Paper.objects.count() == 2


def test_page_words_follow_the_language() -> None:
    with translation.override("en"):
        assert pdf.words_for_pages() == ("Page ", " of ", "")


def _number_after(title: str, contents: str) -> int | None:
    found = re.search(rf"(?:^|\d |Contents ){re.escape(title)} (\d+)", contents)
    return int(found[1]) if found else None
