"""Open data: what is in the files, and when they change."""

import csv
import io
import json

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cities.models import City
from mcr2030.public import open_data
from scorecard.actions import assessments
from scorecard.models import Assessment
from tests import make

pytestmark = pytest.mark.django_db
Status = Assessment.Status
FILES = [
    f"/open-data/{name}.{kind}" for name in open_data.TABLES for kind in ("csv", "json")
]


@pytest.fixture
def published(city, questionnaire):
    return make.make_assessment(
        city=city, status=Status.ACCEPTED, published=True, score=2, year=2025
    )


def _csv(visitor, name):
    content = visitor.get(f"/open-data/{name}.csv").content.decode()
    return list(csv.DictReader(io.StringIO(content)))


def test_cities_are_told_without_words(visitor, published):
    City.objects.update(population=29_101, population_year=2022, area="456.12")
    cache.clear()

    (row,) = _csv(visitor, "cities")

    assert row["city_code"] == "71277"
    assert (row["name_cyrillic"], row["name_latin"]) == ("Уб", "Ub")
    assert (row["kind"], row["region"]) == ("municipality", "sumadija-west")
    assert (row["population"], row["area_km2"]) == ("29101", "456.12")
    assert (row["published_assessments"], row["latest_year"]) == ("1", "2025")
    assert row["is_invented"] == "false"


def test_scores_are_exact(visitor, published):
    first, second = _csv(visitor, "scores")

    assert (first["essential"], second["essential"]) == ("1", "2")
    assert (first["points"], first["out_of"]) == ("4", "6")
    assert first["share_percent"] == "66.67"
    assert first["assessment"] == str(published.pk)
    assert (first["instrument"], first["occasion"]) == ("preliminary", "baseline")


def test_json_and_csv_say_the_same(visitor, published):
    for name in open_data.TABLES:
        plain = visitor.get(f"/open-data/{name}.json").json()

        rows = [
            {key: _text(value) for key, value in row.items()} for row in plain["rows"]
        ]
        assert rows == _csv(visitor, name)
        assert [one["key"] for one in plain["columns"]] == list(rows[0])
        assert "attribution" in plain["about"]["licence"]


@pytest.mark.parametrize("address", FILES)
def test_a_file_is_the_same_in_every_language(client_of, published, address):
    bodies = set()
    for language in ("sr", "sr-latn", "en"):
        cache.clear()
        bodies.add(client_of(None, language).get(address).content)

    assert len(bodies) == 1


@pytest.mark.parametrize("address", FILES)
def test_who_has_a_file_gets_304_until_it_changes(visitor, published, address):
    first = visitor.get(address)

    by_tag = visitor.get(address, headers={"If-None-Match": first["ETag"]})
    by_date = visitor.get(
        address, headers={"If-Modified-Since": first["Last-Modified"]}
    )
    make.make_assessment(
        city=make.make_city(name="Чачак"), status=Status.ACCEPTED, published=True
    )
    after = visitor.get(address, headers={"If-None-Match": first["ETag"]})

    assert (by_tag.status_code, by_tag.content) == (304, b"")
    assert by_date.status_code == 304
    assert after.status_code == 200
    assert after["ETag"] != first["ETag"]


@pytest.mark.parametrize("address", FILES)
def test_no_file_sets_a_cookie(client, published, address):
    answer = client.get(address)

    assert answer.cookies == {}
    assert answer["Cache-Control"] == "public, no-cache"


@pytest.mark.parametrize("address", FILES)
def test_what_is_taken_back_is_gone_at_once(visitor, published, address):
    before = visitor.get(address)

    assessments.unpublish(assessment=published)

    after = visitor.get(address, headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    assert b"71277" in before.content
    assert b"71277" not in after.content


def test_a_changed_register_changes_the_file(visitor, published):
    before = visitor.get("/open-data/cities.csv")
    city = City.objects.get(pk=published.city_id)
    city.population, city.population_year = 12_345, 2024
    city.save()

    assert b"12345" in visitor.get("/open-data/cities.csv").content
    assert b"12345" not in before.content


def test_what_changes_nothing_keeps_the_date(visitor, published):
    first = visitor.get("/open-data/cities.csv")
    make.make_city(name="Чачак")

    again = visitor.get("/open-data/cities.csv")

    assert again["ETag"] == first["ETag"]
    assert again["Last-Modified"] == first["Last-Modified"]


@pytest.mark.parametrize("address", FILES)
def test_only_what_is_published_is_in(visitor, city, questionnaire, address):
    for year, status in enumerate(Status.values, start=2020):
        make.make_assessment(city=city, status=status, year=year, score=3)

    assert b"71277" not in visitor.get(address).content


def test_a_name_in_a_file_does_not_calculate(visitor, published):
    City.objects.update(name_sr_latn="=1+1")
    cache.clear()

    assert _csv(visitor, "cities")[0]["name_latin"] == "'=1+1"


def test_the_page_explains_every_column(visitor, published):
    page = visitor.get("/open-data/").content.decode()

    for name in open_data.TABLES:
        for key in _csv(visitor, name)[0]:
            assert f"<code>{key}</code>" in page
    for address in FILES:
        assert f'href="{address}"' in page


@pytest.mark.parametrize("address", ["/open-data/people.csv", "/open-data/cities.xlsx"])
def test_there_is_no_other_file(visitor, address):
    assert visitor.get(address).status_code == 404


@pytest.mark.parametrize("address", FILES)
def test_many_rows_need_as_few_queries_as_few(visitor, published, address):
    few = _queries(visitor, address), _queries(visitor, address)
    for _one in range(6):
        make.make_assessment(
            city=make.make_city(), status=Status.ACCEPTED, published=True
        )

    many = _queries(visitor, address), _queries(visitor, address)

    assert many == few
    assert many[1] < many[0] <= 20


def _text(value):
    if value is None:
        return ""
    return json.dumps(value) if isinstance(value, bool) else str(value)


def _queries(client, address):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)
