"""Papers of an assessment: the same bytes for the page and for the command."""

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from cities.cyrillic import spelled
from scorecard import pdf, reports
from scorecard.actions import papers, spelling
from scorecard.models import Assessment, Paper

TEMPLATES = {
    Paper.Kind.REPORT.value: "scorecard/report_pdf.html",
    Paper.Kind.BRIEF.value: "scorecard/brief_pdf.html",
}


def paper(assessment: Assessment, kind: str, language: str) -> bytes:
    """Return the PDF, the kept one where the assessment is frozen.

    `assessment` comes `with_parts()`, `language` is one of the site's. Raises
    pdf.Unprintable with a sentence.
    """
    return papers.content(
        assessment=assessment,
        kind=kind,
        language=language,
        make=lambda: _make(assessment, kind, language),
    )


def _make(assessment: Assessment, kind: str, language: str) -> bytes:
    with override(language), spelled(spelling.words_on(assessment)):
        context = {
            "report": reports.build(assessment, timezone.localdate()),
            "foot": pdf.words_for_pages(),
        }
        return pdf.render(render_to_string(TEMPLATES[kind], context))
