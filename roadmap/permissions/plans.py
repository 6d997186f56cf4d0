"""Who may write, follow and adopt an action plan: each answer is yes, or a reason."""

from django.utils.translation import gettext as _

from cities.models import City, Membership
from cities.permissions import YES, Decision, Person, role_of
from roadmap.models import Plan

Role = Membership.Role


def roles_in(user: Person, plan: Plan) -> set[str]:
    """Return what the person is in the cities of the plan."""
    roles = {role_of(user, city) for city in plan.cities}
    return {role for role in roles if role}


def can_start(user: Person, city: City) -> Decision:
    if role_of(user, city) != Role.LEAD:
        return Decision(_("Only the city's lead starts an action plan."))
    return YES


def can_edit(user: Person, plan: Plan) -> Decision:
    """Change the plan's heading, and the money found for its actions."""
    if Role.LEAD not in roles_in(user, plan):
        return Decision(_("Only the city's lead changes the action plan."))
    return YES


def can_write(user: Person, plan: Plan) -> Decision:
    """Add, define and remove actions: until the assembly has decided."""
    may = can_edit(user, plan)
    if not may or not plan.is_adopted:
        return may
    return Decision(
        _(
            "The assembly has decided on this plan: its actions stay as they are. "
            "Progress, state and money can still be kept."
        )
    )


def can_share(user: Person, plan: Plan) -> Decision:
    """Let the focal point read the draft, or stop that."""
    may = can_edit(user, plan)
    if may and plan.is_on_its_way:
        return Decision(
            _("The plan is on its way to adoption: the focal point reads it anyhow.")
        )
    return may


def can_follow(user: Person, plan: Plan) -> Decision:
    """Say how an action goes."""
    if roles_in(user, plan).isdisjoint({Role.LEAD, Role.CONTRIBUTOR}):
        return Decision(
            _("Only the lead and the contributors of the city note progress.")
        )
    return YES


def can_adopt(user: Person, plan: Plan) -> Decision:
    """Record the steps of adoption."""
    if Role.LEAD not in roles_in(user, plan):
        return Decision(_("Only the city's lead records the steps of adoption."))
    return YES
