"""Pages of a city's team and of the focal points: who is in, who is asked in."""

from collections import Counter

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from cities import actions, permissions
from cities.forms import FocalPointForm, InvitationForm, PartnerPersonForm
from cities.limits import TooMany, limited, spend
from cities.models import City, Invitation, Membership, Partner, User
from cities.requests import PersonRequest
from cities.views.places import visible_city


def people(request: PersonRequest, code: str) -> HttpResponse:
    city = visible_city(request, code)
    team = Membership.objects.current().in_city(city).team().by_role()
    may_manage = permissions.can_manage_people(request.user, city)
    context = {
        "section": "cities",
        "city": city,
        "rows": _rows(request, team.with_people()),
        "roles": [(role.value, role.label) for role in Membership.TEAM],
        "may_manage": may_manage,
        "invitations": _pending(city) if may_manage else [],
    }
    return render(request, "cities/people.html", context)


def focal_points(request: PersonRequest) -> HttpResponse:
    permissions.can_manage_focal_points(request.user).enforce()
    serving = Membership.objects.current().focal_points().by_role()
    context = {
        "section": "cities",
        "rows": _rows(request, serving.with_people()),
        "may_manage": True,
        "invitations": _pending(None),
    }
    return render(request, "cities/focal_points.html", context)


@never_cache
def invite(request: PersonRequest, code: str) -> HttpResponse:
    city = visible_city(request, code)
    permissions.can_manage_people(request.user, city).enforce()
    form = InvitationForm(request.POST or None, initial={"role": "contributor"})
    return _invite(request, form, city)


@never_cache
def invite_focal_point(request: PersonRequest) -> HttpResponse:
    permissions.can_manage_focal_points(request.user).enforce()
    return _invite(request, FocalPointForm(request.POST or None), None)


def partner_people(request: PersonRequest, code: str) -> HttpResponse:
    partner = _partner(request, code)
    members = Membership.objects.current().with_partner(partner).by_role()
    context = {
        "section": "partners",
        "partner": partner,
        "rows": _rows(request, members.with_people()),
        "may_manage": True,
        "invitations": _pending(None, partner),
    }
    return render(request, "cities/partner_people.html", context)


@never_cache
def invite_to_partner(request: PersonRequest, code: str) -> HttpResponse:
    partner = _partner(request, code)
    form = PartnerPersonForm(request.POST or None)
    return _invite(request, form, None, partner)


@never_cache
@require_POST
@limited("invitation")
def new_link(request: PersonRequest, pk: int) -> HttpResponse:
    invitation = _invitation(request, pk)
    try:
        invitation, secret = actions.renew(invitation=invitation, by=request.user)
    except ValidationError as error:
        return _back(request, invitation, error)
    return _show_invitation(request, invitation, secret)


@require_POST
def withdraw(request: PersonRequest, pk: int) -> HttpResponse:
    invitation = _invitation(request, pk)
    try:
        actions.withdraw(invitation=invitation)
    except ValidationError as error:
        return _back(request, invitation, error)
    messages.success(request, _("The invitation is withdrawn; its link is closed."))
    return _back(request, invitation)


@require_POST
def change_role(request: PersonRequest, pk: int) -> HttpResponse:
    members = Membership.objects.current().visible_to(request.user).team()
    membership = get_object_or_404(members.select_related("city", "user"), pk=pk)
    permissions.can_manage(request.user, membership.city).enforce()
    try:
        actions.change_role(membership=membership, role=request.POST.get("role", ""))
    except (ValidationError, permissions.Refused) as error:
        return _back(request, membership, error)
    messages.success(request, _("The role is changed."))
    return _back(request, membership)


@require_POST
def end_membership(request: PersonRequest, pk: int) -> HttpResponse:
    membership = _membership(request, pk)
    is_mine = membership.user_id == request.user.pk
    if not is_mine:
        permissions.can_manage(request.user, membership.city).enforce()
    try:
        actions.leave(membership=membership)
    except permissions.Refused as error:
        return _back(request, membership, error)
    if is_mine:
        messages.success(request, _("You have left. Your account stays."))
        return redirect("home")
    messages.success(
        request,
        _("%(person)s is not in any more.") % {"person": membership.user},
    )
    return _back(request, membership)


@never_cache
@require_POST
def reset_link(request: PersonRequest, pk: int) -> HttpResponse:
    membership = _membership(request, pk)
    permissions.can_reset_password(request.user, membership).enforce()
    uid, token = actions.reset_path(user=membership.user)
    address = reverse("cities:new-password", args=[uid, token])
    context = {
        "section": "cities",
        "city": membership.city,
        "partner": membership.partner,
        "person": membership.user,
        "link": request.build_absolute_uri(address),
    }
    return render(request, "cities/reset_link.html", context)


def _invite(
    request: PersonRequest,
    form: InvitationForm | FocalPointForm,
    city: City | None,
    partner: Partner | None = None,
) -> HttpResponse:
    status = 200
    if form.is_valid():
        offer = form.offer()
        try:
            spend(request, "invitation")
            invitation, secret = actions.invite(
                email=offer["email"],
                role=offer["role"],
                department=offer["department"],
                city=city,
                partner=partner,
                by=request.user,
            )
            return _show_invitation(request, invitation, secret)
        except ValidationError as error:
            form.add_error("email", error)
        except TooMany as reached:
            many = _("These are many invitations at once.")
            form.add_error(None, f"{many} {reached}")
            status = 429
    context = {"section": "cities", "city": city, "partner": partner, "form": form}
    return render(request, "cities/invite.html", context, status=status)


def _show_invitation(
    request: PersonRequest, invitation: Invitation, secret: str
) -> HttpResponse:
    """Mail the link and show it, now and never again: only its digest is kept."""
    link = request.build_absolute_uri(reverse("cities:welcome", args=[secret]))
    known = User.objects.with_address(invitation.email)
    actions.mail_invitation(
        invitation=invitation,
        link=link,
        language=known.language if known else get_language() or "sr",
    )
    context = {
        "section": "cities",
        "city": invitation.city,
        "partner": invitation.partner,
        "invitation": invitation,
        "link": link,
    }
    return render(request, "cities/invitation_link.html", context)


def _rows(request: PersonRequest, memberships: QuerySet[Membership]) -> list[dict]:
    """Return each membership with what this reader may do about it."""
    serving = Counter(one.role for one in memberships)
    erases = permissions.is_focal_point(request.user)
    return [
        {
            "membership": one,
            "is_mine": one.user_id == request.user.pk,
            "can_end": permissions.can_end(
                request.user, one, is_last=serving[one.role] == 1
            ),
            "can_reset": permissions.can_reset_password(request.user, one),
            "can_erase": erases and one.user_id != request.user.pk,
        }
        for one in memberships
    ]


def _pending(city: City | None, partner: Partner | None = None) -> QuerySet[Invitation]:
    pending = Invitation.objects.pending().to(city, partner)
    return pending.select_related("invited_by")


def _partner(request: PersonRequest, code: str) -> Partner:
    """Return a partner whose people the person manages, or 404 for all others."""
    if not permissions.can_manage_partners(request.user):
        raise Http404
    return get_object_or_404(Partner, code=code)


def _membership(request: PersonRequest, pk: int) -> Membership:
    """Return a membership that holds today, or 404 for strangers to its city."""
    members = Membership.objects.current().visible_to(request.user)
    return get_object_or_404(members.select_related("city", "partner", "user"), pk=pk)


def _invitation(request: PersonRequest, pk: int) -> Invitation:
    """Return an invitation that the person may manage, or 404 for strangers."""
    seen = Invitation.objects.visible_to(request.user)
    invitation = get_object_or_404(
        seen.select_related("city", "partner", "invited_by"), pk=pk
    )
    permissions.can_manage(request.user, invitation.city).enforce()
    return invitation


def _back(
    request: PersonRequest,
    place: Membership | Invitation,
    error: Exception | None = None,
) -> HttpResponse:
    """Return to the list of people, with the sentence of what went wrong."""
    for sentence in getattr(error, "messages", [str(error)]) if error else []:
        messages.error(request, sentence)
    if place.partner:
        return redirect("cities:partner-people", place.partner.code)
    if place.city is None:
        return redirect("cities:focal-points")
    if not permissions.can_see(request.user, place.city):
        return redirect("home")
    return redirect("cities:people", place.city.code)
