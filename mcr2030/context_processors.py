"""What the frame of every page needs."""

from typing import Any

from django.http import HttpRequest

from cities.permissions import is_focal_point, memberships_of


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return the person's memberships and whether they serve the nation."""
    user = getattr(request, "user", None)
    if user is None:
        return {}
    return {
        "my_memberships": memberships_of(user),
        "i_am_focal_point": is_focal_point(user),
    }
