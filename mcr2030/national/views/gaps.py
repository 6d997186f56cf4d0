"""Common gaps and strengths as a page and as a file."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cities.limits import limited
from cities.requests import PersonRequest
from mcr2030.national import figures, gaps
from mcr2030.national.views.found import (
    download,
    find_selection,
    focal_point_or_404,
)
from scorecard import exports

INDICATORS_A_PAGE = 12


@require_GET
def page(request: PersonRequest) -> HttpResponse:
    focal_point_or_404(request)
    form, selection = find_selection(request)
    kind = _kind(request)
    found = gaps.findings(selection, kind)
    listed = Paginator(found, INDICATORS_A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "national/gaps.html",
        {
            "section": "country",
            "tab": "gaps",
            "form": form,
            "edition": selection.questionnaire,
            "kind": kind,
            "cities": figures.national(selection).cities,
            "page": listed,
            "shows_demo": selection.standings().of_demo_cities().exists(),
        },
    )


@require_GET
@limited("export")
def file(request: PersonRequest, kind: str) -> HttpResponse:
    focal_point_or_404(request)
    _form, selection = find_selection(request)
    if kind not in exports.WRITERS:
        raise Http404
    which = _kind(request)
    content = exports.WRITERS[kind](gaps.table(selection, which))
    name = f"{which}-{selection.questionnaire.code}.{kind}"
    return download(content, exports.FORMATS[kind], name)


def _kind(request: PersonRequest) -> str:
    kind = request.GET.get("show", gaps.GAPS)
    return kind if kind in gaps.KINDS else gaps.GAPS
