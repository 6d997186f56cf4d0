"""Charts: known points, text that no language changes, gaps that stay gaps."""

from fractions import Fraction

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from scorecard import charts
from scorecard.charts import Point

pytestmark = pytest.mark.once

LABELS = [f"{number}. Природни заштитни појасеви" for number in range(1, 11)]
HALF = Fraction(1, 2)
FULL = [Fraction(1)] * 10


def _drawn(radar: charts.Radar, prefix: str = "one") -> str:
    return render_to_string(
        "scorecard/radar.jinja",
        {"radar": radar, "prefix": prefix, "title": "T", "description": "D"},
    )


def _bars_drawn(bars: charts.Bars) -> str:
    return render_to_string(
        "scorecard/charts/_bars.html",
        {"bars": bars, "prefix": "one", "title": "T", "description": "D"},
    )


def test_first_axis_points_up_and_a_full_share_reaches_the_rim() -> None:
    radar = charts.radar(LABELS, FULL, name="2026")

    assert radar.now.marks[0] == Point("290.0", "70.0")
    assert radar.now.marks[0] == radar.axes[0].end
    assert radar.now.marks[5] == Point("290.0", "340.0")


def test_half_a_share_is_half_the_way() -> None:
    radar = charts.radar(LABELS, [HALF] * 10, name="2026")

    assert radar.now.marks[0] == Point("290.0", "137.5")
    assert radar.now.outline.startswith("M290.0 137.5 L")
    assert radar.now.outline.endswith(" Z")


def test_no_share_is_drawn_in_the_middle_only_where_it_is_zero() -> None:
    radar = charts.radar(LABELS, [Fraction(0), *FULL[1:]], name="2026")

    assert radar.now.marks[0] == radar.middle
    assert radar.now.is_closed


def test_radar_draws_no_mark_where_the_share_is_unknown() -> None:
    radar = charts.radar(LABELS, [None, *FULL[1:]], name="2026")

    assert len(radar.now.marks) == 9
    assert radar.middle not in radar.now.marks
    assert not radar.now.is_closed
    assert "Z" not in radar.now.outline


def test_outline_is_broken_at_each_unknown_share() -> None:
    shares = [None, *FULL[1:5], None, *FULL[6:]]

    radar = charts.radar(LABELS, shares, name="2026")

    assert radar.now.outline.count("M") == 2
    assert radar.now.outline.count("L") == 3 + 3


def test_lone_share_between_unknown_ones_is_a_mark_without_a_line() -> None:
    radar = charts.radar(LABELS, [HALF, *[None] * 9], name="2026")

    assert radar.now.outline == ""
    assert len(radar.now.marks) == 1


def test_axis_without_a_share_says_so_beside_its_name() -> None:
    radar = charts.radar(["1. Урбани развој"], [None], name="2026")

    assert radar.axes[0].lines[-1].text.endswith("–")
    assert not radar.axes[0].is_known


def test_long_labels_are_wrapped_by_words() -> None:
    radar = charts.radar(LABELS, FULL, name="2026")

    assert [line.text for line in radar.axes[0].lines] == [
        "1. Природни",
        "заштитни појасеви",
    ]
    assert all(
        len(line.text) <= charts.LETTERS_A_LINE
        for axis in radar.axes
        for line in axis.lines
    )


def test_all_labels_stand_inside_the_drawing() -> None:
    radar = charts.radar(LABELS, FULL, name="2026", before=FULL, before_name="2023")

    for axis in radar.axes:
        for line in axis.lines:
            assert 12 <= float(line.y) <= float(radar.height) - 24
            # A letter is at most some eight units wide at this size.
            width = 8 * len(line.text) * {"middle": 0.5}.get(axis.anchor, 1)
            if axis.anchor == "end":
                assert float(line.x) - width >= 0
            else:
                assert float(line.x) + width <= float(radar.width)


def test_earlier_round_is_dashed_and_named() -> None:
    radar = charts.radar(
        LABELS, FULL, name="2026", before=[HALF] * 10, before_name="2023"
    )

    drawn = _drawn(radar)

    assert 'stroke-dasharray="5 4"' in drawn
    assert "2023" in drawn


def test_radar_without_an_earlier_round_has_one_series() -> None:
    radar = charts.radar(LABELS, FULL, name="2026")

    assert radar.before is None
    assert radar.before_key is None
    assert "stroke-dasharray" not in _drawn(radar)


@pytest.mark.parametrize("language", ["sr", "sr-latn", "en"])
def test_coordinates_have_a_dot_in_every_language(language: str) -> None:
    radar = charts.radar(LABELS, [Fraction(1, 3)] * 10, name="2026")

    with translation.override(language):
        drawn = _drawn(radar)

    assert f'cx="{radar.now.marks[1].x}"' in drawn
    assert "." in radar.now.marks[1].x
    assert "," not in radar.now.outline


def test_names_of_two_charts_on_a_page_do_not_clash() -> None:
    radar = charts.radar(LABELS, FULL, name="2026")

    assert 'aria-labelledby="one-title one-desc"' in _drawn(radar, "one")
    assert 'id="two-title"' in _drawn(radar, "two")


def test_labels_in_a_chart_are_escaped() -> None:
    radar = charts.radar(["<b>"], [HALF], name="<i>")

    drawn = _drawn(radar)

    assert "<b>" not in drawn
    assert "<i>" not in drawn


def test_bar_is_as_long_as_its_share() -> None:
    bars = charts.bars(["1. Једна"], [HALF], before=[Fraction(1)])

    assert float(bars.bars[0].length) == float(bars.track_length) / 2
    assert float(bars.bars[0].tick) == charts.TRACK_FROM + charts.TRACK_LENGTH
    assert "50 %" in _bars_drawn(bars)


def test_bar_of_an_unknown_share_is_hatched_and_has_no_number() -> None:
    bars = charts.bars(["1. Једна"], [None])

    drawn = _bars_drawn(bars)

    assert bars.bars[0].hatch.startswith("M")
    assert bars.bars[0].tick == ""
    assert "–" in drawn
    assert "0 %" not in drawn
