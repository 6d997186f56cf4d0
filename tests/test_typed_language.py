"""Serbian texts follow the reader's script; texts in another language stay."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from cities.models import User
from mcr2030.templatetags.mcr2030 import in_script
from scorecard import reports
from scorecard.actions.answers import Content
from scorecard.models import Assessment
from tests import make
from tests.conftest import ClientOf

ENGLISH = "The city has a plan."
pytestmark = pytest.mark.django_db


@pytest.fixture
def english(lead: User, focal_point: User) -> Assessment:
    return make.make_assessment(
        city=lead.memberships.get().city,
        lead=lead,
        text_language="en",
        most_probable="A river floods.",
        answers={"P1.1": Content(score=2, comment=ENGLISH)},
    )


def test_serbian_is_turned_into_the_script_of_the_page() -> None:
    with translation.override("sr"):
        assert in_script("Grad ima plan.") == "Град има план."


def test_english_is_never_turned_into_cyrillic() -> None:
    with translation.override("sr"):
        assert in_script(ENGLISH, "en") == ENGLISH


@pytest.mark.parametrize("page", ["essential", "overview", "report"])
def test_pages_in_cyrillic_show_english_texts_as_typed(
    page: str, english: Assessment, lead: User, client_of: ClientOf
) -> None:
    lead.language = "sr"
    lead.save()
    client: Client = client_of(lead)
    args = [english.pk, 1] if page == "essential" else [english.pk]
    said = "A river floods." if page == "overview" else ENGLISH

    content = client.get(reverse(f"scorecard:{page}", args=args)).content.decode()

    assert said in content


def test_a_report_says_that_its_texts_are_english(english: Assessment) -> None:
    with translation.override("sr"):
        report = reports.build(english, dt.date(2026, 11, 23))

    assert (report.texts_language, report.typed_language) == ("en", "sr-Cyrl")
