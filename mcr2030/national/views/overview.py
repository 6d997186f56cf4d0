"""The national overview, and its list of local governments as a file."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_safe

from cities.limits import limited
from cities.requests import PersonRequest
from mcr2030.national import listing, overview
from mcr2030.national.cities_form import CitiesForm
from mcr2030.national.listing import Listing
from mcr2030.national.views.found import download, focal_point_or_404
from scorecard.exports import FORMATS, WRITERS

KINDS = ("xlsx", "csv")


@require_GET
def show(request: PersonRequest) -> HttpResponse:
    focal_point_or_404(request)
    form, found = _find_listing(request)
    gathered = overview.of(found, request.GET.get("page"))
    context = {
        "section": "country",
        "tab": "overview",
        "form": form,
        "edition": found.selection.questionnaire,
        "overview": gathered,
        "shows_demo": gathered.shows_demo,
        "kinds": KINDS,
    }
    return render(request, "national/overview.html", context)


@require_safe
@limited("export")
def cities_file(request: PersonRequest, kind: str) -> HttpResponse:
    """Hand out all local governments that the filters leave."""
    focal_point_or_404(request)
    _form, found = _find_listing(request)
    if kind not in KINDS:
        raise Http404
    content = WRITERS[kind](listing.table(found))
    return download(content, FORMATS[kind], f"local-governments.{kind}")


def _find_listing(request: PersonRequest) -> tuple[CitiesForm, Listing]:
    form = CitiesForm(request.GET)
    selection = form.selection
    if selection is None:
        raise Http404
    return form, Listing(request.user, selection, form.chosen)
