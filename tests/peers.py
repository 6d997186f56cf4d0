"""Peer reviews and twinnings for tests, walked through the real actions."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from cities.models import City, Membership, User
from roadmap.actions import peer_reports, peers, twinnings
from roadmap.models import PeerReview, Twinning
from scorecard.models import Assessment
from tests import make

CODES = ("P1.1", "P1.2", "P2.1", "P3.1", "P4.1", "P8.1")
MODULES = ("1", "2", "3")
STATES = ("planned", "invited", "proposed", "under_way", "signed")
TEXTS = {
    "method": "Читање докумената и разговори.",
    "strengths": "Штаб се редовно састаје.",
    "to_strengthen": "Новац за одржавање.",
    "done": "Списак контаката је допуњен.",
    "summary": "Стручњаци суседног града гледали су три области.",
}


@dataclass
class Cast:
    """Two cities and their people."""

    host: City
    lead: User
    peer: City
    peer_lead: User
    reviewer: User


def make_cast(*, host: City | None = None, peer: City | None = None) -> Cast:
    host = host or make.make_city(name="Уб")
    peer = peer or make.make_city(name="Љиг")
    return Cast(
        host=host,
        lead=_lead_of(host, "Лена Лидић"),
        peer=peer,
        peer_lead=_lead_of(peer, "Вук Водић"),
        reviewer=make.make_membership(
            user=make.make_user(name="Рада Радић"),
            city=peer,
            role=Membership.Role.CONTRIBUTOR,
        ).user,
    )


def make_accepted(cast: Cast, **fields: Any) -> Assessment:
    """Return an accepted assessment of the host with six indicators."""
    return make.make_assessment(
        **{"city": cast.host, "lead": cast.lead, "status": "accepted"} | fields
    )


def make_review(
    *,
    cast: Cast,
    status: str = "under_way",
    modules: Iterable[str] = MODULES,
    assessment: Assessment | None = None,
    reviewers: Iterable[User] = (),
    ends_on: dt.date | None = None,
) -> PeerReview:
    """Walk a peer review of the host to a state."""
    review = peers.plan(
        host=cast.host,
        assessment=assessment or make_accepted(cast),
        modules=modules,
        scope="Како радимо са суседима.",
        objectives="Да боље припремимо новац.",
        by=cast.lead,
    )
    _walk(review, cast, status, list(reviewers) or [cast.reviewer], ends_on)
    return PeerReview.objects.with_parts().get(pk=review.pk)


def write_report(review: PeerReview, cast: Cast, **texts: str) -> None:
    version = review.report.version
    peer_reports.write(
        review=review, texts=TEXTS | texts, version=version, by=cast.lead
    )


def sign_both(review: PeerReview, cast: Cast) -> None:
    for side, by in (("host", cast.lead), ("peer", cast.peer_lead)):
        review = PeerReview.objects.get(pk=review.pk)
        peer_reports.sign(
            review=review, side=side, version=review.report.version, by=by
        )


def make_twinning(*, cast: Cast, status: str = "agreed") -> Twinning:
    twinning = twinnings.propose(
        city=cast.host,
        other=cast.peer,
        subjects=[make.make_essential(number=1)],
        purpose="Заједничке вежбе.",
        starts_on=timezone.localdate(),
        ends_on=timezone.localdate() + dt.timedelta(days=365),
        by=cast.lead,
    )
    if status != "proposed":
        twinnings.agree(twinning=twinning, by=cast.peer_lead)
    return twinning


def make_twinning_abroad(*, cast: Cast, **changed: Any) -> Twinning:
    today = timezone.localdate()
    fields: dict[str, Any] = {
        "abroad_city": "Марибор",
        "abroad_country": "Словенија",
        "agreed_on": today - dt.timedelta(days=1),
        "document": "",
        "purpose": "Заједничке вежбе на реци.",
        "starts_on": today,
        "ends_on": today + dt.timedelta(days=300),
    }
    subjects = [make.make_essential(number=1)]
    return twinnings.record(
        city=cast.host, by=cast.lead, subjects=subjects, **fields | changed
    )


def let_days_pass(review: PeerReview, cast: Cast) -> None:
    """Put the last day of a review that is under way into the past."""
    past = timezone.localdate() - dt.timedelta(days=1)
    PeerReview.objects.filter(pk=review.pk).update(
        starts_on=past - dt.timedelta(days=30), ends_on=past
    )
    Membership.objects.filter(
        city=cast.host, role=Membership.Role.PEER_REVIEWER
    ).update(until=past)


def _walk(
    review: PeerReview,
    cast: Cast,
    status: str,
    reviewers: list[User],
    ends_on: dt.date | None,
) -> None:
    today = timezone.localdate()
    wanted = STATES.index(status)
    if wanted >= STATES.index("invited"):
        peers.invite(review=review, peer=cast.peer, text="Молимо вас.", by=cast.lead)
    if wanted >= STATES.index("proposed"):
        peers.agree(
            review=review,
            reviewers=reviewers,
            starts_on=today,
            ends_on=ends_on or today + dt.timedelta(days=60),
            by=cast.peer_lead,
        )
    if wanted >= STATES.index("under_way"):
        peers.confirm(review=review, by=cast.lead)
    if wanted >= STATES.index("signed"):
        write_report(review, cast)
        sign_both(review, cast)


def _lead_of(city: City, name: str) -> User:
    return make.make_membership(user=make.make_user(name=name), city=city).user
