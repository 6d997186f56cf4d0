"""Who may do what in a peer review, and how much of it somebody may read.

Whoever cannot see a review gets 404 before anything here is asked. Reviewers act
through a membership in the host city, which ends with the review or on its last day.
"""

from django.utils.translation import gettext as _

from cities.models import City, Membership
from cities.permissions import YES, Decision, Person, role_of
from roadmap.models import PeerReview, Recommendation, Side

Role = Membership.Role
Status = PeerReview.Status


def is_host_team(user: Person, review: PeerReview) -> bool:
    return role_of(user, review.host_id) in Membership.TEAM


def leads_host(user: Person, review: PeerReview) -> bool:
    return role_of(user, review.host_id) == Role.LEAD


def leads_peer(user: Person, review: PeerReview) -> bool:
    return bool(review.peer_id) and role_of(user, review.peer_id or 0) == Role.LEAD


def is_reviewer(user: Person, review: PeerReview) -> bool:
    """Tell whether the person reviews today: named, let in, and not past the end."""
    return (
        review.status == Status.UNDER_WAY
        and not review.is_over
        and role_of(user, review.host_id) == Role.PEER_REVIEWER
        and any(one.user_id == user.pk for one in review.reviewers.all())
    )


def side_of(user: Person, review: PeerReview) -> str:
    """Return whose side the person works on, empty for those who only read."""
    if leads_host(user, review):
        return Side.HOST.value
    if leads_peer(user, review) or is_reviewer(user, review):
        return Side.PEER.value
    return ""


def reads_pack(user: Person, review: PeerReview) -> bool:
    """Tell who reads the frozen answers: the host, and its reviewers while they may."""
    return is_host_team(user, review) or is_reviewer(user, review)


def reads_work(user: Person, review: PeerReview) -> bool:
    """Tell who reads agenda, findings and the unsigned report: both sides."""
    return is_host_team(user, review) or bool(side_of(user, review))


def reads_report(user: Person, review: PeerReview) -> bool:
    """Tell who reads the report: both sides always, others once it is signed."""
    return review.status == Status.SIGNED or reads_work(user, review)


def can_plan(user: Person, city: City) -> Decision:
    if role_of(user, city) == Role.LEAD:
        return YES
    return Decision(_("Only the city's lead plans a peer review."))


def can_change_plan(user: Person, review: PeerReview) -> Decision:
    if not leads_host(user, review):
        return Decision(_("Only the host's lead changes what is looked at."))
    if review.status != Status.PLANNED:
        return Decision(_("A peer was invited to this already: it stays as it is."))
    return YES


def can_invite(user: Person, review: PeerReview) -> Decision:
    if not leads_host(user, review):
        return Decision(_("Only the host's lead invites a peer city."))
    if review.status != Status.PLANNED:
        return Decision(_("A peer city was invited already."))
    return YES


def can_ask_again(user: Person, review: PeerReview) -> Decision:
    """Plan the same once more, for another peer, where one has declined."""
    if not leads_host(user, review):
        return Decision(_("Only the host's lead invites a peer city."))
    if review.status not in (Status.DECLINED, Status.STOPPED):
        return Decision(_("Another peer is invited once this one has declined."))
    return YES


def can_answer(user: Person, review: PeerReview) -> Decision:
    """Agree with a team and dates, or decline."""
    if not leads_peer(user, review):
        return Decision(_("Only the lead of the invited city answers."))
    if review.status not in (Status.INVITED, Status.PROPOSED):
        return Decision(_("This invitation was answered already."))
    return YES


def can_confirm(user: Person, review: PeerReview) -> Decision:
    if not leads_host(user, review):
        return Decision(_("Only the host's lead confirms the team and the dates."))
    if review.status != Status.PROPOSED:
        return Decision(_("There is no proposed team to confirm."))
    return YES


def can_stop(user: Person, review: PeerReview) -> Decision:
    if not (leads_host(user, review) or leads_peer(user, review)):
        return Decision(_("Only the two leads can stop a review."))
    if review.status not in PeerReview.OPEN:
        return Decision(_("This review has ended already."))
    return YES


def can_release(user: Person, review: PeerReview) -> Decision:
    """Take a reviewer off the team; the access ends at once."""
    if not (leads_host(user, review) or leads_peer(user, review)):
        return Decision(_("Only the two leads take a reviewer off the team."))
    return _under_way(review)


def can_name_items(user: Person, review: PeerReview) -> Decision:
    """Say which documents the reviewers should read first."""
    if not leads_host(user, review):
        return Decision(_("Only the host's lead says what to read first."))
    if review.status in (Status.DECLINED, Status.STOPPED, Status.SIGNED):
        return Decision(_("This review has ended already."))
    return YES


def can_change_agenda(user: Person, review: PeerReview) -> Decision:
    if not side_of(user, review):
        return Decision(_("Only the two sides change the agenda."))
    return _under_way(review)


def can_find(user: Person, review: PeerReview) -> Decision:
    if is_reviewer(user, review):
        return YES
    return Decision(_("Only the reviewers write findings, until the last day."))


def can_recommend(user: Person, review: PeerReview) -> Decision:
    if is_reviewer(user, review):
        return YES
    return Decision(_("Only the reviewers recommend, until the last day."))


def can_take_up(user: Person, recommendation: Recommendation) -> Decision:
    """Make a recommendation an action of the plan, or say why not."""
    review = recommendation.review
    if not leads_host(user, review):
        return Decision(_("Only the host's lead answers a recommendation."))
    if review.status != Status.SIGNED:
        return Decision(
            _("Recommendations are answered once both sides have signed the report.")
        )
    if recommendation.is_answered:
        return Decision(_("This recommendation was answered already."))
    return YES


def can_edit_report(user: Person, review: PeerReview) -> Decision:
    if not side_of(user, review):
        return Decision(_("Only the two sides write the report."))
    if review.status == Status.SIGNED:
        return Decision(_("Both sides have signed: the report does not change."))
    return _under_way(review)


def can_sign(user: Person, review: PeerReview) -> Decision:
    if not (leads_host(user, review) or leads_peer(user, review)):
        return Decision(_("Only the two leads sign the report."))
    if review.status == Status.SIGNED:
        return Decision(_("Both sides have signed: the report does not change."))
    return _under_way(review)


def can_publish(user: Person, review: PeerReview) -> Decision:
    if not leads_host(user, review):
        return Decision(_("Only the host's lead publishes the summary."))
    if review.status != Status.SIGNED:
        return Decision(_("Only a report that both sides have signed is published."))
    return YES


def can_expect(user: Person, review: PeerReview) -> Decision:
    """Say what the own side expects; nobody knows the other's words before."""
    if not side_of(user, review):
        return Decision(_("Only the two sides say what they expect."))
    return _under_way(review)


def can_follow_up(user: Person, review: PeerReview) -> Decision:
    if not leads_host(user, review):
        return Decision(_("Only the host's lead says what came of the review."))
    if review.status != Status.SIGNED:
        return Decision(_("This is asked once both sides have signed the report."))
    return YES


def _under_way(review: PeerReview) -> Decision:
    if review.status == Status.UNDER_WAY:
        return YES
    return Decision(_("This is possible only while the review is under way."))
