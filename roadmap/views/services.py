"""Pages of services: all that are offered, one of them, and what fits a city."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from cities.models import Membership, Partner
from cities.permissions import memberships_of
from cities.requests import AnyRequest, PersonRequest
from cities.views.places import visible_city
from roadmap.actions import services
from roadmap.forms.services import AskForm, ServiceForm, ServiceSearchForm
from roadmap.models import Service, ServiceRequest
from roadmap.permissions import services as permissions
from roadmap.reports import matches
from roadmap.views.partners import find_partner

SERVICES_A_PAGE = 20
MATCHES_A_PAGE = 10
REQUESTS_SHOWN = 20


@login_not_required
@require_GET
def service_list(request: AnyRequest) -> HttpResponse:
    form = ServiceSearchForm(request.GET)
    found = form.narrow(Service.objects.offered().with_parts())
    page = Paginator(found, SERVICES_A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "roadmap/services.html",
        {
            "section": "partners",
            "form": form,
            "page": page,
            "is_narrowed": any(form.cleaned_data.values()),
            "shows_demo": any(one.is_demo for one in page),
        },
    )


@login_not_required
@require_GET
def service(request: AnyRequest, pk: int) -> HttpResponse:
    found = find_service(request, pk)
    leads = [one for one in memberships_of(request.user) if one.role == "lead"]
    return render(
        request,
        "roadmap/service.html",
        {
            "section": "partners",
            "service": found,
            "can_offer": permissions.can_offer(request.user, found.partner),
            "cities": [
                one.city
                for one in leads
                if one.city and permissions.can_ask(request.user, one.city, found)
            ],
        },
    )


@require_http_methods(["GET", "POST"])
def new(request: PersonRequest, code: str) -> HttpResponse:
    return _write(request, find_partner(request, code), None)


@require_http_methods(["GET", "POST"])
def edit(request: PersonRequest, pk: int) -> HttpResponse:
    found = find_service(request, pk)
    return _write(request, found.partner, found)


@require_POST
def withdraw(request: PersonRequest, pk: int) -> HttpResponse:
    """Take a service off the list, or put it there again."""
    found = find_service(request, pk)
    withdrawn = request.POST.get("withdrawn") == "1"
    services.withdraw(service=found, withdrawn=withdrawn, by=request.user)
    told = (
        _("The service is off the list. Requests go on.")
        if withdrawn
        else _("The service is on the list again.")
    )
    messages.success(request, told)
    return redirect("roadmap:service", found.pk)


@require_GET
def of_city(request: PersonRequest, code: str) -> HttpResponse:
    """What fits the city's gaps, and what it has asked for."""
    city = visible_city(request, code)
    found = matches.of(city)
    page = Paginator(found.found, MATCHES_A_PAGE).get_page(request.GET.get("page"))
    requests = ServiceRequest.objects.of_city(city).with_parts().latest_first()
    return render(
        request,
        "roadmap/city_services.html",
        {
            "section": "cities",
            "city": city,
            "matches": found,
            "page": page,
            "requests": requests[:REQUESTS_SHOWN],
            "is_lead": any(
                one.city_id == city.pk and one.role == Membership.Role.LEAD
                for one in memberships_of(request.user)
            ),
        },
    )


@require_http_methods(["GET", "POST"])
def ask(request: PersonRequest, code: str, pk: int) -> HttpResponse:
    city = visible_city(request, code)
    found = find_service(request, pk)
    permissions.can_ask(request.user, city, found).enforce()
    form = AskForm(
        request.POST if request.method == "POST" else None,
        initial={"contact": f"{request.user.name}, {request.user.email}"},
    )
    if form.is_valid():
        try:
            made = services.ask(
                city=city, service=found, by=request.user, **form.cleaned_data
            )
        except ValidationError as error:
            form.add_error("text", error)
        else:
            messages.success(request, _("The request is with the partner."))
            return redirect("roadmap:service-request", made.pk)
    return render(
        request,
        "roadmap/service_ask.html",
        {"section": "cities", "city": city, "service": found, "form": form},
        status=422 if form.errors else 200,
    )


def find_service(request: AnyRequest, pk: int) -> Service:
    """Return the service, or 404 for those who may not know of it."""
    seen = Service.objects.visible_to(request.user).with_parts()
    return get_object_or_404(seen, pk=pk)


def _write(
    request: PersonRequest, partner: Partner, found: Service | None
) -> HttpResponse:
    permissions.can_offer(request.user, partner).enforce()
    form = ServiceForm(
        request.POST if request.method == "POST" else None,
        instance=found or Service(partner=partner),
    )
    if form.is_valid():
        saved = services.offer(
            partner=partner,
            values=form.values(),
            essentials=form.cleaned_data["essentials"],
            service=found,
            by=request.user,
        )
        messages.success(request, _("The service is saved."))
        return redirect("roadmap:service", saved.pk)
    return render(
        request,
        "roadmap/service_edit.html",
        {
            "section": "partners",
            "partner": partner,
            "service": find_service(request, found.pk) if found else None,
            "form": form,
        },
        status=422 if form.errors else 200,
    )
