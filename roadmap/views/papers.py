"""The plan for the council: as a page, as a PDF, and its money as rows."""

from urllib.parse import quote

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cities.cyrillic import spelled
from cities.limits import limited
from cities.requests import PersonRequest
from roadmap import exports, printing
from roadmap.reports import paper
from roadmap.reports.scope import Scope
from roadmap.reports.wording import words_on
from roadmap.views.found import find_plan, steps_to
from roadmap.views.found_parts import find_language, find_scope
from scorecard import exports as files
from scorecard import pdf

# Councils work in Cyrillic, the official script.
PAPER_DEFAULT = "sr"


@require_safe
def report(request: PersonRequest, pk: int) -> HttpResponse:
    """Show what the paper will say, in the chosen language, before it is printed."""
    scope = find_scope(request, pk, targets=True, hazards=True)
    language = find_language(request, get_language() or PAPER_DEFAULT)
    with override(language), spelled(words_on(scope.plan, scope.city)):
        built = paper.build(scope, request.user, timezone.localdate())
    context = {
        "plan": scope.plan,
        "city": scope.city,
        "section": "cities",
        "tab": "report",
        "steps": steps_to(scope.plan, (_("For the council"), None)),
        "report": built,
        "language": language,
        "languages": settings.LANGUAGES,
    }
    return render(request, "roadmap/plan_report.html", context)


@require_safe
@limited("export")
def plan_pdf(request: PersonRequest, pk: int) -> HttpResponse:
    scope = find_scope(request, pk, targets=True, hazards=True)
    language = find_language(request, PAPER_DEFAULT)
    try:
        content = printing.plan_paper(scope, request.user, language)
    except pdf.Unprintable as error:
        context = {"plan": scope.plan, "reason": str(error)}
        return render(request, "roadmap/plan_unprintable.html", context, status=503)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = _disposition(scope, language)
    response["Cache-Control"] = "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
@limited("export")
def money_file(request: PersonRequest, pk: int, kind: str) -> HttpResponse:
    """Hand out every row of cost, money and shares, to be added up elsewhere."""
    plan = find_plan(request, pk)
    if kind not in files.WRITERS:
        raise Http404
    response = HttpResponse(
        files.WRITERS[kind](exports.money_rows([plan])),
        content_type=files.FORMATS[kind],
    )
    name = f"mcr2030-plan-{plan.pk}-money.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _disposition(scope: Scope, language: str) -> str:
    """Name the file twice: in plain letters for old programs, and as people write."""
    plan, owner = scope.plan, scope.city or scope.plan.owner
    years = f"{plan.first_year}-{plan.last_year}"
    with override(language):
        kind = _("Action plan")
        name = quote(f"MCR2030 {kind} {owner.name} {years}.pdf", safe="")
    plain = f"mcr2030-plan-{owner.code}-{years}-{language}.pdf"
    return f"inline; filename=\"{plain}\"; filename*=UTF-8''{name}"
