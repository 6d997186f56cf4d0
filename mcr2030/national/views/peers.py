"""Peer reviews and twinnings of the country: that they are, and how they stand."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cities.requests import PersonRequest
from mcr2030.national.views.found import focal_point_or_404
from roadmap.models import PeerReview, Twinning

LINES_A_PAGE = 25


@require_GET
def page(request: PersonRequest) -> HttpResponse:
    focal_point_or_404(request)
    reviews = PeerReview.objects.sent().with_parts().latest_first()
    twinnings = Twinning.objects.visible_to(request.user).with_parts().latest_first()
    number = request.GET.get("page")
    shown = Paginator(reviews, LINES_A_PAGE).get_page(number)
    pairs = Paginator(twinnings, LINES_A_PAGE).get_page(number)
    return render(
        request,
        "national/peers.html",
        {
            "section": "country",
            "tab": "peers",
            "page": shown,
            "twinnings": pairs,
            "shows_demo": any(one.is_demo for one in shown)
            or any(one.is_demo for one in pairs),
        },
    )
