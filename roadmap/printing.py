"""The plan as a PDF, made anew each time from what stands."""

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from cities.cyrillic import spelled
from cities.permissions import Person
from roadmap.reports import paper
from roadmap.reports.scope import Scope
from roadmap.reports.wording import words_on
from scorecard import pdf

TEMPLATE = "roadmap/plan_pdf.html"


def plan_paper(scope: Scope, user: Person, language: str) -> bytes:
    """Return the PDF (PDF/UA-1) in a language of the site. Raises pdf.Unprintable."""
    with override(language), spelled(words_on(scope.plan, scope.city)):
        context = {
            "report": paper.build(scope, user, timezone.localdate()),
            "foot": pdf.words_for_pages(),
        }
        return pdf.render(render_to_string(TEMPLATE, context))
