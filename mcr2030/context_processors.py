"""What the frame of every page needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from cities.permissions import is_focal_point, memberships_of


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return the person's memberships and whether they serve the nation."""
    user = getattr(request, "user", None)
    if user is None:
        return {}
    mine = memberships_of(user)
    teams = [one.city for one in mine if one.is_team]
    return {
        "my_memberships": mine,
        # Who works for several cities finds their roadmaps on the first screen.
        "my_city": teams[0] if len(teams) == 1 else None,
        "i_am_focal_point": is_focal_point(user),
        # What the button says by which people sign in with their eID.
        "eid": settings.EID.get("name", ""),
    }
