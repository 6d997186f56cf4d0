"""The money of all plans as a page, by city as a file, and every row of it."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_safe

from cities.limits import limited
from cities.requests import PersonRequest
from mcr2030.national import finances
from mcr2030.national.views.found import download, focal_point_or_404
from roadmap import exports
from scorecard.exports import FORMATS, WRITERS


@require_GET
def page(request: PersonRequest) -> HttpResponse:
    focal_point_or_404(request)
    kind = _kind(request)
    found = finances.of(request.user, kind)
    return render(
        request,
        "national/money.html",
        {
            "section": "country",
            "tab": "money",
            "finances": found,
            "kind": kind,
            "page": found.page(request.GET.get("page")),
            "shows_demo": found.shows_demo,
            "kinds": list(WRITERS),
        },
    )


@require_safe
@limited("export")
def cities_file(request: PersonRequest, kind: str) -> HttpResponse:
    """Hand out the sums of each city."""
    focal_point_or_404(request)
    if kind not in WRITERS:
        raise Http404
    found = finances.of(request.user, _kind(request))
    content = WRITERS[kind](finances.table(found))
    return download(content, FORMATS[kind], f"money-by-local-government.{kind}")


@require_safe
@limited("export")
def rows_file(request: PersonRequest, kind: str) -> HttpResponse:
    """Hand out every cost, amount and share, to be added up elsewhere."""
    focal_point_or_404(request)
    if kind not in WRITERS:
        raise Http404
    plans = finances.plans_of(request.user, _kind(request))
    content = WRITERS[kind](exports.money_rows(plans))
    return download(content, FORMATS[kind], f"money-rows.{kind}")


def _kind(request: PersonRequest) -> str:
    kind = request.GET.get("plans", "")
    return kind if kind in finances.KINDS else ""
