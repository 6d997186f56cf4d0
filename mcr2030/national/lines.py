"""Small lines over the years, and places among many: shares in, coordinates out."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

WIDTH, HEIGHT = 240, 150
LEFT, RIGHT = 34, 222
TOP, BOTTOM = 16, 108
YEAR_AT, COUNT_AT = 126, 143

BAND_WIDTH, BAND_INSET = 220, 8


@dataclass(frozen=True)
class Step:
    """A line across at a share, with its label."""

    y: str
    label_y: str
    text: str


@dataclass(frozen=True)
class Dot:
    """A round: where it is drawn, where its value stands, its share and count."""

    x: str
    y: str
    value_y: str
    year: str
    share: Fraction
    cities: int


@dataclass(frozen=True)
class Line:
    """The whole drawing; `path` is empty where there is only one round."""

    width: str
    height: str
    left: str
    right: str
    label_x: str
    year_y: str
    count_y: str
    steps: tuple[Step, ...]
    dots: tuple[Dot, ...]
    path: str


@dataclass(frozen=True)
class Band:
    """Quartiles on a track from 0 to 1, with the own place; empty where unknown."""

    start: str
    end: str
    low: str
    length: str
    middle: str
    own: str


def band(low: Fraction, middle: Fraction, high: Fraction, own: Fraction | None) -> Band:
    """Draw the middle half of the country, its median, and where one city lies."""
    return Band(
        start=_text(_along(Fraction(0))),
        end=_text(_along(Fraction(1))),
        low=_text(_along(low)),
        length=_text(_along(high) - _along(low)),
        middle=_text(_along(middle)),
        own="" if own is None else _text(_along(own)),
    )


def line(rounds: Sequence[tuple[int, Fraction, int]]) -> Line:
    """Draw year, share from 0 to 1, and count; years stand as far apart as they are."""
    years = [year for year, _share, _count in rounds]
    dots = tuple(
        Dot(
            x=_text(_across(year, years)),
            y=_text(_down(share)),
            value_y=_text(_down(share) - 8),
            year=str(year),
            share=share,
            cities=count,
        )
        for year, share, count in rounds
    )
    return Line(
        width=str(WIDTH),
        height=str(HEIGHT),
        left=str(LEFT),
        right=str(RIGHT),
        label_x=str(LEFT - 6),
        year_y=str(YEAR_AT),
        count_y=str(COUNT_AT),
        steps=tuple(
            Step(_text(_down(share)), _text(_down(share) + 4), str(int(share * 100)))
            for share in (Fraction(0), Fraction(1, 2), Fraction(1))
        ),
        dots=dots,
        path="M" + " L".join(f"{dot.x} {dot.y}" for dot in dots)
        if len(dots) > 1
        else "",
    )


def _across(year: int, years: Sequence[int]) -> float:
    """Return the place of a year; the only one stands in the middle."""
    first, last = LEFT + 18, RIGHT - 18
    span = max(years) - min(years)
    if not span:
        return (first + last) / 2
    return first + (last - first) * (year - min(years)) / span


def _down(share: Fraction) -> float:
    return BOTTOM - (BOTTOM - TOP) * float(share)


def _along(share: Fraction) -> float:
    return BAND_INSET + (BAND_WIDTH - 2 * BAND_INSET) * float(share)


def _text(number: float) -> str:
    return f"{number:.1f}"
