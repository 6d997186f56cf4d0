"""Courses: a national one that the host attended, its own, and another city's."""

from typing import Any

from roadmap.actions import training
from tests import make

DOWNLOADS = {"national:training-file"}
COURSE = {
    "title": "Обука о поплавама",
    "subject": "drr",
    "organiser": "СКГО",
    "starts_on": "01.02.2025.",
    "ends_on": "2025-02-02",
    "hours": "12",
    "place": "Уб",
}
UNHAPPY: dict[str, list[tuple[str, str, dict[str, Any]]]] = {
    "lead": [
        (
            "POST roadmap:training-own",
            "host",
            COURSE | {"ends_on": "2024-01-01", "participants": "-3", "women": "x"},
        ),
        (
            "POST roadmap:training-attend",
            "host national_course",
            {"participants": "3", "women": "4"},
        ),
    ],
    "focal_point": [
        ("POST roadmap:course-new", "-", {"title": "", "hours": "99999"}),
        ("POST roadmap:course-edit", "national_course", {"starts_on": "јуче"}),
    ],
}


def add(world: Any) -> None:
    """Let the host have attended a national course and held one of its own."""
    focal_point = world.people["focal_point"]
    national = make.make_course(by=focal_point)
    own = make.make_course(by=world.lead, city=world.host)
    foreign = make.make_course(by=focal_point, city=world.elsewhere)
    for course in (national, own):
        training.attend(
            course=course, city=world.host, participants=5, women=2, by=world.lead
        )
    world.names |= {
        "national_course": national.pk,
        "own_course": own.pk,
        "foreign_course": foreign.pk,
    }
    people = {"participants": "6", "women": "3"}
    world.posts |= {
        "roadmap:training-own": COURSE | people,
        "roadmap:training-attend": people,
        "roadmap:course-new": COURSE,
        "roadmap:course-edit": COURSE,
        "roadmap:course": {
            f"people_{world.host.code}": "7",
            f"women_{world.host.code}": "1",
        },
    }
