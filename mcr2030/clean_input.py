"""What no keyboard types is taken out or refused before any page sees it."""

import re
import sys
from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, QueryDict

from cities.models.numbers import LARGEST

GetResponse = Callable[[HttpRequest], HttpResponse]

NUL = "\0"
# Libraries read JSON that browsers send: Python refuses whole numbers of more digits.
ENDLESS = re.compile(rf"\d{{{sys.int_info.default_max_str_digits + 1}}}")


class CleanInputMiddleware:
    """Leave NUL characters out, and answer 404 where an address can name no row.

    PostgreSQL takes no NUL in a text and SQLite no larger number, so each page would
    have to look for both. A form that cannot be read at all is refused here, before
    anybody is told yes or no; so are more digits in a row than Python counts to.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.COOKIES = {
            name: value for name, value in request.COOKIES.items() if NUL not in value
        }
        request.GET = _without_nul(request.GET)
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> None:
        if not all(_can_name_a_row(value) for value in [*args, *kwargs.values()]):
            raise Http404
        if request.method == "POST":
            request.POST = _without_nul(request.POST)
        for sent in (request.GET, request.POST):
            if any(ENDLESS.search(one) for _, those in sent.lists() for one in those):
                raise BadRequest("More digits in a row than anybody types.")


def _can_name_a_row(value: object) -> bool:
    if isinstance(value, int):
        return abs(value) <= LARGEST
    return not isinstance(value, str) or NUL not in value


def _without_nul(sent: QueryDict) -> Any:
    if not any(NUL in one for name, values in sent.lists() for one in [name, *values]):
        return sent
    clean = QueryDict(mutable=True)
    for name, values in sent.lists():
        clean.setlist(name.replace(NUL, ""), [one.replace(NUL, "") for one in values])
    return clean
