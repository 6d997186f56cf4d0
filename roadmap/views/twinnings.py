"""Pages of a twinning: proposed, answered, lived and ended with results."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from cities.requests import PersonRequest
from roadmap.actions import twinnings as actions
from roadmap.forms.peers import ReasonForm
from roadmap.forms.twinnings import MeetingForm, ResultsForm, TwinningForm
from roadmap.models import Twinning
from roadmap.permissions import twinnings as permissions
from roadmap.views.peer_pages import Steps, find_city, form_page, steps_to_city

GET_OR_POST = ["GET", "POST"]
MEETINGS_A_PAGE = 30


@require_http_methods(GET_OR_POST)
def new(request: PersonRequest, code: str) -> HttpResponse:
    city = find_city(request, code)
    permissions.can_propose(request.user, city).enforce()
    today = timezone.localdate()

    def save(data: dict[str, Any]) -> None:
        act = actions.propose if "other" in data else actions.record
        act(city=city, by=request.user, **data)

    title = _("New twinning")
    is_abroad = bool(request.POST.get("abroad_city"))
    return form_page(
        request,
        form=TwinningForm(
            request.POST or None, city=city, initial={"starts_on": today}
        ),
        title=title,
        lead=_(
            "Two cities learn from each other for a year or two, on a few subjects."
        ),
        button=_("Save the twinning"),
        steps=steps_to_city(city, title),
        back=reverse("roadmap:peers", args=[code]),
        save=save,
        done=_("The twinning is recorded.")
        if is_abroad
        else _("The proposal was sent."),
        is_demo=city.is_demo,
        template="roadmap/twinning_new.html",
    )


@require_GET
def detail(request: PersonRequest, pk: int) -> HttpResponse:
    twinning = _twinning(request, pk)
    page = Paginator(twinning.meetings.all(), MEETINGS_A_PAGE)
    return render(
        request,
        "roadmap/twinning.html",
        {
            "twinning": twinning,
            "page": page.get_page(request.GET.get("page")),
            "can_answer": permissions.can_answer(request.user, twinning),
            "can_keep": permissions.can_keep(request.user, twinning),
            "steps": _steps(twinning),
        },
    )


@require_POST
def agree(request: PersonRequest, pk: int) -> HttpResponse:
    twinning = _twinning(request, pk)
    permissions.can_answer(request.user, twinning).enforce()
    actions.agree(twinning=twinning, by=request.user)
    messages.success(request, _("The twinning is agreed."))
    return redirect(twinning)


@require_http_methods(GET_OR_POST)
def decline(request: PersonRequest, pk: int) -> HttpResponse:
    twinning = _twinning(request, pk)
    permissions.can_answer(request.user, twinning).enforce()

    def save(data: dict[str, Any]) -> None:
        actions.decline(twinning=twinning, by=request.user, **data)

    title = _("Decline the twinning")
    return form_page(
        request,
        form=ReasonForm(request.POST or None),
        title=title,
        button=title,
        steps=_steps(twinning, title),
        back=twinning.get_absolute_url(),
        save=save,
        done=_("You declined. The other city was told why."),
        is_demo=twinning.is_demo,
    )


@require_http_methods(GET_OR_POST)
def meeting(request: PersonRequest, pk: int) -> HttpResponse:
    twinning = _twinning(request, pk)
    permissions.can_keep(request.user, twinning).enforce()

    def save(data: dict[str, Any]) -> None:
        actions.meet(twinning=twinning, by=request.user, **data)

    title = _("Note a meeting")
    return form_page(
        request,
        form=MeetingForm(request.POST or None),
        title=title,
        steps=_steps(twinning, title),
        back=twinning.get_absolute_url(),
        save=save,
        done=_("The meeting was saved."),
        is_demo=twinning.is_demo,
    )


@require_http_methods(GET_OR_POST)
def end(request: PersonRequest, pk: int) -> HttpResponse:
    twinning = _twinning(request, pk)
    permissions.can_keep(request.user, twinning).enforce()

    def save(data: dict[str, Any]) -> None:
        actions.end(twinning=twinning, **data)

    title = _("End the twinning with its results")
    return form_page(
        request,
        form=ResultsForm(request.POST or None),
        title=title,
        button=_("Save the results and end it"),
        steps=_steps(twinning, title),
        back=twinning.get_absolute_url(),
        save=save,
        done=_("The results were saved; the twinning has ended."),
        is_demo=twinning.is_demo,
    )


def _twinning(request: PersonRequest, pk: int) -> Twinning:
    """Return the twinning, or 404 for all who may not know of it."""
    visible = Twinning.objects.visible_to(request.user).with_parts()
    return get_object_or_404(visible, pk=pk)


def _steps(twinning: Twinning, here: str = "") -> Steps:
    title = _("Twinning: %(cities)s") % {"cities": twinning}
    steps: Steps = [(_("Home"), reverse("home"))]
    if not here:
        return [*steps, (title, None)]
    return [*steps, (title, twinning.get_absolute_url()), (here, None)]
