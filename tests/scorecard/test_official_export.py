import csv
import io
import json
import re

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from scorecard.actions import notes
from scorecard.actions.answers import Content
from scorecard.models import BlankWorkbook
from scorecard.workbooks import official
from tests import make
from tests.exchange import kept, official_with, upload_file, words
from tests.world import taken_back

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(scope="module")
def shipped_editions(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), taken_back():
        yield make.load_questionnaire()


@pytest.fixture
def assessment(city, lead, shipped_editions):
    return make.make_assessment(city=city, lead=lead, questionnaire=shipped_editions)


@pytest.fixture
def client(client_of, lead):
    return client_of(lead)


def address(name, assessment, *more):
    return reverse(f"scorecard:{name}", args=[assessment.pk, *more])


def keep(client, assessment, content):
    return upload_file(client, address("keep-blank", assessment), content)


def keep_for_all(client, content):
    return upload_file(client, reverse("scorecard:national-blank"), content)


def filled(client, assessment):
    response = client.get(address("official-workbook", assessment))
    assert response.status_code == 200
    return {one.code: one for one in official.read(response.content).answers}


# the official workbook


def test_without_a_blank_file_the_lead_is_told_to_upload_one(client, assessment):
    page = client.get(address("official-workbook", assessment), follow=True)

    assert "Upload the blank official workbook first." in words(page)


def test_filled_workbook_holds_the_answers_and_their_texts(client, assessment, lead):
    content = Content(score=1, comment="Дорадити.")
    make.save_answer(assessment, "P1.1", content, by=lead)
    answer = make.answer_of(assessment, "P1.1")
    make.make_evidence(answer=answer, title="План", number="12")
    notes.note(answer=answer, action="Донети.", institution="Штаб", by=lead)
    away = Content(not_applicable=True, reason="Нема брана.", comment="Види ГУП.")
    make.save_answer(assessment, "P1.2", away, by=lead)
    keep(client, assessment, official_with())

    found = filled(client, assessment)

    first, second = found["P1.1"], found["P1.2"]
    assert (first.score, first.comment) == (1, "Дорадити.")
    assert (first.evidence, first.action) == ("План, 12", "Донети.")
    assert first.institution == "Штаб"
    assert (second.score, second.comment) == (None, "Нема брана.\nВиди ГУП.")
    assert found["P1.3"].score is None


def test_filled_workbook_comes_in_again_as_the_same_answers(client, assessment, lead):
    keep(client, assessment, official_with())
    for code, score in (("P1.1", 0), ("P2.1", 3)):
        make.save_answer(assessment, code, score, by=lead)

    found = filled(client, assessment)

    scores = {one.code: one.score for one in found.values() if one.score is not None}
    assert scores == {"P1.1": 0, "P2.1": 3}


def test_city_s_own_blank_wins_over_the_national_one(
    client, client_of, assessment, focal_point
):
    keep_for_all(client_of(focal_point), official_with(info={"B4": "за све"}))
    national = BlankWorkbook.objects.for_city(assessment.city)
    keep(client, assessment, official_with(info={"B4": "наш"}))
    own = BlankWorkbook.objects.for_city(assessment.city)

    assert national.city is None
    assert own.city == assessment.city
    assert BlankWorkbook.objects.for_city(make.make_city(name="Ниш")) == national


def test_national_blank_lets_every_lead_download(
    client, client_of, assessment, focal_point
):
    response = keep_for_all(client_of(focal_point), official_with())

    assert response.status_code == 302
    assert filled(client, assessment)


def test_blank_is_kept_privately_under_a_name_that_tells_nothing(client, assessment):
    keep(client, assessment, official_with())

    blank = BlankWorkbook.objects.get()

    assert client.get(blank.file.url).status_code == 404
    assert re.fullmatch(r"blank/[0-9a-f]{32}\.xlsm", blank.file.name)


def test_replaced_blank_is_deleted(
    client, assessment, django_capture_on_commit_callbacks
):
    keep(client, assessment, official_with())
    first = BlankWorkbook.objects.get().file

    with django_capture_on_commit_callbacks(execute=True):
        keep(client, assessment, official_with(info={"B4": "новији"}))

    (now,) = BlankWorkbook.objects.all()
    assert now.file.storage.exists(now.file.name)
    assert not first.storage.exists(first.name)


def test_copy_that_is_filled_in_is_not_kept_as_the_blank_one(client, assessment):
    response = keep(client, assessment, official_with(answers={"P1.1": 2}))

    assert response.status_code == 422
    assert "This copy is filled in already (P1.1)." in words(response)
    assert not BlankWorkbook.objects.exists()


def test_blank_that_is_gone_from_the_disk_is_asked_for_again(client, assessment):
    keep(client, assessment, official_with())
    blank = BlankWorkbook.objects.get()
    blank.file.storage.delete(blank.file.name)

    page = client.get(address("official-workbook", assessment), follow=True)

    assert "The blank official workbook is no longer here." in words(page)


def test_other_instrument_is_refused_with_a_sentence(client, city, lead):
    detailed = make.make_assessment(
        city=city,
        lead=lead,
        questionnaire=make.make_questionnaire(code="detailed", edition="x"),
    )

    response = client.get(address("official-workbook", detailed))

    assert response.status_code == 403
    assert "filled in for the preliminary level only." in words(response)


@pytest.mark.parametrize(
    "fields", [{"questions": ("P1.1", "P10.9")}, {"scale_maximum": 5}]
)
def test_edition_that_the_workbook_has_no_place_for_is_refused(
    client, city, lead, fields
):
    other = make.make_questionnaire(edition="x", **fields)
    assessment = make.make_assessment(city=city, lead=lead, questionnaire=other)
    keep(client, assessment, official_with())

    page = client.get(address("official-workbook", assessment), follow=True)

    assert "has no place for the indicators of this edition: x." in words(page)


@pytest.mark.parametrize("name", ["spreadsheets", "workbook", "official-workbook"])
def test_stranger_finds_no_spreadsheets(client_of, stranger, assessment, name):
    response = client_of(stranger).get(address(name, assessment))

    assert response.status_code == 404


# tables


def test_table_tells_blank_from_zero_and_from_not_applicable(client, assessment, lead):
    make.save_answer(assessment, "P1.1", 0, by=lead)
    away = Content(not_applicable=True, reason="Нема брана.")
    make.save_answer(assessment, "P1.2", away, by=lead)

    data = json.loads(client.get(address("export", assessment, "json")).content)

    rows = {one["code"]: one for one in data["rows"] if one["row"] == "answer"}
    assert [rows[code]["score"] for code in ("P1.1", "P1.2", "P1.3")] == [0, None, None]
    assert rows["P1.2"]["not_applicable"] is True
    assert rows["P1.3"]["not_applicable"] is False


def test_table_gives_both_figures_the_edition_and_its_maximum(client, assessment, lead):
    make.save_answer(assessment, "P1.1", 3, by=lead)

    data = json.loads(client.get(address("export", assessment, "json")).content)

    (total,) = (one for one in data["rows"] if one["row"] == "total")
    assert (total["points"], total["out_of"], total["share"]) == (3, 3, 100)
    assert (total["official_points"], total["official_out_of"]) == (3, 141)
    assert total["official_share"] == 2.13
    assert (total["edition"], total["scale_maximum"]) == ("2017", 3)
    assert data["about"]["Highest level"] == 3
    assert {one["key"] for one in data["columns"]} == set(total)


def test_csv_begins_with_a_mark_and_calculates_nothing(client, assessment, lead):
    content = Content(score=1, comment='=HYPERLINK("http://x")')
    make.save_answer(assessment, "P1.1", content, by=lead)

    response = client.get(address("export", assessment, "csv"))

    assert response.content.startswith(b"\xef\xbb\xbf")
    text = io.StringIO(response.content.decode("utf-8-sig"))
    (row,) = (
        one for one in csv.DictReader(text, delimiter=";") if one["code"] == "P1.1"
    )
    assert row["comment"] == "'" + content.comment
    assert (row["score"], row["edition"]) == ("1", "2017")


def test_xlsx_holds_text_where_somebody_typed_a_formula(client, assessment, lead):
    content = Content(score=1, comment="=1+1")
    make.save_answer(assessment, "P1.1", content, by=lead)

    response = client.get(address("export", assessment, "xlsx"))

    sheet = load_workbook(io.BytesIO(response.content)).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    typed = [cell for cell in cells if cell.value == "=1+1"]
    assert [cell.data_type for cell in typed] == ["s"]


@pytest.mark.parametrize("kind", ["xlsx", "csv", "json"])
def test_public_exports_what_is_published_and_nothing_else(
    visitor, city, lead, assessment, kind
):
    published = make.make_assessment(
        city=city, lead=lead, year=2020, status="accepted", published=True
    )

    assert visitor.get(address("export", published, kind)).status_code == 200
    assert visitor.get(address("export", assessment, kind)).status_code == 404


@pytest.mark.parametrize(("kind", "query"), [("exe", ""), ("csv", "?language=de")])
def test_unknown_kind_or_language_is_not_found(client, assessment, kind, query):
    response = client.get(address("export", assessment, kind) + query)

    assert response.status_code == 404


def test_downloads_change_nothing(client, assessment):
    keep(client, assessment, official_with())
    before = kept()

    for name in ("workbook", "official-workbook", "spreadsheets"):
        client.get(address(name, assessment))

    assert kept() == before
