"""The heat matrix as a page and as a file."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cities.limits import limited
from cities.requests import PersonRequest
from mcr2030.national import matrix
from mcr2030.national.forms import SelectionForm
from mcr2030.national.views.found import (
    download,
    find_selection,
    focal_point_or_404,
)
from scorecard import exports

CITIES_A_PAGE = 40


@require_GET
def page(request: PersonRequest, number: int | None = None) -> HttpResponse:
    form, made = _find(request, number)
    cities = Paginator(made.standings, CITIES_A_PAGE).get_page(request.GET.get("page"))
    rows = made.rows(cities)
    context: dict[str, Any] = {
        "section": "country",
        "tab": "matrix",
        "form": form,
        "edition": made.selection.questionnaire,
        "matrix": made,
        "page": cities,
        "rows": rows,
        "number": number,
        "unknown_sort": request.GET.get("sort", "") != made.sort,
        "shows_demo": any(row.standing.assessment.is_demo for row in rows),
    }
    return render(request, "national/matrix.html", context)


@require_GET
@limited("export")
def file(request: PersonRequest, kind: str, number: int | None = None) -> HttpResponse:
    _form, made = _find(request, number)
    if kind not in exports.WRITERS:
        raise Http404
    content = exports.WRITERS[kind](matrix.table(made))
    code = made.selection.questionnaire.code
    part = f"essential-{number}" if number is not None else "essentials"
    return download(content, exports.FORMATS[kind], f"matrix-{code}-{part}.{kind}")


def _find(
    request: PersonRequest, number: int | None
) -> tuple[SelectionForm, matrix.Matrix]:
    focal_point_or_404(request)
    form, selection = find_selection(request)
    essential = matrix.essential_of(selection, number) if number is not None else None
    if number is not None and essential is None:
        raise Http404
    sort = request.GET.get("sort", "")
    return form, matrix.build(selection, essential, sort)
