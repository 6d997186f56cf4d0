"""Local strategies and plans: the counts, the list, and keeping the record."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from cities.actions import strategies as changes
from cities.limits import limited
from cities.models import LocalStrategy
from cities.requests import PersonRequest
from mcr2030.national import strategies
from mcr2030.national.strategies_form import ActForm, StrategiesForm, names_offered
from mcr2030.national.views.found import download, focal_point_or_404
from scorecard.exports import FORMATS, WRITERS

KINDS = ("xlsx", "csv")


@require_GET
def page(request: PersonRequest) -> HttpResponse:
    focal_point_or_404(request)
    form, today = StrategiesForm(request.GET), timezone.localdate()
    found = strategies.of(form.chosen, request.GET.get("page"), today)
    return render(
        request,
        "national/strategies.html",
        {
            "section": "country",
            "tab": "strategies",
            "form": form,
            "found": found,
            "today": today,
            "shows_demo": found.shows_demo,
            "kinds": KINDS,
        },
    )


@require_safe
@limited("export")
def file(request: PersonRequest, kind: str) -> HttpResponse:
    """Hand out all that the filters leave."""
    focal_point_or_404(request)
    if kind not in KINDS:
        raise Http404
    chosen = StrategiesForm(request.GET).chosen
    content = WRITERS[kind](strategies.table(chosen, timezone.localdate()))
    return download(content, FORMATS[kind], f"strategies-and-plans.{kind}")


@require_http_methods(["GET", "POST"])
def new(request: PersonRequest) -> HttpResponse:
    focal_point_or_404(request)
    data = request.POST if request.method == "POST" else None
    form = ActForm(data, initial={"city": request.GET.get("city", "")})
    if form.is_valid():
        try:
            entry = changes.record(act=form.act(), by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            told = _("Recorded: %(title)s, %(city)s.")
            messages.success(
                request, told % {"title": entry.title, "city": entry.city.name}
            )
            return redirect("national:strategies")
    return _form_page(request, form, None)


@require_http_methods(["GET", "POST"])
def edit(request: PersonRequest, pk: int) -> HttpResponse:
    entry = _entry(request, pk)
    data = request.POST if request.method == "POST" else None
    form = ActForm(data, entry=entry)
    if form.is_valid():
        try:
            changes.change(entry=entry, act=form.act(), by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The entry is saved."))
            return redirect("national:strategies")
    return _form_page(request, form, entry)


@require_POST
def remove(request: PersonRequest, pk: int) -> HttpResponse:
    entry = _entry(request, pk)
    changes.remove(entry=entry, by=request.user)
    told = _("Taken off the record: %(title)s, %(city)s.")
    messages.success(request, told % {"title": entry.title, "city": entry.city.name})
    return redirect("national:strategies")


def _form_page(
    request: PersonRequest, form: ActForm, entry: LocalStrategy | None
) -> HttpResponse:
    return render(
        request,
        "national/strategy_edit.html",
        {
            "section": "country",
            "tab": "strategies",
            "form": form,
            "entry": entry,
            "names": names_offered(),
            "shows_demo": bool(entry and entry.is_demo),
        },
        status=422 if form.errors else 200,
    )


def _entry(request: PersonRequest, pk: int) -> LocalStrategy:
    focal_point_or_404(request)
    return get_object_or_404(LocalStrategy.objects.select_related("city"), pk=pk)
