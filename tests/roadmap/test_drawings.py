"""Drawings of a plan: within their frame, to one scale, as text with points."""

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap import drawings
from roadmap.drawings import MoneyRow, Span, Weight

pytestmark = pytest.mark.once

YEARS = range(2026, 2029)
TODAY = dt.date(2027, 1, 1)
PRIORITIES = [["later"] * 5 for _step in range(5)]
steps = st.integers(1, 5)
weights = st.builds(
    Weight, st.integers(1, 60), st.just("а"), steps, steps, st.integers(0, 10**12)
)
days = st.dates(dt.date(2025, 6, 1), dt.date(2029, 6, 1))


def span(starts: dt.date, ends: dt.date, **fields) -> Span:
    told = {"label": "1. Обука", "title": "1. Обука", "status": "planned", "done": 0}
    return Span(**told | fields, starts_on=starts, ends_on=ends)


def numbers(path: str) -> list[float]:
    return [float(one) for one in re.findall(r"-?\d+\.\d", path)]


def test_the_longest_bar_takes_the_whole_track():
    drawn = drawings.money_bars(
        [MoneyRow("2026", 25, 100, "100 RSD"), MoneyRow("2027", 50, 50, "50 RSD")]
    )

    first, second = drawn.bars
    assert (first.length, first.rest_length) == ("67.5", "202.5")
    assert (second.length, second.rest_length, second.hatch) == ("135.0", "0.0", "")


def test_no_money_draws_bars_without_length():
    (bar,) = drawings.money_bars([MoneyRow("2026", 0, 0, "0 RSD")]).bars

    assert (bar.length, bar.rest_length, bar.hatch) == ("0.0", "0.0", "")


def test_nothing_draws_no_bars():
    assert drawings.money_bars([]).bars == ()


@given(st.integers(1, 10**12), st.integers(0, 10**12))
def test_strokes_stay_within_their_bar(whole, solid):
    solid = min(solid, whole)
    (bar,) = drawings.money_bars([MoneyRow("2026", solid, whole, "")]).bars

    xs, ys = numbers(bar.hatch)[::2], numbers(bar.hatch)[1::2]
    left = float(bar.rest_from)
    right = left + float(bar.rest_length)
    assert all(left - 0.11 <= x <= right + 0.11 for x in xs)
    top = float(bar.top)
    assert all(top - 0.11 <= y <= top + drawings.BAR_HEIGHT + 0.11 for y in ys)


def test_a_whole_year_fills_its_four_quarters():
    (drawn,) = drawings.timelines(
        [span(dt.date(2027, 1, 1), dt.date(2027, 12, 31))], YEARS, TODAY
    )

    (bar,) = drawn.bars
    assert float(bar.left) == pytest.approx(float(drawn.years[1].x), abs=0.5)
    right = float(bar.left) + float(bar.length)
    assert right == pytest.approx(float(drawn.years[2].x), abs=0.5)
    assert [one.name.text for one in drawn.quarters[:4]] == ["I", "II", "III", "IV"]


@given(days, days)
def test_bars_stay_within_the_years(one, other):
    starts, ends = sorted((one, other))
    (drawn,) = drawings.timelines([span(starts, ends)], YEARS, TODAY)

    (bar,) = drawn.bars
    assert float(bar.left) >= drawings.TIME_FROM
    assert float(bar.left) + float(bar.length) <= float(drawn.right) + 3.1


def test_progress_fills_a_bar_and_a_stopped_one_is_hatched():
    year = dt.date(2027, 1, 1), dt.date(2027, 12, 31)
    (drawn,) = drawings.timelines(
        [
            span(*year, status="under_way", done=50),
            span(*year, status="stopped", done=50),
        ],
        YEARS,
        TODAY,
    )

    going, stopped = drawn.bars
    assert float(going.done) == pytest.approx(float(going.length) / 2, abs=0.1)
    assert (going.hatch, stopped.done) == ("", "0.0")
    assert stopped.hatch


@pytest.mark.parametrize(
    ("year", "is_shown"), [(2025, False), (2028, True), (2029, False)]
)
def test_today_is_drawn_within_the_years_only(year, is_shown):
    (drawn,) = drawings.timelines(
        [span(dt.date(2026, 1, 1), dt.date(2026, 2, 1))], YEARS, dt.date(year, 5, 1)
    )

    assert bool(drawn.today) == is_shown


def test_many_actions_are_drawn_on_several_sheets():
    spans = [span(dt.date(2026, 1, 1), dt.date(2026, 2, 1))] * 33

    drawn = drawings.timelines(spans, YEARS, TODAY)

    assert [len(one.bars) for one in drawn] == [16, 16, 1]
    assert not drawn[0].is_linked


def test_quarters_of_many_years_have_no_names():
    (drawn,) = drawings.timelines(
        [span(dt.date(2026, 1, 1), dt.date(2026, 2, 1), address="/x/")],
        range(2026, 2034),
        TODAY,
    )

    assert {one.name.text for one in drawn.quarters} == {""}
    assert drawn.is_linked


def test_long_labels_take_two_lines_at_most():
    label = "12. " + "Веома дуг назив мере " * 9
    (drawn,) = drawings.timelines(
        [span(dt.date(2026, 1, 1), dt.date(2026, 2, 1), label=label)], YEARS, TODAY
    )

    lines = drawn.bars[0].lines
    assert len(lines) == 2
    assert lines[1].text.endswith("…")


@given(st.lists(weights, max_size=40))
def test_bubbles_stay_in_their_cells_and_do_not_overlap(found):
    drawn = drawings.grid(found, PRIORITIES, across="x", upwards="y")

    assert len(drawn.bubbles) == len(found)
    places = [(float(one.x), float(one.y), float(one.radius)) for one in drawn.bubbles]
    for at, (x, y, radius) in enumerate(places):
        left = (x - drawings.GRID_LEFT) % drawings.GRID_CELL
        top = (y - drawings.GRID_TOP) % drawings.GRID_CELL
        for inside in (left, top):
            assert radius - 0.2 <= inside <= drawings.GRID_CELL - radius + 0.2
        for x2, y2, radius2 in places[at + 1 :]:
            assert (x - x2) ** 2 + (y - y2) ** 2 >= (radius + radius2 - 0.3) ** 2


def test_the_area_of_a_bubble_is_the_cost():
    drawn = drawings.grid(
        [Weight(1, "а", 1, 1, 400), Weight(2, "б", 5, 5, 100)],
        PRIORITIES,
        across="x",
        upwards="y",
    )

    small, large = sorted(float(one.radius) for one in drawn.bubbles)
    assert large == pytest.approx(2 * small, abs=0.1)


def test_much_impact_stands_above_and_much_difficulty_to_the_right():
    drawn = drawings.grid(
        [Weight(1, "а", 1, 1, 1), Weight(2, "б", 5, 5, 1)],
        PRIORITIES,
        across="x",
        upwards="y",
    )

    place = {one.number.text: (float(one.x), float(one.y)) for one in drawn.bubbles}
    assert place["2"][0] > place["1"][0]
    assert place["2"][1] < place["1"][1]


def test_an_empty_grid_is_still_a_grid():
    assert len(drawings.grid([], PRIORITIES, across="x", upwards="y").cells) == 25
