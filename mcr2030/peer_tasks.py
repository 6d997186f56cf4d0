"""What peer reviews and twinnings ask of people, for their first screen."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from cities.models import City, User
from mcr2030.tasks import Task
from roadmap.models import PeerReview, Twinning
from roadmap.reports import peer_next


def of_leads(cities: Iterable[City]) -> dict[int, list[Task]]:
    """Return by city what is next in its peer reviews and twinnings, in two queries."""
    led = [city.pk for city in cities]
    found: dict[int, list[Task]] = {city: [] for city in led}
    if not led:
        return found
    for review in PeerReview.objects.of_cities(led).with_state().latest_first():
        for city in led:
            steps = peer_next.steps(
                review,
                leads_host=review.host_id == city,
                leads_peer=review.peer_id == city,
            )
            found[city] += [
                Task(one.title, one.detail, one.action, one.address, one.is_yours)
                for one in steps
            ]
    twinnings = Twinning.objects.asking(led, timezone.localdate()).with_parts()
    for twinning in twinnings.latest_first():
        is_new = twinning.status == Twinning.Status.PROPOSED
        sides = (
            (twinning.other_id,) if is_new else (twinning.city_id, twinning.other_id)
        )
        for key in sides:
            if key in found:
                found[key].append(_answer(twinning) if is_new else _results(twinning))
    return found


def of_reviewer(user: User, hosts: Iterable[int]) -> dict[int, list[PeerReview]]:
    """Return by host the reviews under way in which the person reviews; one query."""
    found: dict[int, list[PeerReview]] = {}
    visible = PeerReview.objects.visible_to(user).under_way_at(hosts)
    for review in visible.select_related("host", "peer").latest_first():
        found.setdefault(review.host_id, []).append(review)
    return found


def _answer(twinning: Twinning) -> Task:
    return Task(
        _("Answer a proposal: twinning with %(city)s") % {"city": twinning.city},
        _("You agree, or decline with a reason."),
        _("Open"),
        twinning.get_absolute_url(),
    )


def _results(twinning: Twinning) -> Task:
    day = formats.date_format(twinning.ends_on, "SHORT_DATE_FORMAT")
    return Task(
        _("Say what came of the twinning: %(cities)s") % {"cities": twinning},
        _("It was to last until %(date)s; with its results it ends.") % {"date": day},
        _("Write the results"),
        reverse("roadmap:twinning-end", args=[twinning.pk]),
    )
