"""Groups: the list, one side by side, and the focal point's own ones."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from cities import permissions
from cities.actions import groups as changes
from cities.models import BasinGroup, City
from cities.requests import PersonRequest
from mcr2030.national import groups
from mcr2030.national.groups_form import EditionForm, GroupForm, MemberSearchForm
from mcr2030.national.views.found import focal_point_or_404

GROUPS_A_PAGE = 30
MEMBERS_A_PAGE = 50


@require_GET
def page(request: PersonRequest) -> HttpResponse:
    focal_point_or_404(request)
    form = EditionForm(request.GET)
    if form.selection is None:
        raise Http404
    edition = form.selection.questionnaire
    listed = Paginator(groups.all_groups(), GROUPS_A_PAGE)
    here = listed.get_page(request.GET.get("page"))
    return render(
        request,
        "national/groups.html",
        {
            "section": "country",
            "tab": "groups",
            "form": form,
            "edition": edition,
            "page": here,
            "rows": groups.listed(here, edition),
        },
    )


@require_GET
def one(request: PersonRequest, code: str) -> HttpResponse:
    group = _group_or_404(request, code)
    form = EditionForm(request.GET)
    if form.selection is None:
        raise Http404
    edition = form.selection.questionnaire
    whole = request.GET.get("more") == "1"
    found = groups.side_by_side(group, edition, request.GET.get("page"), whole=whole)
    return render(
        request,
        "national/group.html",
        {
            "section": "country",
            "tab": "groups",
            "form": form,
            "edition": edition,
            "side": found,
            "group": group,
            "may_edit": bool(permissions.can_edit_group(request.user, group)),
            "shows_demo": found.shows_demo,
        },
    )


@require_http_methods(["GET", "POST"])
def new(request: PersonRequest) -> HttpResponse:
    focal_point_or_404(request)
    form = GroupForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        group = changes.make(name=form.cleaned_data["name"], by=request.user)
        messages.success(request, _("The group is made. Now choose its members."))
        return redirect("national:group-edit", group.code)
    return render(
        request,
        "national/group_new.html",
        {"section": "country", "tab": "groups", "form": form},
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
def edit(request: PersonRequest, code: str) -> HttpResponse:
    """Rename a group, and look for members: what is searched for is in the address."""
    group = _group_or_404(request, code)
    permissions.can_edit_group(request.user, group).enforce()
    data = request.POST if request.method == "POST" else None
    form = GroupForm(data, initial={"name": group.name})
    if form.is_valid():
        changes.rename(group=group, name=form.cleaned_data["name"], by=request.user)
        messages.success(request, _("The name is saved."))
        return redirect("national:group-edit", group.code)
    search = MemberSearchForm(request.GET)
    members = City.objects.in_group(group).select_related("district").by_alphabet()
    return render(
        request,
        "national/group_edit.html",
        {
            "section": "country",
            "tab": "groups",
            "group": group,
            "form": form,
            "search": search,
            "found": search.narrow(City.objects.outside_group(group)),
            "page": Paginator(members, MEMBERS_A_PAGE).get_page(
                request.GET.get("page")
            ),
        },
        status=422 if form.errors else 200,
    )


@require_POST
def add(request: PersonRequest, code: str) -> HttpResponse:
    group = _group_or_404(request, code)
    cities = list(City.objects.with_codes(request.POST.getlist("city")))
    added = changes.add(group=group, cities=cities, by=request.user)
    if added:
        told = ngettext(
            "%(number)d local government was added.",
            "%(number)d local governments were added.",
            added,
        )
        messages.success(request, told % {"number": added})
    else:
        messages.warning(
            request, _("Nobody was added. Tick at least one that is not in the group.")
        )
    return redirect("national:group-edit", group.code)


@require_POST
def remove(request: PersonRequest, code: str) -> HttpResponse:
    group = _group_or_404(request, code)
    city = get_object_or_404(City, code=request.POST.get("city", ""))
    if changes.remove(group=group, city=city, by=request.user):
        told = _("%(city)s is no longer in the group.")
        messages.success(request, told % {"city": city.name})
    else:
        told = _("%(city)s was not in the group any more.")
        messages.info(request, told % {"city": city.name})
    return redirect("national:group-edit", group.code)


def _group_or_404(request: PersonRequest, code: str) -> BasinGroup:
    focal_point_or_404(request)
    return get_object_or_404(BasinGroup, code=code)
