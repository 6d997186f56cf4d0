"""What the national focal point keeps: local strategies and plans."""

from typing import Any

from tests import make

DOWNLOADS = {"national:strategies-file"}
UNHAPPY: dict[str, list[tuple[str, str, dict[str, Any]]]] = {
    "focal_point": [
        ("POST national:strategy-new", "-", {"city": "Атлантида", "kind": "план"}),
        ("POST national:strategy-edit", "strategy", {"adopted_on": "јуче"}),
    ]
}


def add(world: Any) -> None:
    """Let the host have adopted a plan, and the other city nothing."""
    by = world.people["focal_point"]
    world.names["strategy"] = make.make_strategy(city=world.host, by=by).pk
    act = {
        "city": world.names["elsewhere"],
        "kind": "plan",
        "title": "План смањења ризика",
        "number": "011-7/2024",
        "adopted_on": "2024-05-06",
        "valid_until": "2027-05-05",
        "evidence": "Службени лист 7/2024",
    }
    world.posts["national:strategy-new"] = act
    world.posts["national:strategy-edit"] = act
