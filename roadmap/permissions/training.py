"""Who records courses and who attended them."""

from django.utils.translation import gettext as _

from cities.models import City, Membership
from cities.permissions import YES, Decision, Person, is_focal_point, role_of
from roadmap.models import Course


def can_record(user: Person, city: City) -> Decision:
    """Judge who says how many people of a city attended, or holds its own course."""
    if is_focal_point(user) or role_of(user, city) == Membership.Role.LEAD:
        return YES
    return Decision(
        _("Only the city’s lead or the national focal point records training.")
    )


def can_hold(user: Person) -> Decision:
    """Judge who enters national courses, with many cities at once."""
    if is_focal_point(user):
        return YES
    return Decision(_("Only a national focal point enters national courses."))


def can_attend(city: City, course: Course) -> Decision:
    """Judge whether a city can have been at a course: its own, or a national one."""
    if course.city_id in (None, city.pk):
        return YES
    return Decision(_("This course is another city’s own."))
