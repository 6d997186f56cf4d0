"""Departments of the host, and what a lead sends to share the work out."""

from typing import Any

from scorecard.actions import answers, departments, sharing
from tests import make

DOWNLOADS: set[str] = set()
UNHAPPY: dict[str, list[tuple[str, str, dict[str, Any]]]] = {
    "lead": [
        (
            "POST scorecard:people",
            "draft",
            {"to": "person-9999", "code": ["P9.9"], "due": "2020-01-01", "note": "x"},
        ),
        (
            "POST scorecard:settle-one",
            "draft P2.2",
            {"choice": "9", "reason": "", "version": "99", "stands": ["x"]},
        ),
        ("POST scorecard:department-new", "host", {"name": "", "codes": "XYZ"}),
    ],
}


def add(world: Any) -> None:
    contributor = world.people["contributor"]
    department = departments.keep(
        city=world.host,
        name="Дом здравља",
        codes=["A*", "P2.2"],
        members=[contributor],
    )
    world.names["department"] = department.pk
    sharing.hand_out(
        assessment=world.rounds["draft"],
        codes=["P2.2"],
        to=department,
        note="До седнице.",
    )
    proposal = answers.propose(
        answer=make.answer_of(world.rounds["draft"], "P2.2"),
        score=1,
        not_applicable=False,
        comment="Делимично.",
        by=contributor,
    )
    world.posts |= {
        "scorecard:people": {
            "verb": "give",
            "to": f"person-{contributor.pk}",
            "code": ["P2.1"],
        },
        "scorecard:propose@department": {
            "choice": "2",
            "comment": "Сада већим делом.",
            "version": str(proposal.version),
        },
        "scorecard:settle-one": {
            "choice": "2",
            "reason": "Договор.",
            "version": "0",
            "stands": [proposal.pk],
        },
        "scorecard:settle-alike": {"code": "P2.2@0"},
        "scorecard:agree-how": {"is_independent": "on"},
        "scorecard:departments": {"key": "finance"},
        "scorecard:department-new": {"name": "ЈКП Водовод", "codes": "P8.3"},
        "scorecard:department": {"name": "Дом здравља Уб", "codes": "A*"},
    }
