"""The national overview: the map, the list of local governments, the file of it."""

import io

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from cities.models import BasinGroup, City, District
from mcr2030.national import overview
from scorecard.models import Assessment
from tests import make, make_roadmap

pytestmark = pytest.mark.django_db
Status = Assessment.Status
PAGE = "/desk/"


def _names(client, **chosen):
    page = client.get(PAGE, chosen)
    return [row.city.name_sr for row in page.context["overview"].rows]


@pytest.fixture
def desk(client_of, focal_point):
    return client_of(focal_point)


@pytest.fixture
def three(questionnaire):
    """A member that is accepted, a member that handed in, and one that did nothing."""
    ub = make.make_city(
        name="Уб",
        is_member=True,
        population=25_000,
        population_year=2022,
        latitude="44.45",
        longitude="20.07",
    )
    cacak = make.make_city(name="Чачак", is_member=True)
    make.make_assessment(city=ub, status=Status.ACCEPTED, year=2024, score=3)
    make.make_assessment(city=cacak, status=Status.SUBMITTED, year=2026)
    make.make_city(name="Љиг")


def test_the_list_is_in_the_order_of_the_alphabet(desk, three):
    assert _names(desk) == ["Чачак", "Љиг", "Уб"]


def test_the_list_tells_state_and_share(desk, three):
    page = desk.get(PAGE)

    rows = {row.city.name_sr: row for row in page.context["overview"].rows}
    assert rows["Чачак"].latest.status == Status.SUBMITTED
    assert rows["Чачак"].overall is None
    assert (rows["Уб"].overall.year, rows["Уб"].overall.share) == (2024, 1)
    assert rows["Љиг"].latest is None
    assert "100 %" in page.content.decode()


@pytest.mark.parametrize(
    ("chosen", "names"),
    [
        ({"words": "cac"}, ["Чачак"]),
        ({"words": "чача"}, ["Чачак"]),
        ({"member": "no"}, ["Љиг"]),
        ({"member": "yes"}, ["Чачак", "Уб"]),
        ({"state": "submitted"}, ["Чачак"]),
        ({"state": "accepted"}, ["Уб"]),
        ({"state": "none"}, ["Љиг"]),
        ({"year": "2024"}, ["Уб"]),
        ({"year": "2024", "state": "none"}, ["Чачак", "Љиг"]),
        ({"size": "middle"}, ["Уб"]),
        ({"district": "09", "region": "sumadija-west"}, ["Чачак", "Љиг", "Уб"]),
        ({"words": "%"}, []),
    ],
)
def test_filters_narrow_the_list(desk, three, chosen, names):
    assert _names(desk, **chosen) == names


def test_a_group_narrows_the_list(desk, three):
    group = BasinGroup.objects.create(code="tamnava", name="Тамнава")
    group.cities.add(City.objects.get(name_sr="Уб"))

    assert _names(desk, group="tamnava") == ["Уб"]


def test_the_latest_round_gives_the_state(desk, three):
    make.make_assessment(
        city=City.objects.get(name_sr="Уб"), status=Status.SUBMITTED, year=2026
    )

    assert _names(desk, state="accepted") == []
    assert _names(desk, state="submitted") == ["Чачак", "Уб"]


@pytest.mark.parametrize(
    "name",
    [
        "instrument",
        "region",
        "district",
        "group",
        "size",
        "member",
        "state",
        "year",
    ],
)
def test_an_unknown_choice_is_told_and_narrows_nothing(desk, three, name):
    page = desk.get(PAGE, {name: "mars"})

    assert page.status_code == 200
    assert "This choice is not known here." in page.content.decode()
    assert len(page.context["overview"].rows) == 3


def test_words_that_are_too_long_are_told(desk, three):
    page = desk.get(PAGE, {"words": "ж" * 81})

    assert page.context["form"].errors["words"]
    assert len(page.context["overview"].rows) == 3


def test_a_sign_that_no_keyboard_types_is_passed_over(desk, three):
    plain = desk.get(PAGE, {"words": "Уб"}).context["overview"].rows

    page = desk.get(PAGE, {"words": "У\x00б"})

    assert len(page.context["overview"].rows) == len(plain) == 1


def test_filters_that_nothing_fits_together_get_a_sentence(desk, three):
    asked = {"member": "no", "state": "accepted", "year": "2024", "page": "9999"}

    page = desk.get(PAGE, asked)

    assert "No local government fits." in page.content.decode()


def test_a_contradiction_is_told(desk, three):
    make.make_district(code="02", name="Јужнобанатски")
    District.objects.filter(code="02").update(region=District.Region.VOJVODINA)

    page = desk.get(PAGE, {"region": "sumadija-west", "district": "02"})

    assert "no city fits both" in page.content.decode()


def test_filters_that_leave_nobody_get_a_sentence(desk, three):
    page = desk.get(PAGE, {"words": "Атлантида"})

    assert "No local government fits." in page.content.decode()


@pytest.mark.parametrize("number", ["9999", "0", "-1", "две", "1e9"])
def test_a_page_that_is_not_there_shows_one_that_is(desk, three, number):
    page = desk.get(PAGE, {"page": number})

    assert page.status_code == 200
    assert page.context["overview"].page.number == 1


def test_the_map_draws_members_and_those_who_stand(desk, three):
    City.objects.update(latitude="44.0", longitude="20.5")

    page = desk.get(PAGE)

    drawn = page.context["overview"].map
    assert {one.title: one.step for one in drawn.dots} == {
        "Ub: 100 % (2024)": 4,
        "Čačak: no accepted assessment": None,
    }
    assert len(drawn.grounds) == 1
    assert "express no opinion" in page.content.decode()


def test_the_map_can_show_stages_with_their_letters(desk, three, focal_point):
    City.objects.update(latitude="44.0", longitude="20.5")
    ub = City.objects.get(name_sr="Уб")
    make_roadmap.make_stage(city=ub, stage="B", by=focal_point)

    page = desk.get(PAGE, {"colour": "stage"})

    drawn = page.context["overview"].map
    assert {one.title: (one.step, one.letter) for one in drawn.dots} == {
        "Ub: Stage B: Plan better": (2, "B"),
        "Čačak: in no stage yet": (None, ""),
    }
    assert 'class="map__letter is-2"' in page.content.decode()


@pytest.mark.parametrize(
    ("stage", "names"),
    [
        ("B", ["Уб"]),
        ("A", []),
        ("none", ["Чачак", "Љиг"]),
        ("D", ["Чачак", "Љиг", "Уб"]),
    ],
)
def test_a_stage_narrows_the_list(desk, three, focal_point, stage, names):
    ub = City.objects.get(name_sr="Уб")
    make_roadmap.make_stage(city=ub, stage="B", by=focal_point)

    assert _names(desk, stage=stage) == names


def test_a_city_without_coordinates_is_told(desk, three):
    page = desk.get(PAGE).content.decode()

    assert "1 local government has no place on the map" in page


def test_more_cities_than_dots_are_told(desk, three, monkeypatch):
    monkeypatch.setattr(overview, "DOTS", 1)
    City.objects.update(latitude="44.0", longitude="20.5")

    page = desk.get(PAGE).content.decode()

    assert "The map shows the 1 with the most people of 2." in page


def test_a_draft_that_is_not_shared_appears_nowhere(desk, city, questionnaire):
    City.objects.update(is_member=True)
    make.make_assessment(city=city, score=3, year=2026)

    page = desk.get(PAGE)

    row = page.context["overview"].rows[0]
    assert (row.latest, row.overall) == (None, None)
    assert page.context["overview"].news.events == []
    assert _names(desk, state="draft") == []
    assert _names(desk, year="2026") == []
    assert _names(desk, state="none") == ["Уб"]
    assert ";2026" not in _csv(desk)
    assert "being answered" not in _csv(desk)


def test_a_shared_draft_is_there_without_a_share(desk, city, questionnaire):
    make.make_assessment(city=city, score=3, shared=True)

    row = desk.get(PAGE).context["overview"].rows[0]

    assert (row.latest.status, row.overall) == (Status.DRAFT, None)
    assert _names(desk, state="draft") == ["Уб"]


def test_the_file_has_what_the_filters_leave(desk, three):
    answer = desk.get(reverse("national:cities-file", args=["xlsx"]), {"member": "yes"})

    sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    heads, *rows = sheet.iter_rows(values_only=True)
    assert [dict(zip(heads, row, strict=True))["Name"] for row in rows] == [
        "Čačak",
        "Ub",
    ]
    assert dict(zip(heads, rows[1], strict=True))["Overall share, %"] == 100


def test_a_name_in_the_file_does_not_calculate(desk, questionnaire):
    City.objects.filter(pk=make.make_city(name="Уб").pk).update(name_en="=1+1")

    assert ";'=1+1;" in _csv(desk)


def test_there_is_no_file_of_another_kind(desk, three):
    assert desk.get("/desk/local-governments.pdf").status_code == 404


def test_many_cities_need_as_few_queries_as_few(desk, three):
    few = _queries(desk, PAGE), _queries(desk, "/desk/local-governments.csv")
    for number in range(12):
        make.make_assessment(
            city=make.make_city(is_member=True),
            status=Status.ACCEPTED,
            year=2020 + number % 3,
        )

    many = _queries(desk, PAGE), _queries(desk, "/desk/local-governments.csv")

    assert many == few
    assert max(many) <= 20


@pytest.mark.parametrize("who", ["lead", "contributor", "observer", "peer", "stranger"])
def test_the_overview_is_hidden_from_all_but_focal_points(client_of, request, who):
    page = client_of(request.getfixturevalue(who)).get("/")

    assert 'href="/desk/"' not in page.content.decode()


def _queries(client, address):
    cache.clear()
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


def _csv(client):
    answer = client.get(reverse("national:cities-file", args=["csv"]))
    return answer.content.decode("utf-8-sig")
