"""Who somebody is and where: places, people and what ties them."""

from cities.models.people import Invitation, Membership, User
from cities.models.places import (
    BasinGroup,
    City,
    CityHazard,
    District,
    Hazard,
    ProfileFigure,
)

__all__ = [
    "BasinGroup",
    "City",
    "CityHazard",
    "District",
    "Hazard",
    "Invitation",
    "Membership",
    "ProfileFigure",
    "User",
]
