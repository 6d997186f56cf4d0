"""The drawings of a report: shares in, coordinates as text out.

Numbers become text here, with a dot: a template would print them with the reader's
decimal comma, which breaks SVG. Nothing here knows Django, a database or a language.
"""

import math
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

Shares = Sequence[Fraction | None]
Place = tuple[float, float]

RADAR_WIDTH, RADAR_HEIGHT = 580, 430
RADAR_MIDDLE: Place = (290, 205)
RADIUS = 135
LETTERS_A_LINE = 18
LINE = 17
LEGEND_AT = 417
LEGEND_ROW = 22

_SQUARE: tuple[Place, ...] = ((-4, -4), (4, -4), (4, 4), (-4, 4))
_TRIANGLE: tuple[Place, ...] = ((0, -5.5), (5, 3.5), (-5, 3.5))

BARS_WIDTH = 560
BAR_ROW = 36
BAR_HEIGHT = 14
TRACK_FROM, TRACK_LENGTH = 205, 290
LETTERS_BESIDE_A_BAR = 27


@dataclass(frozen=True)
class Point:
    x: str
    y: str


@dataclass(frozen=True)
class Line:
    """A line of text and where it starts."""

    x: str
    y: str
    text: str


@dataclass(frozen=True)
class Ring:
    """A level that all axes share, with its label and the ground behind it."""

    points: str
    label: Line
    ground: Point


@dataclass(frozen=True)
class Axis:
    end: Point
    anchor: str
    lines: tuple[Line, ...]
    is_known: bool


@dataclass(frozen=True)
class Series:
    """One round: `outline` is path data; `is_closed` where every axis has a share."""

    name: str
    outline: str
    is_closed: bool
    marks: tuple[Point, ...]


@dataclass(frozen=True)
class Key:
    """Where the legend shows a series: a stroke, its middle, its name."""

    start: str
    middle: str
    end: str
    y: str
    name: Line


@dataclass(frozen=True)
class Beside:
    """Another instrument of the same round: drawn with its own dash and mark.

    `shapes` and `key_shape` are path data, a square for the first, then a triangle.
    """

    series: Series
    shapes: tuple[str, ...]
    key: Key
    key_shape: str


@dataclass(frozen=True)
class Radar:
    width: str
    height: str
    middle: Point
    rings: tuple[Ring, ...]
    axes: tuple[Axis, ...]
    now: Series
    before: Series | None
    key: Key
    before_key: Key | None
    beside: tuple[Beside, ...] = ()


@dataclass(frozen=True)
class Bar:
    """A share as a bar; `hatch` is path data where it is unknown, else empty."""

    lines: tuple[Line, ...]
    top: str
    length: str
    hatch: str
    tick: str
    tick_from: str
    tick_to: str
    value: Point
    share: Fraction | None


@dataclass(frozen=True)
class Bars:
    width: str
    height: str
    track_from: str
    track_length: str
    bar_height: str
    grid: tuple[Line, ...]
    bottom: str
    bars: tuple[Bar, ...]


def radar(
    labels: Sequence[str],
    shares: Shares,
    *,
    name: str,
    before: Shares | None = None,
    before_name: str = "",
    beside: Sequence[tuple[str, Shares]] = (),
) -> Radar:
    """Draw shares from 0 to 1 on one axis each; `before` is an earlier round.

    An axis without a share gets no mark, and the outline is broken there: a line to
    the middle would say 0. `beside` are up to two further series with their names;
    with them the legend has a row for each.
    """
    count = len(labels)
    known = [shares, *(others for _name, others in beside)]
    return Radar(
        width=str(RADAR_WIDTH),
        height=str(RADAR_HEIGHT + LEGEND_ROW * len(beside)),
        middle=_point(RADAR_MIDDLE),
        rings=tuple(_ring(part, count) for part in (25, 50, 75, 100)),
        axes=tuple(
            _axis(place, count, label, any(one[place] is not None for one in known))
            for place, label in enumerate(labels)
        ),
        now=_series(name, shares),
        before=_series(before_name, before) if before is not None else None,
        key=_row_key(name, 0) if beside else _key(name, 0, before is not None),
        before_key=_key(before_name, 1, True) if before is not None else None,
        beside=tuple(
            _beside(row, other_name, others)
            for row, (other_name, others) in enumerate(beside, start=1)
        ),
    )


def bars(
    labels: Sequence[str], shares: Shares, *, before: Shares | None = None
) -> Bars:
    """Draw a bar for each share, with a tick where the earlier round stood."""
    earlier = before if before is not None else [None] * len(labels)
    height = BAR_ROW * len(labels)
    return Bars(
        width=str(BARS_WIDTH),
        height=str(height + 24),
        track_from=_text(TRACK_FROM),
        track_length=_text(TRACK_LENGTH),
        bar_height=str(BAR_HEIGHT),
        grid=tuple(
            Line(
                _text(TRACK_FROM + TRACK_LENGTH * part / 100),
                _text(height + 15),
                str(part),
            )
            for part in (0, 25, 50, 75, 100)
        ),
        bottom=_text(height),
        bars=tuple(
            _bar(row, label, shares[row], earlier[row])
            for row, label in enumerate(labels)
        ),
    )


def _on_axis(place: float, count: int, distance: float) -> Place:
    """Return the point at a distance from the middle; the first axis points up."""
    angle = 2 * math.pi * place / count
    x, y = RADAR_MIDDLE
    return x + distance * math.sin(angle), y - distance * math.cos(angle)


def _ring(percent: int, count: int) -> Ring:
    """Return the ring; its label stands between the last axis and the first."""
    distance = RADIUS * percent / 100
    corners = [_on_axis(place, count, distance) for place in range(count)]
    x, y = _on_axis(-0.5, count, distance * math.cos(math.pi / count))
    return Ring(
        points=" ".join(f"{_text(x)},{_text(y)}" for x, y in corners),
        label=Line(_text(x), _text(y + 4), str(percent)),
        ground=Point(_text(x - 10), _text(y - 6)),
    )


def _axis(place: int, count: int, label: str, is_known: bool) -> Axis:
    angle = 2 * math.pi * place / count
    x, y = _on_axis(place, count, RADIUS + 14)
    text = label if is_known else f"{label} –"
    lines = textwrap.wrap(text, LETTERS_A_LINE, break_long_words=False) or [""]
    # The block stands above the top axis, below the bottom one, else beside its end.
    first = y + 5 - (len(lines) - 1) * LINE / 2 * (1 + math.cos(angle))
    return Axis(
        end=_point(_on_axis(place, count, RADIUS)),
        anchor=_anchor(math.sin(angle)),
        lines=tuple(
            Line(_text(x), _text(first + LINE * number), words)
            for number, words in enumerate(lines)
        ),
        is_known=is_known,
    )


def _anchor(sideways: float) -> str:
    if abs(sideways) < 0.1:
        return "middle"
    return "start" if sideways > 0 else "end"


def _series(name: str, shares: Shares) -> Series:
    count = len(shares)
    places = [
        None if share is None else _on_axis(place, count, RADIUS * float(share))
        for place, share in enumerate(shares)
    ]
    known = [place for place in places if place is not None]
    is_closed = bool(places) and len(known) == count
    runs = [known] if is_closed else _runs(places)
    outline = " ".join(_path(run) for run in runs if len(run) > 1)
    return Series(
        name=name,
        outline=f"{outline} Z" if is_closed else outline,
        is_closed=is_closed,
        marks=tuple(_point(place) for place in known),
    )


def _runs(places: Sequence[Place | None]) -> list[list[Place]]:
    """Return the unbroken stretches around the circle; at least one place is None."""
    gap = next((at for at, place in enumerate(places) if place is None), 0)
    runs: list[list[Place]] = [[]]
    for place in [*places[gap:], *places[:gap]]:
        if place is None:
            runs.append([])
        else:
            runs[-1].append(place)
    return runs


def _path(run: Sequence[Place]) -> str:
    return "M" + " L".join(f"{_text(x)} {_text(y)}" for x, y in run)


def _key(name: str, place: int, is_pair: bool) -> Key:
    left = RADAR_MIDDLE[0] + ((place - 1) * 150 + 20 if is_pair else -45)
    return Key(
        start=_text(left),
        middle=_text(left + 17),
        end=_text(left + 34),
        y=_text(LEGEND_AT),
        name=Line(_text(left + 42), _text(LEGEND_AT + 5), name),
    )


def _beside(row: int, name: str, shares: Shares) -> Beside:
    shape = _square if row == 1 else _triangle
    series, key = _series(name, shares), _row_key(name, row)
    return Beside(
        series=series,
        shapes=tuple(shape(float(one.x), float(one.y)) for one in series.marks),
        key=key,
        key_shape=shape(float(key.middle), float(key.y)),
    )


def _row_key(name: str, row: int) -> Key:
    left, y = RADAR_MIDDLE[0] - 120, LEGEND_AT + LEGEND_ROW * row
    return Key(
        start=_text(left),
        middle=_text(left + 17),
        end=_text(left + 34),
        y=_text(y),
        name=Line(_text(left + 42), _text(y + 5), name),
    )


def _square(x: float, y: float) -> str:
    return _path([(x + dx, y + dy) for dx, dy in _SQUARE]) + " Z"


def _triangle(x: float, y: float) -> str:
    return _path([(x + dx, y + dy) for dx, dy in _TRIANGLE]) + " Z"


def _bar(row: int, label: str, share: Fraction | None, before: Fraction | None) -> Bar:
    middle = BAR_ROW * row + BAR_ROW / 2
    top = middle - BAR_HEIGHT / 2
    lines = textwrap.wrap(label, LETTERS_BESIDE_A_BAR, break_long_words=False) or [""]
    first = middle + 5 - (len(lines) - 1) * 15 / 2
    tick = "" if before is None else _text(TRACK_FROM + TRACK_LENGTH * float(before))
    return Bar(
        lines=tuple(
            Line("0", _text(first + 15 * number), words)
            for number, words in enumerate(lines)
        ),
        top=_text(top),
        length=_text(TRACK_LENGTH * float(share or 0)),
        hatch=_hatch(top) if share is None else "",
        tick=tick,
        tick_from=_text(top - 4),
        tick_to=_text(top + BAR_HEIGHT + 4),
        value=Point(_text(TRACK_FROM + TRACK_LENGTH + 10), _text(middle + 5)),
        share=share,
    )


def _hatch(top: float) -> str:
    """Return slanted strokes over the whole track: here nothing is known."""
    bottom = top + BAR_HEIGHT
    return " ".join(
        f"M{_text(TRACK_FROM + step)} {_text(bottom)} "
        f"L{_text(TRACK_FROM + step + BAR_HEIGHT)} {_text(top)}"
        for step in range(0, TRACK_LENGTH - BAR_HEIGHT + 1, 12)
    )


def _point(place: Place) -> Point:
    return Point(_text(place[0]), _text(place[1]))


def _text(number: float) -> str:
    return f"{number:.1f}"
