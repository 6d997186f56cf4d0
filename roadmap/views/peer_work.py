"""Pages on which both sides work: evidence, agenda, findings, recommendations."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from cities.requests import PersonRequest
from roadmap.actions import peer_packs
from roadmap.actions import peer_work as actions
from roadmap.forms.peer_work import (
    AgendaForm,
    ExpectedForm,
    FindingForm,
    FollowUpForm,
    ItemsForm,
    RecommendationForm,
    TakeUpForm,
)
from roadmap.forms.peers import ReasonForm
from roadmap.models import FollowUp, PeerReview, Recommendation
from roadmap.permissions import peers as permissions
from roadmap.reports import peer_evidence, peer_view
from roadmap.views.peer_pages import find_module, find_review, form_page, steps_to

GET_OR_POST = ["GET", "POST"]
LINES_A_PAGE = 50


@require_GET
def evidence(request: PersonRequest, pk: int, module: str) -> HttpResponse:
    """Show one module of the frozen pack to the host and its reviewers."""
    review = _begun(request, pk)
    if not permissions.reads_pack(request.user, review):
        raise Http404
    chosen = find_module(review, module)
    lines = peer_view.module_lines(review)
    name = next(one.name for one in lines if one.code == module)
    return render(
        request,
        "roadmap/peer_evidence.html",
        {
            "review": review,
            "module": chosen,
            "name": name,
            "lines": lines,
            "page": peer_evidence.module_page(review, chosen),
            "can_find": permissions.can_find(request.user, review),
            "steps": steps_to(review, f"{module}. {name}"),
        },
    )


@require_http_methods(GET_OR_POST)
def items(request: PersonRequest, pk: int, module: str) -> HttpResponse:
    """Let the host say what to read first in a module."""
    review = find_review(request, pk)
    chosen = find_module(review, module)
    permissions.can_name_items(request.user, review).enforce()
    initial = {}
    for number, one in enumerate(chosen.items.all(), start=1):
        initial[f"title_{number}"] = one.title
        initial[f"summary_{number}"] = one.summary
    form = ItemsForm(request.POST or None, initial=initial)

    def save(_data: dict[str, Any]) -> None:
        peer_packs.name_items(module=chosen, items=form.items)

    title = _("What to read first: module %(module)s") % {"module": module}
    return form_page(
        request,
        form=form,
        title=title,
        lead=_(
            "Three to five documents that tell most, each with a short summary. Where "
            "they are kept stands with the answers."
        ),
        steps=steps_to(review, title),
        back=review.get_absolute_url(),
        save=save,
        done=_("The documents were saved."),
        is_demo=review.is_demo,
    )


@require_http_methods(GET_OR_POST)
def finding(request: PersonRequest, pk: int, module: str, code: str) -> HttpResponse:
    """Let a reviewer say something about one indicator."""
    review = _begun(request, pk)
    if not permissions.reads_pack(request.user, review):
        raise Http404
    chosen = find_module(review, module)
    answer = peer_evidence.frozen_answer(review, chosen, code)
    if answer is None:
        raise Http404
    permissions.can_find(request.user, review).enforce()
    own = next((one for one in answer.findings if one.by_id == request.user.pk), None)
    initial = (
        {"is_good_practice": own.is_good_practice, "comment": own.comment}
        if own
        else {}
    )

    def save(data: dict[str, Any]) -> None:
        actions.find(module=chosen, code=code, by=request.user, **data)

    page = reverse("roadmap:peer-evidence", args=[pk, module])
    return form_page(
        request,
        form=FindingForm(request.POST or None, initial=initial),
        title=_("Your finding: %(code)s") % {"code": f"{code} {answer.title}"},
        steps=steps_to(review, code),
        back=f"{page}#{code}",
        save=save,
        done=_("Your finding was saved."),
        is_demo=review.is_demo,
        template="roadmap/peer_finding.html",
        answer=answer,
        review=review,
    )


@require_GET
def agenda(request: PersonRequest, pk: int) -> HttpResponse:
    review = _worked_on(request, pk)
    page = Paginator(review.agenda.all(), LINES_A_PAGE)
    return render(
        request,
        "roadmap/peer_agenda.html",
        {
            "review": review,
            "page": page.get_page(request.GET.get("page")),
            "can_change": permissions.can_change_agenda(request.user, review),
            "steps": steps_to(review, _("Agenda")),
        },
    )


@require_http_methods(GET_OR_POST)
def agenda_item(
    request: PersonRequest, pk: int, item: int | None = None
) -> HttpResponse:
    """Add a meeting, or change one."""
    review = _worked_on(request, pk)
    permissions.can_change_agenda(request.user, review).enforce()
    known = get_object_or_404(review.agenda, pk=item) if item else None
    form = AgendaForm(
        request.POST or None, instance=known, initial={"day": review.starts_on}
    )

    def save(data: dict[str, Any]) -> None:
        actions.put_on_agenda(review=review, item=known, **data)

    title = _("Meeting of the visit")
    return form_page(
        request,
        form=form,
        title=title,
        steps=steps_to(review, title),
        back=reverse("roadmap:peer-agenda", args=[pk]),
        save=save,
        done=_("The meeting was saved."),
        is_demo=review.is_demo,
    )


@require_POST
def agenda_delete(request: PersonRequest, pk: int, item: int) -> HttpResponse:
    review = _worked_on(request, pk)
    permissions.can_change_agenda(request.user, review).enforce()
    known = get_object_or_404(review.agenda.select_related("review"), pk=item)
    actions.take_off_agenda(item=known)
    messages.success(request, _("The meeting was taken off the agenda."))
    return redirect("roadmap:peer-agenda", pk)


@require_GET
def recommendations(request: PersonRequest, pk: int) -> HttpResponse:
    """List what is advised, and what the host does with it."""
    review = _worked_on(request, pk)
    listed = review.recommendations.select_related("by", "action__plan")
    page = Paginator(listed, LINES_A_PAGE)
    return render(
        request,
        "roadmap/peer_recommendations.html",
        {
            "review": review,
            "page": page.get_page(request.GET.get("page")),
            "can_recommend": permissions.can_recommend(request.user, review),
            "leads_host": permissions.leads_host(request.user, review),
            "steps": steps_to(review, _("Recommendations")),
        },
    )


@require_http_methods(GET_OR_POST)
def recommendation(
    request: PersonRequest, pk: int, advice: int | None = None
) -> HttpResponse:
    """Advise the host, or change what was advised."""
    review = _worked_on(request, pk)
    permissions.can_recommend(request.user, review).enforce()
    known = get_object_or_404(review.recommendations, pk=advice) if advice else None
    names = ("area", "description", "justification", "horizon")
    initial = {name: getattr(known, name) for name in names} if known else {}

    def save(data: dict[str, Any]) -> None:
        actions.recommend(review=review, by=request.user, recommendation=known, **data)

    title = _("Recommendation")
    return form_page(
        request,
        form=RecommendationForm(request.POST or None, initial=initial),
        title=title,
        lead=_("It does not bind the host, who says what it does with it."),
        steps=steps_to(review, title),
        back=reverse("roadmap:peer-recommendations", args=[pk]),
        save=save,
        done=_("The recommendation was saved."),
        is_demo=review.is_demo,
    )


@require_POST
def withdraw(request: PersonRequest, pk: int, advice: int) -> HttpResponse:
    review = _worked_on(request, pk)
    permissions.can_recommend(request.user, review).enforce()
    known = _recommendation(review, advice)
    actions.withdraw(recommendation=known, by=request.user)
    messages.success(request, _("The recommendation was taken back."))
    return redirect("roadmap:peer-recommendations", pk)


@require_http_methods(GET_OR_POST)
def take_up(request: PersonRequest, pk: int, advice: int) -> HttpResponse:
    """Tie a recommendation to the action that carries it out."""
    review = _worked_on(request, pk)
    known = _recommendation(review, advice)
    permissions.can_take_up(request.user, known).enforce()

    def save(data: dict[str, Any]) -> None:
        actions.take_up(recommendation=known, action=data["action"])

    title = _("Take up a recommendation")
    return form_page(
        request,
        form=TakeUpForm(request.POST or None, host=review.host),
        title=title,
        lead=known.description,
        button=_("Tie it to this action"),
        steps=steps_to(review, title),
        back=reverse("roadmap:peer-recommendations", args=[pk]),
        save=save,
        done=_("The recommendation now leads to the action."),
        is_demo=review.is_demo,
        template="roadmap/peer_take_up.html",
        review=review,
        recommendation=known,
    )


@require_http_methods(GET_OR_POST)
def turn_down(request: PersonRequest, pk: int, advice: int) -> HttpResponse:
    review = _worked_on(request, pk)
    known = _recommendation(review, advice)
    permissions.can_take_up(request.user, known).enforce()

    def save(data: dict[str, Any]) -> None:
        actions.turn_down(recommendation=known, **data)

    title = _("Do not take up a recommendation")
    return form_page(
        request,
        form=ReasonForm(request.POST or None),
        title=title,
        lead=known.description,
        steps=steps_to(review, title),
        back=reverse("roadmap:peer-recommendations", args=[pk]),
        save=save,
        done=_("Your reason was saved."),
        is_demo=review.is_demo,
    )


@require_http_methods(GET_OR_POST)
def expect(request: PersonRequest, pk: int) -> HttpResponse:
    """Say what the own side expects, without the other's words."""
    review = _worked_on(request, pk)
    permissions.can_expect(request.user, review).enforce()
    side = permissions.side_of(request.user, review)
    said = next(iter(review.expected.of_side(side)), None)

    def save(data: dict[str, Any]) -> None:
        actions.expect(review=review, side=side, by=request.user, **data)

    title = _("What we expect of the review")
    return form_page(
        request,
        form=ExpectedForm(request.POST or None, instance=said),
        title=title,
        lead=_(
            "Each side says it on its own. You read the other's words once you have "
            "saved yours."
        ),
        steps=steps_to(review, title),
        back=review.get_absolute_url(),
        save=save,
        done=_("What you expect was saved."),
        is_demo=review.is_demo,
    )


@require_http_methods(GET_OR_POST)
def follow_up(request: PersonRequest, pk: int, months: int) -> HttpResponse:
    review = _worked_on(request, pk)
    if months not in FollowUp.Months.values:
        raise Http404
    permissions.can_follow_up(request.user, review).enforce()
    said = next(iter(review.follow_ups.of_months(months)), None)

    def save(data: dict[str, Any]) -> None:
        actions.follow_up(review=review, months=months, by=request.user, **data)

    title = _("What the review has changed: %(when)s") % {
        "when": FollowUp.Months(months).label
    }
    return form_page(
        request,
        form=FollowUpForm(request.POST or None, instance=said),
        title=title,
        steps=steps_to(review, title),
        back=review.get_absolute_url(),
        save=save,
        done=_("What you said was saved."),
        is_demo=review.is_demo,
    )


def _begun(request: PersonRequest, pk: int) -> PeerReview:
    """Return a review that both have agreed on, or 404."""
    review = find_review(request, pk)
    if review.confirmed_at is None:
        raise Http404
    return review


def _worked_on(request: PersonRequest, pk: int) -> PeerReview:
    """Return a review that both have agreed on, for the two sides only."""
    review = _begun(request, pk)
    if not permissions.reads_work(request.user, review):
        raise Http404
    return review


def _recommendation(review: PeerReview, pk: int) -> Recommendation:
    known = get_object_or_404(review.recommendations, pk=pk)
    known.review = review
    return known
