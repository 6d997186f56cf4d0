"""The review queue: what waits, who reviews it, and which remarks have no reply."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cities.models import User
from cities.permissions import is_focal_point
from cities.requests import AnyRequest, PersonRequest
from scorecard import permissions
from scorecard.actions import reviews
from scorecard.forms.review import HandOnForm
from scorecard.models import Assessment, Remark, Submission
from scorecard.views.found import find_assessment

ROWS_A_PAGE = 50
ALL, MINE, NOBODYS = "all", "mine", "nobodys"


@dataclass(frozen=True)
class Row:
    """One assessment in the queue; `days` since it came, or went back."""

    assessment: Assessment
    submission: Submission | None
    days: int


@dataclass(frozen=True)
class Unanswered:
    """A remark without a reply; `days` since the city could read it."""

    remark: Remark
    days: int


@require_GET
def queue(request: PersonRequest) -> HttpResponse:
    focal_point_or_404(request)
    lists = {
        "waiting": Assessment.objects.awaiting_review(),
        "returned": Assessment.objects.returned(),
        "accepted": Assessment.objects.accepted().order_by("-decided_at"),
    }
    show = request.GET.get("show", "waiting")
    if show not in lists:
        raise Http404
    whose = _whose(request, (ALL, MINE, NOBODYS))
    chosen = {
        ALL: lists[show],
        MINE: lists[show].reviewed_by(request.user),
        NOBODYS: lists[show].without_reviewer(),
    }[whose]
    chosen = chosen.with_parts().select_related("reviewer").with_progress()
    by_reviewer = lists[show].by_reviewer(request.user)
    paginator = Paginator(chosen, ROWS_A_PAGE)
    paginator.count = by_reviewer[whose]  # counted already
    page = paginator.get_page(request.GET.get("page"))
    listed = rows(page.object_list)
    return render(
        request,
        "scorecard/queue.html",
        {
            "section": "review",
            "show": show,
            "whose": whose,
            "by_reviewer": by_reviewer,
            "counts": Assessment.objects.counts(),
            "unanswered": Remark.objects.awaiting_reply().count(),
            "focal_points": User.objects.focal_points(),
            "page": page,
            "rows": listed,
            "shows_demo": any(row.assessment.is_demo for row in listed),
        },
    )


@require_POST
def hand_on(request: PersonRequest, pk: int) -> HttpResponse:
    """Take a review, give it to a colleague or back; then show where one was."""
    assessment = find_assessment(request, pk)
    permissions.can_hand_on(request.user, assessment).enforce()
    form = HandOnForm(request.POST)
    if not form.is_valid():
        for trouble in form.errors.values():
            messages.error(request, str(trouble[0]))
        return _back(request, assessment)
    reviewer = form.cleaned_data["reviewer"]
    try:
        reviews.hand_on(
            assessment=assessment,
            reviewer=reviewer,
            seen=form.cleaned_data["seen"],
            by=request.user,
        )
    except reviews.Overtaken as overtaken:
        messages.error(request, str(overtaken))
    else:
        messages.success(request, _handed_on(assessment, reviewer, request.user))
    return _back(request, assessment)


@require_GET
def unanswered(request: PersonRequest) -> HttpResponse:
    """List the remarks to which no city has replied, by city."""
    focal_point_or_404(request)
    whose = _whose(request, (ALL, MINE))
    everybodys = Remark.objects.awaiting_reply()
    mine = everybodys.by(request.user)
    chosen = mine if whose == MINE else everybodys
    page = Paginator(chosen.by_city().with_parts(), ROWS_A_PAGE).get_page(
        request.GET.get("page")
    )
    listed = [
        Unanswered(one, days_since(getattr(one, "reached_at", one.at)))
        for one in page.object_list
    ]
    return render(
        request,
        "scorecard/unanswered.html",
        {
            "section": "review",
            "show": "unanswered",
            "whose": whose,
            "counts": Assessment.objects.counts(),
            "unanswered": everybodys.count(),
            "mine": mine.count(),
            "page": page,
            "rows": listed,
            "shows_demo": any(row.remark.answer.assessment.is_demo for row in listed),
        },
    )


def focal_point_or_404(request: AnyRequest) -> None:
    """Hide the desk from all but focal points."""
    if not is_focal_point(request.user):
        raise Http404


def rows(assessments: Iterable[Assessment]) -> list[Row]:
    """Return the rows of one page of the queue, with one more query."""
    listed = list(assessments)
    latest: dict[int, Submission] = {}
    for submission in Submission.objects.of(listed).with_remark_count():
        latest.setdefault(submission.assessment_id, submission)
    return [
        Row(
            one,
            latest.get(one.pk),
            days_since(one.decided_at or one.submitted_at),
        )
        for one in listed
    ]


def days_since(moment: dt.datetime | None) -> int:
    if moment is None:
        return 0
    return (timezone.localdate() - timezone.localtime(moment).date()).days


def _whose(request: PersonRequest, known: tuple[str, ...]) -> str:
    """Return the filter of the address; say where it is none, and show all."""
    whose = request.GET.get("whose", ALL)
    if whose in known:
        return whose
    messages.warning(request, _("This filter is not known here: all are shown."))
    return ALL


def _back(request: PersonRequest, assessment: Assessment) -> HttpResponse:
    """Lead back to the review, or to the list as it was filtered."""
    if "review" in request.GET:
        return redirect("scorecard:review", assessment.pk)
    address, asked = reverse("scorecard:queue"), request.GET.urlencode()
    return redirect(f"{address}?{asked}" if asked else address)


def _handed_on(assessment: Assessment, reviewer: User | None, by: User) -> str:
    words = {"city": assessment.city}
    if reviewer is None:
        return _("Given back: nobody reviews it now. Local government: %(city)s.") % (
            words
        )
    if reviewer == by:
        return _("You review it now. Local government: %(city)s.") % words
    return _("Given to your colleague. Local government: %(city)s.") % words
