"""The report as a page and as papers."""

from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cities import limits
from cities.cyrillic import spelled
from cities.requests import AnyRequest
from scorecard import independence, pdf, permissions, printing, reports
from scorecard.actions import spelling
from scorecard.models import Assessment, Paper
from scorecard.reports.words import undecided
from scorecard.views.found import find_assessment, find_named_assessment

LANGUAGES = dict(settings.LANGUAGES)
# Councils work in Cyrillic, the official script.
PAPER_DEFAULT = "sr"


@require_safe
@login_not_required
def report(request: AnyRequest, pk: int) -> HttpResponse:
    """Show what the paper will say, in the chosen language, before it is printed."""
    assessment = _assessment(request, pk)
    language = _language(request, get_language() or PAPER_DEFAULT)
    works_on = permissions.works_on(request.user, assessment)
    words = spelling.words_on(assessment) if language == PAPER_DEFAULT else {}
    with override(language):
        built = reports.build(assessment, timezone.localdate())
    context = {
        "assessment": assessment,
        "report": built,
        "language": language,
        "languages": settings.LANGUAGES,
        "works_on": works_on,
        "words_left": undecided(built, words)
        if language == PAPER_DEFAULT and permissions.can_spell(request.user, assessment)
        else None,
        "gaps": [(one.code, one.title) for one in built.gaps]
        if permissions.leads(request.user, assessment)
        else None,
        "remarks": reports.remarks(assessment, request.user) if works_on else None,
        "steps": _steps(request, assessment),
    }
    with spelled(words):
        return render(request, "scorecard/report.html", context)


@require_safe
@login_not_required
def report_pdf(request: AnyRequest, pk: int) -> HttpResponse:
    return _paper(request, pk, Paper.Kind.REPORT)


@require_safe
@login_not_required
def brief_pdf(request: AnyRequest, pk: int) -> HttpResponse:
    return _paper(request, pk, Paper.Kind.BRIEF)


def _paper(request: AnyRequest, pk: int, kind: str) -> HttpResponse:
    # Mostly a kept paper, for which neither lead nor scenarios are read.
    assessment = _readable(request, find_named_assessment(request, pk))
    language = _language(request, PAPER_DEFAULT)
    try:
        # Only what has to be made counts: a kept paper costs next to nothing.
        content = printing.paper(
            assessment, kind, language, before=lambda: limits.spend(request, "export")
        )
    except limits.TooMany as reached:
        return limits.wait(request, reached)
    except pdf.Unprintable as error:
        context = {"assessment": assessment, "reason": str(error)}
        return render(request, "scorecard/report_unprintable.html", context, status=503)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = _disposition(assessment, kind, language)
    response["Cache-Control"] = "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _assessment(request: AnyRequest, pk: int) -> Assessment:
    return _readable(request, find_assessment(request, pk))


def _readable(request: AnyRequest, assessment: Assessment) -> Assessment:
    """Return the assessment, or 404 for those who may not read the whole of it."""
    if not permissions.can_see_report(request.user, assessment):
        raise Http404
    independence.can_see_whole(request.user, assessment).enforce()
    return assessment


def _language(request: AnyRequest, default: str) -> str:
    chosen = request.GET.get("paper", default)
    if chosen not in LANGUAGES:
        raise Http404
    return chosen


def _disposition(assessment: Assessment, kind: str, language: str) -> str:
    """Name the file twice: in plain letters for old programs, and as people write."""
    city, year = assessment.city, assessment.year
    with override(language):
        word = _("Brief") if kind == Paper.Kind.BRIEF else _("Report")
        name = quote(f"MCR2030 {word} {city.name} {year}.pdf", safe="")
    plain = f"mcr2030-{kind}-{slugify(city.code)}-{year}-{language}.pdf"
    return f"inline; filename=\"{plain}\"; filename*=UTF-8''{name}"


def _steps(request: AnyRequest, assessment: Assessment) -> list[tuple[str, str]]:
    steps: list[tuple[Any, str]] = [(_("Home"), reverse("home"))]
    if request.user.is_authenticated:
        steps.append((str(assessment), assessment.get_absolute_url()))
    steps.append((_("Report"), ""))
    return steps
