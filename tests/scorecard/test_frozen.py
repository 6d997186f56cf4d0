"""What was submitted is what is frozen: nothing slips in beside it."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

import pytest

from cities.models import City, User
from cities.permissions import Refused
from scorecard.actions import answers, assessments, evidence, notes
from scorecard.actions.answers import Content
from scorecard.models import Answer, Assessment, Evidence, Proposal
from tests import make


def _save(answer: Answer, by: User) -> Any:
    return answers.save(answer=answer, content=Content(score=0), version=1, by=by)


def _propose(answer: Answer, by: User) -> Any:
    return answers.propose(
        answer=answer, score=0, not_applicable=False, comment="", by=by
    )


def _attach(answer: Answer, by: User) -> Any:
    return evidence.attach(answer=answer, by=by, title="План")


@pytest.mark.parametrize("late", [_save, _propose, _attach])
@pytest.mark.parametrize("status", Assessment.FROZEN)
def test_late_write_is_refused_though_its_page_was_opened_in_time(
    status: str,
    late: Callable[[Answer, User], Any],
    city: City,
    lead: User,
) -> None:
    assessment = make.make_assessment(city=city, lead=lead, status=status)
    answer = make.answer_of(assessment, "P1.1")

    with pytest.raises(Refused):
        late(answer, lead)

    assert make.answer_of(assessment, "P1.1").score == 2
    assert not Evidence.objects.exists()
    assert not Proposal.objects.exists()


def test_submission_holds_wording_and_answers_with_their_digest(
    city: City, lead: User
) -> None:
    assessment = make.make_assessment(
        city=city, lead=lead, status=Assessment.Status.SUBMITTED
    )

    submission = assessment.submissions.get()

    frozen = json.loads(submission.content)
    first = frozen["answers"][0]
    assert first["code"] == "P1.1"
    assert first["levels"]["3"] == {"sr": make.LEVELS[3], "en": make.LEVELS_EN[3]}
    assert (first["score"], frozen["questionnaire"]["edition"]) == (2, "2017")
    assert hashlib.sha256(submission.content.encode()).hexdigest() == submission.sha256


def test_submission_holds_the_noted_actions(city: City, lead: User) -> None:
    assessment = make.make_assessment(city=city, lead=lead, score=2)
    answer = make.answer_of(assessment, "P1.1")
    notes.note(answer=answer, action="Усвојити план.", timescale="2027.", by=lead)

    submission = assessments.submit(assessment=assessment, by=lead)

    first, second, *_others = json.loads(submission.content)["answers"]
    assert first["noted_action"] == {
        "action": "Усвојити план.",
        "institution": "",
        "timescale": "2027.",
    }
    assert second["noted_action"] is None


def test_second_submission_leaves_the_first_one_as_it_was(
    city: City, lead: User
) -> None:
    assessment = make.make_assessment(
        city=city, lead=lead, status=Assessment.Status.RETURNED
    )
    first = assessment.submissions.get()
    make.save_answer(assessment, "P1.1", 3, by=lead)

    second = assessments.submit(assessment=assessment, by=lead)

    assert (first.number, second.number) == (1, 2)
    assert assessment.submissions.get(number=1).content == first.content
    assert json.loads(second.content)["answers"][0]["score"] == 3
