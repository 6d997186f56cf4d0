"""The log of activity, to be searched."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cities.requests import PersonRequest
from mcr2030.national import activity, activity_words
from mcr2030.national.activity_form import ActivityForm
from mcr2030.national.views.found import focal_point_or_404


@require_GET
def page(request: PersonRequest) -> HttpResponse:
    focal_point_or_404(request)
    form = ActivityForm(request.GET)
    found = activity.log(request.user, form.asked, request.GET.get("page"))
    return render(
        request,
        "national/activity.html",
        {
            "section": "country",
            "tab": "office",
            "form": form,
            "page": found.page,
            "events": activity_words.events(found),
            "shows_demo": found.shows_demo,
        },
    )
