"""The shipped register is whole, and loading it again takes nothing away."""

import time

import pytest
from django.core.management import call_command
from django.db.models import Sum

from cities.models import BasinGroup, City, District, Hazard
from cities.serbian import to_latin

MEMBERS = {
    "Врачар",
    "Врњачка Бања",
    "Зрењанин",
    "Крагујевац",
    "Краљево",
    "Крушевац",
    "Лозница",
    "Пирот",
    "Уб",
    "Ужице",
    "Чачак",
}


@pytest.fixture
def register(db: None) -> None:
    call_command("load_register", verbosity=0)


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize(
    ("kind", "number"), [("city", 28), ("municipality", 117), ("city_municipality", 17)]
)
def test_register_holds_every_unit_of_its_kind(kind: str, number: int):
    assert City.objects.filter(kind=kind).count() == number


@pytest.mark.usefixtures("register")
def test_units_add_up_to_the_published_population():
    whole = City.objects.filter(parent=None).aggregate(sum=Sum("population"))
    parts = City.objects.exclude(parent=None).aggregate(sum=Sum("population"))

    assert whole["sum"] == 6_647_003
    assert parts["sum"] == City.objects.get(code="79014").population


@pytest.mark.usefixtures("register")
def test_every_figure_says_its_year():
    assert set(City.objects.values_list("population_year", "area_year")) == {
        (2022, 2020)
    }


@pytest.mark.usefixtures("register")
def test_every_unit_has_a_place_on_the_map():
    assert not City.objects.filter(latitude=None).exists()
    assert not City.objects.filter(longitude=None).exists()


@pytest.mark.usefixtures("register")
def test_eleven_members_are_in_and_nobody_else():
    assert set(City.objects.members().values_list("name_sr", flat=True)) == MEMBERS


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize("model", [City, District, BasinGroup, Hazard])
def test_latin_names_follow_from_the_cyrillic_ones(model: type):
    rows = model.objects.values_list("name_sr", "name_sr_latn", "name_en")

    assert [latin for _, latin, _ in rows] == [to_latin(name) for name, _, _ in rows]
    assert all(english for _, _, english in rows)


@pytest.mark.usefixtures("register")
def test_districts_hazards_and_basin_groups_are_whole():
    sizes = {one.code: one.cities.count() for one in BasinGroup.objects.all()}

    assert District.objects.count() == 25
    assert Hazard.objects.count() == 32
    assert sizes == {
        "banat": 19,
        "drina": 10,
        "kolubara": 8,
        "velika-morava": 12,
        "zapadna-morava": 19,
    }
    assert [one.code for one in BasinGroup.objects.filter(is_complete=False)] == [
        "drina"
    ]


@pytest.mark.usefixtures("register")
def test_loading_again_adds_nothing_and_keeps_what_was_edited():
    ub = City.objects.get(code="71218")
    ub.population, ub.population_year = 26_000, 2025
    ub.is_member, ub.authority = False, "Председник општине"
    ub.save()
    BasinGroup.objects.get(code="kolubara").cities.remove(ub)

    call_command("load_register", verbosity=0)

    ub.refresh_from_db()
    assert City.objects.count() == 162
    assert (ub.population, ub.population_year) == (26_000, 2025)
    assert (ub.is_member, ub.authority) == (False, "Председник општине")
    assert not ub.basingroup_set.exists()


@pytest.mark.usefixtures("register")
def test_loading_again_mends_a_name():
    City.objects.filter(code="71218").update(name_sr="Убб", latitude=None)

    call_command("load_register", verbosity=0)

    ub = City.objects.get(code="71218")
    assert (ub.name_sr, ub.search) == ("Уб", "ub")
    assert ub.latitude is not None


@pytest.mark.django_db
def test_loading_takes_less_than_three_seconds():
    start = time.perf_counter()

    call_command("load_register", verbosity=0)

    assert time.perf_counter() - start < 3


@pytest.mark.usefixtures("register")
def test_units_in_kosovo_and_metohija_come_only_when_asked_for():
    region = District.Region.KOSOVO_AND_METOHIJA
    assert not City.objects.within(region=region).exists()

    call_command("load_register", "--kosovo-and-metohija", verbosity=0)
    call_command("load_register", "--kosovo-and-metohija", verbosity=0)

    assert City.objects.within(region=region).count() == 29
    assert City.objects.count() == 191
    assert not City.objects.within(region=region).exclude(population=None).exists()


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize("words", ["Cacak", "čačak", "Чачак", "cac", " ЧАЧ "])
def test_a_name_is_found_in_either_script_and_without_marks(words: str):
    assert [one.name_sr for one in City.objects.matching(words)] == ["Чачак"]
