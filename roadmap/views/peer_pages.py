"""What the pages of a peer review share: finding it, the way to it, a form's page."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from cities.models import City
from cities.permissions import can_see
from cities.requests import PersonRequest
from roadmap.models import PeerReview, ReviewModule

Steps = list[tuple[str, str | None]]


def find_city(request: PersonRequest, code: str) -> City:
    """Return the city, or 404 for all but its team and the focal point."""
    city: City = get_object_or_404(City.objects.select_related("district"), code=code)
    if not can_see(request.user, city):
        raise Http404
    return city


def find_review(request: PersonRequest, pk: int) -> PeerReview:
    """Return the review, or 404 for all who may not know of it."""
    visible = PeerReview.objects.visible_to(request.user).with_parts()
    return get_object_or_404(visible, pk=pk)


def find_module(review: PeerReview, code: str) -> ReviewModule:
    """Return the module, or 404 for one that is outside the agreement."""
    for one in review.modules.all():
        if one.code == code:
            one.review = review
            return one
    raise Http404


def steps_to_city(city: City, here: str = "") -> Steps:
    steps: Steps = [(city.name, reverse("home"))]
    title = _("Peer reviews and twinning")
    if not here:
        return [*steps, (title, None)]
    return [*steps, (title, reverse("roadmap:peers", args=[city.code])), (here, None)]


def steps_to(review: PeerReview, here: str = "") -> Steps:
    """Return the way to a page of the review, without what a reviewer cannot open."""
    title = _("Peer review: %(cities)s") % {"cities": review}
    steps: Steps = [(_("Home"), reverse("home"))]
    if not here:
        return [*steps, (title, None)]
    return [*steps, (title, review.get_absolute_url()), (here, None)]


def form_page(
    request: PersonRequest,
    *,
    form: forms.BaseForm,
    title: str,
    steps: Steps,
    back: str,
    save: Callable[[dict[str, Any]], Any],
    done: str,
    button: str = "",
    lead: str = "",
    is_demo: bool = False,
    template: str = "roadmap/peer_form.html",
    **context: Any,
) -> HttpResponse:
    """Show a form, or save what it says and go back; what is wrong stays typed."""
    if request.method == "POST" and form.is_valid():
        try:
            save(form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, done)
            return redirect(back)
    context |= {
        "form": form,
        "title": title,
        "lead": lead,
        "button": button or _("Save"),
        "back": back,
        "steps": steps,
        "is_demo": is_demo,
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, template, context, status=status)
