"""Joining step by step: the public page, a city's steps, its letter, its membership."""

from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from cities.limits import limited
from cities.models import City, Membership
from cities.permissions import can_manage_people
from cities.requests import AnyRequest, PersonRequest
from roadmap import overview as overviews
from roadmap.actions import joining as actions
from roadmap.forms.joining import ConfirmForm, LetterForm, SelfAssessmentForm
from roadmap.models import Letter, SelfAssessment
from roadmap.permissions import joining as permissions
from roadmap.reports import letter as letters
from roadmap.views.stages import find_city
from scorecard import pdf
from scorecard.views import files

LANGUAGES = dict(settings.LANGUAGES)
# Letters of a local government are in Cyrillic, the official script.
PAPER_DEFAULT = "sr"


@login_not_required
@require_GET
def join(request: AnyRequest) -> HttpResponse:
    return render(request, "roadmap/join.html", {"section": "join"})


@require_GET
def steps(request: PersonRequest, code: str) -> HttpResponse:
    return _steps_page(request, find_city(request, code))


@require_http_methods(["GET", "POST"])
def self_assessment(request: PersonRequest, code: str) -> HttpResponse:
    """Ask six short questions; say what they point to; let people choose."""
    city = find_city(request, code)
    permissions.can_prepare(request.user, city).enforce()
    form = SelfAssessmentForm(request.POST or None)
    is_answered = form.is_valid()
    if is_answered and form.cleaned_data["stage"]:
        chosen = actions.assess(
            city=city,
            answers=form.answers,
            stage=form.cleaned_data["stage"],
            by=request.user,
        )
        messages.success(
            request,
            _("You have chosen: %(stage)s.") % {"stage": chosen.as_stage.full_name},
        )
        return redirect("roadmap:joining", city.code)
    context = {
        "section": "roadmap",
        "city": city,
        "form": form,
        "suggested": form.suggested if is_answered else None,
        "steps": _crumbs(city, _("Which stage are we in?")),
    }
    status = 422 if form.errors else 200
    return render(request, "roadmap/self_assessment.html", context, status=status)


@require_safe
@limited("export")
def letter_pdf(request: PersonRequest, code: str) -> HttpResponse:
    city = find_city(request, code)
    language = request.GET.get("paper", PAPER_DEFAULT)
    if language not in LANGUAGES:
        raise Http404
    try:
        content = letters.paper(city, language)
    except pdf.Unprintable as error:
        context = {"city": city, "reason": str(error)}
        return render(request, "roadmap/letter_unprintable.html", context, status=503)
    with override(language):
        kind = _("Letter of commitment")
        name = quote(f"{kind} {city.name}.pdf", safe="")
    response = HttpResponse(content, content_type="application/pdf")
    plain = f"mcr2030-letter-{city.code}-{language}.pdf"
    response["Content-Disposition"] = (
        f"inline; filename=\"{plain}\"; filename*=UTF-8''{name}"
    )
    response["Cache-Control"] = "private, no-cache"
    return response


@require_http_methods(["GET", "POST"])
def letter_upload(request: PersonRequest, code: str) -> HttpResponse:
    city = find_city(request, code)
    permissions.can_prepare(request.user, city).enforce()
    form = LetterForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        data, file = form.cleaned_data, form.cleaned_data["file"]
        with files.keeping(form):
            actions.bring_letter(
                city=city,
                by=request.user,
                signatory=data["signatory"],
                number=data["number"],
                signed_on=data["signed_on"],
                file_name=file.name,
                file_type=form.file_type,
                file_content=file.read(),
            )
            messages.success(request, _("The signed letter is here."))
            return redirect("roadmap:joining", city.code)
    context = {
        "section": "roadmap",
        "city": city,
        "form": form,
        "steps": _crumbs(city, _("Signed letter")),
    }
    status = 422 if form.errors else 200
    return render(request, "roadmap/letter_upload.html", context, status=status)


@require_GET
@limited("export")
def letter_file(request: PersonRequest, pk: int) -> FileResponse:
    """Hand the scan out as an attachment to the team and to focal points."""
    seen = Letter.objects.visible_to(request.user).select_related("evidence")
    evidence = get_object_or_404(seen, pk=pk).evidence
    return files.attachment(evidence)


@require_POST
def confirm(request: PersonRequest, code: str) -> HttpResponse:
    city = find_city(request, code)
    permissions.can_confirm(request.user, city).enforce()
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        return _steps_page(request, city, form)
    actions.confirm(city=city, by=request.user, **form.cleaned_data)
    messages.success(
        request, _("%(city)s is a member of MCR2030 now.") % {"city": city.name}
    )
    return redirect("roadmap:joining", city.code)


def _steps_page(
    request: PersonRequest, city: City, form: ConfirmForm | None = None
) -> HttpResponse:
    chosen = SelfAssessment.objects.of_city(city).select_related("by").first()
    letters_here = Letter.objects.of_city(city).select_related("evidence", "by")
    initial = {"since": timezone.localdate(), "stage": chosen and chosen.stage}
    leads = Membership.objects.current().leads_of(city).select_related("user")
    context = {
        "section": "roadmap",
        "city": city,
        "chosen": chosen,
        "letter": letters_here.first(),
        "leads": leads.by_role(),
        "standing": overviews.standings([city])[city.pk],
        "can_prepare": permissions.can_prepare(request.user, city),
        "can_invite": can_manage_people(request.user, city),
        "can_confirm": permissions.can_confirm(request.user, city),
        "form": form or ConfirmForm(initial=initial),
        "languages": settings.LANGUAGES,
        "steps": _crumbs(city, _("Joining")),
    }
    status = 422 if form is not None else 200
    return render(request, "roadmap/joining.html", context, status=status)


def _crumbs(city: City, title: str) -> list[tuple[str, str]]:
    return [
        (_("Local governments"), reverse("cities:list")),
        (city.name, city.get_absolute_url()),
        (_("Roadmap"), reverse("roadmap:overview", args=[city.code])),
        (title, ""),
    ]
