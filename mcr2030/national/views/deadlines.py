"""Deadlines of rounds: the list, one of them, and lifting it."""

from django.contrib import messages
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

from cities.requests import PersonRequest
from mcr2030.national import bundling, office
from mcr2030.national.office_forms import DeadlineForm
from mcr2030.national.views.found import focal_point_or_404
from scorecard.actions import deadlines as changes
from scorecard.models import RoundDeadline

DEADLINES_A_PAGE = 30


@require_GET
def page(request: PersonRequest) -> HttpResponse:
    focal_point_or_404(request)
    listed = Paginator(RoundDeadline.objects.all(), DEADLINES_A_PAGE)
    here = listed.get_page(request.GET.get("page"))
    return render(
        request,
        "national/deadlines.html",
        {
            "section": "country",
            "tab": "office",
            "page": here,
            "rows": office.due(here),
        },
    )


def new(request: PersonRequest) -> HttpResponse:
    focal_point_or_404(request)
    return _edit(request, None)


def edit(request: PersonRequest, pk: int) -> HttpResponse:
    return _edit(request, _deadline(request, pk))


@require_POST
def lift(request: PersonRequest, pk: int) -> HttpResponse:
    changes.lift(deadline=_deadline(request, pk), by=request.user)
    messages.success(request, _("The deadline is lifted."))
    return redirect("national:deadlines")


@require_http_methods(["GET", "POST"])
def _edit(request: PersonRequest, deadline: RoundDeadline | None) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = DeadlineForm(data, names=bundling.names(), deadline=deadline)
    if form.is_valid():
        try:
            changes.put(
                **form.cleaned_data,
                by=request.user,
                deadline=deadline or RoundDeadline(),
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The deadline is saved. Cities see it now."))
            return redirect("national:deadlines")
    return render(
        request,
        "national/deadline_edit.html",
        {
            "section": "country",
            "tab": "office",
            "form": form,
            "deadline": deadline,
        },
        status=422 if form.errors else 200,
    )


def _deadline(request: PersonRequest, pk: int) -> RoundDeadline:
    focal_point_or_404(request)
    return get_object_or_404(RoundDeadline, pk=pk)
