"""Action plans of the one world: a draft, a shared one, one that is adopted."""

from typing import Any

from roadmap import offline
from roadmap.actions import imports
from roadmap.content import Money
from roadmap.models import Plan
from tests import make

DOWNLOADS = {"roadmap:plan-file"}
UNHAPPY: dict[str, list[tuple[str, str, dict[str, Any]]]] = {
    "stranger": [("GET roadmap:plan", "plan", {})],
    "contributor": [
        ("POST roadmap:action-note", "action", {"text": "", "progress": "много"}),
        ("POST roadmap:plan-edit", "plan", {}),
    ],
    "lead": [
        (
            "POST roadmap:plan-new",
            "host",
            {"title": "", "first_year": "лето", "rate_day": "32.1.2026"},
        ),
        ("POST roadmap:plan-new", "host", {"first_year": "2030", "last_year": "2029"}),
        ("POST roadmap:plan-edit", "plan", {"title": "Други", "version": "99"}),
        ("POST roadmap:action-new", "plan", {"title": "", "starts_on": "јуче"}),
        ("POST roadmap:action-edit", "action", {"title": "Друго", "version": "0"}),
        (
            "POST roadmap:action-funding",
            "action",
            {
                "money-TOTAL_FORMS": "1",
                "money-INITIAL_FORMS": "0",
                "money-0-dinars": "минус сто",
                "version": "0",
            },
        ),
        ("POST roadmap:action-remove", "action", {}),
        ("POST roadmap:plan-upload", "plan", {}),
        (
            "POST roadmap:adoption",
            "plan",
            {"kind": "assembly", "day": "сутра", "number": ""},
        ),
        ("POST roadmap:adoption", "plan", {"kind": "assembly", "day": "1.1.2100."}),
        (
            "POST roadmap:adoption-end",
            "printed_plan",
            {"day": "1.1.1999.", "reason": ""},
        ),
        ("POST roadmap:action-note", "action", {"text": "", "status": "gone"}),
    ],
}


def add(world: Any) -> None:
    """Make three plans of the host, with an action each."""
    by, host = world.lead, world.host
    gap = make.answer_of(world.rounds["accepted"], "P1.1")
    for name, first, fields in (
        ("plan", 2026, {}),
        ("shared_plan", 2029, {"shared": True}),
        ("adopted_plan", 2023, {}),
        ("printed_plan", 2020, {}),
    ):
        plan = make.make_plan(
            city=host, by=by, first_year=first, last_year=first + 2, **fields
        )
        action = make.make_action(
            plan=plan,
            targets={gap: 3},
            costs={first: 100_000},
            fundings=[Money(first, "own_budget", "secured", 40_000, True)],
        )
        world.names[name] = plan.pk
        world.names["action" if name == "plan" else f"{name}_action"] = action.pk
    _adopt(world, "adopted_plan", until="assembly")
    _adopt(world, "printed_plan", until="gazette")
    joint = make.make_plan(group=make.make_group(cities=[host]), by=by)
    world.names["joint_plan"] = joint.pk
    world.posts |= _posts(gap.pk)
    plan = Plan.objects.with_parts().get(pk=world.names["plan"])
    content = offline.workbook(plan)
    world.files["roadmap:plan-upload@file"] = content
    pending = imports.take_in(plan=plan, file_name="plan.xlsx", content=content, by=by)
    pending.content["actions"][0]["texts"]["title"] = "Из датотеке"
    pending.save()
    world.names["plan_import"] = pending.pk


def _adopt(world: Any, name: str, *, until: str) -> None:
    plan = Plan.objects.get(pk=world.names[name])
    make.adopt(plan, until=until, year=plan.first_year, by=world.lead)


def _posts(gap: int) -> dict[str, dict[str, Any]]:
    money = {
        "money-TOTAL_FORMS": "1",
        "money-INITIAL_FORMS": "0",
        "money-0-year": "2026",
        "money-0-source": "eu",
        "money-0-state": "idea",
        "money-0-dinars": "5.000",
    }
    action = {
        "do": "save",
        "version": "0",
        "title": "Вежба евакуације",
        "type": "training",
        "lead_institution": "Штаб за ванредне ситуације",
        "starts_on": "1.3.2026.",
        "ends_on": "2026-11-30",
        "impact": "4",
        "difficulty": "2",
        "status": "planned",
        "progress": "0",
        "cost_2026": "1.250.000",
        "target": [str(gap)],
        f"level-{gap}": "3",
        **money,
    }
    plan = {"title": "Нови план", "first_year": "2040", "last_year": "2042"}
    return {
        "roadmap:plan-new": plan,
        "roadmap:plan-edit": plan
        | {"first_year": "2026", "last_year": "2028", "version": "0"},
        "roadmap:plan-edit@adopted": {
            "dinars_per_euro": "117,2",
            "rate_day": "1.3.2023.",
            "version": "0",
        },
        "roadmap:plan-share": {"shared": "1"},
        "roadmap:action-new": action,
        "roadmap:action-edit": action,
        "roadmap:action-funding": {"do": "save", "version": "0", **money},
        "roadmap:action-funding@adopted": {
            "do": "save",
            "version": "0",
            "money-TOTAL_FORMS": "0",
            "money-INITIAL_FORMS": "0",
        },
        "roadmap:adoption": {
            "kind": "working_group",
            "day": "2.2.2026.",
            "number": "020-1/2026",
        },
        "roadmap:adoption@gazette": {
            "kind": "gazette",
            "day": "2.6.2023.",
            "number": "Службени лист, 3/2023",
        },
        "roadmap:adoption-undo": {"kind": "assembly"},
        "roadmap:adoption-end": {"day": "1.6.2027.", "reason": "Продужен."},
        "roadmap:action-remove": {"sure": "on", "version": "0"},
        "roadmap:action-note": {
            "text": "Обука је одржана.",
            "status": "under_way",
            "progress": "40",
        },
    }
