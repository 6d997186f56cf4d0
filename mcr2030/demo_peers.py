"""Invented peer reviews of the shown city, one signed and one under way; a twinning.

Through the real actions; only the moments are put back afterwards.
"""

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils import timezone

from cities.models import City, Membership, User
from roadmap.actions import peer_packs, peer_reports, peer_work, peers, twinnings
from roadmap.models import Action, PeerReport, PeerReview
from roadmap.models.peer_review import PRELIMINARY
from scorecard.models import Assessment, Essential

FILE = "peers.toml"
SHOWN_CITY = "70653"
Role = Membership.Role
# The signed review ended so long ago that its first follow-up is due.
SIGNED_AGO = dt.timedelta(days=200)
TWINNED_FOR = dt.timedelta(days=540)


@dataclass(frozen=True)
class Sides:
    """Both cities with their leads, and who reviews."""

    host: City
    lead: User
    peer: City
    peer_lead: User
    reviewer: User


def load(folder: Path, people: Mapping[Role, User]) -> None:
    """Walk both reviews and the twinning as the leads and the reviewers would."""
    told = tomllib.loads((folder / FILE).read_text(encoding="utf-8"))
    officer = User.objects.create_user(
        told["officer"]["address"], told["officer"]["name"], is_demo=True
    )
    signed = _sides(told["signed"]["peer"], officer)
    review = _work(told["signed"], signed, 60)
    _sign(review, told["signed"], signed)
    reviewing = _sides(told["under_way"]["peer"], people[Role.PEER_REVIEWER])
    review = _work(told["under_way"], reviewing, 90)
    peer_work.expect(
        review=review, side="host", by=reviewing.lead, **told["expected"]["host"]
    )
    _twin(told["twinning"], signed)


def _sides(code: str, reviewer: User) -> Sides:
    host, peer = City.objects.get(code=SHOWN_CITY), City.objects.get(code=code)
    Membership.objects.create(user=reviewer, city=peer, role=Role.CONTRIBUTOR)
    return Sides(host, _lead_of(host), peer, _lead_of(peer), reviewer)


def _lead_of(city: City) -> User:
    leads = Membership.objects.current().leads_of(city).select_related("user")
    return leads[0].user


def _work(told: Mapping[str, Any], sides: Sides, days: int) -> PeerReview:
    """Plan, agree, begin, and write what the reviewers have written so far."""
    today = timezone.localdate()
    accepted = Assessment.objects.of_city(sides.host).accepted().latest_first()
    review = peers.plan(
        host=sides.host,
        assessment=next(
            one
            for one in accepted.with_parts()
            if one.questionnaire.code == PRELIMINARY
        ),
        modules=told["modules"],
        scope=told["scope"],
        objectives=told["objectives"],
        by=sides.lead,
    )
    text = told["invitation"]
    peers.invite(review=review, peer=sides.peer, text=text, by=sides.lead)
    peers.agree(
        review=review,
        reviewers=[sides.reviewer],
        starts_on=today,
        ends_on=today + dt.timedelta(days=days),
        by=sides.peer_lead,
    )
    peers.confirm(review=review, by=sides.lead)
    items = [(one["title"], one["summary"]) for one in told["items"]]
    modules = {one.code: one for one in review.modules.all()}
    for module in modules.values():
        peer_packs.name_items(module=module, items=items)
    for meeting in told["agenda"]:
        _meet(review, meeting, today)
    for found in told["findings"]:
        peer_work.find(
            module=modules[found["module"]],
            code=found["code"],
            is_good_practice=found["good"],
            comment=found["comment"],
            by=sides.reviewer,
        )
    for advice in told["recommendations"]:
        names = ("area", "description", "justification", "horizon")
        fields = {name: advice[name] for name in names}
        peer_work.recommend(review=review, by=sides.reviewer, **fields)
    return review


def _meet(review: PeerReview, meeting: Mapping[str, Any], today: dt.date) -> None:
    fields = {name: meeting[name] for name in ("kind", "subject", "place", "people")}
    peer_work.put_on_agenda(
        review=review,
        day=today + dt.timedelta(days=20 + meeting["day"]),
        at=dt.time.fromisoformat(meeting["at"]),
        **fields,
    )


def _sign(review: PeerReview, told: Mapping[str, Any], sides: Sides) -> None:
    """Put the review back in time, sign it, publish it, and answer what was advised."""
    began = timezone.now() - SIGNED_AGO - dt.timedelta(days=60)
    day = timezone.localdate(began)
    for one in review.agenda.all():
        one.day = day + (one.day - timezone.localdate())
        one.save(update_fields=["day"])
    PeerReview.objects.filter(pk=review.pk).update(
        starts_on=day,
        ends_on=day + dt.timedelta(days=60),
        **dict.fromkeys(
            ("made_at", "invited_at", "answered_at", "confirmed_at"), began
        ),
    )
    texts = {name: told[name] for name in PeerReport.TEXTS}
    peer_reports.write(review=review, texts=texts, version=0, by=sides.lead)
    for side, by in (("host", sides.lead), ("peer", sides.peer_lead)):
        peer_reports.sign(review=review, side=side, version=1, by=by)
    peer_reports.publish(review=review, published=True, by=sides.lead)
    then = timezone.now() - SIGNED_AGO
    PeerReview.objects.filter(pk=review.pk).update(closed_at=then)
    report = PeerReport.objects.filter(review=review)
    report.update(host_signed_at=then, peer_signed_at=then)
    report.update(**peer_reports.frozen(review))
    for row, advice in zip(
        told["recommendations"], review.recommendations.all(), strict=True
    ):
        if "declined" in row:
            peer_work.turn_down(recommendation=advice, reason=row["declined"])
        if "action" in row:
            action = Action.objects.of_city(sides.host).get(title=row["action"])
            peer_work.take_up(recommendation=advice, action=action)


def _twin(told: Mapping[str, Any], sides: Sides) -> None:
    today = timezone.localdate()
    twinning = twinnings.propose(
        city=sides.host,
        other=City.objects.get(code=told["other"]),
        subjects=Essential.objects.filter(number__in=told["subjects"]),
        purpose=told["purpose"],
        starts_on=today - dt.timedelta(days=90),
        ends_on=today + TWINNED_FOR,
        by=sides.lead,
    )
    twinnings.agree(twinning=twinning, by=sides.peer_lead)
    twinnings.meet(
        twinning=twinning,
        by=sides.lead,
        day=today - dt.timedelta(days=30),
        place=told["meeting_place"],
        subject=told["meeting_subject"],
        outcome=told["meeting_outcome"],
    )
