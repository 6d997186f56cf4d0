import html
import re

import pytest
from django.urls import reverse

from scorecard.actions import assessments, merging
from scorecard.actions.answers import Content
from scorecard.models import AnswerChange, Evidence, PendingImport
from tests import libreoffice, make
from tests.exchange import (
    CODES,
    COLUMNS,
    downloaded,
    filled,
    kept,
    make_round,
    pending,
    places,
    upload_own,
    words,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment(city, lead):
    return make_round(city, lead)


@pytest.fixture
def client(client_of, lead):
    return client_of(lead)


@pytest.fixture
def workbook(client, assessment):
    return downloaded(client, assessment)


def hidden(page):
    """Return what the page would send without a choice of the person."""
    fields = re.findall(
        r'<input type="hidden" name="(version_[^"]+)" value="([^"]*)"',
        page.content.decode(),
    )
    return {name: html.unescape(value) for name, value in fields}


def compared(client, assessment, workbook, rows):
    """Upload the workbook with some rows filled in; return the page that compares."""
    response = upload_own(client, assessment, filled(workbook, rows))
    return client.get(response["Location"])


def merge(client, page, **chosen):
    address = reverse("scorecard:merge", args=[pending().pk])
    return client.post(address, hidden(page) | chosen)


def scores(assessment):
    rows = assessment.answers.values_list("question__code", "score")
    return {code: score for code, score in rows if score is not None}


def test_ten_answers_filled_in_libreoffice_are_merged_and_no_other(
    assessment, client, workbook
):
    where = places(workbook)
    typed = {}
    for at, code in enumerate(CODES[:10]):
        sheet, row = where[code]
        typed[sheet, f"{COLUMNS['answer']}{row}"] = at % 4
        typed[sheet, f"{COLUMNS['comment']}{row}"] = f"Зато што {code}.\nИ још."
    content = libreoffice.filled(workbook, typed)

    answer = upload_own(client, assessment, content)
    page = client.get(answer["Location"])
    before = scores(assessment)
    response = merge(client, page)

    assert "10 answers will be saved" in words(page)
    assert set(hidden(page)) == {f"version_{code}" for code in CODES[:10]}
    assert "What was noticed" not in words(page)
    assert before == {}
    assert response["Location"] == assessment.get_absolute_url()
    assert scores(assessment) == {code: at % 4 for at, code in enumerate(CODES[:10])}
    assert AnswerChange.objects.count() == 10
    assert make.answer_of(assessment, "P1.2").comment == "Зато што P1.2.\nИ још."
    assert not PendingImport.objects.exists()


def test_answer_that_was_changed_here_meanwhile_shows_as_a_conflict(
    assessment, client, workbook, contributor
):
    theirs = Content(score=3, comment="Са сајта.")
    make.save_answer(assessment, "P1.1", theirs, by=contributor)
    rows = {
        "P1.1": {"answer": 1, "comment": "Из свеске."},
        "P1.2": {"answer": 2},
    }

    page = compared(client, assessment, workbook, rows)

    text = words(page)
    assert "1 answer was changed in both places: choose" in text
    assert "1 answer will be saved" in text
    assert "Kosta Kojić" in text
    assert "level 3 Wholly. Са сајта." in text
    assert "level 1 Something. Из свеске." in text
    assert " checked" not in page.content.decode()
    assert "since this workbook was downloaded: P1.1" in text


def test_conflict_without_a_choice_refuses_and_saves_nothing(
    assessment, client, workbook, contributor
):
    make.save_answer(assessment, "P1.1", 3, by=contributor)
    rows = {"P1.1": {"answer": 1}, "P1.2": {"answer": 2}}
    page = compared(client, assessment, workbook, rows)
    before = kept()

    response = merge(client, page)

    assert response.status_code == 422
    assert "Choose which answer to keep for: P1.1." in words(response)
    assert kept() == before
    assert PendingImport.objects.exists()


@pytest.mark.parametrize(("choice", "score"), [("here", 3), ("file", 1)])
def test_chosen_side_of_a_conflict_stands(
    assessment, client, workbook, contributor, choice, score
):
    make.save_answer(assessment, "P1.1", 3, by=contributor)
    rows = {"P1.1": {"answer": 1}, "P1.2": {"answer": 2}}
    page = compared(client, assessment, workbook, rows)

    response = merge(client, page, **{"P1.1": choice})

    assert response.status_code == 302
    assert scores(assessment) == {"P1.1": score, "P1.2": 2}


def test_new_answer_that_moved_on_after_the_preview_becomes_a_conflict(
    assessment, client, workbook, contributor
):
    page = compared(client, assessment, workbook, {"P1.1": {"answer": 1}})
    make.save_answer(assessment, "P1.1", 3, by=contributor)
    before = kept()

    response = merge(client, page)

    assert response.status_code == 422
    assert "changed in both places" in words(response)
    assert kept() == before


def test_conflict_that_moved_on_after_the_preview_refuses_and_shows_it_again(
    assessment, client, workbook, contributor
):
    make.save_answer(assessment, "P1.1", 3, by=contributor)
    page = compared(client, assessment, workbook, {"P1.1": {"answer": 1}})
    make.save_answer(assessment, "P1.1", 0, by=contributor)
    before = kept()

    response = merge(client, page, **{"P1.1": "file"})

    assert response.status_code == 422
    assert "P1.1 was changed here a moment ago." in words(response)
    assert kept() == before
    assert hidden(response) == {"version_P1.1": "2"}
    assert merge(client, response, **{"P1.1": "file"}).status_code == 302
    assert scores(assessment) == {"P1.1": 1}


@pytest.mark.parametrize("version", ["", "x", "9" * 4000, "-1", "99999999999"])
def test_version_that_is_no_number_changes_nothing(
    assessment, client, workbook, version
):
    page = compared(client, assessment, workbook, {"P1.1": {"answer": 1}})

    response = merge(client, page, **{"version_P1.1": version})

    assert response.status_code == 422
    assert scores(assessment) == {}


def test_same_change_in_both_places_is_no_conflict(
    assessment, client, workbook, contributor
):
    make.save_answer(assessment, "P1.1", 1, by=contributor)

    page = compared(client, assessment, workbook, {"P1.1": {"answer": 1}})

    assert "The file says nothing that is not here already." in words(page)


def test_line_ends_and_outer_spaces_are_no_change(assessment, client, lead):
    content = Content(score=1, comment="Прво.\r\nДруго. ")
    make.save_answer(assessment, "P1.1", content, by=lead)
    rows = {"P1.1": {"evidence": "Одлука о буџету"}}

    page = compared(client, assessment, downloaded(client, assessment), rows)

    assert "0 answers will be saved" in words(page)
    assert hidden(page) == {}


def test_only_new_evidence_is_added_and_the_answer_stays(assessment, client, lead):
    answer = make.answer_of(assessment, "P1.1")
    make.make_evidence(answer=answer, title="План", number="12")
    make.save_answer(assessment, "P1.1", 2, by=lead)
    rows = {"P1.1": {"evidence": "План, 12\nОдлука о буџету; архива"}}
    page = compared(client, assessment, downloaded(client, assessment), rows)

    response = merge(client, page)

    assert response.status_code == 302
    titles = Evidence.objects.order_by("pk").values_list("title", flat=True)
    assert list(titles) == ["План", "Одлука о буџету; архива"]
    assert AnswerChange.objects.count() == 1


def test_workbook_that_is_uploaded_twice_adds_its_evidence_once(
    assessment, client, workbook
):
    rows = {"P1.1": {"answer": 2, "evidence": "Одлука о буџету"}}
    merge(client, compared(client, assessment, workbook, rows))

    again = compared(client, assessment, workbook, rows)

    assert "The file says nothing that is not here already." in words(again)
    assert Evidence.objects.count() == 1


def test_not_applicable_comes_in_with_its_reason(assessment, client, workbook):
    rows = {"P1.1": {"answer": "not applicable", "reason": "Нема пруге."}}

    merge(client, compared(client, assessment, workbook, rows))

    answer = make.answer_of(assessment, "P1.1")
    assert (answer.not_applicable, answer.reason) == (True, "Нема пруге.")


def test_answer_that_was_cleared_in_the_file_is_cleared_here(assessment, client, lead):
    make.save_answer(assessment, "P1.1", 2, by=lead)
    rows = {"P1.1": {"answer": None}}

    merge(client, compared(client, assessment, downloaded(client, assessment), rows))

    assert scores(assessment) == {}


@pytest.mark.parametrize("language", ["sr", "sr-latn", "en"])
def test_workbook_of_each_language_comes_back(assessment, client, language):
    content = downloaded(client, assessment, language)

    merge(client, compared(client, assessment, content, {"P2.1": {"answer": 3}}))

    assert scores(assessment) == {"P2.1": 3}


def test_closed_assessment_takes_no_workbook(city, lead, client, focal_point):
    closed = make_round(city, lead, status="submitted")
    content = downloaded(client, closed)

    response = upload_own(client, closed, filled(content, {"P1.1": {"answer": 0}}))

    assert response.status_code == 403
    assert "under review" in words(response)


def test_assessment_that_was_closed_after_the_preview_refuses(
    assessment, client, lead, workbook
):
    page = compared(client, assessment, workbook, {"P1.1": {"answer": 1}})
    for code in CODES:
        make.save_answer(assessment, code, 2, by=lead)
    assessments.submit(assessment=assessment, by=lead)
    before = kept()

    response = merge(client, page)

    assert response.status_code == 403
    assert kept() == before


def test_somebody_elses_upload_is_not_found(
    assessment, client, client_of, workbook, city
):
    colleague = make.make_membership(city=city).user
    page = compared(client, assessment, workbook, {"P1.1": {"answer": 1}})

    response = merge(client_of(colleague), page)

    assert response.status_code == 404


def test_discarded_upload_is_gone_and_nothing_changed(assessment, client, workbook):
    compared(client, assessment, workbook, {"P1.1": {"answer": 1}})
    before = kept()

    client.post(reverse("scorecard:discard", args=[pending().pk]))

    assert not PendingImport.objects.exists()
    assert kept() == before


def test_next_upload_takes_the_place_of_the_last(assessment, client, workbook):
    compared(client, assessment, workbook, {"P1.1": {"answer": 1}})
    compared(client, assessment, workbook, {"P1.2": {"answer": 2}})

    (line,) = merging.lines(pending())

    assert PendingImport.objects.count() == 1
    assert line.answer.question.code == "P1.2"
