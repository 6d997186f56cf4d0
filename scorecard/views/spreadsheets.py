"""Spreadsheets of an assessment: downloads, our own workbook back in."""

import datetime as dt
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from cities.limits import limited
from cities.models.numbers import VERSION_MAXIMUM, whole_number
from cities.requests import AnyRequest, PersonRequest
from scorecard import exports, findings, independence, offline, permissions
from scorecard.actions import answers, blank_workbooks, merging, official_exports
from scorecard.forms.workbooks import MergeForm, UploadForm
from scorecard.models import Assessment, BlankWorkbook, PendingImport
from scorecard.views.found import find_assessment, steps_to
from scorecard.views.official import refuse
from scorecard.workbooks.faults import Unreadable

LANGUAGES = dict(settings.LANGUAGES)
XLSX = exports.FORMATS["xlsx"]
XLSM = "application/vnd.ms-excel.sheet.macroEnabled.12"


@require_GET
def spreadsheets(request: PersonRequest, pk: int) -> HttpResponse:
    assessment = _team_assessment(request, pk)
    return _page(request, assessment)


@require_safe
@limited("export")
def workbook(request: PersonRequest, pk: int) -> HttpResponse:
    """Hand out our own workbook in the chosen language."""
    assessment = _team_assessment(request, pk)
    independence.can_see_whole(request.user, assessment).enforce()
    language = _language(request)
    with override(language):
        content = offline.workbook(assessment)
        word = _("Workbook for offline work")
    return _file(content, XLSX, assessment, word, f"workbook-{language}.xlsx")


@require_POST
def upload_workbook(request: PersonRequest, pk: int) -> HttpResponse:
    assessment = _team_assessment(request, pk)
    permissions.can_answer(request.user, assessment).enforce()
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, assessment, own_form=form)
    file = form.cleaned_data["file"]
    try:
        pending = merging.take_in(
            assessment=assessment,
            file_name=file.name,
            content=file.read(),
            key=offline.key(),
            by=request.user,
        )
    except Unreadable as error:
        refuse(form, error)
        return _page(request, assessment, own_form=form)
    return redirect("scorecard:merge", pending.pk)


def merge(request: PersonRequest, pk: int) -> HttpResponse:
    """Show what an uploaded workbook changes, and save what the person chooses."""
    mine = PendingImport.objects.visible_to(request.user).with_assessment()
    pending = get_object_or_404(mine, pk=pk, kind=PendingImport.Kind.OWN)
    assessment = find_assessment(request, pending.assessment_id or 0)
    permissions.can_answer(request.user, assessment).enforce()
    found = merging.findings_of(pending)
    faulty = any(one.trouble not in findings.HARMLESS for one in found)
    posted = request.POST if request.method == "POST" else None
    form = MergeForm(posted, faulty=faulty)
    if request.method == "POST" and form.is_valid() and _merged(request, pending, form):
        return redirect("scorecard:overview", assessment.pk)
    context = {
        "assessment": assessment,
        "pending": pending,
        "form": form,
        **_sorted(merging.lines(pending), request.POST.dict()),
        "exported_at": dt.datetime.fromisoformat(pending.content["exported_at"]),
        "findings": [findings.sentence(one) for one in found],
        "steps": steps_to(assessment, _("Check before saving")),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "scorecard/merge.html", context, status=status)


@require_POST
def discard(request: PersonRequest, pk: int) -> HttpResponse:
    """Forget an upload; what is on the server stays as it is."""
    pending = get_object_or_404(PendingImport.objects.visible_to(request.user), pk=pk)
    city, assessment = pending.city, pending.assessment_id
    pending.delete()
    messages.success(request, _("The upload was discarded; nothing was changed."))
    if assessment:
        return redirect("scorecard:spreadsheets", assessment)
    return redirect("scorecard:upload-official", city.code)


@require_safe
@login_not_required
@limited("export")
def export(request: AnyRequest, pk: int, kind: str) -> HttpResponse:
    """Hand out answers and scores as a table to those who may read the report."""
    assessment = find_assessment(request, pk)
    if kind not in exports.WRITERS or not permissions.can_see_report(
        request.user, assessment
    ):
        raise Http404
    independence.can_see_whole(request.user, assessment).enforce()
    with override(_language(request)):
        content = exports.WRITERS[kind](exports.table(assessment))
        word = _("Answers")
    return _file(content, exports.FORMATS[kind], assessment, word, f"answers.{kind}")


@require_safe
@limited("export")
def official(request: PersonRequest, pk: int) -> HttpResponse:
    """Hand out UNDRR's own workbook, filled."""
    assessment = _team_assessment(request, pk)
    permissions.can_fill_official(request.user, assessment).enforce()
    blank = BlankWorkbook.objects.for_city(assessment.city)
    if blank is None:
        messages.error(request, _("Upload the blank official workbook first."))
        return redirect("scorecard:spreadsheets", pk)
    try:
        content = official_exports.filled(assessment=assessment, blank=blank)
    except ValidationError as error:
        messages.error(request, error.message)
        return redirect("scorecard:spreadsheets", pk)
    return _file(content, XLSM, assessment, "UNDRR", "official.xlsm")


@require_POST
def keep_blank(request: PersonRequest, pk: int) -> HttpResponse:
    """Keep the city's own blank official workbook."""
    assessment = _team_assessment(request, pk)
    permissions.can_fill_official(request.user, assessment).enforce()
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, assessment, blank_form=form)
    try:
        blank_workbooks.keep(
            city=assessment.city,
            content=form.cleaned_data["file"].read(),
            by=request.user,
        )
    except (Unreadable, ValidationError) as error:
        refuse(form, error)
        return _page(request, assessment, blank_form=form)
    messages.success(request, _("The blank official workbook is kept for your city."))
    return redirect("scorecard:spreadsheets", pk)


def _merged(request: PersonRequest, pending: PendingImport, form: MergeForm) -> bool:
    """Save what was chosen and say so, or put the trouble into the form."""
    prefix = "version_"
    versions = {
        name.removeprefix(prefix): number
        for name, value in request.POST.dict().items()
        if name.startswith(prefix)
        and (number := whole_number(value, VERSION_MAXIMUM)) is not None
    }
    try:
        saved = merging.merge(
            pending=pending,
            choices=request.POST.dict(),
            versions=versions,
            by=request.user,
        )
    except ValidationError as error:
        form.add_error(None, error)
    except answers.Conflict as conflict:
        form.add_error(
            None,
            _(
                "%(code)s was changed here a moment ago. Look at it once more below "
                "and save again."
            )
            % {"code": conflict.answer.question.code},
        )
    else:
        messages.success(
            request,
            ngettext(
                "%(count)s answer was taken from the workbook.",
                "%(count)s answers were taken from the workbook.",
                len(saved),
            )
            % {"count": len(saved)},
        )
        return True
    return False


def _sorted(lines: list[merging.Line], chosen: dict[str, str]) -> dict[str, Any]:
    """Return the lines by what is to be done with them."""
    conflicts = [one for one in lines if one.standing == merging.Standing.CONFLICT]
    return {
        "conflicts": [
            {
                "answer": one.answer,
                "here": one.here,
                "file": one.file,
                "chosen": chosen.get(one.answer.question.code),
            }
            for one in conflicts
        ],
        "new": [one for one in lines if one.standing == merging.Standing.NEW],
        "references": [one for one in lines if one.references],
    }


def _team_assessment(request: PersonRequest, pk: int) -> Assessment:
    """Return the assessment to its city's team, or 404."""
    assessment = find_assessment(request, pk)
    if not permissions.is_team(request.user, assessment):
        raise Http404
    return assessment


def _page(
    request: PersonRequest,
    assessment: Assessment,
    own_form: UploadForm | None = None,
    blank_form: UploadForm | None = None,
) -> HttpResponse:
    context = {
        "assessment": assessment,
        "own_form": own_form or UploadForm(auto_id="own_%s"),
        "blank_form": blank_form or UploadForm(auto_id="blank_%s"),
        "languages": settings.LANGUAGES,
        "language": get_language(),
        "can_answer": permissions.can_answer(request.user, assessment),
        "can_fill_official": permissions.can_fill_official(request.user, assessment),
        "blank": BlankWorkbook.objects.for_city(assessment.city),
        "steps": steps_to(assessment, _("Spreadsheets")),
    }
    status = 422 if own_form or blank_form else 200
    return render(request, "scorecard/spreadsheets.html", context, status=status)


def _language(request: AnyRequest) -> str:
    chosen = request.GET.get("language", get_language() or "sr")
    if chosen not in LANGUAGES:
        raise Http404
    return chosen


def _file(
    content: bytes, media_type: str, assessment: Assessment, word: str, plain: str
) -> HttpResponse:
    """Return a download named twice: plainly, and as people write."""
    city, year = assessment.city, assessment.year
    suffix = plain.rpartition(".")[2]
    code = assessment.questionnaire.code
    name = quote(f"MCR2030 {word} {city.name} {year}.{suffix}", safe="")
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = (
        f'attachment; filename="mcr2030-{slugify(city.code)}-{year}-{code}-{plain}"; '
        f"filename*=UTF-8''{name}"
    )
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
