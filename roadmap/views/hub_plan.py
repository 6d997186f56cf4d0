"""Commitments of a hub and its ledger."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cities.requests import PersonRequest
from roadmap.actions import hub
from roadmap.forms.hub import CommitmentForm, EntryForm
from roadmap.models import HubCommitment
from roadmap.permissions import hub as permissions
from roadmap.views.hub import find_candidacy, form_page


@require_http_methods(["GET", "POST"])
def new(request: PersonRequest, code: str) -> HttpResponse:
    return _write(request, code, None)


@require_http_methods(["GET", "POST"])
def edit(request: PersonRequest, code: str, pk: int) -> HttpResponse:
    _city, application = find_candidacy(request, code)
    return _write(request, code, get_object_or_404(application.commitments, pk=pk))


@require_POST
def drop(request: PersonRequest, code: str, pk: int) -> HttpResponse:
    city, application = find_candidacy(request, code)
    commitment = get_object_or_404(application.commitments, pk=pk)
    hub.drop(commitment=commitment, by=request.user)
    messages.success(request, _("The commitment is taken out."))
    return redirect("roadmap:hub", city.code)


@require_http_methods(["GET", "POST"])
def enter(request: PersonRequest, code: str) -> HttpResponse:
    """Write a line of the ledger."""
    city, application = find_candidacy(request, code)
    permissions.can_edit(request.user, application).enforce()
    posted = request.POST if request.method == "POST" else None
    form = EntryForm(posted, application=application)
    if form.is_valid():
        hub.enter(application=application, values=form.cleaned_data, by=request.user)
        messages.success(request, _("The line is in the ledger."))
        return redirect("roadmap:hub", city.code)
    return form_page(
        request,
        city,
        form,
        title=_("A line of the ledger"),
        intro=_("What the city gave: money, or work and things in kind."),
    )


@require_POST
def strike(request: PersonRequest, code: str, pk: int) -> HttpResponse:
    city, application = find_candidacy(request, code)
    entry = get_object_or_404(application.entries, pk=pk)
    hub.strike(entry=entry, by=request.user)
    messages.success(request, _("The line is taken out of the ledger."))
    return redirect("roadmap:hub", city.code)


def _write(
    request: PersonRequest, code: str, commitment: HubCommitment | None
) -> HttpResponse:
    city, application = find_candidacy(request, code)
    permissions.can_edit(request.user, application).enforce()
    posted = request.POST if request.method == "POST" else None
    form = CommitmentForm(
        posted,
        city=city,
        instance=commitment or HubCommitment(application=application),
    )
    if form.is_valid():
        hub.promise(
            application=application,
            values=form.cleaned_data,
            commitment=commitment,
            by=request.user,
        )
        messages.success(request, _("The commitment is saved."))
        return redirect("roadmap:hub", city.code)
    drop_url = (
        reverse("roadmap:hub-drop", args=[city.code, commitment.pk])
        if commitment
        else ""
    )
    return form_page(
        request,
        city,
        form,
        title=_("A commitment of the hub"),
        intro=_("What the city will do for others in the three years."),
        drop_url=drop_url,
    )
