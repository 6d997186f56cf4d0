"""Who may do what around an assessment, and the sentence for who may not."""

import pytest

from scorecard import permissions
from scorecard.models import Evidence, Message, Thread, Workshop
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.mark.parametrize(
    ("may", "refused", "words"),
    [
        ("can_share_out", "contributor", "says who answers what"),
        ("can_add_document", "observer", "lead and contributors add documents"),
    ],
)
def test_a_city_is_arranged_by_its_own_people(may, refused, words, city, lead, request):
    decide = getattr(permissions, may)

    assert decide(lead, city)
    assert words in decide(request.getfixturevalue(refused), city).reason


def test_a_workshop_is_run_by_the_lead_or_whom_the_lead_named(
    assessment, lead, contributor, observer
):
    workshop = Workshop(assessment=assessment, facilitator=contributor)

    assert permissions.can_facilitate(lead, workshop)
    assert permissions.can_facilitate(contributor, workshop)
    assert "runs a workshop" in permissions.can_facilitate(observer, workshop).reason


def test_the_nation_does_not_read_who_was_at_a_workshop(
    assessment, observer, focal_point
):
    workshop = Workshop(assessment=assessment)

    assert permissions.can_see_guests(observer, workshop)
    assert "own team" in permissions.can_see_guests(focal_point, workshop).reason


def test_who_writes_in_a_thread(assessment, contributor, observer, focal_point):
    team, review = Thread.Circle.TEAM, Thread.Circle.REVIEW

    assert permissions.can_talk(contributor, assessment, team)
    assert permissions.can_talk(focal_point, assessment, review)
    assert "own team" in permissions.can_talk(focal_point, assessment, team).reason
    assert "You read" in permissions.can_talk(observer, assessment, review).reason


def test_a_message_is_taken_back_by_who_wrote_it(lead, contributor):
    message = Message(by=contributor)

    assert permissions.can_withdraw_message(contributor, message)
    assert "wrote" in permissions.can_withdraw_message(lead, message).reason


def test_words_on_paper_are_the_leads(assessment, lead, observer):
    assert permissions.can_spell(lead, assessment)
    assert "on paper" in permissions.can_spell(observer, assessment).reason


def test_the_next_version_waits_for_a_frozen_one(assessment, lead, contributor):
    assert "write into" in permissions.can_prepare(lead, assessment).reason
    assert "lead prepares" in permissions.can_prepare(contributor, assessment).reason

    assessment.status = "submitted"

    assert permissions.can_prepare(lead, assessment)


def test_a_document_is_changed_by_the_lead_or_who_added_it(
    city, lead, contributor, observer
):
    own = Evidence(city=city, added_by=contributor)
    other = Evidence(city=city, added_by=lead)

    assert permissions.can_change_document(lead, own)
    assert permissions.can_change_document(contributor, own)
    refusal = permissions.can_change_document(contributor, other)
    assert "A colleague added" in refusal.reason
    assert "contributors" in permissions.can_change_document(observer, own).reason


def test_a_peer_reads_the_essentials_agreed_on_once_they_are_frozen(assessment, city):
    abroad = make.make_membership(role="peer_reviewer", essentials=[5])
    peer = make.make_membership(
        user=abroad.user, city=city, role="peer_reviewer", essentials=[1, 4]
    ).user

    assert permissions.visible_essentials(peer, assessment) == frozenset()

    assessment.status = "submitted"

    assert permissions.visible_essentials(peer, assessment) == {1, 4}
