"""The joint report: read, written by both sides, signed, printed and published."""

from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from cities.limits import limited
from cities.models.numbers import VERSION_MAXIMUM, whole_number
from cities.requests import AnyRequest, PersonRequest
from roadmap.actions import peer_reports as actions
from roadmap.forms.peer_work import ReportForm
from roadmap.models import PeerReport, PeerReview
from roadmap.permissions import peers as permissions
from roadmap.reports import peer_paper, peer_report
from roadmap.views.peer_pages import find_review, steps_to
from scorecard import pdf

LANGUAGES = dict(settings.LANGUAGES)
# Papers for a council are in Cyrillic, the official script.
PAPER_DEFAULT = "sr"


@require_safe
def report(request: PersonRequest, pk: int) -> HttpResponse:
    """Show what the paper says, in the chosen language."""
    review = _read(request, pk)
    language = _language(request, get_language() or PAPER_DEFAULT)
    with override(language):
        built = peer_report.build(review)
    side = permissions.side_of(request.user, review)
    return render(
        request,
        "roadmap/peer_report.html",
        {
            "review": review,
            "report": built,
            "saved": review.report,
            "language": language,
            "languages": settings.LANGUAGES,
            "can_edit": permissions.can_edit_report(request.user, review),
            "can_sign": permissions.can_sign(request.user, review),
            "can_publish": permissions.can_publish(request.user, review),
            "has_signed": bool(side) and _has_signed(review.report, side),
            "steps": steps_to(review, _("Joint report")),
        },
    )


@require_http_methods(["GET", "POST"])
def edit(request: PersonRequest, pk: int) -> HttpResponse:
    """Write the report; who saves from an old version is told, with both texts."""
    review = _read(request, pk)
    permissions.can_edit_report(request.user, review).enforce()
    saved = review.report
    initial = {name: getattr(saved, name) for name in PeerReport.TEXTS}
    form = ReportForm(
        request.POST or None, initial=initial | {"version": saved.version}
    )
    conflict: PeerReport | None = None
    if request.method == "POST" and form.is_valid():
        try:
            was_signed = actions.write(
                review=review,
                texts=form.texts,
                version=form.cleaned_data["version"],
                by=request.user,
            )
        except actions.Conflict as found:
            conflict = found.report
            form = _on_top_of(form, conflict)
        else:
            messages.success(request, _("The report was saved."))
            if was_signed:
                messages.warning(
                    request,
                    _(
                        "It had been signed: with your change the signature is off. "
                        "Both sides sign anew."
                    ),
                )
            return redirect("roadmap:peer-report", pk)
    return render(
        request,
        "roadmap/peer_report_edit.html",
        {
            "review": review,
            "form": form,
            "conflict": _differences(form, conflict) if conflict else None,
            "by": conflict.changed_by if conflict else None,
            "is_signed": saved.host_signed_at or saved.peer_signed_at,
            "steps": steps_to(review, _("Write the report")),
        },
        status=409 if conflict else (422 if form.errors else 200),
    )


@require_POST
def sign(request: PersonRequest, pk: int) -> HttpResponse:
    review = _read(request, pk)
    permissions.can_sign(request.user, review).enforce()
    version = whole_number(request.POST.get("version", ""), VERSION_MAXIMUM)
    try:
        actions.sign(
            review=review,
            side=permissions.side_of(request.user, review),
            version=-1 if version is None else version,
            by=request.user,
        )
    except ValidationError as error:
        for sentence in error.messages:
            messages.error(request, sentence)
    else:
        messages.success(request, _signed_sentence(review))
    return redirect("roadmap:peer-report", pk)


@require_POST
def publish(request: PersonRequest, pk: int) -> HttpResponse:
    """Let everybody read the summary and the report, or take them back."""
    review = _read(request, pk)
    permissions.can_publish(request.user, review).enforce()
    published = request.POST.get("published") == "1"
    try:
        actions.publish(review=review, published=published, by=request.user)
    except ValidationError as error:
        for sentence in error.messages:
            messages.error(request, sentence)
    else:
        done = (
            _("The summary is public now.") if published else _("It is public no more.")
        )
        messages.success(request, done)
    return redirect("roadmap:peer-report", pk)


@require_safe
@limited("export")
def report_pdf(request: PersonRequest, pk: int) -> HttpResponse:
    return _paper(request, _read(request, pk))


@require_safe
@login_not_required
@limited("export")
def public_pdf(request: AnyRequest, pk: int) -> HttpResponse:
    """Hand the signed report to everybody, where the host has published it."""
    published = PeerReview.objects.published().with_parts()
    return _paper(request, get_object_or_404(published, pk=pk))


def _read(request: PersonRequest, pk: int) -> PeerReview:
    """Return a review whose report the person may read, or 404."""
    review = find_review(request, pk)
    if review.confirmed_at is None or not permissions.reads_report(
        request.user, review
    ):
        raise Http404
    return review


def _has_signed(report: PeerReport, side: str) -> bool:
    return getattr(report, f"{side}_signed_at") is not None


def _on_top_of(form: ReportForm, report: PeerReport) -> ReportForm:
    """Return the form with all that was typed, to be saved on top of what stands."""
    return ReportForm(form.texts | {"version": report.version})


def _differences(form: ReportForm, report: PeerReport) -> list[tuple[str, str]]:
    """Return the parts that the other side wrote otherwise: title and what stands."""
    return [
        (str(form.fields[name].label), getattr(report, name))
        for name in PeerReport.TEXTS
        if getattr(report, name) != form.data[name]
    ]


def _signed_sentence(review: PeerReview) -> str:
    if review.status == PeerReview.Status.SIGNED:
        return _(
            "Both sides have signed. The report does not change any more, and the "
            "reviewers' access has ended."
        )
    return _("You signed. The report stands once the other side has signed too.")


def _language(request: AnyRequest, default: str) -> str:
    chosen = request.GET.get("paper", default)
    if chosen not in LANGUAGES:
        raise Http404
    return chosen


def _paper(request: AnyRequest, review: PeerReview) -> HttpResponse:
    language = _language(request, PAPER_DEFAULT)
    try:
        content = peer_paper.paper(review, language)
    except pdf.Unprintable as error:
        context = {"review": review, "reason": str(error)}
        return render(request, "roadmap/peer_unprintable.html", context, status=503)
    with override(language):
        word = _("Peer review report")
        name = quote(f"MCR2030 {word} {review.host.name}.pdf", safe="")
    plain = f"mcr2030-peer-review-{review.pk}-{language}.pdf"
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = (
        f"inline; filename=\"{plain}\"; filename*=UTF-8''{name}"
    )
    response["Cache-Control"] = "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    return response
