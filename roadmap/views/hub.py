"""Pages of a city on its way to a hub: where it stands, evidence, moves, dossier."""

from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.forms import Form, ModelForm
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from cities.actions.spelling import words_of
from cities.cyrillic import spelled
from cities.limits import limited
from cities.models import City
from cities.requests import PersonRequest
from cities.views.places import visible_city
from roadmap.actions import hub
from roadmap.forms.hub import ApplyForm, DecisionForm, EvidenceForm
from roadmap.models import HubApplication, HubCriterion, HubEvidence
from roadmap.permissions import hub as permissions
from roadmap.reports import hub as reports
from scorecard import pdf

LANGUAGES = dict(settings.LANGUAGES)
# Councils work in Cyrillic, the official script.
PAPER_DEFAULT = "sr"
ROWS_A_PAGE = 20


@require_GET
def page(request: PersonRequest, code: str) -> HttpResponse:
    city = visible_city(request, code)
    dossier = reports.build(city, timezone.localdate())
    found, user = dossier.application, request.user
    context: dict[str, Any] = {
        "section": "cities",
        "city": city,
        "dossier": dossier,
        "commitments": _paged(request, dossier.commitments, "page"),
        "entries": _paged(request, dossier.entries, "ledger"),
        "languages": settings.LANGUAGES,
        "can_begin": permissions.can_begin(user, city, found),
    }
    if found:
        context |= {
            "can_edit": permissions.can_edit(user, found),
            "can_apply": permissions.can_apply(
                user, found, unanswered=dossier.unanswered
            ),
            "can_decide": permissions.can_decide(user, found),
        }
    return render(request, "roadmap/hub.html", context)


def _paged(request: PersonRequest, rows: list[Any], name: str) -> Page:
    """Return the page of the list that the address names; each list has its own."""
    return Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get(name))


@require_POST
def begin(request: PersonRequest, code: str) -> HttpResponse:
    city = visible_city(request, code)
    hub.begin(city=city, by=request.user)
    messages.success(
        request, _("The city is a candidate. Say to each criterion what you have.")
    )
    return redirect("roadmap:hub", city.code)


@require_http_methods(["GET", "POST"])
def criterion(request: PersonRequest, code: str, criterion: str) -> HttpResponse:
    """Say what there is for a criterion, and what is lacking."""
    city, application = find_candidacy(request, code)
    asked = get_object_or_404(HubCriterion.objects.in_use(), code=criterion)
    permissions.can_edit(request.user, application).enforce()
    known = HubEvidence.objects.of(application).to(asked)
    form = EvidenceForm(
        request.POST if request.method == "POST" else None,
        initial={"state": known.state, "proof": known.proof, "gap": known.gap}
        if known
        else None,
    )
    if form.is_valid():
        hub.prove(
            application=application,
            criterion=asked,
            by=request.user,
            **form.cleaned_data,
        )
        messages.success(request, _("Saved."))
        return redirect("roadmap:hub", city.code)
    return form_page(
        request,
        city,
        form,
        title=asked.title,
        intro=asked.asks,
        warning="" if asked.is_certain else asked.get_certainty_display(),
    )


@require_http_methods(["GET", "POST"])
def apply(request: PersonRequest, code: str) -> HttpResponse:
    city, application = find_candidacy(request, code)
    permissions.can_apply(
        request.user, application, unanswered=hub.unanswered(application)
    ).enforce()
    form = ApplyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            hub.apply(
                application=application,
                on=form.cleaned_data["applied_on"],
                by=request.user,
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("It is noted that the application was sent."))
            return redirect("roadmap:hub", city.code)
    return form_page(
        request,
        city,
        form,
        title=_("The application was sent"),
        intro=_("Send the dossier first, then note the day."),
    )


@require_http_methods(["GET", "POST"])
def decide(request: PersonRequest, code: str) -> HttpResponse:
    city, application = find_candidacy(request, code)
    permissions.can_decide(request.user, application).enforce()
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            hub.decide(application=application, by=request.user, **form.values())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The decision is noted."))
            return redirect("roadmap:hub", city.code)
    return form_page(
        request,
        city,
        form,
        title=_("The decision on the hub"),
        intro=_("Note what was decided; this page does not decide."),
    )


@require_safe
@limited("export")
def dossier_pdf(request: PersonRequest, code: str) -> HttpResponse:
    """Hand out the dossier on paper, in the language asked for."""
    city, _application = find_candidacy(request, code)
    language = request.GET.get("paper", PAPER_DEFAULT)
    if language not in LANGUAGES:
        raise Http404
    with override(language), spelled(words_of(city)):
        context = {
            "dossier": reports.build(city, timezone.localdate()),
            "foot": pdf.words_for_pages(),
        }
        html = render_to_string("roadmap/hub_dossier_pdf.html", context)
        name = quote(f"MCR2030 {_('Hub dossier')} {city.name}.pdf", safe="")
        try:
            content = pdf.render(html)
        except pdf.Unprintable as error:
            return HttpResponse(str(error), status=503, content_type="text/plain")
    plain = f"mcr2030-hub-{city.code}-{language}.pdf"
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = (
        f"inline; filename=\"{plain}\"; filename*=UTF-8''{name}"
    )
    response["Cache-Control"] = "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def find_candidacy(request: PersonRequest, code: str) -> tuple[City, HubApplication]:
    """Return the city with its latest candidacy, or 404 where there is none."""
    city = visible_city(request, code)
    application = HubApplication.objects.of_city(city)
    if application is None:
        raise Http404
    application.city = city
    return city, application


def form_page(
    request: PersonRequest, city: City, form: Form | ModelForm, **words: Any
) -> HttpResponse:
    """Show one form of the hub under its title, with a way back."""
    context = {"section": "cities", "city": city, "form": form, **words}
    status = 422 if form.errors else 200
    return render(request, "roadmap/hub_form.html", context, status=status)
