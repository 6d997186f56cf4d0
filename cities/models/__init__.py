"""Who somebody is and where: places, people and what ties them."""

from cities.models.limits import Spent
from cities.models.nation import (
    Announcement,
    DeskVisit,
    LocalStrategy,
    NationalSettings,
)
from cities.models.numbers import InReach
from cities.models.partners import Partner
from cities.models.people import Invitation, Membership, User
from cities.models.places import (
    BasinGroup,
    City,
    CityHazard,
    District,
    Hazard,
    ProfileFigure,
    SizeClass,
)
from cities.models.words import WordChoice

__all__ = [
    "Announcement",
    "BasinGroup",
    "City",
    "CityHazard",
    "DeskVisit",
    "District",
    "Hazard",
    "InReach",
    "Invitation",
    "LocalStrategy",
    "Membership",
    "NationalSettings",
    "Partner",
    "ProfileFigure",
    "SizeClass",
    "Spent",
    "User",
    "WordChoice",
]
