"""An invented joint plan of a basin group, its cost divided among demo cities.

Through the real actions, so that what they refuse cannot stand in the demo either.
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cities.models import BasinGroup, City, Membership, User
from roadmap.actions import joint, measures, plans
from roadmap.content import Content, Money
from roadmap.models import Plan
from scorecard.models import Answer

FILE = "joint.toml"
LISTS = ("gaps", "costs", "money", "parts")


def load(folder: Path) -> None:
    """Write the joint plan of the file, and show it to the focal point."""
    told = tomllib.loads((folder / FILE).read_text())
    group = BasinGroup.objects.get(code=told["group"])
    city = City.objects.get(code=told["city"])
    lead = Membership.objects.current().leads_of(city).select_related("user")[0].user
    plan = plans.start(
        group=group,
        by=lead,
        is_demo=True,
        title=told["title"],
        purpose=told["purpose"],
        first_year=told["first_year"],
        last_year=told["last_year"],
    )
    for row in told["actions"]:
        _action(plan, row, lead)
    plans.share(plan=plan, shared=True)


def _action(plan: Plan, row: Mapping[str, Any], lead: User) -> None:
    """Write an action against a gap of each city that it names, and divide it."""
    targets = {}
    for code in row["gaps"]:
        gap = _lowest(code)
        targets[gap.pk] = (gap.score or 0) + 1
    content = Content(
        **{name: value for name, value in row.items() if name not in LISTS},
        targets=targets,
        costs={int(year): dinars for year, dinars in row["costs"].items()},
        fundings=tuple(Money(**one) for one in row["money"]),
    )
    action = measures.add(plan=plan, content=content, by=lead)
    if row.get("parts"):
        cities = City.objects.with_codes(row["parts"])
        parts = {one.pk: row["parts"][one.code] for one in cities}
        joint.divide(action=action, parts=parts, version=action.version, by=lead)


def _lowest(code: str) -> Answer:
    """Return the lowest of a city's accepted answers that still is a gap."""
    gaps = Answer.objects.gaps_of([City.objects.get(code=code)]).filter(
        assessment__status="accepted",
        question__questionnaire__code="preliminary",
    )
    return gaps.order_by("-assessment__year", "score", "question__position")[0]
