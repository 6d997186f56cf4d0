"""All instruments of one round on one page."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cities.models import City
from cities.requests import AnyRequest
from scorecard import rounds


@require_safe
@login_not_required
def round_page(
    request: AnyRequest, code: str, year: int, occasion: str
) -> HttpResponse:
    """Show what the reader may see of the round; 404 where that is nothing."""
    city = get_object_or_404(City, code=code)
    found = rounds.find(request.user, city, year, occasion)
    if found is None:
        raise Http404
    occasion_name = found.first.get_occasion_display()
    return render(
        request,
        "scorecard/round.html",
        {
            "city": city,
            "round": found,
            "occasion": occasion_name,
            "steps": [(_("Home"), reverse("home")), (city.name, None)],
        },
    )
