"""Who prepares that a city joins, and who confirms that it has."""

from django.utils.translation import gettext as _

from cities.models import City
from cities.permissions import YES, Decision, Person, Role, is_focal_point, role_of


def can_prepare(user: Person, city: City) -> Decision:
    if role_of(user, city) == Role.LEAD:
        return YES
    return Decision(_("Only the city's lead answers this and brings the letter."))


def can_confirm(user: Person, city: City) -> Decision:
    if not is_focal_point(user):
        return Decision(_("Only a national focal point confirms a membership."))
    if city.is_member:
        return Decision(_("This local government is a member already."))
    return YES
