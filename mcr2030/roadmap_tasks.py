"""What the roadmap asks of a city's lead: a hub to renew, results of services."""

import datetime as dt
from collections.abc import Iterable
from itertools import groupby, islice

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from cities.models import City
from mcr2030.tasks import Task
from mcr2030.templatetags.mcr2030 import in_script
from roadmap.models import HubApplication, ServiceRequest

# A result may wait: more of these would hide what is pressing.
RESULTS_SHOWN = 3


def of_leads(cities: Iterable[City]) -> dict[int, list[Task]]:
    """Return tasks by city in two queries, the optional ones last."""
    led = list(cities)
    found: dict[int, list[Task]] = {city.pk: [] for city in led}
    if not led:
        return found
    today = timezone.localdate()
    for hub in HubApplication.objects.of_cities(led).to_renew(today):
        found[hub.city_id].append(_renewal(hub, today))
    accepted = ServiceRequest.objects.of_cities(led).without_result().with_parts()
    for key, requests in groupby(accepted, key=lambda one: one.city_id):
        found[key] += [_result(one) for one in islice(requests, RESULTS_SHOWN)]
    return found


def _renewal(hub: HubApplication, today: dt.date) -> Task:
    until = hub.valid_until
    words = {"date": _day(until)}
    return Task(
        _("The Resilience Hub ended on %(date)s: renew it") % words
        if until and until < today
        else _("The Resilience Hub ends on %(date)s: renew it") % words,
        _("Bring the evidence up to date and apply for another three years."),
        _("Open"),
        reverse("roadmap:hub", args=[hub.city.code]),
    )


def _result(request: ServiceRequest) -> Task:
    return Task(
        _("Say what came of a service: %(title)s")
        % {"title": in_script(request.service.title)},
        _("Optional, once it is done · %(partner)s accepted on %(date)s")
        % {
            "partner": request.service.partner.name,
            "date": _day(timezone.localdate(request.answered_at)),
        },
        _("Write the result"),
        reverse("roadmap:service-request", args=[request.pk]),
    )


def _day(day: dt.date | None) -> str:
    return formats.date_format(day, "SHORT_DATE_FORMAT") if day else "–"
