"""Peer reviews and twinnings in the log of activity: told in words, without content."""

from typing import Any

import pytest
from auditlog.context import set_actor
from auditlog.models import LogEntry
from django.test import Client

from roadmap.actions import peer_work, twinnings
from roadmap.actions import peers as peers_actions
from roadmap.models import PeerReview, Recommendation
from tests import make, peers
from tests.conftest import ClientOf

pytestmark = pytest.mark.django_db
PAGE = "/desk/office/log/"
SECRET = "Скровито слово"


@pytest.fixture
def cast(db: None) -> peers.Cast:
    make.make_questionnaire(questions=peers.CODES)
    return peers.make_cast()


@pytest.fixture
def review(cast: peers.Cast) -> PeerReview:
    """A signed review in which the reviewer found, advised and was answered."""
    with set_actor(cast.reviewer):
        made = peers.make_review(cast=cast)
        peer_work.find(
            module=made.modules.get(code="1"),
            code="P1.1",
            is_good_practice=False,
            comment=SECRET,
            by=cast.reviewer,
        )
        advice = peer_work.recommend(
            review=made,
            by=cast.reviewer,
            area="delivery",
            description=SECRET,
            justification=SECRET,
            horizon="short",
        )
        peers.write_report(made, cast, strengths=SECRET, summary=SECRET)
        peers.sign_both(made, cast)
        peer_work.turn_down(
            recommendation=Recommendation.objects.get(pk=advice.pk), reason=SECRET
        )
    return made


def test_moves_of_a_review_are_told_in_words(
    review: PeerReview, client_of: ClientOf, focal_point: Any
) -> None:
    lines = _lines(client_of(focal_point))

    assert "added Peer review: Ub – Ljig" in lines
    assert "added Finding: Ub – Ljig" in lines
    assert "added Recommendation: Ub – Ljig" in lines
    assert "changed Recommendation: Ub – Ljig" in lines
    assert "added Report of a peer review: Ub – Ljig" in lines
    assert "added Reviewer: Ub – Ljig: Rada Radić" in lines
    assert "not here any more" not in str(lines)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("sr", "Уб – Љиг"),
        ("sr-latn", "Ub – Ljig"),
        ("en", "Ub – Ljig"),
    ],
)
def test_the_two_cities_are_named_in_the_script_of_the_reader(
    review: PeerReview,
    client_of: ClientOf,
    focal_point: Any,
    language: str,
    words: str,
) -> None:
    page = client_of(focal_point, language).get(PAGE, {"kind": "finding"})

    assert words in page.content.decode()
    assert [one.name for one in page.context["events"]] == [words]


def test_no_text_of_a_review_gets_into_the_log(
    review: PeerReview, client_of: ClientOf, focal_point: Any
) -> None:
    assert SECRET not in client_of(focal_point).get(PAGE).content.decode()
    kept = LogEntry.objects.values_list("object_repr", "changes")
    assert kept
    assert not [row for row in kept if "Скровито" in str(row)]


def test_a_review_that_is_only_planned_is_not_told(
    cast: peers.Cast, client_of: ClientOf, focal_point: Any
) -> None:
    review = peers.make_review(cast=cast, status="planned")
    desk = client_of(focal_point)
    assert not _lines(desk, kind="review")

    peers_actions.invite(review=review, peer=cast.peer, text="Молимо.", by=cast.lead)
    assert "added Peer review: Ub – Ljig" in _lines(desk, kind="review")


def test_either_city_finds_what_is_between_the_two(
    review: PeerReview, cast: peers.Cast, client_of: ClientOf, focal_point: Any
) -> None:
    desk = client_of(focal_point)
    make.make_city(name="Пирот")

    for city in (cast.host, cast.peer):
        assert "added Finding: Ub – Ljig" in _lines(desk, city=city.code)
    assert not _lines(desk, city="Пирот", kind="finding")


def test_a_twinning_is_told_with_its_state(
    cast: peers.Cast, client_of: ClientOf, focal_point: Any
) -> None:
    twinning = peers.make_twinning(cast=cast)
    twinnings.meet(
        twinning=twinning,
        day=twinning.starts_on,
        place="Уб",
        subject=SECRET,
        outcome=SECRET,
        by=cast.lead,
    )

    lines = _lines(client_of(focal_point))

    assert "added Twinning: Ub – Ljig" in lines
    assert "added Meeting of a twinning: Ub – Ljig" in lines
    assert SECRET not in client_of(focal_point).get(PAGE).content.decode()


def _lines(client: Client, **asked: str) -> list[str]:
    page = client.get(PAGE, asked)
    assert page.status_code == 200
    return [f"{one.did} {one.what}: {one.name}" for one in page.context["events"]]
