"""Training at the desk: years by local governments, as a page and as a file."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from cities.limits import limited
from cities.requests import PersonRequest
from mcr2030.national import training
from mcr2030.national.views.found import download, focal_point_or_404
from roadmap.reports import training as figures
from scorecard import exports

CITIES_A_PAGE = 50
KINDS = ("xlsx", "csv")


@require_GET
def page(request: PersonRequest) -> HttpResponse:
    focal_point_or_404(request)
    listed = Paginator(training.cities(), CITIES_A_PAGE)
    here = listed.get_page(request.GET.get("page"))
    years, rows = training.rows(here, timezone.localdate())
    return render(
        request,
        "national/training.html",
        {
            "section": "country",
            "tab": "training",
            "page": here,
            "years": years,
            "rows": rows,
            "totals": figures.totals(years),
            "shows_demo": any(row.city.is_demo for row in rows),
        },
    )


@require_GET
@limited("export")
def file(request: PersonRequest, kind: str) -> HttpResponse:
    focal_point_or_404(request)
    if kind not in KINDS:
        raise Http404
    content = exports.WRITERS[kind](training.table(timezone.localdate()))
    return download(content, exports.FORMATS[kind], f"training.{kind}")
