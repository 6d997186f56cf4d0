"""The national papers: the report and the slides as PDF, in one language each."""

import datetime as dt

from django.template.loader import render_to_string
from django.utils.translation import override

from mcr2030.national import gathering, report
from scorecard import pdf
from scorecard.models import Questionnaire

# The report with a page for each city, the report alone, and sheets for a screen.
REPORT, SHORT, SLIDES = "report", "short", "slides"
TEMPLATES = {
    REPORT: "national/report_pdf.html",
    SHORT: "national/report_pdf.html",
    SLIDES: "national/slides_pdf.html",
}


def paper(
    questionnaire: Questionnaire, kind: str, language: str, today: dt.date
) -> bytes:
    """Return the PDF (PDF/UA-1) in a language of the site. Raises pdf.Unprintable.

    Made anew each time: whatever stands at that moment is in it. The report of eleven
    cities takes three seconds, that of 175 more than half a minute, without its annex
    five seconds.
    """
    with override(language):
        country = gathering.gather(questionnaire, today)
        context = {
            "report": report.build(country, with_annex=kind == REPORT),
            "foot": pdf.words_for_pages(),
        }
        return pdf.render(render_to_string(TEMPLATES[kind], context))
