"""What comes first: impact and difficulty made into a priority. No Django.

Both go from 1 (little) to 5 (much). Worth is impact × (6 − difficulty), so from 1 to
25: much impact with little difficulty is worth most. 12 and more is done now, 5 to 11
next, less than 5 later.
"""

LEAST, MOST = 1, 5
NOW_FROM, NEXT_FROM = 12, 5


def worth(impact: int, difficulty: int) -> int:
    """Return a number from 1 to 25; who gives less or more has mistyped."""
    for one in (impact, difficulty):
        if not LEAST <= one <= MOST:
            raise ValueError(one)
    return impact * (MOST + 1 - difficulty)


def of(impact: int, difficulty: int) -> str:
    """Return now, next or later."""
    found = worth(impact, difficulty)
    if found >= NOW_FROM:
        return "now"
    return "next" if found >= NEXT_FROM else "later"
