"""Everything that stands, as JSON for programs and as a workbook for people."""

import io
import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from scorecard.models import Assessment
from tests import make
from tests.national.cities import make_nation

pytestmark = pytest.mark.django_db
Status = Assessment.Status


@pytest.fixture
def desk(client_of):
    return client_of(make.make_focal_point())


def _json(desk, **query: Any) -> dict[str, Any]:
    response = desk.get(reverse("national:everything-file", args=["json"]), query)
    assert response.status_code == 200
    return json.loads(response.content)


def _book(desk, **query: Any):
    response = desk.get(reverse("national:everything-file", args=["xlsx"]), query)
    return load_workbook(io.BytesIO(response.content))


def test_medians_are_exact_and_printed_with_two_decimals(desk):
    make_nation(scores=[1, 2, 2])

    found = _json(desk)

    assert found["national"]["cities"] == 3
    assert found["national"]["overall"] == {
        "low": "1/2",
        "low_percent": 50.0,
        "median": "2/3",
        "median_percent": 66.67,
        "high": "2/3",
        "high_percent": 66.67,
        "count": 3,
    }


def test_a_city_has_its_points_levels_and_what_does_not_apply(desk):
    make_nation(scores=[2], blank=["P1.1"], skipped=["P1.2"])

    (city,) = _json(desk)["cities"]

    assert city["levels"] == {"P1.1": None, "P1.2": None, "P2.1": 2}
    assert city["not_applicable"] == ["P1.2"]
    first, second = city["essentials"]
    assert (first["points"], first["out_of"], first["percent"]) == (0, 0, None)
    assert (second["points"], second["out_of"], second["percent"]) == (2, 3, 66.67)
    assert (city["overall"], city["overall_percent"]) == ("2/3", 66.67)


def test_levels_are_counted_by_indicator(desk):
    make_nation(scores=[0, 1, 3], skipped=["P1.2"])

    by_code = {one["code"]: one for one in _json(desk)["indicators"]}

    assert by_code["P1.1"]["counts"] == [1, 1, 0, 1]
    assert by_code["P1.1"]["at_two_lowest"] == 2
    assert by_code["P1.2"]["not_applicable"] == 3
    assert by_code["P1.2"]["median"] is None


def test_keys_are_the_same_in_every_language_and_explained(desk):
    make_nation(scores=[2])

    serbian, english = _json(desk, paper="sr"), _json(desk, paper="en")

    assert _keys(serbian) == _keys(english)
    assert serbian["about"]["language"] == "sr"
    assert set(english["keys"]) <= _keys(english)


@pytest.mark.parametrize("status", [Status.DRAFT, Status.SUBMITTED, Status.RETURNED])
def test_what_is_not_accepted_is_in_no_file(desk, status):
    make_nation(scores=[2])
    hidden = make.make_city(name="Сакривено")
    make.make_assessment(status=status, city=hidden, score=3)

    found = _json(desk, paper="sr")
    book = _book(desk, paper="sr")

    cells = {str(cell.value) for sheet in book for row in sheet for cell in row}
    assert "Сакривено" not in json.dumps(found, ensure_ascii=False)
    assert not {one for one in cells if "Сакривено" in one}


def test_the_workbook_has_a_sheet_for_each_kind_of_row(desk):
    make_nation(scores=[1, 2], names=["Уб", "Љиг"])

    book = _book(desk, paper="en")

    assert book.sheetnames == [
        "Local governments",
        "Essentials",
        "Levels",
        "Medians",
        "Spread of levels",
        "Gaps",
        "Groups",
        "Rounds",
        "Columns",
    ]
    assert [row[1].value for row in book["Local governments"]] == ["city", "Ljig", "Ub"]
    assert book["Levels"]["C1"].value == "P1.1"
    assert book["Levels"]["C2"].value == 2


def test_a_name_that_could_calculate_stays_text(desk):
    make_nation(scores=[2], names=["=1+1"])

    cell = _book(desk)["Local governments"]["B2"]

    assert cell.data_type == "s"
    assert cell.quotePrefix


def test_rounds_take_the_latest_assessment_of_a_city_and_year(desk):
    city = make.make_city()
    for year, occasion, score in (
        (2020, "baseline", 0),
        (2020, "after_event", 3),
        (2023, "regular", 1),
    ):
        make.make_assessment(
            status=Status.ACCEPTED, city=city, year=year, occasion=occasion, score=score
        )

    rounds = _json(desk)["rounds"]

    assert [(one["year"], one["cities"]) for one in rounds] == [(2020, 1), (2023, 1)]
    assert [one["overall"]["median"] for one in rounds] == ["1/1", "1/3"]


def test_a_file_costs_the_same_queries_for_more_cities(desk):
    make_nation(scores=[1, 2])
    few = _queries(desk)
    make_nation(scores=[1, 2, 3, 0])

    assert _queries(desk) == few <= 20


def _queries(desk) -> int:
    with CaptureQueriesContext(connection) as captured:
        _json(desk)
    return len(captured)


def _keys(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set(value).union(*map(_keys, value.values()))
    return set().union(*map(_keys, value)) if isinstance(value, list) else set()
