"""An edition goes out as a file that comes in again and runs nothing."""

import csv
import io

import pytest
from django.test import Client
from openpyxl import load_workbook

from cities.models import User
from scorecard.models import Assessment, Level, Questionnaire
from tests import editions as shelf
from tests.conftest import ClientOf


@pytest.fixture
def office(client_of: ClientOf, focal_point: User) -> Client:
    return client_of(shelf.let_in(focal_point))


@pytest.fixture
def draft(db: None) -> Questionnaire:
    return shelf.make_draft()


@pytest.mark.parametrize("kind", ["to_workbook", "to_table"])
def test_edition_goes_out_and_comes_in_unchanged(
    office: Client, draft: Questionnaire, kind: str
):
    section, condition = shelf.make_section(draft), shelf.make_condition(draft)
    draft.questions.filter(code="P1.1").update(section=section, condition=condition)
    before = shelf.content_of(draft)

    file = shelf.export(office, kind, draft)
    name = "rows.xlsx" if kind == "to_workbook" else "rows.csv"
    page = shelf.upload(office, draft, name, file)
    shelf.confirm(office, page)

    assert "No row of the file changes anything." in page.content.decode()
    assert shelf.content_of(draft) == before


def test_table_opens_in_cyrillic_with_the_documented_columns(
    office: Client, assessment: Assessment
):
    file = shelf.export(office, "to_table", assessment.questionnaire)

    assert file.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(file.decode("utf-8-sig"))))
    assert rows[0][:6] == [
        "code",
        "essential",
        "section",
        "section_title_sr",
        "section_title_en",
        "condition",
    ]
    assert rows[0][-1] == "level3_en"
    assert rows[1][rows[0].index("title_sr")] == "Питање P1.1"


@pytest.mark.parametrize("kind", ["to_workbook", "to_table"])
def test_formulas_never_go_out(office: Client, draft: Questionnaire, kind: str):
    Level.objects.filter(question__code="P1.1", score=0).update(text_en="=1+1")
    draft.questions.filter(code="P1.1").update(hint_en="@SUM(A1)")

    file = shelf.export(office, kind, draft)

    if kind == "to_table":
        assert b",=" not in file
        assert b",@" not in file
        assert b",'=1+1" in file
    else:
        cells = [cell for row in load_workbook(io.BytesIO(file)).active for cell in row]
        assert not any(cell.data_type == "f" for cell in cells)
        assert {"'=1+1", "'@SUM(A1)"} <= {cell.value for cell in cells}
