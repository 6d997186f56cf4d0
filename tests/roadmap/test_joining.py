"""Joining: the stage a city sees itself in, its letter, its membership."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone, translation

from cities.models import City, User
from cities.permissions import Refused
from roadmap import suggestion
from roadmap.actions import joining
from roadmap.models import Letter, SelfAssessment, StageEntry
from roadmap.reports import letter as letters
from scorecard.models import Evidence
from tests import make, paper
from tests.conftest import ClientOf
from tests.make_roadmap import a_pdf, make_criterion, make_letter, make_stage

ALL_YES = dict.fromkeys(suggestion.QUESTIONS, "yes")
TODAY = "13.10.2025."

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("changed", "stage"),
    [
        ({}, "C"),
        ({"money": "partly"}, "B"),
        ({"plan": "no", "scorecard": "no"}, "A"),
        ({"risk": "partly"}, "A"),
    ],
)
def test_answers_point_to_the_first_stage_with_something_missing(
    changed: dict[str, str], stage: str
) -> None:
    assert suggestion.suggest(ALL_YES | changed) == stage


def test_nothing_answered_points_to_the_beginning() -> None:
    assert suggestion.suggest({}) == "A"


def test_answers_only_point_and_people_choose(
    client_of: ClientOf, city: City, lead: User
) -> None:
    client, path = client_of(lead), f"/cities/{city.code}/joining/stage/"

    pointed = client.post(path, ALL_YES | {"plan": "no"})
    before = SelfAssessment.objects.count()
    client.post(path, ALL_YES | {"plan": "no", "stage": "A"})

    assert "Your answers point to: Stage B" in pointed.content.decode()
    assert before == 0
    chosen = SelfAssessment.objects.get()
    assert (chosen.suggested, chosen.stage) == ("B", "A")
    page = client.get(f"/cities/{city.code}/joining/").content.decode()
    assert "The answers pointed to: Stage B: Plan better." in page
    assert not StageEntry.objects.exists()


def test_half_of_the_answers_are_kept_and_the_rest_is_asked(
    client_of: ClientOf, city: City, lead: User
) -> None:
    page = client_of(lead).post(
        f"/cities/{city.code}/joining/stage/", {"risk": "partly"}
    )

    assert page.status_code == 422
    assert page.content.decode().count("Choose yes, partly or no.") == 5


def test_signed_letter_is_a_document_of_the_city(
    client_of: ClientOf, city: City, lead: User, focal_point: User
) -> None:
    posted = {
        "signatory": "Петар Петровић, председник општине",
        "number": "020-1",
        "signed_on": TODAY,
        "file": SimpleUploadedFile("писмо.pdf", a_pdf()),
    }

    client_of(lead).post(f"/cities/{city.code}/joining/letter/", posted)

    letter = Letter.objects.get()
    assert letter.evidence.issued == dt.date(2025, 10, 13)
    assert letter.evidence.title == "Писмо о посвећености"
    assert list(Evidence.objects.of_city(city.pk)) == [letter.evidence]
    answer = client_of(focal_point).get(f"/letters/{letter.pk}/file/")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer.getvalue().startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("pismo.pdf", b"MZ not a paper", "The content of the file is not what"),
        ("pismo.docx", b"PK", "This kind of file is not accepted."),
        ("pismo.png", b"", "The file is empty."),
    ],
)
def test_a_scan_is_judged_by_its_content(
    client_of: ClientOf,
    city: City,
    lead: User,
    name: str,
    content: bytes,
    sentence: str,
) -> None:
    posted = {
        "signatory": "Петар",
        "signed_on": TODAY,
        "file": SimpleUploadedFile(name, content),
    }

    page = client_of(lead).post(f"/cities/{city.code}/joining/letter/", posted)

    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert "Петар" in page.content.decode()
    assert not Letter.objects.exists()


def test_a_letter_of_tomorrow_is_refused(
    client_of: ClientOf, city: City, lead: User
) -> None:
    tomorrow = timezone.localdate() + dt.timedelta(days=1)

    page = client_of(lead).post(
        f"/cities/{city.code}/joining/letter/",
        {"signatory": "Петар", "signed_on": tomorrow.isoformat()},
    )

    assert "The day is in the future." in page.content.decode()
    assert "Choose the file with the scan." in page.content.decode()


def test_the_letter_is_a_hint_for_its_criterion(
    client_of: ClientOf, city: City, lead: User
) -> None:
    make_criterion(code="letter", fact="letter")
    make_letter(city=city, by=lead, signed_on=dt.date(2025, 10, 13))

    page = client_of(lead).get(f"/cities/{city.code}/roadmap/").content.decode()

    assert "The signed letter of 13 Oct 2025 is on this site." in page


def test_focal_point_confirms_the_membership_and_records_the_stage(
    client_of: ClientOf, city: City, lead: User, focal_point: User
) -> None:
    posted = {"stage": "B", "since": TODAY, "note": "Учесник кампање."}

    client_of(focal_point).post(f"/cities/{city.code}/joining/confirm/", posted)

    city.refresh_from_db()
    entry = StageEntry.objects.get()
    assert city.is_member
    assert (entry.stage, entry.since) == ("B", dt.date(2025, 10, 13))


def test_confirming_without_a_stage_says_what_to_do(
    client_of: ClientOf, city: City, focal_point: User
) -> None:
    page = client_of(focal_point).post(
        f"/cities/{city.code}/joining/confirm/", {"since": "13.10.2999."}
    )

    assert page.status_code == 422
    assert "Choose a stage." in page.content.decode()
    assert "The day is in the future." in page.content.decode()
    city.refresh_from_db()
    assert not city.is_member


def test_a_membership_is_confirmed_once_and_keeps_a_recorded_stage(
    city: City, focal_point: User
) -> None:
    entry = make_stage(city=city, stage="C", by=focal_point)
    today = timezone.localdate()
    joining.confirm(city=city, stage="A", since=today, by=focal_point)

    with pytest.raises(Refused, match="member already"):
        joining.confirm(city=city, stage="A", since=today, by=focal_point)

    assert StageEntry.objects.get() == entry


@pytest.mark.parametrize(
    ("kind", "serbian", "english"),
    [
        ("city", "Градоначелник", "Mayor"),
        ("municipality", "Председник општине", "President of the municipality"),
    ],
)
def test_who_signs_follows_from_the_kind(kind: str, serbian: str, english: str) -> None:
    city = make.make_city(name="Чачак", kind=kind)

    for language, expected in (("sr", serbian), ("en", english)):
        with translation.override(language):
            assert letters.build(city).authority == expected


def test_letter_is_one_tagged_sheet_and_says_whose_wording_it_is(
    city: City, lead: User
) -> None:
    for language, title, mark in (
        ("sr", "Писмо о посвећености", "Нацрт текста"),
        ("sr-latn", "Pismo o posvećenosti", "Nacrt teksta"),
        ("en", "Letter of commitment", "Draft wording"),
    ):
        made = letters.paper(city, language)
        sheets = paper.texts(made)
        assert len(sheets) == 1
        assert title in sheets[0]
        assert mark in sheets[0]
        assert "/H1" in paper.tags(paper.opened(made))


def test_letter_comes_in_cyrillic_unless_asked_for(
    client_of: ClientOf, city: City, lead: User
) -> None:
    client, path = client_of(lead), f"/cities/{city.code}/joining/letter.pdf"

    first = client.get(path)
    other = client.get(f"{path}?paper=xx")

    assert first["Content-Type"] == "application/pdf"
    assert "letter-71277-sr.pdf" in first["Content-Disposition"]
    assert other.status_code == 404


def test_everybody_reads_how_to_join(client: Client) -> None:
    page = client.get("/join/").content.decode()

    assert "For a local government" in page or "За локалну самоуправу" in page
    assert "mcr2030-eca@un.org" in page
