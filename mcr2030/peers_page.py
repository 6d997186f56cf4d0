"""The page on which a city is set beside the country and cities like it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cities.models import City
from cities.requests import PersonRequest
from mcr2030 import peers


@require_GET
def page(request: PersonRequest, code: str) -> HttpResponse:
    cities = City.objects.visible_to(request.user).select_related("district")
    city: City = get_object_or_404(cities, code=code)
    found = peers.of(city, request.user, request.GET.get("page"))
    return render(
        request,
        "home/peers.html",
        {
            "section": "cities",
            "city": city,
            "peers": found,
            "assessment": found.own,
            "steps": [
                (city.name, city.get_absolute_url()),
                (_("Cities like mine"), ""),
            ],
        },
    )
