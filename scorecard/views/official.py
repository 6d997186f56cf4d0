"""UNDRR's workbook comes in: upload, look at what will be set, save."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cities import permissions as city_permissions
from cities.models import City
from cities.permissions import Refused
from cities.requests import PersonRequest
from scorecard import findings, permissions, previews
from scorecard.actions import blank_workbooks, official_imports
from scorecard.forms.workbooks import OfficialImportForm, UploadForm
from scorecard.models import Assessment, BlankWorkbook, PendingImport
from scorecard.workbooks.faults import Unreadable


def upload(request: PersonRequest, code: str) -> HttpResponse:
    """Take a filled official workbook of the city."""
    city: City = get_object_or_404(City.objects.select_related("district"), code=code)
    if not city_permissions.can_see(request.user, city):
        raise Http404
    permissions.can_bring_in(request.user, city).enforce()
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        pending = _taken_in(request, city, form)
        if pending:
            return redirect("scorecard:official-import", pending.pk)
    context = {
        "city": city,
        "form": form,
        "steps": [(city.name, reverse("home")), (_("Official workbook"), None)],
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "scorecard/upload_official.html", context, status=status)


def official_import(request: PersonRequest, pk: int) -> HttpResponse:
    """Show what the workbook will set, and save it as a round."""
    mine = PendingImport.objects.visible_to(request.user).with_assessment()
    pending = get_object_or_404(mine, pk=pk, kind=PendingImport.Kind.OFFICIAL)
    permissions.can_bring_in(request.user, pending.city).enforce()
    preview = previews.official(pending)
    form = OfficialImportForm(
        request.POST or None,
        initial={"year": preview.year or timezone.localdate().year},
        editions=preview.editions,
        has_figures=bool(preview.figures),
        faulty=preview.is_faulty,
    )
    if request.method == "POST" and preview.can_be_saved and form.is_valid():
        assessment = _applied(request, pending, form)
        if assessment:
            return redirect("scorecard:overview", assessment.pk)
    context = {
        "pending": pending,
        "city": pending.city,
        "preview": preview,
        "form": form,
        "steps": [
            (pending.city.name, reverse("home")),
            (
                _("Official workbook"),
                reverse("scorecard:upload-official", args=[pending.city.code]),
            ),
            (_("Check before saving"), None),
        ],
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "scorecard/official_import.html", context, status=status)


def national_blank(request: PersonRequest) -> HttpResponse:
    """Keep the blank official workbook that all cities may get filled."""
    permissions.can_keep_questionnaires(request.user).enforce()
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            content = form.cleaned_data["file"].read()
            blank_workbooks.keep(city=None, content=content, by=request.user)
        except (Unreadable, ValidationError) as error:
            refuse(form, error)
        else:
            messages.success(
                request, _("The blank official workbook is kept for all cities.")
            )
            return redirect("scorecard:national-blank")
    context: dict[str, Any] = {
        "form": form,
        "blank": BlankWorkbook.objects.of(None).first(),
        "steps": [(_("Home"), reverse("home")), (_("Official workbook"), None)],
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "scorecard/national_blank.html", context, status=status)


def refuse(form: UploadForm, error: Unreadable | ValidationError) -> None:
    """Say at the file what is wrong with it, each finding a sentence."""
    if isinstance(error, ValidationError):
        form.add_error("file", error)
        return
    for finding in error.findings:
        form.add_error("file", findings.sentence(finding))


def _taken_in(
    request: PersonRequest, city: City, form: UploadForm
) -> PendingImport | None:
    file = form.cleaned_data["file"]
    try:
        return official_imports.take_in(
            city=city, file_name=file.name, content=file.read(), by=request.user
        )
    except Unreadable as error:
        refuse(form, error)
        return None


def _applied(
    request: PersonRequest, pending: PendingImport, form: OfficialImportForm
) -> Assessment | None:
    try:
        assessment = official_imports.apply(
            pending=pending, by=request.user, **form.wanted()
        )
    except Refused as refused:
        form.add_error(None, str(refused))
        return None
    except ValidationError as error:
        form.add_error(None, error)
        return None
    messages.success(request, _("The workbook was saved as a round."))
    return assessment
