"""How often somebody may ask for what is costly, counted for all processes at once.

The limits stand in the settings, far above what anybody at work comes to.
"""

import math
import time
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.crypto import salted_hmac
from django.utils.translation import ngettext

from cities.requests import AnyRequest

View = TypeVar("View", bound=Callable[..., HttpResponseBase])

COUNT = """
INSERT INTO cities_spent (who, kind, ends, times)
VALUES (%(who)s, %(kind)s, %(ends)s, 1)
ON CONFLICT (who, kind) DO UPDATE SET
    times = CASE WHEN cities_spent.ends <= %(now)s
        THEN 1 ELSE cities_spent.times + 1 END,
    ends = CASE WHEN cities_spent.ends <= %(now)s
        THEN excluded.ends ELSE cities_spent.ends END
RETURNING ends, times
"""


class TooMany(Exception):
    """Somebody has to wait; the message is a sentence for them."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        minutes = math.ceil(seconds / 60)
        super().__init__(
            ngettext(
                "Try again in %(minutes)s minute.",
                "Try again in %(minutes)s minutes.",
                minutes,
            )
            % {"minutes": minutes}
        )


def spend(request: AnyRequest, kind: str) -> None:
    """Count one more of a kind. Raises TooMany where the limit is reached."""
    most, seconds = settings.LIMITS[kind]
    now = math.floor(time.time())
    ends, times = _counted(_who(request), kind, now, now + seconds)
    if times > most:
        raise TooMany(ends - now)


def limited(kind: str) -> Callable[[View], View]:
    """Let a view answer only so often; beyond that a page says when to try again."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                spend(request, kind)
            except TooMany as reached:
                return wait(request, reached)
            return view(request, *args, **kwargs)

        return cast(View, guarded)

    return guard


def wait(request: AnyRequest, reached: TooMany) -> HttpResponse:
    """Say when to try again, to people and to programs."""
    page = render(request, "429.html", {"reason": str(reached)}, status=429)
    page["Retry-After"] = str(reached.seconds)
    return page


def _counted(who: str, kind: str, now: int, ends: int) -> tuple[int, int]:
    """Count, and return when the time ends and how often it was asked for until now.

    One statement, for a page of a file has few: two requests at once count as two.
    """
    with connection.cursor() as cursor:
        cursor.execute(COUNT, {"who": who, "kind": kind, "now": now, "ends": ends})
        return cast(tuple[int, int], cursor.fetchone())


def _who(request: AnyRequest) -> str:
    """Return the person, or the place of a visitor as a key that tells no address."""
    if request.user.is_authenticated:
        return str(request.user.pk)
    address = str(get_adapter(request).get_client_ip(request))
    return salted_hmac("limits", address).hexdigest()
