"""Departments of the host, and what a lead sends to share the work out."""

from typing import Any

from scorecard.actions import departments, sharing

DOWNLOADS: set[str] = set()
UNHAPPY: dict[str, list[tuple[str, str, dict[str, Any]]]] = {
    "lead": [
        (
            "POST scorecard:people",
            "draft",
            {"to": "person-9999", "code": ["P9.9"], "due": "2020-01-01", "note": "x"},
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
    world.posts |= {
        "scorecard:people": {
            "verb": "give",
            "to": f"person-{contributor.pk}",
            "code": ["P2.1"],
        },
        "scorecard:agree-how": {"is_independent": "on"},
        "scorecard:departments": {"key": "finance"},
        "scorecard:department-new": {"name": "ЈКП Водовод", "codes": "P8.3"},
        "scorecard:department": {"name": "Дом здравља Уб", "codes": "A*"},
    }
