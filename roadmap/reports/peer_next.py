"""What is next in a peer review, for the lead of either side."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from roadmap.models import FollowUp, PeerReview
from roadmap.models.peer_review import months_after

Status = PeerReview.Status


@dataclass(frozen=True)
class Step:
    """One line of "what is next"; `is_yours` is False where the other side is at it."""

    title: str
    detail: str
    action: str
    address: str
    is_yours: bool = True


def steps(review: PeerReview, *, leads_host: bool, leads_peer: bool) -> list[Step]:
    """Return the steps of whoever leads; the review comes `with_state()`."""
    found: list[Step] = []
    if leads_host:
        found += _of_host(review)
    if leads_peer:
        found += _of_peer(review)
    return found


def follow_ups_due(review: Any, today: dt.date) -> list[FollowUp.Months]:
    """Return the dates that have come without the host's word; `with_state()`."""
    if review.status != Status.SIGNED or review.closed_at is None:
        return []
    signed = timezone.localdate(review.closed_at)
    return [
        one
        for one in FollowUp.Months
        if months_after(signed, one) <= today
        and not getattr(review, f"followed_{one.value}")
    ]


def _of_host(review: Any) -> list[Step]:
    page = review.get_absolute_url()
    names = {"host": review.host, "peer": review.peer}
    if review.status == Status.PLANNED:
        return [
            Step(
                _("Find a city for your peer review"),
                _("Suggestions come with reasons; you choose whom to invite."),
                _("Invite a city"),
                reverse("roadmap:peer-invite", args=[review.pk]),
            )
        ]
    if review.status == Status.INVITED:
        return [
            Step(
                _("Peer review: %(peer)s has been invited") % names,
                _("Its lead agrees with a team and dates, or declines."),
                _("Open"),
                page,
                is_yours=False,
            )
        ]
    if review.status == Status.PROPOSED:
        return [
            Step(
                _("Confirm the team of %(peer)s") % names,
                _("Then the evidence is frozen and the reviewers get access."),
                _("Look and confirm"),
                page,
            )
        ]
    if review.status == Status.DECLINED and not review.is_superseded:
        return [
            Step(
                _("%(peer)s declined the peer review") % names,
                _("Read why, and ask another city if you like."),
                _("Open"),
                page,
            )
        ]
    if review.status == Status.UNDER_WAY:
        return _host_works(review, page)
    return _host_after(review)


def _host_works(review: Any, page: str) -> list[Step]:
    names = {"peer": review.peer}
    found = []
    if review.lacks_items and not review.is_over:
        found.append(
            Step(
                _("Say what the reviewers should read first"),
                _("Three to five documents for each module, with a summary."),
                _("Choose documents"),
                page + "#modules",
            )
        )
    if not review.host_expects:
        found.append(_expect(review))
    report = review.report
    if not report.host_signed_at and (report.peer_signed_at or review.is_over):
        found.append(_sign(review))
    return found or [
        Step(
            _("Peer review by %(peer)s is under way") % names,
            _until(review),
            _("Open"),
            page,
            is_yours=False,
        )
    ]


def _host_after(review: Any) -> list[Step]:
    found = []
    names = {"peer": review.peer}
    if review.status == Status.SIGNED and review.has_unanswered:
        found.append(
            Step(
                _("Answer the recommendations of %(peer)s") % names,
                _("Make each an action of your plan, or say why not."),
                _("Answer them"),
                reverse("roadmap:peer-recommendations", args=[review.pk]),
            )
        )
    for months in follow_ups_due(review, timezone.localdate())[-1:]:
        found.append(
            Step(
                _("Say what the peer review has changed: %(when)s")
                % {"when": months.label},
                _("Five steps, from no progress to all achieved."),
                _("Say it"),
                reverse("roadmap:peer-follow-up", args=[review.pk, months.value]),
            )
        )
    return found


def _of_peer(review: Any) -> list[Step]:
    page = review.get_absolute_url()
    names = {"host": review.host}
    if review.status == Status.INVITED:
        return [
            Step(
                _("%(host)s asks for your peer review") % names,
                _("Agree with a team and dates, or decline with a reason."),
                _("Read and answer"),
                page,
            )
        ]
    if review.status == Status.PROPOSED:
        return [
            Step(
                _("Peer review: %(host)s confirms your team") % names,
                _("Until then you can change your proposal."),
                _("Open"),
                page,
                is_yours=False,
            )
        ]
    if review.status != Status.UNDER_WAY:
        return []
    found = [] if review.peer_expects else [_expect(review)]
    report = review.report
    if not report.peer_signed_at and (report.host_signed_at or review.is_over):
        found.append(_sign(review))
    return found or [
        Step(
            _("Your peer review of %(host)s is under way") % names,
            _until(review),
            _("Open"),
            page,
            is_yours=False,
        )
    ]


def _expect(review: PeerReview) -> Step:
    return Step(
        _("Say what you expect of the peer review"),
        _("Each side on its own; you read each other's words afterwards."),
        _("Say it"),
        reverse("roadmap:peer-expect", args=[review.pk]),
    )


def _sign(review: PeerReview) -> Step:
    return Step(
        _("Read and sign the joint report: %(cities)s") % {"cities": review},
        _("It stands for good once both sides have signed."),
        _("Read and sign"),
        reverse("roadmap:peer-report", args=[review.pk]),
    )


def _until(review: PeerReview) -> str:
    day = date_format(review.ends_on, "SHORT_DATE_FORMAT") if review.ends_on else ""
    return _("The reviewers have access until %(day)s.") % {"day": day}
