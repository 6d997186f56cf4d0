"""The joint report: the same object for the page, the paper and the public page."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cities.models import City
from roadmap.actions import peer_reports
from roadmap.models import AgendaItem, Area, PeerReview, Recommendation
from roadmap.reports.peer_evidence import day_of, in_language


@dataclass(frozen=True)
class Meeting:
    day: dt.date | None
    at: str
    kind: str
    subject: str
    place: str
    people: str


@dataclass(frozen=True)
class Found:
    """A finding with the title of its indicator."""

    module: str
    code: str
    title: str
    is_good_practice: bool
    comment: str


@dataclass(frozen=True)
class Advice:
    area: str
    description: str
    justification: str
    horizon: str


@dataclass(frozen=True)
class Signature:
    """Who signed for a side and when; nobody yet where `at` is None."""

    city: str
    by: str
    at: dt.datetime | None


@dataclass(frozen=True)
class Report:
    """What the report says, in the language that was active while it was built."""

    language: str
    host: str
    peer: str
    is_demo: bool
    is_frozen: bool
    sha256: str
    on: dt.date
    assessment: str
    scope: str
    objectives: str
    modules: list[tuple[str, str]]
    team: list[str]
    starts_on: dt.date | None
    ends_on: dt.date | None
    agenda: list[Meeting]
    method: str
    strengths: str
    to_strengthen: str
    done: str
    summary: str
    findings: list[Found]
    recommendations: list[Advice]
    signatures: list[Signature]

    @property
    def title(self) -> str:
        return _("Report of the peer review")

    @property
    def mark(self) -> str:
        """What stands on every page until both have signed."""
        return "" if self.is_frozen else _("Draft – not signed by both sides")

    @property
    def page_mark(self) -> str:
        return _("Invented data") if self.is_demo else ""

    @property
    def days(self) -> list[dt.date]:
        """The days of the visit."""
        return sorted({one.day for one in self.agenda if one.day})

    @property
    def good_practices(self) -> list[Found]:
        return [one for one in self.findings if one.is_good_practice]

    @property
    def other_findings(self) -> list[Found]:
        return [one for one in self.findings if not one.is_good_practice]


def build(review: PeerReview) -> Report:
    """Read the frozen report where both have signed, else what stands now."""
    report = review.report
    content = (
        json.loads(report.content) if report.is_frozen else peer_reports.gather(review)
    )
    return read(content, sha256=report.sha256)


def read(content: Mapping[str, Any], *, sha256: str) -> Report:
    """Put plain data into words; the same data give the same report for ever."""
    host, peer = _place(content["host"]), _place(content["peer"])
    return Report(
        language=get_language() or "en",
        host=host,
        peer=peer,
        is_demo=content["is_demo"],
        is_frozen=bool(sha256),
        sha256=sha256,
        on=_day_of_report(content),
        assessment=f"{in_language(content['assessment']['name'])} "
        f"{content['assessment']['year']}",
        scope=content["scope"],
        objectives=content["objectives"],
        modules=[(one["code"], _module(one)) for one in content["modules"]],
        team=content["team"],
        starts_on=day_of(content["starts_on"]),
        ends_on=day_of(content["ends_on"]),
        agenda=[_meeting(one) for one in content["agenda"]],
        **content["texts"],
        findings=[_found(one) for one in content["findings"]],
        recommendations=[_advice(one) for one in content["recommendations"]],
        signatures=[
            Signature(
                city=host if one["side"] == "host" else peer,
                by=one["by"] or "",
                at=parse_datetime(one["at"]) if one["at"] else None,
            )
            for one in content["signatures"]
        ],
    )


def _day_of_report(content: Mapping[str, Any]) -> dt.date:
    """The day of the last signature; today for a draft."""
    moments = [one["at"] for one in content["signatures"]]
    if not all(moments):
        return timezone.localdate()
    signed = parse_datetime(max(moments))
    return timezone.localdate(signed)


def _place(one: Mapping[str, Any]) -> str:
    kind = City.Kind(one["kind"]).label
    return f"{str(kind).capitalize()} {in_language(one['name'])}"


def _module(one: Mapping[str, Any]) -> str:
    return in_language(one["name"]) if one["name"] else _("Public health")


def _meeting(one: Mapping[str, Any]) -> Meeting:
    return Meeting(
        day=day_of(one["day"]),
        at=one["at"],
        kind=str(AgendaItem.Kind(one["kind"]).label),
        subject=one["subject"],
        place=one["place"],
        people=one["people"],
    )


def _found(one: Mapping[str, Any]) -> Found:
    return Found(
        module=one["module"],
        code=one["code"],
        title=in_language(one["title"]),
        is_good_practice=one["is_good_practice"],
        comment=one["comment"],
    )


def _advice(one: Mapping[str, Any]) -> Advice:
    return Advice(
        area=str(Area(one["area"]).label),
        description=one["description"],
        justification=one["justification"],
        horizon=str(Recommendation.Horizon(one["horizon"]).label),
    )
