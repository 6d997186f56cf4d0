"""The office at the desk: what there is at a glance, settings, members."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from cities.actions import office as changes
from cities.models import City, NationalSettings
from cities.requests import PersonRequest
from mcr2030.national import office
from mcr2030.national.groups_form import MemberSearchForm
from mcr2030.national.office_forms import SettingsForm
from mcr2030.national.views.found import focal_point_or_404

MEMBERS_A_PAGE = 50


@require_GET
def page(request: PersonRequest) -> HttpResponse:
    focal_point_or_404(request)
    return render(
        request,
        "national/office.html",
        {
            "section": "country",
            "tab": "office",
            "office": office.glance(timezone.localdate()),
        },
    )


@require_http_methods(["GET", "POST"])
def settings(request: PersonRequest) -> HttpResponse:
    focal_point_or_404(request)
    data = request.POST if request.method == "POST" else None
    current = NationalSettings.current().default_language
    form = SettingsForm(data, initial={"default_language": current})
    if form.is_valid():
        try:
            changes.set_default_language(
                language=form.cleaned_data["default_language"], by=request.user
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The settings are saved."))
            return redirect("national:office")
    return render(
        request,
        "national/settings.html",
        {"section": "country", "tab": "office", "form": form},
        status=422 if form.errors else 200,
    )


@require_GET
def members(request: PersonRequest) -> HttpResponse:
    """List the members, and look for local governments that have joined."""
    focal_point_or_404(request)
    search = MemberSearchForm(request.GET)
    listed = City.objects.members().select_related("district").by_alphabet()
    found = search.narrow(City.objects.not_members())
    here = Paginator(listed, MEMBERS_A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "national/members.html",
        {
            "section": "country",
            "tab": "office",
            "search": search,
            "found": found,
            "page": here,
            "shows_demo": any(city.is_demo for city in (*here, *found)),
        },
    )


@require_POST
def join(request: PersonRequest) -> HttpResponse:
    focal_point_or_404(request)
    cities = list(City.objects.with_codes(request.POST.getlist("city")))
    joined = changes.join(cities=cities, by=request.user)
    if joined:
        told = ngettext(
            "%(number)d local government is a member now.",
            "%(number)d local governments are members now.",
            joined,
        )
        messages.success(request, told % {"number": joined})
    else:
        messages.warning(
            request, _("Nobody was marked. Tick at least one that is not a member.")
        )
    return redirect("national:members")


@require_POST
def leave(request: PersonRequest) -> HttpResponse:
    focal_point_or_404(request)
    city: City = get_object_or_404(
        City.objects.all(), code=request.POST.get("city", "")
    )
    if changes.leave(city=city, by=request.user):
        told = _("%(city)s is not marked as a member any more.")
        messages.success(request, told % {"city": city.name})
    else:
        told = _("%(city)s was not a member.")
        messages.info(request, told % {"city": city.name})
    return redirect("national:members")
