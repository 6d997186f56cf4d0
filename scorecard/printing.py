"""Papers of an assessment: the same bytes for the page and for the command.

Those of a workshop are made anew each time: it goes on, and names are removed from it.
"""

from collections.abc import Callable

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from cities.cyrillic import spelled
from scorecard import pdf, reports
from scorecard.actions import papers, spelling
from scorecard.models import Assessment, Paper, Workshop
from scorecard.reports import minutes

TEMPLATES = {
    Paper.Kind.REPORT.value: "scorecard/report_pdf.html",
    Paper.Kind.BRIEF.value: "scorecard/brief_pdf.html",
}

WORKSHOP_TEMPLATES = {
    kind: f"scorecard/workshop_{kind}_pdf.html"
    for kind in ("minutes", "attendance", "cards", "form")
}


def paper(
    assessment: Assessment,
    kind: str,
    language: str,
    before: Callable[[], None] = lambda: None,
) -> bytes:
    """Return the PDF, the kept one where the assessment is frozen.

    `assessment` comes `with_parts()`, `language` is one of the site's. `before` is
    called first where the paper is not kept but has to be made, and may stop that.
    Raises pdf.Unprintable with a sentence.
    """

    def make() -> bytes:
        before()
        return _make(assessment, kind, language)

    return papers.content(
        assessment=assessment, kind=kind, language=language, make=make
    )


def _make(assessment: Assessment, kind: str, language: str) -> bytes:
    with override(language), spelled(spelling.words_on(assessment)):
        context = {
            "report": reports.build(assessment, timezone.localdate()),
            "foot": pdf.words_for_pages(),
        }
        return pdf.render(render_to_string(TEMPLATES[kind], context))


def workshop_paper(workshop: Workshop, kind: str, language: str) -> bytes:
    """Return a paper of a workshop, which comes `with_parts()`.

    `kind` is one of WORKSHOP_TEMPLATES. Raises pdf.Unprintable with a sentence.
    """
    with override(language), spelled(spelling.words_on(workshop.assessment)):
        context = {
            "paper": minutes.workshop_paper(workshop, timezone.localdate()),
            "foot": pdf.words_for_pages(),
        }
        return pdf.render(render_to_string(WORKSHOP_TEMPLATES[kind], context))
