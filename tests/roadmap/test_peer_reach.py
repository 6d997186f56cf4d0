"""What a reviewer reaches ends with the last day, everywhere."""

from collections.abc import Iterator
from typing import Any

import pytest

from roadmap.models import PeerReview
from tests import peers
from tests.test_access import ROWS
from tests.world import World, taken_back

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), taken_back():
        yield World()


def test_after_the_last_day_nothing_of_the_host_opens_for_a_reviewer(
    world: World,
) -> None:
    """Every address that the peer reaches and a stranger does not is 404."""
    reach = [
        row
        for row in ROWS
        if row.expected["peer"] in ("ok", "did", "403")
        and row.expected["stranger"] == "404"
    ]
    with taken_back():
        review = PeerReview.objects.get(pk=world.names["review"])
        cast = peers.Cast(
            host=world.host,
            lead=world.lead,
            peer=review.peer,
            peer_lead=world.lead,
            reviewer=world.people["peer"],
        )
        peers.let_days_pass(review, cast)
        client = world.client("peer")
        found = {}
        for row in reach:
            path = world.path(row.address, *row.names)
            posted = world.posted(row.label, *row.names)
            send = client.post if row.method == "POST" else client.get
            found[row.label] = send(path, posted).status_code

    assert len(reach) > 20
    assert set(found.values()) == {404}, found
