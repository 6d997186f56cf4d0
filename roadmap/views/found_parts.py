"""Which part of a plan a page is about, and in which language its paper is."""

from django.conf import settings
from django.http import Http404

from cities.requests import PersonRequest
from roadmap.reports import scope
from roadmap.reports.scope import Scope
from roadmap.views.found import find_plan

LANGUAGES = dict(settings.LANGUAGES)


def find_scope(
    request: PersonRequest, pk: int, *, targets: bool = False, hazards: bool = False
) -> Scope:
    """Return the plan with its actions, or the part of the city in the address."""
    plan, code = find_plan(request, pk), request.GET.get("city", "")
    try:
        return scope.gather(plan, code, targets=targets, hazards=hazards)
    except scope.NoSuchPart as error:
        raise Http404 from error


def find_language(request: PersonRequest, default: str) -> str:
    """Return the language asked for a paper; 404 for one that the site has not."""
    chosen = request.GET.get("paper", default)
    if chosen not in LANGUAGES:
        raise Http404
    return chosen
