"""One indicator across all cities."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cities.requests import PersonRequest
from mcr2030.national import calibration
from mcr2030.national.forms import CalibrationForm
from mcr2030.national.views.found import focal_point_or_404

CITIES_A_PAGE = 40


@require_GET
def page(request: PersonRequest, edition: int, code: str) -> HttpResponse:
    focal_point_or_404(request)
    question = calibration.question_of(edition, code)
    if question is None:
        raise Http404
    form = CalibrationForm(request.GET, questionnaire=question.questionnaire)
    made = calibration.build(form.selection, question, form.chosen_level)
    paginator = Paginator(made.standings, CITIES_A_PAGE)
    # Known already: counting them again would take as long as all the rest.
    paginator.count = made.cities
    standings = paginator.get_page(request.GET.get("page"))
    rows = made.rows(standings)
    return render(
        request,
        "national/calibration.html",
        {
            "section": "country",
            "tab": "matrix",
            "form": form,
            "edition": question.questionnaire,
            "question": question,
            "calibration": made,
            "page": standings,
            "rows": rows,
            "shows_demo": any(row.answer.assessment.is_demo for row in rows),
        },
    )
