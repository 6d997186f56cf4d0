"""The stages of the members, and the queue of requests to move on."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from cities.requests import PersonRequest
from mcr2030.national import stages
from mcr2030.national.views.found import focal_point_or_404


@require_GET
def page(request: PersonRequest) -> HttpResponse:
    focal_point_or_404(request)
    show = request.GET.get("show", stages.WAITING)
    found = stages.of(show, request.GET.get("page"), timezone.localdate())
    context = {
        "section": "country",
        "tab": "stages",
        "stages": found,
        "shows_demo": found.shows_demo,
    }
    return render(request, "national/stages.html", context)
