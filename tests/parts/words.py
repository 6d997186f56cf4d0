"""Words typed in Latin that somebody has to look at before they are printed."""

from typing import Any

from scorecard.actions import assessments

DOWNLOADS: set[str] = set()
UNHAPPY: dict[str, list[tuple[str, str, dict[str, Any]]]] = {
    "lead": [
        (
            "POST scorecard:words",
            "draft",
            {"word-0": "sumski", "choice-0": "own", "own-0": "шумсkи"},
        ),
        ("POST scorecard:words", "draft", {"another": "два речи", "another-form": ""}),
        ("GET scorecard:words", "draft", {"page": "9999"}),
    ],
}


def add(world: Any) -> None:
    assessments.change_setup(
        assessment=world.rounds["draft"],
        most_probable="Poplava i sumski pozar; crpi firma „Hidrotim“.",
    )
    world.rounds["draft"].refresh_from_db()
    world.posts |= {
        "scorecard:words": {"another": "Hidrotim", "another-form": "Хидротим"}
    }
