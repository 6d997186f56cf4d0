"""The least that a page can do here: the yardstick of every measurement.

Each passes the project's middleware, so session, user and memberships are loaded.
"""

from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.views.decorators.http import require_POST

from scorecard import pdf as own
from scorecard import press, reports
from scorecard.models import Answer, Assessment


def read(request: HttpRequest, pk: int) -> HttpResponse:
    """Load the person, and one row by its key."""
    answer = Answer.objects.get(pk=pk)
    return HttpResponse(f"{request.user} {answer.score}")


@require_POST
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """Load the person, and one row by its key; change it."""
    answer = Answer.objects.get(pk=pk)
    Answer.objects.filter(pk=pk).update(comment=request.POST["comment"])
    return HttpResponse(f"{request.user} {answer.score}")


def pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Lay out HTML that is ready already: nothing but WeasyPrint's own work."""
    made = press.laid_out(own.job(_html(pk)))
    return HttpResponse(made, content_type="application/pdf")


@lru_cache(maxsize=2)
def _html(pk: int) -> str:
    with translation.override("sr"):
        context = {
            "report": reports.build(
                Assessment.objects.with_parts().get(pk=pk), timezone.localdate()
            ),
            "foot": own.words_for_pages(),
        }
        return render_to_string("scorecard/report_pdf.html", context)
