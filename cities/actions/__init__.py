"""What happens to places and people, a module for each."""

from cities.actions.people import (
    accept,
    appoint_first_focal_point,
    change_role,
    find_invitation,
    invite,
    join,
    leave,
    mail_invitation,
    renew,
    reset_path,
    why_closed,
    withdraw,
)

__all__ = [
    "accept",
    "appoint_first_focal_point",
    "change_role",
    "find_invitation",
    "invite",
    "join",
    "leave",
    "mail_invitation",
    "renew",
    "reset_path",
    "why_closed",
    "withdraw",
]
