"""The nation over the years, and one city since its round before."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from cities.models import City
from cities.requests import PersonRequest
from mcr2030.national import city as cities
from mcr2030.national import over_time
from mcr2030.national.groups_form import EditionForm
from mcr2030.national.views.found import find_selection, focal_point_or_404


@require_GET
def page(request: PersonRequest) -> HttpResponse:
    focal_point_or_404(request)
    form, selection = find_selection(request)
    found = over_time.build(selection, request.GET.get("page"))
    return render(
        request,
        "national/over_time.html",
        {
            "section": "country",
            "tab": "time",
            "form": form,
            "edition": selection.questionnaire,
            "over_time": found,
            "shows_demo": selection.standings().of_demo_cities().exists(),
        },
    )


@require_GET
def city(request: PersonRequest, code: str) -> HttpResponse:
    focal_point_or_404(request)
    form = EditionForm(request.GET)
    if form.selection is None:
        raise Http404
    edition = form.selection.questionnaire
    found: City = get_object_or_404(City.objects.all(), code=code)
    gathered = cities.rounds(found, request.user, edition.code)
    return render(
        request,
        "national/city.html",
        {
            "section": "country",
            "tab": "time",
            "form": form,
            "edition": edition,
            "city": found,
            "rounds": gathered,
            "since": gathered.since,
            "shows_demo": gathered.shows_demo,
        },
    )
