"""The papers of a workshop: minutes, attendance list, cards, a form to fill in."""

from urllib.parse import quote

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from cities.limits import limited
from cities.requests import PersonRequest
from scorecard import pdf, permissions, printing
from scorecard.models import Workshop

# Councils work in Cyrillic, the official script.
PAPER_DEFAULT = "sr"
NAMES = {
    "minutes": _("Minutes"),
    "attendance": _("Attendance list"),
    "cards": _("Cards"),
    "form": _("Form for votes"),
}


@require_safe
@limited("export")
def paper(request: PersonRequest, pk: int, kind: str) -> HttpResponse:
    visible = Workshop.objects.visible_to(request.user).with_parts()
    workshop = get_object_or_404(visible, pk=pk)
    language = request.GET.get("paper", PAPER_DEFAULT)
    if kind not in NAMES or language not in dict(settings.LANGUAGES):
        raise Http404
    if kind == "attendance":
        permissions.can_see_guests(request.user, workshop).enforce()
    try:
        content = printing.workshop_paper(workshop, kind, language)
    except pdf.Unprintable as error:
        context = {"assessment": workshop.assessment, "reason": str(error)}
        return render(request, "scorecard/report_unprintable.html", context, status=503)
    with override(language):
        name = f"MCR2030 {NAMES[kind]} {workshop.day:%Y-%m-%d}.pdf"
    plain = f"mcr2030-{kind}-{workshop.day:%Y-%m-%d}-{language}.pdf"
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = (
        f"inline; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    )
    response["Cache-Control"] = "private, no-store"
    return response
