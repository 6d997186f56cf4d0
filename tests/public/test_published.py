"""Published cities for everybody, and what they show together."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from scorecard.actions import assessments
from scorecard.actions.answers import Content
from scorecard.models import Assessment, Standing
from tests import make

pytestmark = pytest.mark.django_db
Status = Assessment.Status
PAGE = "/published/"


def _publish(name="Уб", **fields):
    city = fields.pop("city", None) or make.make_city(name=name)
    return make.make_assessment(
        **{"city": city, "status": Status.ACCEPTED, "published": True} | fields
    )


def _names(visitor, **chosen):
    page = visitor.get(PAGE, chosen)
    return [row.city.name_sr for row in page.context["rows"]]


def test_only_who_has_published_is_listed_by_the_alphabet(visitor, questionnaire):
    for name in ("Уб", "Чачак"):
        _publish(name)
    make.make_assessment(city=make.make_city(name="Љиг"), status=Status.ACCEPTED)

    assert _names(visitor) == ["Чачак", "Уб"]


@pytest.mark.parametrize("words", ["cac", "чача"])
def test_the_list_is_searched_in_both_scripts(visitor, questionnaire, words):
    for name in ("Уб", "Чачак"):
        _publish(name)

    assert _names(visitor, words=words) == ["Чачак"]


def test_a_search_without_success_says_so(visitor, questionnaire):
    _publish()

    page = visitor.get(PAGE, {"words": "Атлантида"}).content.decode()

    assert "No local government that has published fits." in page


@pytest.mark.parametrize("asked", ["9999", "-1", "две"])
def test_a_page_that_is_not_there_shows_one_that_is(visitor, questionnaire, asked):
    _publish()

    assert _names(visitor, page=asked) == ["Уб"]


def test_two_published_cities_give_no_aggregate(visitor, questionnaire):
    for name in ("Уб", "Чачак"):
        _publish(name, score=3)

    page = visitor.get(PAGE)

    assert not page.context["country"].is_told
    assert page.context["country"].rows == []
    assert page.context["country"].overall is None
    assert "A median is shown from 3 on" in page.content.decode()


def test_three_published_cities_give_medians(visitor, questionnaire):
    for name, score in (("Уб", 0), ("Чачак", 1), ("Љиг", 3)):
        _publish(name, score=score)
    make.make_assessment(status=Status.ACCEPTED, score=3)

    country = visitor.get(PAGE).context["country"]

    assert (country.cities, country.overall.median * 3) == (3, 1)
    assert [row.quartiles.median * 3 for row in country.rows] == [1, 1]


def test_an_essential_with_fewer_than_three_is_not_told(visitor, questionnaire):
    _publish("Уб", answers={"P1.1": _skipped(), "P1.2": _skipped()})
    for name in ("Чачак", "Љиг"):
        _publish(name)

    page = visitor.get(PAGE)

    first, second = page.context["country"].rows
    assert first.quartiles is None
    assert second.quartiles.count == 3
    assert "under 3" in page.content.decode()


def test_a_city_with_a_newer_round_that_is_not_published_is_out(visitor, questionnaire):
    for name in ("Уб", "Чачак", "Љиг"):
        newest = _publish(name, year=2024)
    make.make_assessment(city=newest.city, status=Status.ACCEPTED, year=2026)

    assert not visitor.get(PAGE).context["country"].is_told


def test_taking_back_shows_at_the_next_request(visitor, questionnaire):
    for name in ("Уб", "Чачак", "Љиг"):
        newest = _publish(name)
    address = f"/published/{newest.city.code}/"
    before = visitor.get(address), visitor.get(PAGE)

    assessments.unpublish(assessment=newest)

    assert before[0].status_code == 200
    assert before[1].context["country"].is_told
    gone = visitor.get(address)
    assert gone.status_code == 404
    assert 'href="/published/"' in gone.content.decode()
    assert _names(visitor) == ["Чачак", "Уб"]
    assert not visitor.get(PAGE).context["country"].is_told


def test_a_city_shows_its_latest_published_round(visitor, questionnaire):
    city = make.make_city(population=25_000, population_year=2022)
    _publish(city=city, year=2023, score=1)
    latest = _publish(city=city, year=2025, score=2)
    make.make_assessment(city=city, year=2026, score=3)

    page = visitor.get(f"/published/{city.code}/")

    place = page.context["place"]
    assert (place.latest, place.before.year) == (latest, 2023)
    assert place.overall * 3 == 2
    assert [row.before.share * 3 for row in place.rows] == [1, 1]
    content = page.content.decode()
    assert f'href="/assessments/{latest.pk}/report/"' in content
    assert f'href="/assessments/{latest.pk}/report.pdf"' in content
    assert "25,000" in content
    assert "census of 2022" in content
    assert "Preliminary assessment 2026" not in content


def test_a_population_of_another_year_says_who_gave_it(visitor, questionnaire):
    city = make.make_city(population=25_000, population_year=2024)
    _publish(city=city)

    page = visitor.get(f"/published/{city.code}/").content.decode()

    assert "2024, given by the local government" in page


def test_nobody_is_named_on_the_public_pages(visitor, city, lead, questionnaire):
    published = _publish(city=city, lead=lead)

    pages = [visitor.get(PAGE), visitor.get(f"/published/{city.code}/")]

    for page in pages:
        assert published.started_by.name not in page.content.decode()
        assert "@" not in page.content.decode()


@pytest.mark.parametrize("status", [*Status.values])
def test_what_is_not_published_is_not_there(visitor, questionnaire, status):
    unpublished = make.make_assessment(status=status, shared=status == Status.DRAFT)

    assert _names(visitor) == []
    assert visitor.get(f"/published/{unpublished.city.code}/").status_code == 404


def test_invented_data_are_marked(visitor, questionnaire):
    published = _publish(is_demo=True)

    for path in (PAGE, f"/published/{published.city.code}/"):
        assert 'class="demo"' in visitor.get(path).content.decode()


def test_the_start_page_leads_here(visitor, questionnaire):
    published = _publish()

    start = visitor.get("/").content.decode()

    assert f'href="/published/{published.city.code}/"' in start
    assert 'href="/open-data/"' in start


def test_many_cities_need_as_few_queries_as_few(visitor, questionnaire):
    first = _publish()
    addresses = (PAGE, f"/published/{first.city.code}/")
    few = [_queries(visitor, address) for address in addresses]
    for year in (2017, 2018, 2019):
        _publish(city=first.city, year=year)
    for _one in range(8):
        _publish("Чачак")

    many = [_queries(visitor, address) for address in addresses]

    # Where a median may be told, the Essentials are named.
    assert many[0] - few[0] <= 1
    assert many[1] == few[1]
    assert max(many) <= 20
    assert Standing.objects.count() == 9


def _skipped():
    return Content(not_applicable=True, reason="Нема.")


def _queries(client, address):
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)
