"""What the office types does what the pages do."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from cities.models import City, User
from scorecard.models import Assessment, PendingImport
from tests import make, official

pytestmark = pytest.mark.django_db


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    make.load_questionnaire()
    path = tmp_path / "filled.xlsm"
    path.write_bytes(official.official_workbook(answers={"P1.1": 1, "P1.2": 4}))
    return path


def _said(*args: Any, **options: Any) -> str:
    screen = io.StringIO()
    call_command(*args, stdout=screen, **options)
    return screen.getvalue()


def test_a_dry_run_says_what_is_in_the_workbook_and_saves_nothing(
    workbook: Path, city: City, lead: User
) -> None:
    text = _said(
        "import_workbook", workbook, city=city.code, round="2021", dry_run=True
    )

    assert "answers: 2" in text
    assert "total: 3 / 141" in text
    assert not Assessment.objects.exists()
    assert not PendingImport.objects.exists()


def test_an_earlier_round_comes_in_for_the_lead(
    workbook: Path, city: City, lead: User
) -> None:
    text = _said(
        "import_workbook",
        workbook,
        city=city.code,
        round="2021-baseline",
        history=True,
        json=True,
    )

    said, assessment = json.loads(text), Assessment.objects.get()
    assert said["assessment"] == assessment.pk
    assert (assessment.year, assessment.occasion) == (2021, "baseline")
    assert (assessment.is_history, assessment.started_by) == (True, lead)
    assert make.answer_of(assessment, "P1.1").score == 3
    assert make.answer_of(assessment, "P1.2").score == 0
    assert make.answer_of(assessment, "P1.3").score is None


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"city": "00000"}, "There is no local government 00000"),
        ({"round": "soon"}, "soon names no year"),
        ({"round": "2021-party"}, "party is no occasion"),
        ({"by": "nobody@example.com"}, "nobody@example.com is no lead"),
    ],
)
def test_a_wrong_order_is_refused_with_a_sentence(
    options: dict[str, str], sentence: str, workbook: Path, city: City, lead: User
) -> None:
    with pytest.raises(CommandError, match=sentence):
        _said(
            "import_workbook",
            workbook,
            **{"city": city.code, "round": "2021"} | options,
        )

    assert not Assessment.objects.exists()


def test_a_city_without_a_lead_gets_no_round(workbook: Path, city: City) -> None:
    with pytest.raises(CommandError, match="has no lead"):
        _said("import_workbook", workbook, city=city.code, round="2021")


def test_a_file_that_is_no_workbook_is_refused(
    tmp_path: Path, city: City, lead: User
) -> None:
    path = tmp_path / "picture.xlsx"
    path.write_bytes(b"\x89PNG\r\n\x1a\n and so on")

    with pytest.raises(CommandError, match="not an Excel workbook"):
        _said("import_workbook", path, city=city.code, round="2021")
    with pytest.raises(CommandError, match="cannot be read"):
        _said("import_workbook", tmp_path / "gone", city=city.code, round="2021")


def test_faulty_rows_stop_the_import_until_they_are_left_out(
    tmp_path: Path, city: City, lead: User
) -> None:
    make.load_questionnaire()
    path = tmp_path / "faulty.xlsm"
    path.write_bytes(official.official_workbook(answers={"P1.1": 5, "P1.2": 2}))
    order = ("import_workbook", path)

    with pytest.raises(CommandError, match="is not a level"):
        _said(*order, city=city.code, round="2021")
    assert not Assessment.objects.exists()

    _said(*order, city=city.code, round="2021", good_rows=True)
    assessment = Assessment.objects.get()
    assert make.answer_of(assessment, "P1.1").score is None
    assert make.answer_of(assessment, "P1.2").score == 2


def test_answers_are_written_as_json_and_csv_to_the_screen(
    city: City, lead: User
) -> None:
    assessment = make.make_assessment(city=city, lead=lead, answers={"P1.1": 3})

    rows = json.loads(_said("export_assessment", assessment.pk))["rows"]
    text = _said("export_assessment", assessment.pk, format="csv", language="en")

    assert (rows[0]["code"], rows[0]["score"]) == ("P1.1", 3)
    assert rows[1]["score"] is None
    assert text.splitlines()[0].startswith("row;code;essential")


def test_xlsx_goes_to_a_file_and_never_to_the_screen(
    tmp_path: Path, city: City, lead: User
) -> None:
    assessment = make.make_assessment(city=city, lead=lead, answers={"P1.1": 3})
    path = tmp_path / "answers.xlsx"

    _said("export_assessment", assessment.pk, format="xlsx", output=path)

    assert load_workbook(path).worksheets[0]["B2"].value == "P1.1"
    with pytest.raises(CommandError, match="--output"):
        _said("export_assessment", assessment.pk, format="xlsx")


def test_the_report_is_written_as_a_pdf(tmp_path: Path, city: City, lead: User) -> None:
    assessment = make.make_assessment(city=city, lead=lead, answers={"P1.1": 3})
    path = tmp_path / "report.pdf"

    _said("report", assessment.pk, output=path, language="sr-latn")

    assert path.read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize("command", ["export_assessment", "report"])
def test_an_unknown_assessment_is_named(command: str, tmp_path: Path, db: None) -> None:
    with pytest.raises(CommandError, match="There is no assessment 7"):
        _said(command, 7, output=tmp_path / "file")
