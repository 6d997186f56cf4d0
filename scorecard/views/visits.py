"""What changed since one was here, and who is at which card now."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cities.requests import PersonRequest
from scorecard import permissions
from scorecard import since as news
from scorecard.actions import visits
from scorecard.forms.answers import PlaceForm
from scorecard.views.found import (
    find_assessment,
    find_visited_assessment,
    note_visit,
    steps_to,
)


@require_safe
def since(request: PersonRequest, pk: int) -> HttpResponse:
    assessment = find_visited_assessment(request, pk)
    note_visit(request, assessment)
    if not permissions.works_on(request.user, assessment):
        raise Http404
    at, page = news.since_of(assessment), request.GET.get("page")
    return render(
        request,
        "scorecard/since.html",
        {
            "assessment": assessment,
            "since": at,
            "news": news.build(request.user, assessment, at, page) if at else None,
            "steps": steps_to(assessment, _("What changed")),
        },
    )


@require_POST
def presence(request: PersonRequest, pk: int) -> HttpResponse:
    """Say which card is open here, and hear which ones colleagues have open."""
    assessment = find_assessment(request, pk)
    if not permissions.is_team(request.user, assessment):
        raise Http404
    form = PlaceForm(request.POST)
    code = form.cleaned_data["code"] if form.is_valid() else ""
    there = visits.be_at(assessment=assessment, code=code, by=request.user)
    if not request.htmx:
        return redirect(assessment)
    return render(request, "scorecard/_presence.html", {"there": there})
