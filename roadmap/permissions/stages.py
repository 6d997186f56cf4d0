"""Who says that a criterion is met, who asks to move on, and who agrees."""

from django.utils.translation import gettext as _

from cities.models import City
from cities.permissions import YES, Decision, Person, Role, is_focal_point, role_of
from roadmap.models import StageEntry, StageRequest


def can_mark(user: Person, city: City) -> Decision:
    if role_of(user, city) == Role.LEAD:
        return YES
    return Decision(_("Only the city's lead says what the city meets."))


def can_ask(
    user: Person, city: City, entry: StageEntry | None, waiting: StageRequest | None
) -> Decision:
    """Judge who asks to move on, from the stage that the city is in."""
    if role_of(user, city) != Role.LEAD:
        return Decision(_("Only the city's lead asks to move on."))
    if entry is None:
        return Decision(
            _("No stage is recorded for the city yet. The focal point records it.")
        )
    if entry.as_stage.after is None:
        return Decision(
            _("The city is in the last stage: it keeps the level, year by year.")
        )
    if waiting is not None:
        return Decision(_("A request is waiting for the focal point already."))
    return YES


def can_take_back(user: Person, asked: StageRequest) -> Decision:
    if role_of(user, asked.city) != Role.LEAD:
        return Decision(_("Only the city's lead takes the request back."))
    return _is_waiting(asked)


def can_decide(user: Person, asked: StageRequest) -> Decision:
    if not is_focal_point(user):
        return Decision(_("Only a national focal point decides on a request."))
    return _is_waiting(asked)


def can_record_stage(user: Person) -> Decision:
    if is_focal_point(user):
        return YES
    return Decision(_("Only a national focal point records the stage of a city."))


def _is_waiting(asked: StageRequest) -> Decision:
    if asked.is_waiting:
        return YES
    return Decision(_("This request is decided already. Open the page again."))
