"""A joint plan with a divided action, one that is shared, and papers of plans."""

from typing import Any

from cities.models import BasinGroup
from roadmap.actions import joint
from roadmap.content import Money
from tests import make

DOWNLOADS = {
    "roadmap:plan-pdf",
    "roadmap:plan-money-file",
    "national:money-file",
    "national:money-rows-file",
}
UNHAPPY: dict[str, list[tuple[str, str, dict[str, Any]]]] = {
    "lead": [
        ("POST roadmap:joint-new", "basin_group", {"title": "", "first_year": "лето"}),
        ("POST roadmap:action-shares", "divided", {"version": "1"}),
        ("POST roadmap:action-shares", "divided", {"city-71277": "много"}),
    ],
    "contributor": [("POST roadmap:action-shares", "divided", {"version": "1"})],
}


def add(world: Any) -> None:
    """Make two joint plans of the host's basin group, the later one shared."""
    by, host = world.lead, world.host
    group = BasinGroup.objects.get(code=world.names["basin_group"])
    second = make.make_city(name="Ваљево")
    group.cities.add(second)
    gap = make.answer_of(world.rounds["accepted"], "P1.1")
    for name, first, shared in (
        ("basin_plan", 2026, False),
        ("shared_joint", 2029, True),
    ):
        plan = make.make_plan(
            group=group, by=by, first_year=first, last_year=first + 2, shared=shared
        )
        action = make.make_action(
            plan=plan,
            targets={gap: 3},
            costs={first: 1_000_001},
            fundings=[Money(first, "water_company", "secured", 400_000)],
        )
        joint.divide(action=action, parts={host.pk: 10_000}, version=0, by=by)
        world.names[name] = plan.pk
        world.names["divided" if name == "basin_plan" else "shared_divided"] = action.pk
    away = make.make_group(cities=[world.elsewhere], kind=BasinGroup.Kind.BASIN)
    world.names["strange_group"] = away.code
    world.posts |= {
        "roadmap:joint-new": {
            "title": "Заједнички план",
            "first_year": "2040",
            "last_year": "2042",
        },
        "roadmap:action-shares": {
            "version": "1",
            f"city-{host.code}": "60",
            f"city-{second.code}": "40",
        },
    }
