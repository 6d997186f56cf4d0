"""Two sentences on a few screens where work begins, until a person puts them away."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cities.models import Membership, User
from cities.permissions import memberships_of
from mcr2030.guides import help as guide_help

Role = Membership.Role


@dataclass(frozen=True)
class Hint:
    """What is said, to whom, and on which page; its help is that of the page."""

    page: str
    roles: tuple[str, ...]
    text: Promise


@dataclass(frozen=True)
class Shown:
    """A hint as one person sees it."""

    name: str
    text: str
    address: str


HINTS = {
    "home": Hint(
        page="home",
        roles=(Role.LEAD,),
        text=_(
            "The card “What is next” says what waits for you, the most urgent first. "
            "Each button leads straight to the place where it is done."
        ),
    ),
    "essential": Hint(
        page="scorecard:essential",
        roles=(Role.LEAD, Role.CONTRIBUTOR),
        text=_(
            "Choose the level that describes how things are, and say why in a sentence "
            "or two. What you type is saved by itself, without a connection too."
        ),
    ),
    "plan": Hint(
        page="roadmap:plan",
        roles=(Role.LEAD, Role.CONTRIBUTOR),
        text=_(
            "An action begins with a gap of the assessment and says who does what by "
            "when, and with which money. Under “Adoption” you note the way to the "
            "official gazette."
        ),
    ),
    "desk": Hint(
        page="national:overview",
        roles=(Role.FOCAL_POINT,),
        text=_(
            "Each tab above shows the whole country from another side. Filters narrow "
            "every figure on the page, and nothing here is a ranking."
        ),
    ),
    "workshop": Hint(
        page="scorecard:workshop",
        roles=(Role.LEAD, Role.CONTRIBUTOR),
        text=_(
            "Open the screen for the room on the computer with the projector; people "
            "join by phone without an account. Print the cards beforehand, in case "
            "there is no network."
        ),
    ),
}


def of(name: str, user: User | AnonymousUser) -> Shown | None:
    """Return the hint for the person, None where it was put away or is for others."""
    if not isinstance(user, User) or name in user.hints_seen:
        return None
    hint, mine = HINTS[name], memberships_of(user)
    if not any(membership.role in hint.roles for membership in mine):
        return None
    return Shown(name, str(hint.text), guide_help.address(hint.page, mine))
