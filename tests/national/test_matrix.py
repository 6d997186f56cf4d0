"""The heat matrix: numbers in cells, medians of all, sorting, files."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cities.models import District, SizeClass
from scorecard.models import Assessment
from tests import make
from tests.national.cities import make_nation

pytestmark = pytest.mark.django_db
ACCEPTED = Assessment.Status.ACCEPTED


@pytest.fixture
def desk(client_of):
    return client_of(make.make_focal_point())


def test_cells_say_shares_and_the_foot_their_median(desk):
    make_nation(scores=(0, 1, 3))

    page = desk.get(reverse("national:matrix"))

    cells = [[cell.text for cell in row.cells] for row in page.context["rows"]]
    assert {tuple(row) for row in cells} == {("0",) * 2, ("33",) * 2, ("100",) * 2}
    assert [one.middle.text for one in page.context["matrix"].columns] == ["33", "33"]


def test_what_is_not_known_is_told_from_what_does_not_apply(desk):
    make_nation(scores=(2,), blank=("P1.2",), skipped=("P1.1",))

    page = desk.get(reverse("national:matrix-essential", args=[1]))

    words = [cell.words for cell in page.context["rows"][0].cells]
    assert words == ["not applicable", "no answer"]
    assert "not applicable" in page.content.decode()


def test_the_alphabet_orders_unless_a_column_is_chosen(desk):
    make_nation(scores=(1, 3, 0), names=("Аранђеловац", "Бечеј", "Врање"))

    def names(sort):
        page = desk.get(reverse("national:matrix"), {"sort": sort})
        return [row.standing.city.name_sr for row in page.context["rows"]]

    assert names("") == ["Аранђеловац", "Бечеј", "Врање"]
    assert names("-1") == ["Бечеј", "Аранђеловац", "Врање"]
    assert names("1") == ["Врање", "Аранђеловац", "Бечеј"]


def test_an_unknown_column_is_told_and_the_alphabet_stays(desk):
    make_nation(scores=(1,))

    page = desk.get(reverse("national:matrix"), {"sort": "rank"})

    assert "There is no such column" in page.content.decode()


def test_a_contradiction_is_told_beside_its_field(desk):
    make_nation(scores=(1,))
    District.objects.create(code="00", name_sr="Град Београд", region="beograd")

    page = desk.get(reverse("national:matrix"), {"region": "beograd", "district": "09"})

    assert "no city fits both" in page.content.decode()


@pytest.mark.parametrize("asked", [{"size": "giant"}, {"instrument": "x"}])
def test_an_unknown_filter_is_told_and_everybody_shown(desk, asked):
    make_nation(scores=(1,))

    page = desk.get(reverse("national:matrix"), asked)

    assert "This choice is not known here" in page.content.decode()
    assert len(page.context["rows"]) == 1


def test_a_page_too_far_is_the_last(desk):
    make_nation(scores=(1,))

    assert len(desk.get(reverse("national:matrix"), {"page": "9999"}).context["rows"])


def test_medians_follow_the_filter(desk):
    made = make_nation(scores=(0, 3))
    made[1].city.population, made[1].city.population_year = 5_000, 2022
    made[1].city.save()

    page = desk.get(reverse("national:matrix"), {"size": SizeClass.SMALL})

    assert [one.middle.text for one in page.context["matrix"].columns] == ["100", "100"]


def test_an_essential_that_the_edition_does_not_ask_about_does_not_exist(desk):
    make_nation(scores=(1,))

    assert desk.get(reverse("national:matrix-essential", args=[9])).status_code == 404


def test_the_file_holds_the_whole_selection_and_the_medians(desk):
    make_nation(scores=(0, 1, 3))

    told = json.loads(desk.get(reverse("national:matrix-file", args=["json"])).content)

    assert [row["1"] for row in told["rows"][3:]] == [16.67, 66.67, 33.33, 3]


def test_a_file_of_another_kind_does_not_exist(desk):
    make_nation(scores=(1,))

    address = reverse("national:matrix-essential-file", args=[1, "exe"])
    assert desk.get(address).status_code == 404


@pytest.mark.parametrize("address", ["national:matrix", "national:gaps"])
def test_more_cities_cost_no_more_queries(desk, address):
    make_nation(scores=(1,))
    few = _queries(desk, address)
    make_nation(scores=(0, 2, 3))

    assert _queries(desk, address) == few <= 20


def _queries(desk, address):
    """Return what a page costs once the national figures are kept."""
    desk.get(reverse(address))
    with CaptureQueriesContext(connection) as captured:
        desk.get(reverse(address))
    return len(captured)
