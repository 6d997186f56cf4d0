"""Refusals that no page shows, since the button is not there: the rule holds anyway."""

import pytest

from cities import permissions as city_permissions
from roadmap.models import PeerReview, Recommendation, StageRequest
from roadmap.permissions import peers, stages
from scorecard import permissions as scorecard_permissions
from tests import make

pytestmark = pytest.mark.django_db


def test_only_a_focal_point_keeps_the_office(lead, focal_point):
    assert not city_permissions.can_run_the_office(lead)
    assert city_permissions.can_run_the_office(focal_point)


def test_only_a_focal_point_asks_all_local_governments(lead, focal_point):
    assert not scorecard_permissions.can_ask(lead)
    assert scorecard_permissions.can_ask(focal_point)


def test_a_colleagues_remark_is_not_taken_back_by_a_third(
    city, lead, focal_point, questionnaire
):
    assessment = make.make_assessment(
        city=city, lead=lead, questionnaire=questionnaire, status="submitted"
    )
    answer = make.answer_of(assessment, "P1.1")
    remark = make.make_remark(answer=answer, by=focal_point)
    third = make.make_focal_point()

    decision = scorecard_permissions.can_withdraw(third, remark, assessment)

    assert "a colleague's" in decision.reason
    assert scorecard_permissions.can_withdraw(focal_point, remark, assessment)


def test_a_request_is_decided_once(focal_point):
    asked = StageRequest(state=StageRequest.State.AGREED)

    decision = stages.can_decide(focal_point, asked)

    assert "decided already" in decision.reason


def test_a_recommendation_is_answered_once(city, lead):
    review = PeerReview(host=city, status=PeerReview.Status.SIGNED)
    answered = Recommendation(review=review, declined="Већ се ради.")

    decision = peers.can_take_up(lead, answered)

    assert "answered already" in decision.reason
