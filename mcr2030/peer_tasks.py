"""What peer reviews ask of people, for their first screen."""

from collections.abc import Iterable

from cities.models import City, User
from mcr2030.tasks import Task
from roadmap.models import PeerReview
from roadmap.reports import peer_next


def of_leads(cities: Iterable[City]) -> dict[int, list[Task]]:
    """Return by city what is next in its peer reviews, in one query."""
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
    return found


def of_reviewer(user: User, hosts: Iterable[int]) -> dict[int, list[PeerReview]]:
    """Return by host the reviews under way in which the person reviews; one query."""
    found: dict[int, list[PeerReview]] = {}
    visible = PeerReview.objects.visible_to(user).under_way_at(hosts)
    for review in visible.select_related("host", "peer").latest_first():
        found.setdefault(review.host_id, []).append(review)
    return found
