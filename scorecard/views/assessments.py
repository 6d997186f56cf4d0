"""Pages of an assessment as a whole: start, overview, people, submit, publish."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cities import permissions as city_permissions
from cities.models import City, CityHazard
from cities.requests import PersonRequest
from scorecard import overview as overviews
from scorecard import permissions
from scorecard import since as news
from scorecard.actions import assessments as actions
from scorecard.actions import next_version
from scorecard.forms.assessments import SetupForm, StartForm, asked_round
from scorecard.models import Assessment
from scorecard.views.found import (
    find_assessment,
    find_visited_assessment,
    note_visit,
    steps_to,
)


def start(request: PersonRequest, code: str) -> HttpResponse:
    city: City = get_object_or_404(City.objects.select_related("district"), code=code)
    if not city_permissions.can_see(request.user, city):
        raise Http404
    permissions.can_start(request.user, city).enforce()
    form = StartForm(request.POST or None, city=city, initial=_suggested(request, city))
    if request.method == "POST" and form.is_valid():
        try:
            assessment = _begin(request, city, form)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("scorecard:overview", assessment.pk)
    steps = [(city.name, reverse("home")), (_("New assessment"), None)]
    return render(
        request,
        "scorecard/start.html",
        {"city": city, "form": form, "steps": steps},
        status=422 if form.is_bound else 200,
    )


def _begin(request: PersonRequest, city: City, form: StartForm) -> Assessment:
    fields = {**form.cleaned_data, "city": city, "is_demo": city.is_demo}
    accepted = fields.pop("carry_from")
    if accepted is None:
        return actions.start(by=request.user, **fields)
    return next_version.start_from(accepted=accepted, by=request.user, **fields)


@require_GET
def overview(request: PersonRequest, pk: int) -> HttpResponse:
    assessment = find_visited_assessment(request, pk, whole=True)
    note_visit(request, assessment)
    if not permissions.works_on(request.user, assessment):
        return _for_readers(request, assessment)
    found = overviews.build(request.user, assessment)
    can_answer = permissions.can_answer(request.user, assessment)
    return render(
        request,
        "scorecard/overview.html",
        {
            "assessment": assessment,
            "overview": found,
            "since": news.since_of(assessment),
            "news": news.news_count(assessment),
            "next_step": overviews.next_step(
                assessment, found, is_lead=bool(can_answer)
            ),
            "beside": overviews.beside(request.user, assessment),
            "to_do": overviews.to_do(assessment) if can_answer else None,
            "can_answer": can_answer,
            "can_submit": permissions.can_submit(request.user, assessment),
            "can_share": permissions.can_share(request.user, assessment),
            "can_publish": permissions.can_publish(request.user, assessment),
            "can_review": permissions.can_review(request.user, assessment),
            "leads": permissions.leads(request.user, assessment),
            "is_team": permissions.is_team(request.user, assessment),
        },
    )


def setup(request: PersonRequest, pk: int) -> HttpResponse:
    assessment = _team_assessment(request, pk)
    permissions.can_answer(request.user, assessment).enforce()
    form = SetupForm(request.POST or None, instance=assessment, city=assessment.city)
    if request.method == "POST" and form.is_valid():
        actions.change_setup(assessment=assessment, **form.cleaned_data)
        messages.success(request, _("The scenarios were saved."))
        return redirect("scorecard:overview", pk)
    return render(
        request,
        "scorecard/setup.html",
        {
            "assessment": assessment,
            "form": form,
            "steps": steps_to(assessment, _("Lead and scenarios")),
        },
        status=422 if form.is_bound else 200,
    )


@require_POST
def share(request: PersonRequest, pk: int) -> HttpResponse:
    assessment = find_assessment(request, pk)
    permissions.can_share(request.user, assessment).enforce()
    actions.share(assessment=assessment, shared=request.POST.get("shared") == "1")
    return redirect("scorecard:overview", pk)


@require_POST
def submit(request: PersonRequest, pk: int) -> HttpResponse:
    assessment = find_assessment(request, pk)
    permissions.can_submit(request.user, assessment).enforce()
    try:
        actions.submit(assessment=assessment, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The assessment was submitted for review."))
    return redirect("scorecard:overview", pk)


@require_POST
def publish(request: PersonRequest, pk: int) -> HttpResponse:
    assessment = find_assessment(request, pk)
    permissions.can_publish(request.user, assessment).enforce()
    if request.POST.get("published") == "1":
        actions.publish(assessment=assessment, by=request.user)
        messages.success(request, _("The assessment can now be read by everybody."))
    else:
        actions.unpublish(assessment=assessment)
        messages.success(request, _("The assessment is no longer public."))
    return redirect("scorecard:overview", pk)


def _team_assessment(request: PersonRequest, pk: int) -> Assessment:
    """Return the assessment to those who work on it, or 404."""
    assessment = find_assessment(request, pk)
    if not permissions.works_on(request.user, assessment):
        raise Http404
    return assessment


def _for_readers(request: PersonRequest, assessment: Assessment) -> HttpResponse:
    """Send readers of a published one to the report, peers to their first Essential."""
    if permissions.sees_whole(request.user, assessment):
        return redirect("scorecard:report", assessment.pk)
    essentials = permissions.visible_essentials(request.user, assessment)
    if not essentials:
        raise Http404
    return redirect("scorecard:essential", assessment.pk, min(essentials))


def _suggested(request: PersonRequest, city: City) -> dict[str, object]:
    """Start from this year, the person, the last scenarios, and a link's round."""
    suggested: dict[str, object] = {
        "year": timezone.localdate().year,
        "team_lead": request.user.pk,
    }
    last = Assessment.objects.of_city(city).latest_first().first()
    hazard = CityHazard.objects.of_city(city).first()
    if last:
        suggested |= {
            "most_probable_hazard": last.most_probable_hazard_id,
            "most_probable": last.most_probable,
            "most_severe_hazard": last.most_severe_hazard_id,
            "most_severe": last.most_severe,
        }
    elif hazard:
        suggested |= {
            "most_probable_hazard": hazard.hazard_id,
            "most_probable": hazard.most_probable,
            "most_severe_hazard": hazard.hazard_id,
            "most_severe": hazard.most_severe,
        }
    return suggested | asked_round(request.GET)
