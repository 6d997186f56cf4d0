"""The dot map: where dots lie, how large they are, which step they have."""

from fractions import Fraction

import pytest

from scorecard import maps
from scorecard.maps import Place

pytestmark = pytest.mark.once


def _place(**fields):
    given = {
        "title": "Уб",
        "address": "/cities/71277/",
        "latitude": 44.45,
        "longitude": 20.07,
        "population": 25_000,
        "share": Fraction(1, 2),
    }
    return Place(**given | fields)


def test_north_is_up_and_east_is_right():
    drawn = maps.draw(
        [
            _place(title="Суботица", latitude=46.1, longitude=19.67),
            _place(title="Пирот", latitude=43.15, longitude=22.59),
        ]
    )

    subotica, pirot = drawn.dots
    assert float(subotica.y) < float(pirot.y)
    assert float(subotica.x) < float(pirot.x)


def test_a_kilometre_is_as_long_both_ways_in_the_middle():
    origin, east, north = maps.draw(
        [
            _place(latitude=44.2, longitude=20.0),
            _place(latitude=44.2, longitude=20.0 + 1 / 0.7169),
            _place(latitude=45.2, longitude=20.0),
        ]
    ).dots

    across = float(east.x) - float(origin.x)
    assert across == pytest.approx(float(origin.y) - float(north.y), abs=0.3)


def test_the_area_of_a_dot_is_its_population():
    assert maps.radius(400_000) == pytest.approx(2 * maps.radius(100_000))


@pytest.mark.parametrize("population", [None, 0, 1_063])
def test_no_dot_is_too_small_to_see(population):
    assert maps.radius(population) == maps.SMALLEST


@pytest.mark.parametrize(
    ("share", "step"),
    [
        (None, None),
        (Fraction(0), 0),
        (Fraction(1, 5), 1),
        (Fraction(59, 100), 2),
        (Fraction(1), 4),
    ],
)
def test_a_dot_has_one_of_five_steps_or_is_hollow(share, step):
    assert maps.draw([_place(share=share)]).dots[0].step == step


def test_the_smaller_dot_lies_on_top():
    drawn = maps.draw(
        [_place(title="small"), _place(title="large", population=1_681_405)]
    )

    assert [one.title for one in drawn.dots] == ["large", "small"]


@pytest.mark.parametrize(
    ("latitude", "longitude"), [(None, 20.0), (44.0, None), (0.0, 0.0), (44.0, 90.0)]
)
def test_what_has_no_place_here_is_counted(latitude, longitude):
    drawn = maps.draw([_place(latitude=latitude, longitude=longitude), _place()])

    assert (len(drawn.dots), drawn.off) == (1, 1)


def test_others_are_grounds_without_a_word():
    drawn = maps.draw([], [(44.0, 20.0), (None, None)])

    assert (len(drawn.grounds), drawn.dots) == (1, ())
