"""Who prepares a city's candidacy for a hub, and who notes the decision."""

from django.utils.translation import gettext as _

from cities.models import City, Membership
from cities.permissions import YES, Decision, Person, is_focal_point, role_of
from roadmap.models import HubApplication

Role = Membership.Role
Status = HubApplication.Status


def can_begin(user: Person, city: City, latest: HubApplication | None) -> Decision:
    if role_of(user, city) != Role.LEAD:
        return Decision(_("Only the city’s lead makes it a candidate."))
    if latest and latest.is_open:
        return Decision(_("A candidacy is under way already."))
    return YES


def can_edit(user: Person, application: HubApplication) -> Decision:
    """Judge who writes evidence, commitments and the ledger."""
    if role_of(user, application.city_id) != Role.LEAD:
        return Decision(_("Only the city’s lead writes the hub’s papers."))
    if application.status == Status.DECLINED:
        return Decision(_("This candidacy was declined. Begin a new one."))
    return YES


def can_apply(
    user: Person, application: HubApplication, *, unanswered: int
) -> Decision:
    may = can_edit(user, application)
    if not may:
        return may
    if application.status != Status.CANDIDATE:
        return Decision(_("The application was sent already."))
    if unanswered:
        return Decision(
            _("Say to every criterion what you have or what is lacking first.")
        )
    return YES


def can_decide(user: Person, application: HubApplication) -> Decision:
    if not is_focal_point(user):
        return Decision(_("Only the national focal point notes the decision."))
    if application.status == Status.APPLIED:
        return YES
    return Decision(_("Only an application that was sent can be decided on."))
