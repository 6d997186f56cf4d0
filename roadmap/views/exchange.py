"""A plan's actions as a workbook: handed out, and taken over after a look."""

from urllib.parse import quote

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from cities.limits import limited
from cities.requests import PersonRequest
from roadmap import offline, records
from roadmap.actions import imports
from roadmap.forms.exchange import TakeOverForm
from roadmap.models import PendingActions
from roadmap.permissions import plans as permissions
from roadmap.views.found import find_plan, steps_to
from scorecard import findings
from scorecard.forms.workbooks import UploadForm
from scorecard.workbooks.faults import Unreadable

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@limited("export")
def download(request: PersonRequest, pk: int) -> HttpResponse:
    plan = find_plan(request, pk)
    response = HttpResponse(offline.workbook(plan), content_type=XLSX)
    day = timezone.localdate().isoformat()
    name = quote(f"MCR2030 {plan.owner.name} {_('Actions')} {day}.xlsx", safe="")
    plain = f"mcr2030-plan-{plan.pk}-{day}.xlsx"
    response["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{name}"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-cache"
    return response


def upload(request: PersonRequest, pk: int) -> HttpResponse:
    """Take a workbook in to be looked through; nothing is changed yet."""
    plan = find_plan(request, pk)
    permissions.can_write(request.user, plan).enforce()
    form = UploadForm(request.POST or None, request.FILES or None)
    faults: list[str] = []
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            pending = imports.take_in(
                plan=plan, file_name=file.name, content=file.read(), by=request.user
            )
        except Unreadable as error:
            faults = [findings.sentence(one) for one in error.findings]
        else:
            return redirect("roadmap:plan-import", pending.pk)
    context = {
        "section": "cities",
        "plan": plan,
        "form": form,
        "faults": faults,
        "steps": steps_to(plan, (_("Bring in a workbook"), None)),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "roadmap/plan_upload.html", context, status=status)


def look(request: PersonRequest, pk: int) -> HttpResponse:
    """Show what the file would do, and do it."""
    pending = _pending(request, pk)
    plan = find_plan(request, pending.plan_id)
    permissions.can_write(request.user, plan).enforce()
    found = imports.preview(pending=pending, plan=plan, by=request.user)
    posted = request.POST if request.method == "POST" else None
    form = TakeOverForm(posted, faulty=found.is_faulty)
    if request.method == "POST" and form.is_valid():
        try:
            counts = imports.apply(
                pending=pending, without_faulty=True, by=request.user
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            number = counts["new"] + counts["changed"]
            messages.success(
                request,
                ngettext(
                    "%(number)s action was taken over.",
                    "%(number)s actions were taken over.",
                    number,
                )
                % {"number": number},
            )
            return redirect(plan)
    context = {
        "section": "cities",
        "plan": plan,
        "pending": pending,
        "preview": found,
        "rows": [(one, records.changes(*one.changed)) for one in found.rows],
        "form": form,
        "steps": steps_to(plan, (_("Bring in a workbook"), None)),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "roadmap/plan_import.html", context, status=status)


@require_POST
def drop(request: PersonRequest, pk: int) -> HttpResponse:
    """Forget what was read; the plan stays as it is."""
    pending = _pending(request, pk)
    plan = find_plan(request, pending.plan_id)
    pending.delete()
    messages.info(request, _("The file was put aside. Nothing was changed."))
    return redirect(plan)


def _pending(request: PersonRequest, pk: int) -> PendingActions:
    return get_object_or_404(PendingActions.objects.visible_to(request.user), pk=pk)
