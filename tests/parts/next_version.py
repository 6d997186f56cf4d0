"""What a city prepares while its assessment is frozen."""

from typing import Any

from scorecard.actions import next_version
from scorecard.actions.answers import Content
from tests import make

DOWNLOADS: set[str] = set()
UNHAPPY: dict[str, list[tuple[str, str, dict[str, Any]]]] = {
    "lead": [
        ("POST scorecard:next-answer", "submitted P1.1", {"choice": "9"}),
        ("POST scorecard:next-answer", "submitted P1.1", {"choice": "na"}),
        ("POST scorecard:next-answer", "submitted P1.2", {"choice": "1"}),
        ("POST scorecard:next-answer", "returned P1.1", {"choice": "1"}),
        ("GET scorecard:next-answers", "accepted", {"page": "9999"}),
    ],
}


def add(world: Any) -> None:
    next_version.prepare(
        answer=make.answer_of(world.rounds["submitted"], "P1.2"),
        content=Content(score=3, comment="Припремамо нови план."),
        version=0,
        by=world.lead,
    )
    world.posts |= {
        "scorecard:next-answer": {"choice": "1", "comment": "Мењамо.", "version": "0"}
    }
