"""Who may propose, answer and end a twinning of two cities."""

from django.utils.translation import gettext as _

from cities.models import City, Membership
from cities.permissions import YES, Decision, Person, role_of
from roadmap.models import Twinning

LEAD = Membership.Role.LEAD


def can_propose(user: Person, city: City) -> Decision:
    if role_of(user, city) == LEAD:
        return YES
    return Decision(_("Only the city's lead proposes a twinning."))


def can_answer(user: Person, twinning: Twinning) -> Decision:
    if twinning.other_id is None:
        return Decision(_("A twinning with a city abroad is agreed already."))
    if role_of(user, twinning.other_id) != LEAD:
        return Decision(_("Only the lead of the other city answers."))
    if twinning.status != Twinning.Status.PROPOSED:
        return Decision(_("This proposal was answered already."))
    return YES


def can_keep(user: Person, twinning: Twinning) -> Decision:
    """Note meetings and results."""
    sides = [key for key in (twinning.city_id, twinning.other_id) if key is not None]
    if not any(role_of(user, key) == LEAD for key in sides):
        return Decision(_("Only the leads of the two cities write here."))
    if twinning.status != Twinning.Status.AGREED:
        return Decision(_("Meetings are noted while the twinning lasts."))
    return YES
