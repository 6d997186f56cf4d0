"""Pages on which a peer review is planned, offered, agreed, begun and stopped."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
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
from roadmap.actions import peers as actions
from roadmap.forms.peers import InviteForm, PlanForm, ReasonForm, TeamForm
from roadmap.models import PeerReview, Twinning
from roadmap.permissions import peers as permissions
from roadmap.permissions import twinnings as twinning_permissions
from roadmap.reports import peer_view
from roadmap.reports.peer_suggestions import suggestions
from roadmap.views.peer_pages import (
    find_city,
    find_review,
    form_page,
    steps_to,
    steps_to_city,
)

REVIEWS_A_PAGE = 20
GET_OR_POST = ["GET", "POST"]


@require_GET
def city(request: PersonRequest, code: str) -> HttpResponse:
    """List a city's peer reviews and twinnings, as host and as peer."""
    place = find_city(request, code)
    reviews = PeerReview.objects.visible_to(request.user).of_city(place)
    twinnings = Twinning.objects.visible_to(request.user).of_city(place)
    page = Paginator(reviews.with_parts().latest_first(), REVIEWS_A_PAGE)
    pairs = Paginator(twinnings.with_parts().latest_first(), REVIEWS_A_PAGE)
    return render(
        request,
        "roadmap/peers.html",
        {
            "section": "cities",
            "city": place,
            "page": page.get_page(request.GET.get("page")),
            "twinnings": pairs.get_page(request.GET.get("page")),
            "can_plan": permissions.can_plan(request.user, place),
            "can_propose": twinning_permissions.can_propose(request.user, place),
            "steps": steps_to_city(place),
        },
    )


@require_http_methods(GET_OR_POST)
def new(request: PersonRequest, code: str) -> HttpResponse:
    place = find_city(request, code)
    permissions.can_plan(request.user, place).enforce()
    form = PlanForm(request.POST or None, host=place)
    if request.method == "POST" and form.is_valid():
        try:
            review = actions.plan(host=place, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("roadmap:peer-invite", review.pk)
    return render(
        request,
        "roadmap/peer_plan.html",
        {
            "city": place,
            "form": form,
            "is_demo": place.is_demo,
            "back": reverse("roadmap:peers", args=[place.code]),
            "steps": steps_to_city(place, _("Plan a peer review")),
        },
        status=422 if form.errors else 200,
    )


@require_GET
def detail(request: PersonRequest, pk: int) -> HttpResponse:
    """Show where a review stands and what is next, as far as the person may know."""
    review = find_review(request, pk)
    return render(
        request,
        "roadmap/peer_review.html",
        {
            "review": review,
            "page": peer_view.build(request.user, review),
            "steps": steps_to(review),
        },
    )


@require_http_methods(GET_OR_POST)
def plan(request: PersonRequest, pk: int) -> HttpResponse:
    review = find_review(request, pk)
    permissions.can_change_plan(request.user, review).enforce()
    initial = {
        "assessment": review.assessment_id,
        "modules": review.codes,
        "scope": review.scope,
        "objectives": review.objectives,
    }
    form = PlanForm(request.POST or None, host=review.host, initial=initial)

    def save(data: dict[str, Any]) -> None:
        actions.change_plan(review=review, **data)

    return form_page(
        request,
        form=form,
        title=_("What the review looks at"),
        steps=steps_to(review, _("What the review looks at")),
        back=review.get_absolute_url(),
        save=save,
        done=_("The plan of the review was saved."),
        is_demo=review.is_demo,
        template="roadmap/peer_plan.html",
        city=review.host,
    )


@require_http_methods(GET_OR_POST)
def invite(request: PersonRequest, pk: int) -> HttpResponse:
    """Suggest cities with reasons, and ask one of them."""
    review = find_review(request, pk)
    permissions.can_invite(request.user, review).enforce()
    chosen = {"peer": request.GET.get("city", "")}
    form = InviteForm(request.POST or None, review=review, initial=chosen)
    if request.method == "POST" and form.is_valid():
        try:
            actions.invite(
                review=review,
                peer=form.cleaned_data["peer"],
                text=form.cleaned_data["invitation"],
                by=request.user,
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The invitation was sent."))
            return redirect(review)
    return render(
        request,
        "roadmap/peer_invite.html",
        {
            "review": review,
            "form": form,
            "page": suggestions(review, request.GET.get("page")),
            "steps": steps_to(review, _("Invite a peer city")),
        },
        status=422 if form.errors else 200,
    )


@require_http_methods(GET_OR_POST)
def agree(request: PersonRequest, pk: int) -> HttpResponse:
    review = find_review(request, pk)
    permissions.can_answer(request.user, review).enforce()
    initial = {
        "reviewers": [one.user_id for one in review.reviewers.all()],
        "starts_on": review.starts_on or timezone.localdate(),
        "ends_on": review.ends_on,
    }

    def save(data: dict[str, Any]) -> None:
        actions.agree(
            review=review,
            reviewers=list(data["reviewers"]),
            starts_on=data["starts_on"],
            ends_on=data["ends_on"],
            by=request.user,
        )

    return form_page(
        request,
        form=TeamForm(request.POST or None, review=review, initial=initial),
        title=_("Agree, and name your team"),
        lead=_(
            "The host confirms your team and the dates. Only then do the reviewers get "
            "access."
        ),
        button=_("Agree and propose the team"),
        steps=steps_to(review, _("Agree, and name your team")),
        back=review.get_absolute_url(),
        save=save,
        done=_("You agreed. The host now confirms the team and the dates."),
        is_demo=review.is_demo,
    )


@require_http_methods(GET_OR_POST)
def decline(request: PersonRequest, pk: int) -> HttpResponse:
    review = find_review(request, pk)
    permissions.can_answer(request.user, review).enforce()

    def save(data: dict[str, Any]) -> None:
        actions.decline(review=review, by=request.user, **data)

    return form_page(
        request,
        form=ReasonForm(request.POST or None),
        title=_("Decline the invitation"),
        lead=_("The host reads your reason and can ask another city."),
        button=_("Decline the invitation"),
        steps=steps_to(review, _("Decline the invitation")),
        back=review.get_absolute_url(),
        save=save,
        done=_("You declined. The host was told why."),
        is_demo=review.is_demo,
    )


@require_POST
def confirm(request: PersonRequest, pk: int) -> HttpResponse:
    review = find_review(request, pk)
    permissions.can_confirm(request.user, review).enforce()
    try:
        actions.confirm(review=review, by=request.user)
    except ValidationError as error:
        for sentence in error.messages:
            messages.error(request, sentence)
    else:
        messages.success(
            request, _("The review has begun: its evidence is frozen, the team is in.")
        )
    return redirect("roadmap:peer-review", pk)


@require_POST
def again(request: PersonRequest, pk: int) -> HttpResponse:
    """Plan the same review for another peer."""
    review = find_review(request, pk)
    permissions.can_ask_again(request.user, review).enforce()
    try:
        planned = actions.plan_again(review=review, by=request.user)
    except ValidationError as error:
        for sentence in error.messages:
            messages.error(request, sentence)
        return redirect("roadmap:peer-review", pk)
    return redirect("roadmap:peer-invite", planned.pk)


@require_http_methods(GET_OR_POST)
def stop(request: PersonRequest, pk: int) -> HttpResponse:
    review = find_review(request, pk)
    permissions.can_stop(request.user, review).enforce()

    def save(data: dict[str, Any]) -> None:
        actions.stop(review=review, **data)

    return form_page(
        request,
        form=ReasonForm(request.POST or None),
        title=_("Stop the review"),
        lead=_(
            "The reviewers' access ends at once. What was written stays readable for "
            "both leads, and no report comes of it."
        ),
        button=_("Stop the review"),
        steps=steps_to(review, _("Stop the review")),
        back=review.get_absolute_url(),
        save=save,
        done=_("The review was stopped."),
        is_demo=review.is_demo,
    )


@require_POST
def release(request: PersonRequest, pk: int, reviewer: int) -> HttpResponse:
    review = find_review(request, pk)
    permissions.can_release(request.user, review).enforce()
    one = get_object_or_404(review.reviewers.select_related("review"), pk=reviewer)
    actions.release(reviewer=one)
    messages.success(request, _("%(name)s is off the team.") % {"name": one.user.name})
    return redirect("roadmap:peer-review", pk)
