"""Dots where places are: degrees and people in, coordinates as text out.

There are no borders, roads or rivers: only where a place lies among the others.
Nothing here knows Django, a database or a language.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from scorecard import statistics

# Degrees that hold all local governments of the register, with a margin.
WEST, EAST, SOUTH, NORTH = 18.7, 23.1, 42.1, 46.3
WIDTH = 400.0
# Degrees of longitude are shorter than those of latitude: as much as on this parallel.
_SHRINK = math.cos(math.radians((SOUTH + NORTH) / 2))
_SCALE = WIDTH / ((EAST - WEST) * _SHRINK)
HEIGHT = (NORTH - SOUTH) * _SCALE
# A dot's area is its population: 100,000 people are a dot 8 units in radius.
RADIUS_OF_100_000 = 8.0
SMALLEST = 3.5
SIZES = (20_000, 100_000, 500_000)


@dataclass(frozen=True)
class Place:
    """What becomes a dot: where it is in degrees, how many people, which share.

    `title` says the name and the share; `share` is None where nothing stands. What is
    not a share is a `step` of the scale, with a `letter` to stand in the dot.
    """

    title: str
    address: str
    latitude: float | None
    longitude: float | None
    population: int | None
    share: Fraction | None
    step: int | None = None
    letter: str = ""


@dataclass(frozen=True)
class Point:
    x: str
    y: str


@dataclass(frozen=True)
class Dot:
    """A circle that leads somewhere; `step` is 0 to 4, None for a hollow ring."""

    x: str
    y: str
    radius: str
    step: int | None
    title: str
    address: str
    letter: str = ""


@dataclass(frozen=True)
class Size:
    """A circle of the legend and the people that it stands for."""

    radius: str
    people: int


@dataclass(frozen=True)
class Map:
    """Dots over points, the largest first so that none hides a smaller one.

    `off` counts the dots that have no place here.
    """

    width: str
    height: str
    grounds: tuple[Point, ...]
    dots: tuple[Dot, ...]
    off: int
    sizes: tuple[Size, ...]


def draw(
    places: Iterable[Place], grounds: Iterable[tuple[float | None, float | None]] = ()
) -> Map:
    """Project the places on a plane, with equal steps for kilometres both ways.

    `grounds` are the latitude and longitude of others: they show where land is.
    Equirectangular, true on the middle parallel: over Serbia it errs by some 4 %.
    """
    found = sorted(places, key=lambda one: one.population or 0, reverse=True)
    dots = [_dot(one, at) for one in found if (at := _at(one.latitude, one.longitude))]
    return Map(
        width=_text(WIDTH),
        height=_text(HEIGHT),
        grounds=tuple(at for one in grounds if (at := _at(*one))),
        dots=tuple(dots),
        off=len(found) - len(dots),
        sizes=tuple(Size(_text(radius(people)), people) for people in SIZES),
    )


def radius(population: int | None) -> float:
    """Return the radius whose area is the population; never too small to be seen."""
    exact = RADIUS_OF_100_000 * math.sqrt((population or 0) / 100_000)
    return max(exact, SMALLEST)


def _at(latitude: float | None, longitude: float | None) -> Point | None:
    """Return where a place is drawn, None where it is not known or not here."""
    if latitude is None or longitude is None:
        return None
    if not (SOUTH <= latitude <= NORTH and WEST <= longitude <= EAST):
        return None
    return Point(
        _text((longitude - WEST) * _SHRINK * _SCALE),
        _text((NORTH - latitude) * _SCALE),
    )


def _dot(place: Place, at: Point) -> Dot:
    return Dot(
        x=at.x,
        y=at.y,
        radius=_text(radius(place.population)),
        step=place.step if place.share is None else statistics.part(place.share),
        title=place.title,
        address=place.address,
        letter=place.letter,
    )


def _text(number: float) -> str:
    return f"{number:.1f}"
