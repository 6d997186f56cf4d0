"""An invented adopted plan of the shown city, and another city's draft.

Through the real actions, so that what they refuse cannot stand in the demo either.
"""

import datetime as dt
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.utils import timezone

from cities.models import City, Hazard, Membership, User
from roadmap.actions import adoption, measures, plans, progress
from roadmap.content import Content, Money
from roadmap.models import Action, ActionChange, Plan, ProgressNote
from scorecard.models import Answer, Assessment

FILE = "plans.toml"


def load(folder: Path) -> None:
    """Write the plans of the file for cities that have a round with gaps."""
    for told in tomllib.loads((folder / FILE).read_text())["plans"]:
        _plan(told)


def _plan(told: Mapping[str, Any]) -> None:
    city = City.objects.get(code=told["city"])
    lead = Membership.objects.current().leads_of(city).select_related("user")[0].user
    gaps = _gaps(city)
    plan = plans.start(
        city=city,
        by=lead,
        is_demo=True,
        title=told["title"],
        purpose=told["purpose"],
        first_year=told["first_year"],
        last_year=told["last_year"],
    )
    for row in told["actions"]:
        _action(plan, row, gaps, lead)
    for step in told.get("steps", ()):
        adoption.take(plan=plan, by=lead, **step)
    for row in told["actions"]:
        for note in row.get("notes", ()):
            _note(plan, row, note, lead)
    plans.share(plan=plan, shared=told.get("shared", False))


def _gaps(city: City) -> Mapping[str, Answer]:
    """Return the gaps of the latest accepted round, by code."""
    accepted = Assessment.objects.of_city(city).accepted().latest_first()
    preliminary = [
        one for one in accepted.with_parts() if one.questionnaire.code == "preliminary"
    ]
    answers = (
        Answer.objects.gaps_of([city])
        .filter(assessment=preliminary[0])
        .select_related("question", "assessment__questionnaire")
    )
    return {one.question.code: one for one in answers}


def _action(
    plan: Plan, row: Mapping[str, Any], gaps: Mapping[str, Answer], lead: User
) -> None:
    """Write an action against those of its indicators that are gaps here."""
    targets = {
        gaps[code].pk: min(
            (gaps[code].score or 0) + 1,
            gaps[code].assessment.questionnaire.scale_maximum,
        )
        for code in row["codes"]
        if code in gaps
    }
    if not targets:
        return
    plain = {
        name: value
        for name, value in row.items()
        if name not in ("codes", "hazards", "costs", "money", "notes")
    }
    content = Content(
        **plain,
        hazards=tuple(
            Hazard.objects.filter(code__in=row.get("hazards", ())).values_list(
                "pk", flat=True
            )
        ),
        targets=targets,
        costs={int(year): dinars for year, dinars in row.get("costs", {}).items()},
        fundings=tuple(Money(**one) for one in row.get("money", ())),
    )
    measures.add(plan=plan, content=content, by=lead)


def _note(
    plan: Plan, row: Mapping[str, Any], note: Mapping[str, Any], lead: User
) -> None:
    action = Action.objects.of(plan).with_plan().filter(title=row["title"]).first()
    if action is None:
        return
    written = progress.note(
        action=action,
        text=note["text"],
        status=note["status"],
        progress=note["progress"],
        by=lead,
    )
    # An invented moment in the place of now.
    moment = timezone.make_aware(dt.datetime.combine(note["day"], dt.time(10, 20)))
    ProgressNote.objects.filter(pk=written.pk).update(at=moment)
    ActionChange.objects.filter(action=action, version__gt=0, at__gt=moment).update(
        at=moment
    )
