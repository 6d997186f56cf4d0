"""Pages and files for everybody: published cities, one of them, and open data."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from cities.requests import AnyRequest
from mcr2030 import VERSION
from mcr2030.national.groups_form import EditionForm
from mcr2030.public import open_data, privacy, published
from mcr2030.public.forms import NameForm
from roadmap.models import PeerReview
from roadmap.reports import peer_report

CITIES_A_PAGE = 50


@require_safe
@login_not_required
def cities(request: AnyRequest) -> HttpResponse:
    """List the published cities, with what they show together."""
    search, form = NameForm(request.GET), EditionForm(request.GET)
    found = published.cities(search.chosen)
    page = Paginator(found, CITIES_A_PAGE).get_page(request.GET.get("page"))
    rows = published.listed(page)
    edition = form.selection.questionnaire if form.selection else None
    context = {
        "search": search,
        "form": form,
        "edition": edition,
        "page": page,
        "rows": rows,
        "country": published.country(edition) if edition else None,
        "fewest": published.FEWEST_FOR_PUBLIC,
        "shows_demo": any(one.city.is_demo or one.assessment.is_demo for one in rows),
    }
    return render(request, "public/cities.html", context)


@require_safe
@login_not_required
def city(request: AnyRequest, code: str) -> HttpResponse:
    """Show what a city has published; the way on where it has nothing, or no more."""
    place = published.place(code)
    if place is None:
        return render(request, "public/not_published.html", status=404)
    context = {
        "place": place,
        "city": place.city,
        "assessment": place.latest,
        "peer_reviews": PeerReview.objects.published().shown_for(place.city),
    }
    return render(request, "public/city.html", context)


@require_safe
@login_not_required
def peer_review(request: AnyRequest, pk: int) -> HttpResponse:
    """Show what a host and its peer have signed, where the host has published it."""
    review = get_object_or_404(PeerReview.objects.published().with_parts(), pk=pk)
    context = {"review": review, "report": peer_report.build(review)}
    return render(request, "public/peer_review.html", context)


@require_safe
@login_not_required
def open_data_page(request: AnyRequest) -> HttpResponse:
    """Explain every file and every column."""
    tables = [
        (
            name,
            [open_data.known(name, kind) for kind in open_data.WRITERS],
            open_data.columns(name),
        )
        for name in open_data.TABLES
    ]
    return render(request, "public/open_data.html", {"tables": tables})


@require_safe
@login_not_required
def open_data_file(request: AnyRequest, name: str, kind: str) -> HttpResponseBase:
    """Hand out a file, or 304 to those who have it as it stands."""
    if name not in open_data.TABLES or kind not in open_data.WRITERS:
        raise Http404
    file = open_data.known(name, kind)
    changed = int(file.changed_at.timestamp())
    response = get_conditional_response(
        request, etag=file.etag, last_modified=changed
    ) or HttpResponse(open_data.content(file), content_type=open_data.MEDIA_TYPES[kind])
    response["ETag"] = file.etag
    response["Last-Modified"] = http_date(changed)
    # Kept copies are asked about each time: what is taken back is gone at once.
    response["Cache-Control"] = "public, no-cache"
    response["Access-Control-Allow-Origin"] = "*"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
@login_not_required
def about(request: AnyRequest) -> HttpResponse:
    """Say how scores are made, where the wording is from, and whose it is."""
    return render(request, "public/about.html", {"version": VERSION})


@require_safe
@login_not_required
def keyboard(request: AnyRequest) -> HttpResponse:
    """List all keys."""
    return render(request, "public/keyboard.html")


@require_safe
@login_not_required
def privacy_page(request: AnyRequest) -> HttpResponse:
    """Say to people what is kept about them, why, and what they can do about it."""
    context = {
        "office": privacy.office(),
        "activities": privacy.activities(),
        "stored": privacy.stored(),
    }
    return render(request, "public/privacy.html", context)


@require_safe
@login_not_required
def records(request: AnyRequest) -> HttpResponse:
    """Show the record of processing, for the office and whoever supervises it."""
    context = {"office": privacy.office(), "activities": privacy.activities()}
    return render(request, "public/records.html", context)
