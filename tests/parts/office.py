"""What the national focal point keeps: strategies, announcements, deadlines."""

from typing import Any

from tests import make

DOWNLOADS = {"national:strategies-file"}
UNHAPPY: dict[str, list[tuple[str, str, dict[str, Any]]]] = {
    "focal_point": [
        ("POST national:strategy-new", "-", {"city": "Атлантида", "kind": "план"}),
        ("POST national:strategy-edit", "strategy", {"adopted_on": "јуче"}),
        ("POST national:settings", "-", {"default_language": "xx"}),
        ("POST national:deadline-new", "-", {"year": "пре", "due": ""}),
        ("POST national:deadline-edit", "deadline", {"year": "1900"}),
        (
            "POST national:announcement-new",
            "-",
            {"title": "", "since": "2026-02-01", "until": "2026-01-01"},
        ),
    ]
}


def add(world: Any) -> None:
    """Let the host have adopted a plan, and the other city nothing."""
    by = world.people["focal_point"]
    world.names["strategy"] = make.make_strategy(city=world.host, by=by).pk
    world.names["deadline"] = make.make_deadline(by=by).pk
    world.names["announcement"] = make.make_announcement(by=by).pk
    world.posts["national:settings"] = {"default_language": "sr-latn"}
    world.posts["national:member-add"] = {"city": world.names["elsewhere"]}
    world.host.is_member = True
    world.host.save()
    world.posts["national:member-remove"] = {"city": world.names["host"]}
    deadline = {"year": "2025", "instrument": "preliminary", "due": "2025-12-01"}
    world.posts["national:deadline-new"] = deadline
    world.posts["national:deadline-edit"] = deadline
    notice = {"title": "Радионица", "text": "У Ужицу.", "since": "2026-02-01"}
    world.posts["national:announcement-new"] = notice
    world.posts["national:announcement-edit"] = notice
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
