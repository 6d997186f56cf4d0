"""The roadmap of a city: where it stands, its criteria, its way between stages."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from cities.limits import limited
from cities.models import City
from cities.requests import PersonRequest
from roadmap import overview as overviews
from roadmap.actions import stages as actions
from roadmap.forms.stages import (
    AskForm,
    DecideForm,
    MetForm,
    StageForm,
    TakeBackForm,
)
from roadmap.models import CriterionMet, StageCriterion, StageEntry, StageRequest
from roadmap.permissions import stages as permissions
from scorecard.views import files

Steps = list[tuple[str, str]]


@require_GET
def overview(request: PersonRequest, code: str) -> HttpResponse:
    city = find_city(request, code)
    page = overviews.of(city, request.user)
    standing = page.standing
    may_ask = permissions.can_ask(request.user, city, standing.entry, standing.waiting)
    context = {
        "section": "roadmap",
        "city": city,
        "page": page,
        "standing": standing,
        "can_mark": permissions.can_mark(request.user, city),
        "can_ask": may_ask,
        "can_record": permissions.can_record_stage(request.user),
        "waiting_days": standing.waiting
        and standing.waiting.days(timezone.localdate()),
    }
    return render(request, "roadmap/overview.html", context)


@require_http_methods(["GET", "POST"])
def criterion(request: PersonRequest, code: str, criterion: str) -> HttpResponse:
    """Show a criterion with its history; its lead says here what proves it."""
    city, asked = find_city(request, code), _criterion(criterion)
    item = overviews.one_item(city, request.user, asked)
    can_mark = permissions.can_mark(request.user, city)
    form = MetForm(request.POST or None, city=city)
    if request.method == "POST":
        can_mark.enforce()
        if form.is_valid():
            actions.meet(
                city=city, criterion=asked, by=request.user, **form.cleaned_data
            )
            messages.success(request, _("The criterion is met now."))
            return redirect("roadmap:overview", city.code)
    context = {
        "section": "roadmap",
        "city": city,
        "item": item,
        "form": form,
        "take_back": TakeBackForm(),
        "can_mark": can_mark,
        "steps": _steps(city, asked.title),
    }
    status = 422 if form.errors else 200
    return render(request, "roadmap/criterion.html", context, status=status)


@require_POST
def criterion_open(request: PersonRequest, code: str, criterion: str) -> HttpResponse:
    city, asked = find_city(request, code), _criterion(criterion)
    permissions.can_mark(request.user, city).enforce()
    item = overviews.one_item(city, request.user, asked)
    if item.met is None:
        messages.error(request, _("The criterion is open already."))
        return redirect("roadmap:criterion", city.code, asked.code)
    form = TakeBackForm(request.POST)
    if form.is_valid():
        actions.take_back(
            met=item.met, reason=form.cleaned_data["reason"], by=request.user
        )
        messages.success(request, _("The criterion is open again."))
        return redirect("roadmap:criterion", city.code, asked.code)
    context = {
        "section": "roadmap",
        "city": city,
        "item": item,
        "form": MetForm(city=city),
        "take_back": form,
        "can_mark": permissions.can_mark(request.user, city),
        "steps": _steps(city, asked.title),
    }
    return render(request, "roadmap/criterion.html", context, status=422)


@require_GET
@limited("export")
def criterion_file(request: PersonRequest, pk: int) -> FileResponse:
    """Hand out the document of a criterion: who decides must be able to read it."""
    seen = CriterionMet.objects.visible_to(request.user).select_related("evidence")
    evidence = get_object_or_404(seen, pk=pk).evidence
    if evidence is None or not evidence.file:
        raise Http404
    return files.attachment(evidence)


@require_http_methods(["GET", "POST"])
def ask(request: PersonRequest, code: str) -> HttpResponse:
    city = find_city(request, code)
    standing = overviews.standings([city])[city.pk]
    permissions.can_ask(request.user, city, standing.entry, standing.waiting).enforce()
    form = AskForm(request.POST or None, has_open=bool(standing.open))
    if standing.entry is not None and form.is_valid():
        try:
            actions.ask(
                city=city, entry=standing.entry, by=request.user, **form.cleaned_data
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The request is with the focal point now."))
            return redirect("roadmap:overview", city.code)
    context = {
        "section": "roadmap",
        "city": city,
        "standing": standing,
        "form": form,
        "steps": _steps(city, _("Ask to move on")),
    }
    status = 422 if form.errors else 200
    return render(request, "roadmap/ask.html", context, status=status)


@require_http_methods(["GET", "POST"])
def decide(request: PersonRequest, pk: int) -> HttpResponse:
    """Show a request with the checklist beside it; a focal point decides here."""
    asked = _request(request, pk)
    may_decide = permissions.can_decide(request.user, asked)
    form = DecideForm(request.POST or None)
    if request.method == "POST":
        may_decide.enforce()
        if form.is_valid():
            return _decided(request, asked, form)
    page = overviews.of(asked.city, request.user)
    codes = set(asked.open_codes)
    context = {
        "section": "roadmap",
        "city": asked.city,
        "asked": asked,
        "page": page,
        "checklist": next(
            one for one in page.checklists if one.stage == asked.entry.stage
        ),
        "were_open": [one for one in page.items if one.criterion.code in codes],
        "form": form,
        "can_decide": may_decide,
        "can_take_back": permissions.can_take_back(request.user, asked),
        "steps": _steps(asked.city, _("Request")),
    }
    status = 422 if form.errors else 200
    return render(request, "roadmap/request.html", context, status=status)


def _decided(
    request: PersonRequest, asked: StageRequest, form: DecideForm
) -> HttpResponse:
    text = form.cleaned_data["text"]
    if form.cleaned_data["decision"] == DecideForm.AGREE:
        entry = actions.agree(asked=asked, text=text, by=request.user)
        messages.success(
            request,
            _("%(city)s is in %(stage)s now.")
            % {"city": asked.city, "stage": entry.as_stage.full_name},
        )
    else:
        actions.answer(asked=asked, text=text, by=request.user)
        messages.success(request, _("The answer is with the city now."))
    return redirect("roadmap:overview", asked.city.code)


@require_POST
def withdraw(request: PersonRequest, pk: int) -> HttpResponse:
    asked = _request(request, pk)
    permissions.can_take_back(request.user, asked).enforce()
    actions.withdraw(asked=asked, by=request.user)
    messages.success(request, _("The request is taken back."))
    return redirect("roadmap:overview", asked.city.code)


@require_http_methods(["GET", "POST"])
def record(request: PersonRequest, code: str) -> HttpResponse:
    """Let a focal point record the stage: a city may come in at any of them."""
    city = find_city(request, code)
    permissions.can_record_stage(request.user).enforce()
    current = StageEntry.objects.of_city(city).current().first()
    form = StageForm(request.POST or None, current=current)
    if form.is_valid():
        entry = actions.enter(
            city=city,
            stage=form.cleaned_data["stage"],
            since=form.cleaned_data["since"],
            note=form.cleaned_data["note"],
            expected=current,
            by=request.user,
        )
        messages.success(
            request,
            _("%(city)s is in %(stage)s now.")
            % {"city": city, "stage": entry.as_stage.full_name},
        )
        return redirect("roadmap:overview", city.code)
    context = {
        "section": "roadmap",
        "city": city,
        "current": current,
        "form": form,
        "steps": _steps(city, _("Record the stage")),
    }
    status = 422 if form.errors else 200
    return render(request, "roadmap/record_stage.html", context, status=status)


def find_city(request: PersonRequest, code: str) -> City:
    """Return the city, or 404 for all but its team and the focal points."""
    return get_object_or_404(City.objects.visible_to(request.user), code=code)


def _criterion(code: str) -> StageCriterion:
    return get_object_or_404(StageCriterion.objects.in_use(), code=code)


def _request(request: PersonRequest, pk: int) -> StageRequest:
    seen = StageRequest.objects.visible_to(request.user).with_parts()
    return get_object_or_404(seen, pk=pk)


def _steps(city: City, title: str) -> Steps:
    return [
        (_("Local governments"), reverse("cities:list")),
        (city.name, city.get_absolute_url()),
        (_("Roadmap"), reverse("roadmap:overview", args=[city.code])),
        (title, ""),
    ]
