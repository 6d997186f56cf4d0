"""What both sides write in a peer review: agenda, findings, recommendations, impact.

What stands in the joint report takes the signatures off it when it changes: nobody has
signed something that reads otherwise now.
"""

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cities.models import Membership, User
from cities.permissions import Refused
from roadmap.actions import measures
from roadmap.actions.peer_states import hold_under_way, log, unsign
from roadmap.content import Content
from roadmap.models import (
    Action,
    AgendaItem,
    ExpectedImpact,
    Finding,
    FollowUp,
    PeerReview,
    Plan,
    Recommendation,
    ReviewModule,
)
from roadmap.models.peer_review import months_after


def put_on_agenda(
    *, review: PeerReview, item: AgendaItem | None = None, **fields: Any
) -> AgendaItem:
    """Add a meeting to the visit, or change one. Its day lies within the review."""
    day = fields["day"]
    if not (review.starts_on and review.ends_on):
        raise Refused(_("This is possible only while the review is under way."))
    if not review.starts_on <= day <= review.ends_on:
        raise ValidationError(
            {
                "day": _(
                    "The day lies outside the review, which lasts from %(first)s to "
                    "%(last)s."
                )
                % {
                    "first": date_format(review.starts_on, "SHORT_DATE_FORMAT"),
                    "last": date_format(review.ends_on, "SHORT_DATE_FORMAT"),
                }
            }
        )
    with transaction.atomic():
        hold_under_way(review)
        item = item or AgendaItem(review=review)
        for name, value in fields.items():
            setattr(item, name, value)
        item.save()
        unsign(review)
    return item


def take_off_agenda(*, item: AgendaItem) -> None:
    with transaction.atomic():
        hold_under_way(item.review)
        item.delete()
        unsign(item.review)


def find(
    *,
    module: ReviewModule,
    code: str,
    is_good_practice: bool,
    comment: str,
    by: User,
) -> Finding | None:
    """Say something about an indicator of the pack, or take it back with no words.

    Raises Refused for who may not review today, or for what was not agreed.
    """
    review = module.review
    with transaction.atomic():
        hold_under_way(review)
        _check_reviewer(review, by)
        if code not in _codes(review, module.code):
            raise Refused(_("This indicator is not in the agreed modules."))
        own = Finding.objects.filter(module=module, code=code, by=by)
        unsign(review)
        if not comment.strip():
            if is_good_practice:
                raise ValidationError(
                    {"comment": _("Say in a sentence what is good about it.")}
                )
            own.delete()
            return None
        finding, _created = Finding.objects.update_or_create(
            module=module,
            code=code,
            by=by,
            defaults={
                "is_good_practice": is_good_practice,
                "comment": comment,
                "at": timezone.now(),
            },
        )
    return finding


def recommend(
    *,
    review: PeerReview,
    by: User,
    recommendation: Recommendation | None = None,
    **fields: Any,
) -> Recommendation:
    """Advise the host, or change what was advised before both have signed."""
    with transaction.atomic():
        hold_under_way(review)
        _check_reviewer(review, by)
        made = recommendation or Recommendation(review=review, by=by)
        for name, value in fields.items():
            setattr(made, name, value)
        made.save()
        unsign(review)
    return made


def withdraw(*, recommendation: Recommendation, by: User) -> None:
    """Take a recommendation back before both have signed."""
    review = recommendation.review
    with transaction.atomic():
        hold_under_way(review)
        _check_reviewer(review, by)
        recommendation.delete()
        unsign(review)


def take_up(*, recommendation: Recommendation, action: Action) -> None:
    """Tie a recommendation to the action of the host's plan that carries it out."""
    if not action.plan_id or not _is_of_host(action, recommendation.review):
        raise ValidationError(_("Choose an action of your own city's plan."))
    _answer(recommendation, action=action)


def plan_action(
    *, recommendation: Recommendation, plan: Plan, content: Content, by: User
) -> Action:
    """Write a new action that carries a recommendation out, both or nothing."""
    with transaction.atomic():
        added = measures.add(plan=plan, content=content, by=by)
        take_up(recommendation=recommendation, action=added)
    return added


def turn_down(*, recommendation: Recommendation, reason: str) -> None:
    if not reason.strip():
        raise ValidationError(_("Say why it is not taken up."))
    _answer(recommendation, declined=reason)


def expect(*, review: PeerReview, side: str, by: User, **fields: Any) -> ExpectedImpact:
    """Say what one side expects; it can be said anew while the review is under way."""
    with transaction.atomic():
        hold_under_way(review)
        said, _created = ExpectedImpact.objects.update_or_create(
            review=review,
            side=side,
            defaults=fields | {"by": by, "at": timezone.now()},
        )
    return said


def follow_up(*, review: PeerReview, months: int, by: User, **fields: Any) -> FollowUp:
    """Say what has come of the review, once its date is there."""
    if review.status != PeerReview.Status.SIGNED or review.closed_at is None:
        raise Refused(_("This is asked once both sides have signed the report."))
    due = months_after(timezone.localdate(review.closed_at), months)
    if due > timezone.localdate():
        raise Refused(
            _("This is asked from %(day)s on.")
            % {"day": date_format(due, "SHORT_DATE_FORMAT")}
        )
    said, _created = FollowUp.objects.update_or_create(
        review=review,
        months=months,
        defaults=fields | {"by": by, "at": timezone.now()},
    )
    return said


def _check_reviewer(review: PeerReview, user: User) -> None:
    """Refuse whoever is not let in, is past the last day, or has left the peer city."""
    if review.is_over:
        raise Refused(_("The last day of the review has passed."))
    current = Membership.objects.of(user)
    if not (
        review.reviewers.filter(user=user).exists()
        and current.filter(
            city=review.host_id, role=Membership.Role.PEER_REVIEWER
        ).exists()
    ):
        raise Refused(_("Only the reviewers write this."))
    if not current.team().filter(city=review.peer_id).exists():
        raise Refused(
            _(
                "You no longer work for %(peer)s, so you do not review for it. Ask its "
                "lead."
            )
            % {"peer": review.peer}
        )


def _codes(review: PeerReview, module: str) -> set[str]:
    content = json.loads(review.pack.content)
    return {
        answer["code"]
        for one in content["modules"]
        if one["code"] == module
        for answer in one["answers"]
    }


def _is_of_host(action: Action, review: PeerReview) -> bool:
    plan = action.plan
    if plan.group is not None:
        return plan.group.cities.filter(pk=review.host_id).exists()
    return plan.city_id == review.host_id


def _answer(recommendation: Recommendation, **fields: Any) -> None:
    with transaction.atomic():
        moved = Recommendation.objects.filter(
            pk=recommendation.pk,
            action=None,
            declined="",
            review__status=PeerReview.Status.SIGNED,
        ).update(**fields)
        if not moved:
            raise Refused(_("This recommendation was answered already."))
        recommendation.refresh_from_db()
        # What it says, the two sides read; the log tells that it was answered.
        log(recommendation, {name: ["", "…"] for name in fields})
