"""A peer review is planned, offered, agreed, begun and stopped.

Who reviews gets a membership in the host city here, and loses it here: nothing else
in a peer review opens a door.
"""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.actions import people
from cities.models import City, Membership, User
from cities.permissions import Refused
from roadmap.actions import peer_packs
from roadmap.actions.peer_states import move, unsign
from roadmap.models import PeerReport, PeerReview, Reviewer, ReviewModule
from roadmap.models.peer_review import (
    FEWEST_MODULES,
    HEALTH_MODULE,
    MODULES,
    MOST_MODULES,
    MOST_REVIEWERS,
    PRELIMINARY,
    PUBLIC_HEALTH,
    essential_of,
)
from scorecard.models import Assessment

Status = PeerReview.Status
Role = Membership.Role
MOST_DAYS = 730


def plan(
    *,
    host: City,
    assessment: Assessment,
    modules: Iterable[str],
    scope: str,
    objectives: str,
    by: User,
) -> PeerReview:
    """Begin a review of an accepted assessment. Raises ValidationError."""
    chosen = _modules(modules)
    health = _assessments(host, assessment, chosen)
    with transaction.atomic():
        review = PeerReview.objects.create(
            host=host,
            assessment=assessment,
            health_assessment=health,
            scope=scope,
            objectives=objectives,
            made_by=by,
            is_demo=assessment.is_demo,
        )
        _set_modules(review, chosen)
    return review


def change_plan(
    *,
    review: PeerReview,
    assessment: Assessment,
    modules: Iterable[str],
    scope: str,
    objectives: str,
) -> None:
    """Change what is looked at, before a peer knows of it."""
    chosen = _modules(modules)
    health = _assessments(review.host, assessment, chosen)
    with transaction.atomic():
        move(
            review,
            (Status.PLANNED,),
            _("A peer was invited to this already: it stays as it is."),
            assessment=assessment,
            health_assessment=health,
            scope=scope,
            objectives=objectives,
        )
        review.modules.exclude(code__in=chosen).delete()
        _set_modules(review, chosen)


def plan_again(*, review: PeerReview, by: User) -> PeerReview:
    """Plan the same for another peer; what was declined stays as it was."""
    if review.status not in (Status.DECLINED, Status.STOPPED):
        raise Refused(_("Another peer is invited once this one has declined."))
    return plan(
        host=review.host,
        assessment=review.assessment,
        modules=review.modules.values_list("code", flat=True),
        scope=review.scope,
        objectives=review.objectives,
        by=by,
    )


def invite(*, review: PeerReview, peer: City, text: str, by: User) -> None:
    """Ask a city. Raises ValidationError where it cannot be asked."""
    if peer.pk == review.host_id:
        raise ValidationError(_("A city cannot review itself. Choose another one."))
    if not Membership.objects.current().leads_of(peer).exists():
        raise ValidationError(
            _("%(city)s has no lead here yet who could answer. Choose another city.")
            % {"city": peer}
        )
    with transaction.atomic():
        move(
            review,
            (Status.PLANNED,),
            _("A peer city was invited already."),
            status=Status.INVITED,
            peer=peer,
            invitation=text,
            invited_at=timezone.now(),
            invited_by=by,
        )


def agree(
    *,
    review: PeerReview,
    reviewers: Sequence[User],
    starts_on: dt.date,
    ends_on: dt.date,
    by: User,
) -> None:
    """Accept the invitation with a team and dates, which the host then confirms.

    Until then the peer may propose them anew. Raises ValidationError for a team or
    dates that cannot be.
    """
    _check_days(starts_on, ends_on)
    _check_team(review, reviewers)
    with transaction.atomic():
        move(
            review,
            (Status.INVITED, Status.PROPOSED),
            _("This invitation was answered already."),
            status=Status.PROPOSED,
            answered_at=timezone.now(),
            answered_by=by,
            starts_on=starts_on,
            ends_on=ends_on,
        )
        review.reviewers.all().delete()
        for user in reviewers:
            Reviewer.objects.create(review=review, user=user)


def decline(*, review: PeerReview, reason: str, by: User) -> None:
    if not reason.strip():
        raise ValidationError(_("Say why, so that the host can ask another city."))
    with transaction.atomic():
        move(
            review,
            (Status.INVITED, Status.PROPOSED),
            _("This invitation was answered already."),
            status=Status.DECLINED,
            reason=reason,
            answered_at=timezone.now(),
            answered_by=by,
            closed_at=timezone.now(),
        )


def confirm(*, review: PeerReview, by: User) -> None:
    """Begin: freeze the evidence, and let the reviewers in until the last day.

    Raises ValidationError where the team or the dates no longer hold.
    """
    now = timezone.now()
    with transaction.atomic():
        move(
            review,
            (Status.PROPOSED,),
            _("There is no proposed team to confirm."),
            status=Status.UNDER_WAY,
            confirmed_at=now,
            confirmed_by=by,
        )
        if review.is_over:
            raise ValidationError(
                _("The proposed last day has passed. Ask the peer for new dates.")
            )
        team = [one.user for one in review.reviewers.select_related("user")]
        _check_team(review, team)
        peer_packs.freeze(review=review)
        PeerReport.objects.create(review=review)
        for user in team:
            _let_in(review, user)


def stop(*, review: PeerReview, reason: str) -> None:
    """End a review before its report; the reviewers' access ends at once."""
    if not reason.strip():
        raise ValidationError(_("Say why the review stops."))
    with transaction.atomic():
        move(
            review,
            PeerReview.OPEN,
            _("This review has ended already."),
            status=Status.STOPPED,
            reason=reason,
            closed_at=timezone.now(),
        )
        end_access(review=review)


def release(*, reviewer: Reviewer) -> None:
    """Take one person off the team; their access ends, their findings stay."""
    review = reviewer.review
    with transaction.atomic():
        move(
            review,
            (Status.UNDER_WAY,),
            _("This is possible only while the review is under way."),
            status=Status.UNDER_WAY,
        )
        if review.reviewers.count() == 1:
            raise Refused(_("A review needs a reviewer. Stop the review instead."))
        _let_out(review, [reviewer.user_id])
        reviewer.delete()
        unsign(review)


def end_access(*, review: PeerReview) -> None:
    """End what this review has opened, and nothing else."""
    _let_out(review, review.reviewers.values_list("user", flat=True))


def _modules(codes: Iterable[str]) -> list[str]:
    wanted = set(codes)
    chosen = [one for one in MODULES if one in wanted]
    if len(chosen) != len(wanted):
        raise ValidationError(_("Choose modules from the list."))
    if not FEWEST_MODULES <= len(chosen) <= MOST_MODULES:
        raise ValidationError(
            _("Choose three to five modules: a review of more is too much for a visit.")
        )
    return chosen


def _assessments(
    host: City, assessment: Assessment, chosen: Sequence[str]
) -> Assessment | None:
    """Check what is looked at, and return the health assessment where 8b asks for it.

    Every module but 8b is a part of the preliminary level.
    """
    if (
        assessment.city_id != host.pk
        or assessment.status != Assessment.Status.ACCEPTED
        or assessment.questionnaire.code != PRELIMINARY
    ):
        raise ValidationError(
            _("A peer review is about an accepted preliminary assessment of the host.")
        )
    if HEALTH_MODULE not in chosen:
        return None
    health = (
        Assessment.objects.of_city(host)
        .accepted()
        .filter(questionnaire__code=PUBLIC_HEALTH)
        .latest_first()
        .first()
    )
    if health is None:
        raise ValidationError(
            _(
                "Module 8b needs an accepted assessment with the public health "
                "instrument. Choose 8a, or another module."
            )
        )
    return health


def _set_modules(review: PeerReview, chosen: Sequence[str]) -> None:
    for code in chosen:
        ReviewModule.objects.get_or_create(
            review=review, code=code, defaults={"position": MODULES.index(code)}
        )


def _check_days(starts_on: dt.date, ends_on: dt.date) -> None:
    today = timezone.localdate()
    if ends_on < starts_on:
        raise ValidationError(_("The last day comes before the first. Swap them."))
    if ends_on < today:
        raise ValidationError(_("The last day has passed. Choose one that comes."))
    if (ends_on - today).days > MOST_DAYS:
        raise ValidationError(
            _("Access lasts two years at most. Choose an earlier day.")
        )


def _check_team(review: PeerReview, team: Sequence[User]) -> None:
    if not team:
        raise ValidationError(_("Name at least one reviewer."))
    if len(team) > MOST_REVIEWERS:
        raise ValidationError(
            _("Name at most %(most)s reviewers.") % {"most": MOST_REVIEWERS}
        )
    theirs = set(
        Membership.objects.current()
        .team()
        .filter(city=review.peer_id)
        .values_list("user", flat=True)
    )
    at_host = set(
        Membership.objects.current()
        .team()
        .filter(city=review.host_id)
        .values_list("user", flat=True)
    )
    busy = set(
        Reviewer.objects.filter(
            review__host=review.host_id, review__status=Status.UNDER_WAY
        )
        .exclude(review=review.pk)
        .values_list("user", flat=True)
    )
    for user in team:
        _check_reviewer(review, user, theirs, at_host, busy)


def _check_reviewer(
    review: PeerReview,
    user: User,
    theirs: set[int],
    at_host: set[int],
    busy: set[int],
) -> None:
    named = {"name": user.name, "peer": review.peer, "host": review.host}
    if user.pk not in theirs:
        raise ValidationError(
            _(
                "%(name)s does not work for %(peer)s any more. The peer city proposes "
                "the team anew."
            )
            % named
        )
    if user.pk in at_host:
        raise ValidationError(
            _("%(name)s works for %(host)s too and cannot review it.") % named
        )
    if user.pk in busy:
        raise ValidationError(
            _("%(name)s is in another review of %(host)s that is still under way.")
            % named
        )


def _let_in(review: PeerReview, user: User) -> None:
    """Give the reviewer the chosen Essentials of the host until the last day."""
    chosen = review.modules.exclude(code=HEALTH_MODULE).values_list("code", flat=True)
    Membership.objects.update_or_create(
        user=user,
        city=review.host,
        defaults={
            "role": Role.PEER_REVIEWER,
            "department": "",
            "essentials": sorted({essential_of(code) for code in chosen}),
            "until": review.ends_on,
        },
    )
    user.__dict__.pop("current_memberships", None)


def _let_out(review: PeerReview, users: Iterable[int]) -> None:
    doors = Membership.objects.filter(
        city=review.host_id, role=Role.PEER_REVIEWER, user__in=list(users)
    )
    for membership in doors:
        people.leave(membership=membership)
