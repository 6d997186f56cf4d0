"""The drawings of a plan: dinars and dates in, coordinates as text out.

Numbers become text here, with a dot: a template would print them with the reader's
decimal comma, which breaks SVG. Nothing here knows Django, a database or a language.
"""

import datetime as dt
import math
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

LINE = 15

BARS_WIDTH = 640
BAR_ROW, BAR_HEIGHT = 34, 16
TRACK_FROM, TRACK_LENGTH = 200, 270
LETTERS_BESIDE_A_BAR = 28
HATCH_STEP = 6

TIME_WIDTH = 760
TIME_HEAD, TIME_ROW, TIME_BAR = 46, 36, 16
TIME_FROM, TIME_LENGTH = 270, 480
LETTERS_BESIDE_A_TIME = 38
ROWS_A_TIMELINE = 16
# With more years there is no room for the quarters' names.
YEARS_WITH_QUARTERS = 4

GRID_LEFT, GRID_TOP, GRID_CELL = 64, 12, 96
GRID_STEPS = 5
GRID_WIDTH = GRID_LEFT + GRID_STEPS * GRID_CELL + 12
GRID_HEIGHT = GRID_TOP + GRID_STEPS * GRID_CELL + 56
LARGEST_BUBBLE, SMALLEST_BUBBLE = 22.0, 9.0


@dataclass(frozen=True)
class Words:
    """A line of text and where it starts."""

    x: str
    y: str
    text: str


@dataclass(frozen=True)
class MoneyRow:
    """What a bar is drawn from: the solid part of a sum, and the whole of it."""

    label: str
    solid: int
    whole: int
    value: str


@dataclass(frozen=True)
class MoneyBar:
    """A bar: first its solid part, then the rest as an outline with strokes."""

    lines: tuple[Words, ...]
    top: str
    length: str
    rest_from: str
    rest_length: str
    hatch: str
    value: Words


@dataclass(frozen=True)
class MoneyBars:
    width: str
    height: str
    track_from: str
    bar_height: str
    bars: tuple[MoneyBar, ...]


@dataclass(frozen=True)
class Span:
    """What a bar of the timeline is drawn from; `done` is per cent, 0 to 100."""

    label: str
    title: str
    status: str
    done: int
    starts_on: dt.date
    ends_on: dt.date
    address: str = ""


@dataclass(frozen=True)
class TimeBar:
    """An action in time; `hatch` is path data where it was stopped, else empty."""

    lines: tuple[Words, ...]
    title: str
    status: str
    address: str
    left: str
    top: str
    length: str
    done: str
    hatch: str
    middle: str


@dataclass(frozen=True)
class Column:
    """A year or a quarter: where it begins, and its name in the middle."""

    x: str
    name: Words


@dataclass(frozen=True)
class Timeline:
    width: str
    height: str
    bar_height: str
    head: str
    right: str
    bottom: str
    years: tuple[Column, ...]
    quarters: tuple[Column, ...]
    bars: tuple[TimeBar, ...]
    today: str

    @property
    def is_linked(self) -> bool:
        return any(bar.address for bar in self.bars)


@dataclass(frozen=True)
class Weight:
    """What a bubble is drawn from: its place from 1 to 5 each way, and its cost."""

    number: int
    title: str
    impact: int
    difficulty: int
    dinars: int
    address: str = ""


@dataclass(frozen=True)
class Bubble:
    x: str
    y: str
    radius: str
    number: Words
    title: str
    address: str


@dataclass(frozen=True)
class Cell:
    x: str
    y: str
    size: str
    priority: str


@dataclass(frozen=True)
class Grid:
    """Impact upwards, difficulty to the right, from 1 to 5."""

    width: str
    height: str
    cells: tuple[Cell, ...]
    across: tuple[Words, ...]
    upwards: tuple[Words, ...]
    across_name: Words
    upwards_name: Words
    bubbles: tuple[Bubble, ...]


def money_bars(rows: Sequence[MoneyRow]) -> MoneyBars:
    """Draw sums of dinars as bars to one scale, the longest over the whole track."""
    largest = max((row.whole for row in rows), default=0)
    return MoneyBars(
        width=_text(BARS_WIDTH),
        height=_text(BAR_ROW * len(rows) + 4),
        track_from=_text(TRACK_FROM),
        bar_height=_text(BAR_HEIGHT),
        bars=tuple(_money_bar(place, row, largest) for place, row in enumerate(rows)),
    )


def timelines(
    spans: Sequence[Span], years: range, today: dt.date
) -> tuple[Timeline, ...]:
    """Draw actions over the years of a plan, so many on each that a sheet holds it."""
    starts = range(0, len(spans), ROWS_A_TIMELINE)
    return tuple(
        _timeline(spans[start : start + ROWS_A_TIMELINE], years, today)
        for start in starts
    )


def grid(
    weights: Sequence[Weight],
    priorities: Sequence[Sequence[str]],
    *,
    across: str,
    upwards: str,
) -> Grid:
    """Draw actions by impact and difficulty; the area of a bubble is the cost.

    `priorities[impact - 1][difficulty - 1]` names what a cell comes to. Bubbles of one
    cell stand side by side, and all are drawn to one scale, so the fullest cell sets
    how large the largest may be; none is too small for its number.
    """
    cells: dict[tuple[int, int], list[Weight]] = {}
    for weight in weights:
        cells.setdefault((weight.impact, weight.difficulty), []).append(weight)
    fullest = max((len(one) for one in cells.values()), default=1)
    most = max((weight.dinars for weight in weights), default=0)
    room = GRID_CELL / _slots(fullest) / 2 - 1.5
    bottom = GRID_TOP + GRID_STEPS * GRID_CELL
    return Grid(
        width=_text(GRID_WIDTH),
        height=_text(GRID_HEIGHT),
        cells=tuple(
            _cell(impact, difficulty, priorities[impact - 1][difficulty - 1])
            for impact in range(GRID_STEPS, 0, -1)
            for difficulty in range(1, GRID_STEPS + 1)
        ),
        across=tuple(
            Words(
                _text(GRID_LEFT + (step - 0.5) * GRID_CELL),
                _text(bottom + 20),
                f"{step}",
            )
            for step in range(1, GRID_STEPS + 1)
        ),
        upwards=tuple(
            Words(
                _text(GRID_LEFT - 14),
                _text(bottom - (step - 0.5) * GRID_CELL + 5),
                f"{step}",
            )
            for step in range(1, GRID_STEPS + 1)
        ),
        across_name=Words(
            _text(GRID_LEFT + GRID_STEPS * GRID_CELL / 2), _text(bottom + 44), across
        ),
        upwards_name=Words(
            _text(18), _text(GRID_TOP + GRID_STEPS * GRID_CELL / 2), upwards
        ),
        bubbles=tuple(
            bubble
            for _at, here in sorted(cells.items())
            for bubble in _bubbles(here, most, min(room, LARGEST_BUBBLE))
        ),
    )


def _money_bar(place: int, row: MoneyRow, largest: int) -> MoneyBar:
    middle = BAR_ROW * place + BAR_ROW / 2
    top = middle - BAR_HEIGHT / 2
    scale = TRACK_LENGTH / largest if largest else 0.0
    solid, whole = row.solid * scale, row.whole * scale
    return MoneyBar(
        lines=_lines(row.label, 0, middle, LETTERS_BESIDE_A_BAR),
        top=_text(top),
        length=_text(solid),
        rest_from=_text(TRACK_FROM + solid),
        rest_length=_text(whole - solid),
        hatch=_hatch(TRACK_FROM + solid, whole - solid, top, BAR_HEIGHT),
        value=Words(_text(TRACK_FROM + whole + 8), _text(middle + 5), row.value),
    )


def _timeline(spans: Sequence[Span], years: range, today: dt.date) -> Timeline:
    bottom = TIME_HEAD + TIME_ROW * len(spans)
    with_quarters = len(years) <= YEARS_WITH_QUARTERS
    is_within = years.start <= today.year < years.stop
    return Timeline(
        width=_text(TIME_WIDTH),
        height=_text(bottom + 6),
        bar_height=_text(TIME_BAR),
        head=_text(TIME_HEAD),
        right=_text(TIME_FROM + TIME_LENGTH),
        bottom=_text(bottom),
        years=tuple(_column(years, year, 0, 4, 16, str(year)) for year in years),
        quarters=tuple(
            _column(
                years, year, quarter, 1, 34, _roman(quarter) if with_quarters else ""
            )
            for year in years
            for quarter in range(4)
        ),
        bars=tuple(_time_bar(place, span, years) for place, span in enumerate(spans)),
        today=_text(_at(today, years)) if is_within else "",
    )


def _column(
    years: range, year: int, quarter: int, quarters: int, y: float, name: str
) -> Column:
    width = TIME_LENGTH / len(years) / 4
    left = TIME_FROM + ((year - years.start) * 4 + quarter) * width
    return Column(
        _text(left), Words(_text(left + width * quarters / 2), _text(y), name)
    )


def _roman(quarter: int) -> str:
    return ("I", "II", "III", "IV")[quarter]


def _time_bar(place: int, span: Span, years: range) -> TimeBar:
    middle = TIME_HEAD + TIME_ROW * place + TIME_ROW / 2
    top = middle - TIME_BAR / 2
    left = _at(span.starts_on, years)
    length = max(_at(span.ends_on + dt.timedelta(days=1), years) - left, 3)
    is_stopped = span.status == "stopped"
    return TimeBar(
        lines=_lines(span.label, 0, middle, LETTERS_BESIDE_A_TIME),
        title=span.title,
        status=span.status,
        address=span.address,
        left=_text(left),
        top=_text(top),
        length=_text(length),
        done=_text(0 if is_stopped else length * span.done / 100),
        hatch=_hatch(left, length, top, TIME_BAR) if is_stopped else "",
        middle=_text(middle),
    )


def _at(day: dt.date, years: range) -> float:
    """Return where a day stands, within the edges of the drawing."""
    first = dt.date(years.start, 1, 1)
    whole = (dt.date(years.stop, 1, 1) - first).days
    part = (day - first).days / whole
    return TIME_FROM + TIME_LENGTH * min(max(part, 0), 1)


def _cell(impact: int, difficulty: int, priority: str) -> Cell:
    return Cell(
        _text(GRID_LEFT + (difficulty - 1) * GRID_CELL),
        _text(GRID_TOP + (GRID_STEPS - impact) * GRID_CELL),
        _text(GRID_CELL),
        priority,
    )


def _slots(count: int) -> int:
    """Return how many stand side by side, and one above the other, in a cell."""
    return math.isqrt(max(count - 1, 0)) + 1


def _bubbles(here: Sequence[Weight], most: int, room: float) -> Iterable[Bubble]:
    slots = _slots(len(here))
    step = GRID_CELL / slots
    rows = math.ceil(len(here) / slots)
    for place, one in enumerate(sorted(here, key=lambda weight: weight.number)):
        left = GRID_LEFT + (one.difficulty - 1) * GRID_CELL
        top = GRID_TOP + (GRID_STEPS - one.impact) * GRID_CELL
        x = left + step * (place % slots + 0.5)
        y = top + GRID_CELL / rows * (place // slots + 0.5)
        yield Bubble(
            x=_text(x),
            y=_text(y),
            radius=_text(_radius(one.dinars, most, room)),
            number=Words(_text(x), _text(y + 4), str(one.number)),
            title=one.title,
            address=one.address,
        )


def _radius(dinars: int, most: int, room: float) -> float:
    exact = room * math.sqrt(dinars / most) if most else 0.0
    return max(exact, min(SMALLEST_BUBBLE, room))


def _lines(label: str, x: float, middle: float, letters: int) -> tuple[Words, ...]:
    """Return a label in two lines at most, around the middle of its row."""
    lines = textwrap.wrap(
        label, letters, max_lines=2, placeholder=" …", break_long_words=True
    )
    first = middle + 5 - (len(lines) - 1) * LINE / 2
    return tuple(
        Words(_text(x), _text(first + LINE * number), words)
        for number, words in enumerate(lines)
    )


def _hatch(left: float, length: float, top: float, height: float) -> str:
    """Return slanted strokes over a stretch of a bar, none of them outside it."""
    strokes = []
    step = HATCH_STEP / 2
    while step < length + height:
        # From the lower edge to the upper, cut off at both ends of the stretch.
        x1, x2 = max(step - height, 0), min(step, length)
        strokes.append(
            f"M{_text(left + x1)} {_text(top + step - x1)} "
            f"L{_text(left + x2)} {_text(top + step - x2)}"
        )
        step += HATCH_STEP
    return " ".join(strokes) if length > 0 else ""


def _text(number: float) -> str:
    return f"{number:.1f}"
