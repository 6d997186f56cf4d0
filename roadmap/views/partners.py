"""Pages of partners: the list, a profile, and what the focal point decides."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from cities import permissions
from cities.actions import partners
from cities.models import Partner
from cities.requests import AnyRequest, PersonRequest
from roadmap.forms.partners import (
    DecisionForm,
    NewPartnerForm,
    PartnerSearchForm,
    ProfileForm,
)
from roadmap.models import Service, ServiceRequest
from roadmap.permissions import services as service_permissions

PARTNERS_A_PAGE = 30
ROWS_A_PAGE = 20


@login_not_required
@require_GET
def partner_list(request: AnyRequest) -> HttpResponse:
    national = permissions.is_focal_point(request.user)
    form = PartnerSearchForm(request.GET, national=national)
    form.full_clean()
    chosen = {name: value for name, value in form.cleaned_data.items() if value}
    found = Partner.objects.visible_to(request.user).narrowed(**chosen)
    page = Paginator(found, PARTNERS_A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "roadmap/partners.html",
        {
            "section": "partners",
            "form": form,
            "is_narrowed": bool(chosen),
            "page": page,
            "may_manage": national,
            "waiting": Partner.objects.applied() if national else [],
            "mine": Partner.objects.of(request.user),
            "shows_demo": any(one.is_demo for one in page),
        },
    )


@login_not_required
@require_GET
def partner(request: AnyRequest, code: str) -> HttpResponse:
    return _page(request, find_partner(request, code), DecisionForm())


@require_http_methods(["GET", "POST"])
def new(request: PersonRequest) -> HttpResponse:
    if not permissions.can_manage_partners(request.user):
        raise Http404
    form = NewPartnerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = partners.make(by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error("name", error)
        else:
            messages.success(
                request, _("The partner is entered. Now invite somebody of theirs.")
            )
            return redirect("cities:invite-to-partner", made.code)
    return render(
        request,
        "roadmap/partner_new.html",
        {"section": "partners", "form": form},
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
def edit(request: PersonRequest, code: str) -> HttpResponse:
    found = find_partner(request, code)
    permissions.can_edit_partner(request.user, found).enforce()
    form = ProfileForm(
        request.POST if request.method == "POST" else None,
        instance=found,
        national=permissions.is_focal_point(request.user),
    )
    if form.is_valid():
        partners.edit(partner=found, values=form.cleaned_data, by=request.user)
        messages.success(request, _("The profile is saved."))
        return redirect("roadmap:partner", found.code)
    return render(
        request,
        "roadmap/partner_edit.html",
        # A copy: a refused name must not show in the frame as if it were saved.
        {
            "section": "partners",
            "partner": find_partner(request, code),
            "form": form,
        },
        status=422 if form.errors else 200,
    )


@require_POST
def apply(request: PersonRequest, code: str) -> HttpResponse:
    found = find_partner(request, code)
    try:
        partners.apply(partner=found, by=request.user)
    except permissions.Refused as refused:
        if not permissions.is_with(request.user, found):
            raise
        messages.error(request, str(refused))
    else:
        messages.success(
            request, _("The profile is sent. The national focal point reviews it.")
        )
    return redirect("roadmap:partner", found.code)


@require_POST
def decide(request: PersonRequest, code: str) -> HttpResponse:
    """Approve or decline, whichever button was pressed."""
    found = find_partner(request, code)
    permissions.can_manage_partners(request.user).enforce()
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    try:
        if request.POST.get("decision") == "approve":
            partners.approve(partner=found, by=request.user)
            told = _("The partner is approved. Everybody sees it and its services.")
        else:
            partners.decline(
                partner=found, reason=form.cleaned_data["reason"], by=request.user
            )
            told = _("The partner is declined. Its people read why.")
    except ValidationError as error:
        form.add_error("reason", error)
        return _page(request, found, form, status=422)
    messages.success(request, told)
    return redirect("roadmap:partner", found.code)


def find_partner(request: AnyRequest, code: str) -> Partner:
    """Return the partner, or 404 for those who may not know of it."""
    return get_object_or_404(Partner.objects.visible_to(request.user), code=code)


def _page(
    request: AnyRequest, found: Partner, form: DecisionForm, status: int = 200
) -> HttpResponse:
    user = request.user
    mine = permissions.is_with(user, found)
    national = permissions.is_focal_point(user)
    services = Service.objects.visible_to(user).of(found).with_parts().by_title()
    context: dict[str, Any] = {
        "section": "partners",
        "partner": found,
        "form": form,
        "mine": mine,
        "national": national,
        "may_edit": mine or national,
        "can_apply": permissions.can_apply(user, found),
        "can_approve": permissions.can_approve(user, found),
        "can_decline": permissions.can_decline(user, found),
        "can_offer": service_permissions.can_offer(user, found),
        "services": Paginator(services, ROWS_A_PAGE).get_page(request.GET.get("page")),
        "waiting": _waiting(found) if mine or national else [],
    }
    return render(request, "roadmap/partner.html", context, status=status)


def _waiting(found: Partner) -> Any:
    """Return requests that are still open, the latest first; the rest has its page."""
    requests = ServiceRequest.objects.to(found).open().with_parts().latest_first()
    return requests[:ROWS_A_PAGE]
