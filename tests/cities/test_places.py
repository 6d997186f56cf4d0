"""The list of local governments, a city's page, its profile and hazards."""

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cities.models import BasinGroup, City, CityHazard, ProfileFigure, User
from tests import make
from tests.conftest import ClientOf

FACTS = {
    "authority": "Председник општине",
    "population": "25,780",
    "population_year": "2022",
    "area": "456.5",
    "area_year": "2020",
}
HAZARD_COUNTS = {"cityhazard_set-TOTAL_FORMS": "1", "cityhazard_set-INITIAL_FORMS": "0"}


def names(response: object) -> list[str]:
    return [city.name_sr for city, _ in response.context["rows"]]  # type: ignore[attr-defined]


def test_list_shows_register_facts_and_no_way_in_for_strangers(
    client_of: ClientOf, city: City, stranger: User
):
    city.population, city.population_year = 25_780, 2022
    city.save()

    page = client_of(stranger).get("/cities/").content.decode()

    assert "25,780" in page
    assert "2022" in page
    assert f"/cities/{city.code}/" not in page


def test_list_leads_the_team_to_their_city(
    client_of: ClientOf, city: City, observer: User
):
    page = client_of(observer).get("/cities/").content.decode()

    assert f'href="/cities/{city.code}/"' in page


def test_list_sends_visitors_to_sign_in(visitor):
    assert visitor.get("/cities/").url == "/accounts/login/?next=/cities/"


def test_list_finds_a_name_without_its_marks(client_of: ClientOf, lead: User):
    make.make_city(name="Чачак")

    assert names(client_of(lead).get("/cities/?words=Cacak")) == ["Чачак"]


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("members_only=on", ["Чачак"]),
        ("district=17", ["Чачак"]),
        ("basin_group=west", ["Уб"]),
        ("region=sumadija-west", ["Чачак", "Уб"]),
        ("district=17&basin_group=west", []),
    ],
)
def test_list_is_narrowed(
    client_of: ClientOf, city: City, lead: User, address: str, found: list[str]
):
    district = make.make_district(code="17", name="Моравички")
    make.make_city(name="Чачак", district=district, is_member=True)
    BasinGroup.objects.create(code="west", name_sr="Запад").cities.add(city)

    assert names(client_of(lead).get(f"/cities/?{address}")) == found


@pytest.mark.parametrize(
    "address",
    ["page=x", "page=999", "district=nope", "region=%00", "words=" + "а" * 5000],
)
def test_list_survives_nonsense(client_of: ClientOf, lead: User, address: str):
    assert client_of(lead).get(f"/cities/?{address}").status_code == 200


def test_list_says_so_where_nothing_fits(client_of: ClientOf, lead: User):
    page = client_of(lead).get("/cities/?words=zzz").content.decode()

    assert "No local government fits." in page


@pytest.mark.parametrize(
    ("language", "expected"),
    [("sr", ["Љиг", "Уб", "Чачак"]), ("sr-latn", ["Чачак", "Љиг", "Уб"])],
)
@pytest.mark.usefixtures("other_city")
def test_list_follows_the_alphabet_of_its_script(
    client_of: ClientOf, lead: User, language: str, expected: list[str]
):
    make.make_city(name="Чачак")

    assert names(client_of(lead, language).get("/cities/")) == expected


def test_pages_of_the_list_keep_what_it_is_narrowed_to(client_of: ClientOf, lead: User):
    for number in range(60):
        make.make_city(name=f"Место {number}")

    response = client_of(lead).get("/cities/?words=mesto&page=1")

    assert len(response.context["rows"]) == 50
    assert "?words=mesto&amp;page=2" in response.content.decode()


def test_list_asks_as_few_questions_of_ten_times_the_register(
    client_of: ClientOf, focal_point: User
):
    call_command("load_register", verbosity=0)
    client = client_of(focal_point)
    few = _queries(client, "/cities/?basin_group=kolubara&words=u")

    district = make.make_district()
    for number in range(1620 - 162):
        make.make_city(name=f"Уместо {number}", code=f"6{number:04}", district=district)

    assert few <= 10
    assert _queries(client, "/cities/?basin_group=kolubara&words=u") == few
    assert _queries(client, "/cities/") <= 10


@pytest.mark.parametrize("page", ["", "edit/", "hazards/", "people/", "people/invite/"])
@pytest.mark.parametrize("who", ["stranger", "peer"])
def test_pages_of_a_city_do_not_exist_for_others(
    client_of: ClientOf,
    city: City,
    request: pytest.FixtureRequest,
    who: str,
    page: str,
):
    client = client_of(request.getfixturevalue(who))

    assert client.get(f"/cities/{city.code}/{page}").status_code == 404


@pytest.mark.parametrize("who", ["lead", "contributor", "observer", "focal_point"])
def test_team_and_focal_point_open_the_city(
    client_of: ClientOf, city: City, request: pytest.FixtureRequest, who: str
):
    client = client_of(request.getfixturevalue(who))

    assert client.get(f"/cities/{city.code}/").status_code == 200


@pytest.mark.parametrize("page", ["edit/", "hazards/", "people/invite/"])
@pytest.mark.parametrize("who", ["contributor", "observer"])
def test_only_lead_and_focal_point_change_the_city(
    client_of: ClientOf,
    city: City,
    request: pytest.FixtureRequest,
    who: str,
    page: str,
):
    client = client_of(request.getfixturevalue(who))

    assert client.get(f"/cities/{city.code}/{page}").status_code == 403
    assert client.post(f"/cities/{city.code}/{page}", {}).status_code == 403


def test_lead_saves_the_profile_with_a_source(
    client_of: ClientOf, city: City, lead: User
):
    figure = {
        "older-value": "23.4",
        "older-source": "РЗС, Попис 2022",
        "older-source_date": "2023-05-30",
    }

    response = client_of(lead).post(f"/cities/{city.code}/edit/", FACTS | figure)

    city.refresh_from_db()
    assert response.url == f"/cities/{city.code}/"
    assert (city.population, str(city.area)) == (25_780, "456.50")
    assert str(ProfileFigure.objects.get(city=city, kind="older").value) == "23.40"


def test_numbers_are_read_in_serbian_notation(
    client_of: ClientOf, city: City, lead: User
):
    facts = FACTS | {"population": "25.780", "area": "1.456,5"}

    client_of(lead, "sr").post(f"/cities/{city.code}/edit/", facts)

    city.refresh_from_db()
    assert (city.population, str(city.area)) == (25_780, "1456.50")


def test_an_emptied_figure_goes_away(client_of: ClientOf, city: City, lead: User):
    ProfileFigure.objects.create(
        city=city, kind="gini", value=33, source="РЗС", source_date="2024-01-01"
    )

    client_of(lead).post(f"/cities/{city.code}/edit/", FACTS)

    assert not ProfileFigure.objects.exists()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"population_year": ""}, "Enter the year of the figure."),
        ({"population": "", "area": "x"}, "Enter the figure, or empty its year."),
        ({"population_year": "1066"}, "greater than or equal to 1991"),
        ({"older-value": "20"}, "Say where the figure comes from."),
        ({"older-source": "РЗС"}, "Enter the value, or empty the whole row."),
        ({"older-value": "120"}, "A share is at most 100 %."),
        ({"gini-value": "-1"}, "greater than or equal to 0"),
        ({"gini-value": "1e99"}, "no more than 14 digits"),
    ],
)
def test_profile_says_what_to_mend_and_keeps_what_was_typed(
    client_of: ClientOf, city: City, lead: User, typed: dict, sentence: str
):
    authority = "<script>Председник</script>"
    data = FACTS | typed | {"authority": authority}

    page = client_of(lead).post(f"/cities/{city.code}/edit/", data).content.decode()

    city.refresh_from_db()
    assert sentence in page
    assert "&lt;script&gt;Председник&lt;/script&gt;" in page
    assert authority not in page
    assert city.authority == ""


def test_lead_adds_describes_and_removes_a_hazard(
    client_of: ClientOf, city: City, lead: User
):
    address, hazard = f"/cities/{city.code}/hazards/", make.make_hazard()
    client = client_of(lead)

    client.post(
        address,
        HAZARD_COUNTS
        | {
            "cityhazard_set-0-hazard": hazard.pk,
            "cityhazard_set-0-most_severe": "Као 2014.",
        },
    )

    row = CityHazard.objects.get(city=city)
    assert row.most_severe == "Као 2014."

    client.post(
        address,
        {
            "cityhazard_set-TOTAL_FORMS": "1",
            "cityhazard_set-INITIAL_FORMS": "1",
            "cityhazard_set-0-id": row.pk,
            "cityhazard_set-0-DELETE": "on",
        },
    )

    assert not CityHazard.objects.exists()


def test_a_hazard_is_listed_once(client_of: ClientOf, city: City, lead: User):
    hazard = make.make_hazard()
    row = CityHazard.objects.create(city=city, hazard=hazard)

    response = client_of(lead).post(
        f"/cities/{city.code}/hazards/",
        {
            "cityhazard_set-TOTAL_FORMS": "2",
            "cityhazard_set-INITIAL_FORMS": "1",
            "cityhazard_set-0-id": row.pk,
            "cityhazard_set-1-hazard": hazard.pk,
            "cityhazard_set-1-most_probable": "Изливање Тамнаве",
        },
    )

    assert "This hazard is listed already." in response.content.decode()
    assert "Изливање Тамнаве" in response.content.decode()
    assert CityHazard.objects.count() == 1


def test_a_scenario_that_is_too_long_is_kept_on_the_page(
    client_of: ClientOf, city: City, lead: User
):
    text = "поплава " * 300

    response = client_of(lead).post(
        f"/cities/{city.code}/hazards/",
        HAZARD_COUNTS
        | {
            "cityhazard_set-0-hazard": make.make_hazard().pk,
            "cityhazard_set-0-most_severe": text,
        },
    )

    assert "at most 2000 characters" in response.content.decode()
    assert text.strip() in response.content.decode()
    assert not CityHazard.objects.exists()


def test_hazards_of_another_city_cannot_be_slipped_in(
    client_of: ClientOf, city: City, other_city: City, lead: User
):
    theirs = CityHazard.objects.create(
        city=other_city, hazard=make.make_hazard(), most_severe="њихово"
    )

    client_of(lead).post(
        f"/cities/{city.code}/hazards/",
        {
            "cityhazard_set-TOTAL_FORMS": "1",
            "cityhazard_set-INITIAL_FORMS": "1",
            "cityhazard_set-0-id": theirs.pk,
            "cityhazard_set-0-DELETE": "on",
        },
    )

    theirs.refresh_from_db()
    assert theirs.most_severe == "њихово"


def test_demo_city_says_so(client_of: ClientOf, city: City, lead: User):
    city.is_demo = True
    city.save()

    for page in ["", "edit/", "hazards/", "people/", "people/invite/"]:
        response = client_of(lead).get(f"/cities/{city.code}/{page}")
        assert "Demonstration data" in response.content.decode()


def _queries(client: object, address: str) -> int:
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200  # type: ignore[attr-defined]
    return len(queries)
