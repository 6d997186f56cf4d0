"""Peer reviews of the host in every state, and twinnings.

The stranger leads the city that is invited, the peer is an officer of a third one and
reviews for it. So the table shows both: a lead whom a review concerns, and one whom
another review does not.
"""

import datetime as dt
from typing import Any

from django.utils import timezone

from cities.models import Membership
from roadmap.actions import peer_reports
from roadmap.actions import peers as actions
from roadmap.models import AgendaItem, PeerReview, Recommendation
from scorecard.models import Assessment
from tests import make, peers

DOWNLOADS = {"roadmap:peer-report-pdf", "roadmap:peer-public-pdf"}
UNHAPPY: dict[str, list[tuple[str, str, dict[str, Any]]]] = {
    "stranger": [
        (
            "POST roadmap:peer-agree",
            "invited_review",
            {"reviewers": ["0"], "starts_on": "2026-05-02", "ends_on": "2026-05-01"},
        ),
        ("POST roadmap:peer-decline", "invited_review", {"reason": ""}),
    ],
    "lead": [
        ("POST roadmap:peer-new", "host", {"modules": ["1", "2"]}),
        ("POST roadmap:peer-invite", "planned_review", {"peer": "00000"}),
        ("POST roadmap:peer-items", "review 1", {"title_1": "Само један"}),
        ("POST roadmap:peer-agenda-new", "review", {"day": "1999-01-01"}),
        ("POST roadmap:peer-report-edit", "review", peers.TEXTS | {"version": "0"}),
        ("POST roadmap:peer-take-up", "signed_review signed_advice", {"action": "0"}),
        ("POST roadmap:twinning-new", "host", {"purpose": "ж" * 2001}),
        ("POST roadmap:twinning-new", "host", {"abroad_city": "Марибор"}),
    ],
    "peer": [
        (
            "POST roadmap:peer-finding",
            "review 1 P1.1",
            {"is_good_practice": "on", "comment": ""},
        ),
        ("POST roadmap:peer-expect", "review", {"benefit": ""}),
    ],
}

IMPACT = {
    "benefit": "Боља сарадња.",
    "owner": "штаб",
    "objective": "Заједнички план.",
    "measure": "број вежби",
    "current": "0",
    "target": "2",
}


def add(world: Any) -> None:
    people, host = world.people, world.host
    for number in (3, 4, 5):
        make.make_essential(number=number)
    assessment = Assessment.objects.with_parts().get(pk=world.names["accepted"])
    invited = peers.Cast(
        host=host,
        lead=world.lead,
        peer=world.elsewhere,
        peer_lead=people["stranger"],
        reviewer=_officer(world.elsewhere),
    )
    third = make.make_city(name="Мионица")
    make.make_membership(
        user=people["peer"], city=third, role=Membership.Role.CONTRIBUTOR
    )
    reviewing = peers.Cast(
        host=host,
        lead=world.lead,
        peer=third,
        peer_lead=make.make_membership(city=third).user,
        reviewer=people["peer"],
    )
    for status in ("planned", "invited", "proposed", "signed"):
        world.names[f"{status}_review"] = peers.make_review(
            cast=invited, status=status, assessment=assessment
        ).pk
    declined = peers.make_review(cast=invited, status="invited", assessment=assessment)
    actions.decline(review=declined, reason="Немамо људи.", by=people["stranger"])
    world.names["declined_review"] = declined.pk
    _under_way(world, reviewing, assessment)
    _signed(world, invited)
    world.names["twinning"] = peers.make_twinning(cast=invited).pk
    world.names["proposed_twinning"] = peers.make_twinning(
        cast=invited, status="proposed"
    ).pk
    world.names["abroad_twinning"] = peers.make_twinning_abroad(cast=invited).pk
    _posts(world, assessment, invited)


def _under_way(world: Any, cast: peers.Cast, assessment: Any) -> None:
    colleague = _officer(cast.peer)
    review = peers.make_review(
        cast=cast,
        modules=("1", "3", "4"),
        assessment=assessment,
        reviewers=[cast.reviewer, colleague],
    )
    peers.write_report(review, cast)
    item = AgendaItem.objects.create(
        review=review,
        day=review.starts_on,
        kind="interview",
        subject="Разговор",
        place="скупштина",
        people="штаб",
    )
    advice = _advice(review, cast)
    world.names |= {
        "review": review.pk,
        "reviewer": review.reviewers.get(user=colleague).pk,
        "agenda_item": item.pk,
        "advice": advice.pk,
    }


def _signed(world: Any, cast: peers.Cast) -> None:
    """Let the signed review be half a year old and public, with open advice."""
    review = PeerReview.objects.get(pk=world.names["signed_review"])
    world.names["signed_advice"] = _advice(review, cast).pk
    peer_reports.publish(review=review, published=True, by=cast.lead)
    PeerReview.objects.filter(pk=review.pk).update(
        closed_at=timezone.now() - dt.timedelta(days=200)
    )
    plan = make.make_plan(city=cast.host, by=cast.lead, first_year=2031, last_year=2032)
    gap = make.answer_of(world.rounds["accepted"], "P1.1")
    world.names["planned_action"] = make.make_action(plan=plan, targets={gap: 3}).pk


def _posts(world: Any, assessment: Any, invited: peers.Cast) -> None:
    today = timezone.localdate()
    later = (today + dt.timedelta(days=30)).isoformat()
    plan = {
        "assessment": assessment.pk,
        "modules": ["1", "2", "5"],
        "scope": "Зашто.",
        "objectives": "Циљеви.",
    }
    items = {}
    for number in (1, 2, 3):
        items[f"title_{number}"] = f"Документ {number}"
        items[f"summary_{number}"] = "О чему је."
    advice = {
        "area": "delivery",
        "description": "Нов савет.",
        "justification": "Зато.",
        "horizon": "short",
    }
    world.posts |= {
        "roadmap:peer-new@send": plan,
        "roadmap:peer-plan": plan,
        "roadmap:peer-invite": {"peer": invited.peer.code, "invitation": ""},
        "roadmap:peer-agree": {
            "reviewers": [invited.reviewer.pk],
            "starts_on": today.isoformat(),
            "ends_on": later,
        },
        "roadmap:peer-decline": {"reason": "Немамо људи."},
        "roadmap:peer-stop": {"reason": "Нема времена."},
        "roadmap:peer-items": items,
        "roadmap:peer-finding": {"comment": "Добро."},
        "roadmap:peer-agenda-new": _meeting(today),
        "roadmap:peer-agenda-item": _meeting(today),
        "roadmap:peer-recommend": advice,
        "roadmap:peer-recommendation": advice,
        "roadmap:peer-take-up": {"action": world.names["planned_action"]},
        "roadmap:peer-turn-down": {"reason": "Већ радимо."},
        "roadmap:peer-expect": IMPACT,
        "roadmap:peer-follow-up": {"progress": "2", "justification": "Пола је."},
        "roadmap:peer-report-edit": peers.TEXTS | {"done": "Ново.", "version": "1"},
        "roadmap:peer-sign": {"version": "1"},
        "roadmap:peer-publish": {"published": "0"},
        "roadmap:twinning-new": {
            "other": invited.peer.code,
            "subjects": [make.make_essential(number=2).pk],
            "purpose": "Учење.",
            "starts_on": today.isoformat(),
            "ends_on": later,
        },
        "roadmap:twinning-new@abroad": {
            "abroad_city": "Марибор",
            "abroad_country": "Словенија",
            "agreed_on": today.isoformat(),
            "subjects": [make.make_essential(number=2).pk],
            "purpose": "Учење.",
            "starts_on": today.isoformat(),
            "ends_on": later,
        },
        "roadmap:twinning-decline": {"reason": "Касније."},
        "roadmap:twinning-meeting": {
            "day": today.isoformat(),
            "place": "Уб",
            "subject": "Вежба",
        },
        "roadmap:twinning-end": {"results": "Две вежбе."},
    }


def _meeting(day: dt.date) -> dict[str, str]:
    return {
        "day": day.isoformat(),
        "at": "09:30",
        "kind": "site",
        "subject": "Обилазак насипа",
        "place": "насип",
        "people": "јавно предузеће",
    }


def _advice(review: PeerReview, cast: peers.Cast) -> Recommendation:
    return Recommendation.objects.create(
        review=review,
        area="delivery",
        description="Обезбедити новац.",
        justification="Сада зависи од пројеката.",
        horizon="medium",
        by=cast.reviewer,
    )


def _officer(city: Any) -> Any:
    return make.make_membership(city=city, role=Membership.Role.CONTRIBUTOR).user
