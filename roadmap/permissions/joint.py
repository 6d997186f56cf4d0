"""Who starts the joint plan of a basin group, and divides its cost."""

from django.utils.translation import gettext as _

from cities.models import BasinGroup, City, Membership
from cities.permissions import YES, Decision, Person, memberships_of, role_of
from roadmap.models import Plan
from roadmap.permissions import plans


def can_see_group(user: Person, group: BasinGroup) -> bool:
    """Tell whether the group's plans exist for the person: for its members' teams."""
    return not _roles_in(user, group).isdisjoint(Membership.TEAM)


def can_start(user: Person, group: BasinGroup) -> Decision:
    """Let the lead of any member begin; a focal point reads, and commits no city."""
    if group.kind != BasinGroup.Kind.BASIN:
        return Decision(
            _(
                "A joint plan belongs to a basin group. This group is only a list of "
                "the focal point."
            )
        )
    if Membership.Role.LEAD not in _roles_in(user, group):
        return Decision(
            _("Only the lead of a member of the basin group starts its joint plan.")
        )
    return YES


def groups_to_start(user: Person, city: City) -> list[BasinGroup]:
    """Return the basin groups of the city whose joint plan the person may start."""
    if role_of(user, city) != Membership.Role.LEAD:
        return []
    return list(
        BasinGroup.objects.filter(cities=city, kind=BasinGroup.Kind.BASIN).order_by(
            "code"
        )
    )


def can_divide(user: Person, plan: Plan) -> Decision:
    """Agree on the shares of joint cost: until the assemblies have decided."""
    if plan.group_id is None:
        return Decision(
            _("This plan is of one local government: there is nothing to divide.")
        )
    return plans.can_write(user, plan)


def _roles_in(user: Person, group: BasinGroup) -> set[str]:
    members = {one.pk for one in group.cities.all()}
    return {one.role for one in memberships_of(user) if one.city_id in members}
