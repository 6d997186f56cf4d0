"""Medians, quartiles, spreads of levels, and the rule of who stands apart."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard.statistics import Spread, part, quartiles, spread, stands_apart

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1], (1, 1, 1, 1)),
        ([0, 1], (Fraction(1, 4), Fraction(1, 2), Fraction(3, 4), 2)),
        ([3, 1, 2], (Fraction(3, 2), 2, Fraction(5, 2), 3)),
        ([4, 1, 3, 2], (Fraction(7, 4), Fraction(5, 2), Fraction(13, 4), 4)),
    ],
)
def test_quartiles_are_those_of_a_spreadsheet(values, expected):
    found = quartiles(Fraction(value) for value in values)

    assert (found.low, found.median, found.high, found.count) == expected


values = st.fractions(min_value=0, max_value=1)


@given(st.lists(values, min_size=1, max_size=40), st.randoms())
def test_quartiles_lie_in_their_order_whatever_the_order_of_cities(known, random):
    shuffled = [*known, None]
    random.shuffle(shuffled)

    found = quartiles(shuffled)

    assert found == quartiles(known)
    assert min(known) <= found.low <= found.median <= found.high <= max(known)
    assert found.count == len(known)


@given(st.lists(values, min_size=1, max_size=40), st.data())
def test_a_city_that_rises_lowers_no_quartile(known, data):
    place = data.draw(st.integers(0, len(known) - 1))
    higher = [*known]
    higher[place] = data.draw(st.fractions(min_value=known[place], max_value=1))

    before, after = quartiles(known), quartiles(higher)

    assert after.low >= before.low
    assert after.median >= before.median
    assert after.high >= before.high


@given(st.lists(st.integers(0, 9), min_size=4, max_size=6))
def test_the_middle_level_is_the_median_of_all_cities(counts):
    found = Spread(tuple(counts))
    levels = [level for level, count in enumerate(counts) for _city in range(count)]

    assert found.median == (quartiles(map(Fraction, levels)).median if levels else None)
    assert found.answered == len(levels)


def test_unknown_values_are_left_out():
    assert quartiles([None, Fraction(1), None]).count == 1


def test_nothing_known_has_no_median():
    assert quartiles([None]) is None


def test_a_spread_counts_cities_by_level():
    found = spread([(0, False, 2), (3, False, 1), (None, True, 4), (None, False, 5)], 3)

    assert found == Spread((2, 0, 0, 1), not_applicable=4, blank=5)
    assert (found.answered, found.cities, found.top) == (3, 12, 3)


def test_low_and_high_are_the_two_outer_levels():
    found = Spread((1, 2, 0, 0, 4, 1))

    assert (found.low, found.high) == (3, 5)
    assert (found.low_share, found.high_share) == (Fraction(3, 8), Fraction(5, 8))


def test_a_spread_of_nobody_has_no_shares():
    found = Spread((0, 0, 0, 0), blank=2)

    assert (found.low_share, found.high_share, found.median) == (None, None, None)


def test_the_middle_level_is_that_of_the_city_in_the_middle():
    assert Spread((2, 0, 3)).median == 2
    assert Spread((3, 0, 2)).median == 0


def test_the_middle_level_may_be_half_a_level():
    assert Spread((1, 1, 1, 1)).median == Fraction(3, 2)


@pytest.mark.parametrize(
    ("level", "of_its_size", "of_all", "expected"),
    [
        (3, Spread((0, 5, 0, 0)), Spread((9, 5, 0, 0)), 1),
        (2, Spread((0, 5, 0, 0)), Spread((9, 5, 0, 0)), None),
        (3, Spread((0, 4, 0, 0)), Spread((0, 0, 9, 0)), None),
        (0, Spread((0, 0, 0, 4)), Spread((0, 0, 9, 0)), 2),
        (None, Spread((0, 5, 0, 0)), Spread((0, 5, 0, 0)), None),
        (3, Spread((0, 1, 0, 0)), Spread((0, 2, 0, 0)), None),
        (5, Spread((0,) * 6), Spread((0,) * 6), None),
        (5, Spread((0, 0, 5, 0, 0, 0)), Spread((0, 0, 5, 0, 0, 0)), 2),
        (4, Spread((0, 0, 5, 0, 0, 0)), Spread((0, 0, 5, 0, 0, 0)), None),
    ],
)
def test_a_level_half_the_scale_from_its_like_stands_apart(
    level, of_its_size, of_all, expected
):
    assert stands_apart(level, of_its_size, of_all) == expected


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        (0, 0),
        (Fraction(19, 100), 0),
        (Fraction(1, 5), 1),
        (Fraction(79, 100), 3),
        (1, 4),
    ],
)
def test_a_share_lies_in_a_fifth(share, expected):
    assert part(Fraction(share)) == expected
