"""Invented stages of the demo cities, with what proves them; each row says so.

One member has no stage: so one sees what the pages say then.
"""

import datetime as dt
import tomllib
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils import timezone

from cities.models import City, Membership, User
from roadmap.actions import criteria as shipped
from roadmap.actions import stages
from roadmap.models import CriterionMet, StageCriterion, StageRequest

FIXTURES = settings.BASE_DIR / "fixtures"
Role = Membership.Role
NOON = dt.time(12, tzinfo=dt.UTC)


def load(people: Mapping[Role, User]) -> None:
    """Walk the cities to their stages as their leads and the focal point would."""
    shipped.load(FIXTURES / "roadmap" / "criteria.toml")
    invented = FIXTURES / "demo" / "stages.toml"
    rows = tomllib.loads(invented.read_text(encoding="utf-8"))
    criteria = {one.code: one for one in StageCriterion.objects.all()}
    for row in rows["cities"]:
        _city(row, rows["proofs"], criteria, people[Role.FOCAL_POINT])


def _city(
    row: Mapping[str, Any],
    proofs: Mapping[str, Mapping[str, Any]],
    criteria: Mapping[str, StageCriterion],
    focal_point: User,
) -> None:
    city = City.objects.get(code=row["code"])
    lead = Membership.objects.current().leads_of(city).select_related("user")[0].user
    entry = stages.enter(
        city=city,
        stage=row["stage"],
        since=row["since"],
        note="Измишљено за први увид.",
        expected=None,
        is_demo=True,
        by=focal_point,
    )
    for number, code in enumerate(row["met"]):
        # A proof is some weeks older than the stage, one after the other.
        issued = row["since"] - dt.timedelta(days=90 - 11 * number)
        met = stages.meet(
            city=city,
            criterion=criteria[code],
            issued=min(issued, timezone.localdate()),
            kept="писарница",
            by=lead,
            **proofs[code],
        )
        moment = dt.datetime.combine(row["since"], NOON) + dt.timedelta(days=9 * number)
        at = min(moment, timezone.now())
        CriterionMet.objects.filter(pk=met.pk).update(at=at)
    if "ask" in row:
        asked = stages.ask(
            city=city,
            entry=entry,
            text=row["ask"],
            why_open=row["why_open"],
            by=lead,
        )
        before = timezone.now() - dt.timedelta(days=12)
        StageRequest.objects.filter(pk=asked.pk).update(asked_at=before)
        if "answer" in row:
            stages.answer(asked=asked, text=row["answer"], by=focal_point)
