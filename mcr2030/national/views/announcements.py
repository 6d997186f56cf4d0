"""Announcements to all cities: the list, one of them, and taking it away."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from cities.actions import announcements as changes
from cities.models import Announcement
from cities.requests import PersonRequest
from mcr2030.national.office_forms import AnnouncementForm
from mcr2030.national.views.found import focal_point_or_404

ANNOUNCEMENTS_A_PAGE = 30


@require_GET
def page(request: PersonRequest) -> HttpResponse:
    focal_point_or_404(request)
    written = Announcement.objects.select_related("by")
    return render(
        request,
        "national/announcements.html",
        {
            "section": "country",
            "tab": "office",
            "page": Paginator(written, ANNOUNCEMENTS_A_PAGE).get_page(
                request.GET.get("page")
            ),
            "today": timezone.localdate(),
        },
    )


def new(request: PersonRequest) -> HttpResponse:
    focal_point_or_404(request)
    return _edit(request, None)


def edit(request: PersonRequest, pk: int) -> HttpResponse:
    return _edit(request, _announcement(request, pk))


@require_POST
def remove(request: PersonRequest, pk: int) -> HttpResponse:
    changes.remove(announcement=_announcement(request, pk), by=request.user)
    messages.success(request, _("The announcement is removed."))
    return redirect("national:announcements")


@require_http_methods(["GET", "POST"])
def _edit(request: PersonRequest, announcement: Announcement | None) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = AnnouncementForm(data, announcement=announcement)
    if form.is_valid():
        try:
            if announcement:
                changes.change(
                    announcement=announcement, notice=form.notice(), by=request.user
                )
            else:
                changes.announce(notice=form.notice(), by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The announcement is saved."))
            return redirect("national:announcements")
    return render(
        request,
        "national/announcement_edit.html",
        {
            "section": "country",
            "tab": "office",
            "form": form,
            "announcement": announcement,
        },
        status=422 if form.errors else 200,
    )


def _announcement(request: PersonRequest, pk: int) -> Announcement:
    focal_point_or_404(request)
    return get_object_or_404(Announcement, pk=pk)
