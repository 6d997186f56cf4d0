"""Pages of local governments: the list, one of them, its profile, its hazards."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from cities import permissions
from cities.actions import profile
from cities.forms import CityForm, CityHazards, CitySearchForm, figure_forms
from cities.models import City, CityHazard, Membership
from cities.requests import PersonRequest

CITIES_ON_A_PAGE = 50


def city_list(request: PersonRequest) -> HttpResponse:
    search = CitySearchForm(request.GET)
    cities = search.narrow().select_related("district")
    page = Paginator(cities, CITIES_ON_A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "cities/list.html",
        {
            "section": "cities",
            "search": search,
            "page": page,
            "rows": [(city, permissions.can_see(request.user, city)) for city in page],
            "is_narrowed": any(search.cleaned_data.values()),
        },
    )


def detail(request: PersonRequest, code: str) -> HttpResponse:
    city = visible_city(request, code)
    team = Membership.objects.current().in_city(city).team().by_role()
    return render(
        request,
        "cities/detail.html",
        {
            "section": "cities",
            "city": city,
            "figures": city.profilefigure_set.all(),
            "hazards": city.cityhazard_set.select_related("hazard__parent"),
            "groups": city.basingroup_set.all(),
            "team": team.select_related("user"),
            "can_edit": permissions.can_edit(request.user, city),
        },
    )


def edit(request: PersonRequest, code: str) -> HttpResponse:
    city = visible_city(request, code)
    permissions.can_edit(request.user, city).enforce()
    data = request.POST if request.method == "POST" else None
    form, figures = CityForm(data, instance=city), figure_forms(city, data)
    if data is not None and all(
        [form.is_valid(), *(one.is_valid() for one in figures)]
    ):
        profile.save(
            city=form.instance, figures={one.kind: one.figure() for one in figures}
        )
        messages.success(request, _("The profile is saved."))
        return redirect(city)
    context = {
        "section": "cities",
        "city": city,
        "form": form,
        "figures": figures,
        "has_errors": data is not None,
    }
    return render(request, "cities/edit.html", context)


def hazards(request: PersonRequest, code: str) -> HttpResponse:
    city = visible_city(request, code)
    permissions.can_edit(request.user, city).enforce()
    data = request.POST if request.method == "POST" else None
    known = CityHazard.objects.select_related("hazard__parent")
    rows = CityHazards(data, instance=city, queryset=known)
    if data is not None and rows.is_valid():
        rows.save()
        messages.success(request, _("The hazards are saved."))
        return redirect("cities:hazards", city.code)
    context = {
        "section": "cities",
        "city": city,
        "rows": rows,
        "has_errors": data is not None,
    }
    return render(request, "cities/hazards.html", context)


def visible_city(request: PersonRequest, code: str) -> City:
    """Return the city, or 404 for all but its team and the focal points."""
    cities = City.objects.visible_to(request.user)
    return get_object_or_404(cities.select_related("district", "parent"), code=code)
