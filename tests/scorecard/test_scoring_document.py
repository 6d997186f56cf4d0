"""The worked example of docs/scoring.md comes out as the document says."""

import re
from fractions import Fraction

from django.conf import settings

from scorecard import scoring
from scorecard.scoring import Mark

TOP = 3


def _rows(heading: str) -> list[list[str]]:
    """Return the cells of the table whose first head cell is given."""
    text = (settings.BASE_DIR / "docs" / "scoring.md").read_text(encoding="utf-8")
    table = re.search(
        rf"^\| {heading} .*\n\|[-|]+\|\n((?:\|.*\n)+)", text, re.MULTILINE
    )
    assert table, f"docs/scoring.md has no table that begins with {heading}"
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in table[1].splitlines()
    ]


def _marks(column: int) -> dict[str, Mark]:
    return {
        row[0]: Mark(
            essential=int(row[1]),
            score=int(row[column]) if row[column].isdigit() else None,
            top=TOP,
            applies=row[column] != "not applicable",
        )
        for row in _rows("indicator")
    }


def test_worked_example_comes_out_as_told() -> None:
    now, before = _marks(2), _marks(3)
    parts = scoring.by_essential(now.values())
    official = scoring.official(now.values())
    change = scoring.change(before, now)

    computed = {
        "share of Essential 1": parts[1].share,
        "settled in Essential 1": f"{parts[1].settled} of {parts[1].asked}",
        "share of Essential 10": parts[10].share,
        "settled in Essential 10": f"{parts[10].settled} of {parts[10].asked}",
        "our figure": scoring.overall_share(parts),
        "official figure": f"{official.points} of {official.out_of}",
        "indicators compared": Fraction(change.shared),
        "change": change.difference,
    }

    told = dict(_rows("result"))

    assert {name: str(value) for name, value in computed.items()} == told
