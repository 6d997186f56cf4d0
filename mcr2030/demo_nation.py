"""Invented entries of what the national focal point keeps, from fixtures/demo."""

import tomllib
from pathlib import Path

from cities.actions import announcements, strategies
from cities.actions.announcements import Notice
from cities.actions.strategies import Act
from cities.models import City, User
from scorecard.actions import deadlines
from scorecard.models import RoundDeadline


def load(folder: Path, focal_point: User) -> None:
    """Fill the record of an empty installation, in the caller’s transaction."""
    found = tomllib.loads((folder / "nation.toml").read_text())
    for row in found["strategies"]:
        act = Act(
            city=City.objects.get(code=row.pop("city")),
            valid_until=row.pop("valid_until", None),
            is_aligned=row.pop("is_aligned", False),
            **row,
        )
        strategies.record(act=act, by=focal_point, is_demo=True)
    for row in found["deadlines"]:
        deadlines.put(**row, by=focal_point, deadline=RoundDeadline())
    for row in found["announcements"]:
        notice = Notice(until=row.pop("until", None), **row)
        announcements.announce(notice=notice, by=focal_point)
