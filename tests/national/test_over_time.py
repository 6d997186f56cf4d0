"""Medians by round, change over what editions share, and one city's change."""

from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mcr2030.national import lines
from scorecard.actions import editions
from scorecard.models import Assessment
from tests import make

pytestmark = pytest.mark.django_db
ACCEPTED = Assessment.Status.ACCEPTED
TIME = "national:time"


@pytest.fixture
def desk(client_of):
    return client_of(make.make_focal_point())


def _accepted(city, year, score, **fields):
    return make.make_assessment(
        status=ACCEPTED, city=city, year=year, score=score, **fields
    )


def _overall(desk, **filters):
    over_time = desk.get(reverse(TIME), filters).context["over_time"]
    return {
        year: (one.median, one.count) if one else None
        for year, one in over_time.courses[0].rounds
    }


def test_each_year_has_its_median_and_its_count(desk):
    one, other = make.make_city(), make.make_city(name="Љиг")
    _accepted(one, 2023, 0)
    _accepted(other, 2023, 3)
    _accepted(one, 2026, 3)

    assert _overall(desk) == {2023: (Fraction(1, 2), 2), 2026: (1, 1)}


def test_of_two_rounds_in_a_year_the_later_counts(desk):
    city = make.make_city()
    _accepted(city, 2026, 0)
    _accepted(city, 2026, 3, occasion=Assessment.Occasion.AFTER_EVENT)

    assert _overall(desk) == {2026: (1, 1)}


def test_filters_narrow_the_medians(desk):
    small = make.make_city(name="Уб", population=9_000, population_year=2022)
    _accepted(small, 2026, 3)
    _accepted(make.make_city(name="Љиг"), 2026, 0)

    assert _overall(desk, size="small") == {2026: (1, 1)}


def test_a_city_changes_over_the_questions_that_both_editions_share(desk):
    city = make.make_city()
    old = make.make_questionnaire(edition="2016", questions=("P1.1", "P2.1"))
    new = make.make_questionnaire(questions=("P1.1", "P1.2", "P2.2"))
    editions.map_editions(earlier=old, later=new)
    _accepted(city, 2023, 0, questionnaire=old)
    _accepted(city, 2026, 3, questionnaire=new)

    (row,) = desk.get(reverse(TIME)).context["over_time"].rows

    assert row.compared.shared == 1
    assert [one.difference if one else None for one in row.changes] == [1, None]
    assert row.compared.overall == 1


def test_only_cities_with_two_accepted_rounds_have_changed(desk):
    once, twice = make.make_city(), make.make_city(name="Љиг")
    _accepted(once, 2026, 1)
    make.make_assessment(status="submitted", city=once, year=2027, score=3)
    _accepted(twice, 2023, 1)
    _accepted(twice, 2026, 2)

    rows = desk.get(reverse(TIME)).context["over_time"].rows

    assert [row.compared.later.city for row in rows] == [twice]


def test_more_cities_cost_time_no_more_queries(desk):
    _two_rounds("Уб")
    few = _queries(desk, reverse(TIME))
    for name in ("Љиг", "Чачак", "Ужице"):
        _two_rounds(name)

    assert _queries(desk, reverse(TIME)) == few <= 20


def test_page_9999_shows_the_last_and_unknown_filters_are_told(desk):
    _two_rounds("Уб")

    page = desk.get(reverse(TIME), {"page": "9999", "region": "atlantis"})

    assert len(page.context["over_time"].rows) == 1
    assert "This choice is not known here." in page.content.decode()


def test_nobody_accepted_is_said(desk):
    make.make_questionnaire()

    assert "No accepted assessment fits" in desk.get(reverse(TIME)).content.decode()


def test_a_city_tells_what_changed_indicator_by_indicator(desk):
    city = make.make_city()
    _accepted(city, 2023, 2, answers={"P1.1": 1, "P2.2": 3})
    _accepted(city, 2026, 2)

    page = desk.get(reverse("national:city", args=[city.code]))

    since = page.context["since"]
    assert [(one.question.code, one.before, one.after) for one in since.up] == [
        ("P1.1", 1, 2)
    ]
    assert [(one.question.code, one.before, one.after) for one in since.down] == [
        ("P2.2", 3, 2)
    ]
    assert len(since.same) == 2
    assert "1 → 2" in page.content.decode()


def test_a_round_that_is_not_accepted_yet_is_marked(desk):
    city = make.make_city()
    _accepted(city, 2023, 1)
    make.make_assessment(status="submitted", city=city, year=2026, score=2)

    page = desk.get(reverse("national:city", args=[city.code]))

    assert len(page.context["since"].up) == 4
    assert "is not accepted yet" in page.content.decode()


def test_what_only_one_round_has_answered_is_not_compared(desk):
    city = make.make_city()
    _accepted(city, 2023, 1, answers={"P1.1": None}, is_history=True)
    _accepted(city, 2026, 1)

    since = desk.get(reverse("national:city", args=[city.code])).context["since"]

    assert [one.code for one in since.alone] == ["P1.1"]
    assert since.compared.shared == 3


def test_a_draft_that_is_not_shared_is_on_no_page(desk):
    city = make.make_city()
    _accepted(city, 2023, 1)
    hidden = make.make_assessment(city=city, year=2029, score=3)

    page = desk.get(reverse("national:city", args=[city.code]))
    time = desk.get(reverse(TIME))

    assert hidden not in page.context["rounds"].assessments
    assert page.context["since"] is None
    assert "2029" not in page.content.decode() + time.content.decode()


def test_one_round_has_nothing_to_compare(desk):
    city = make.make_city()
    _accepted(city, 2023, 1)

    page = desk.get(reverse("national:city", args=[city.code]))

    assert "nothing to compare" in page.content.decode()


def test_a_line_has_no_stroke_for_a_single_round():
    alone = lines.line([(2026, Fraction(1, 2), 3)])

    assert alone.path == ""
    assert lines.line([]).dots == ()


def test_years_stand_as_far_apart_as_they_are():
    drawn = lines.line([(2020, Fraction(0), 1), (2021, Fraction(0), 1), (2024, 1, 1)])

    first, second, last = (float(dot.x) for dot in drawn.dots)
    assert (last - first) == pytest.approx(4 * (second - first))


def _two_rounds(name):
    city = make.make_city(name=name)
    _accepted(city, 2023, 1)
    _accepted(city, 2026, 2)


def _queries(desk, address):
    desk.get(address)
    with CaptureQueriesContext(connection) as captured:
        desk.get(address)
    return len(captured)
