"""Junk in forms, addresses and headers: a page says so, and nothing is changed."""

import logging
from unittest.mock import patch

import pytest
from django.test import Client
from django.urls import reverse

from cities.models.numbers import VERSION_MAXIMUM
from scorecard.models import Assessment
from tests import make
from tests.fuzz import Fuzz
from tests.world import PDF, World, taken_back

pytestmark = pytest.mark.django_db

# As many as fit into a minute of a slow machine; `python -m tests.fuzz` goes on.
TIMES = 350


@pytest.mark.sweep
@pytest.mark.parametrize(
    ("times", "files"),
    [
        pytest.param(TIMES, False, id="forms and addresses"),
        pytest.param(60, True, id="files"),
    ],
)
def test_junk_never_breaks_a_page_nor_changes_what_it_was_refused(
    times: int, files: bool
) -> None:
    logging.disable(logging.CRITICAL)
    try:
        with taken_back(), patch("scorecard.pdf.render", lambda html: PDF):
            tally = Fuzz(World(), seed=2030).run(times=times, files=files)
    finally:
        logging.disable(logging.NOTSET)

    assert tally.faults == []
    assert sum(tally.kinds.values()) == times


@pytest.mark.parametrize("number", [2**63, 2**200, 10**4000])
def test_no_row_is_called_by_a_number_that_no_database_keeps(
    number: int, client_of, lead
) -> None:
    page = client_of(lead).post(f"/assessments/{number}/answers/P1.1/", {"choice": "1"})

    assert page.status_code == 404


def test_a_tampered_box_is_no_choice(
    client_of, partner_person, partner, questionnaire
) -> None:
    page = client_of(partner_person).post(
        reverse("roadmap:service-new", args=[partner.code]),
        {"title": "Обука", "essentials": [str(2**200)]},
    )

    assert page.status_code == 422
    assert f"{2**200} is not one of the available choices" in page.content.decode()


def test_a_digit_that_is_no_figure_is_the_number_of_no_proposal(
    client_of, lead, assessment
) -> None:
    page = client_of(lead).post(
        reverse("scorecard:settle-one", args=[assessment.pk, "P1.1"]),
        {"choice": "2", "reason": "Договорено.", "version": "0", "stands": "²"},
    )

    assert page.status_code == 302
    assert assessment.answers.get(question__code="P1.1").score == 2


@pytest.mark.parametrize("number", ["9" * 4000, str(2**63)])
def test_a_colleague_of_a_number_that_no_database_keeps_is_told_nothing(
    number: str, client_of, lead, contributor, assessment
) -> None:
    address = reverse("scorecard:open-thread", args=[assessment.pk, "P1.1"])

    page = client_of(lead).post(address, {"text": "Погледајте.", "tell": number})

    assert page.status_code == 422
    assert "Погледајте." in page.content.decode()


def test_an_answer_on_a_version_after_which_there_is_no_other_is_kept_on_the_page(
    client_of, lead, assessment
) -> None:
    address = reverse("scorecard:answer", args=[assessment.pk, "P1.1"])

    page = client_of(lead).post(
        address, {"choice": "2", "comment": "Мењамо.", "version": VERSION_MAXIMUM + 1}
    )

    assert page.status_code == 422
    assert "Мењамо." in page.content.decode()


@pytest.mark.parametrize(
    "path", ["/cities/71%00277/", "/welcome/a%00/", "/assessments/1/answers/P1%00.1/"]
)
def test_an_address_with_a_nul_is_nowhere(path: str, client_of, lead) -> None:
    assert client_of(lead).get(path).status_code in (404, 405)


def test_a_search_with_a_nul_finds_what_it_finds_without(client_of, lead, city) -> None:
    page = client_of(lead).get("/cities/", {"q": "У\0б"})

    assert page.status_code == 200
    assert city.name in page.content.decode()


def test_a_nul_in_a_comment_is_left_out_and_the_rest_is_saved(
    client_of, lead, assessment
) -> None:
    address = reverse("scorecard:answer", args=[assessment.pk, "P1.1"])

    client_of(lead).post(
        address, {"choice": "2", "comment": "Де\0лимично", "version": "0"}
    )

    answer = assessment.answers.get(question__code="P1.1")
    assert (answer.score, answer.comment) == (2, "Делимично")


def test_a_cookie_with_a_nul_is_no_session(visitor) -> None:
    page = visitor.get("/", HTTP_COOKIE='sessionid="abcdefgh\\000"')

    assert page.status_code == 200


@pytest.mark.once
@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/x-www-form-urlencoded", b"comment=" + b"x" * 2_200_000),
        ("application/x-www-form-urlencoded", b"a=1&" * 1500),
        ("multipart/form-data; boundary=", b"--\r\n"),
    ],
)
def test_a_form_that_cannot_be_read_says_so_in_three_languages(
    content_type: str, body: bytes, client_of, lead, assessment
) -> None:
    address = reverse("scorecard:submit", args=[assessment.pk])

    page = client_of(lead).post(address, body, content_type=content_type)

    text = page.content.decode()
    assert page.status_code == 400
    assert "Ово није могло да се прочита" in text
    assert "Ovo nije moglo da se pročita" in text
    assert "This could not be read" in text


def test_more_digits_than_python_reads_are_refused_before_any_library_reads_them(
    visitor,
) -> None:
    page = visitor.post("/accounts/2fa/webauthn/login/", {"credential": "9" * 5000})

    assert page.status_code == 400


def test_a_reviewer_of_a_number_that_no_database_keeps_is_nobody(
    client_of, focal_point
) -> None:
    assessment = make.make_assessment(status=Assessment.Status.SUBMITTED)
    address = reverse("scorecard:hand-on", args=[assessment.pk])

    page = client_of(focal_point).post(address, {"seen": "-" + "9" * 300})

    assert page.status_code == 302
    assessment.refresh_from_db()
    assert assessment.reviewer is None


@pytest.mark.parametrize("version", [VERSION_MAXIMUM + 1, 2**63 - 1])
def test_levels_agreed_on_a_version_after_which_there_is_no_other_stay_open(
    version: int, client_of, lead, contributor, assessment
) -> None:
    make.propose(assessment, "P1.1", 2, by=contributor)
    address = reverse("scorecard:settle-alike", args=[assessment.pk])

    page = client_of(lead).post(address, {"code": f"P1.1@{version}"})

    assert page.status_code == 302
    assert assessment.answers.get(question__code="P1.1").score is None


def test_a_turn_after_which_there_is_no_other_is_none(
    client_of, lead, assessment
) -> None:
    workshop = make.make_workshop(assessment=assessment, lead=lead)
    ballot = workshop.ballots.first()
    address = reverse("scorecard:workshop-count", args=[workshop.pk, ballot.number])

    page = client_of(lead).post(address, {"hands-2": 2, "turn": 2**63 - 1})

    assert page.status_code == 422
    workshop.refresh_from_db()
    assert workshop.turn == 0


@pytest.mark.once
@pytest.mark.parametrize("where", ["7", "no-such-page", "no:such", "ж" * 3000])
def test_a_language_is_changed_wherever_the_form_says_it_stood(where: str) -> None:
    answer = Client().post("/language/", {"language": "en", "next": where})

    assert answer.status_code == 302
    assert answer.cookies["django_language"].value == "en"
