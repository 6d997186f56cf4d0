"""What changes an assessment, and what does not when the moment is wrong."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from cities.models import User
from cities.permissions import Refused
from scorecard.actions import answers, assessments, evidence, reviews
from scorecard.actions.answers import Conflict, Content
from scorecard.models import (
    Answer,
    AnswerChange,
    Assessment,
    Evidence,
    Proposal,
    Remark,
    Review,
    Submission,
)
from tests import make
from tests.make import answer_of

pytestmark = pytest.mark.django_db

OPEN = ("draft", "returned")
EVERY = ("draft", "submitted", "returned", "accepted")
Move = Callable[[Assessment, User], Any]

MOVES: dict[str, tuple[Move, tuple[str, ...]]] = {
    "submit": (lambda it, by: assessments.submit(assessment=it, by=by), OPEN),
    "return": (
        lambda it, by: reviews.send_back(assessment=it, text="Допуните.", by=by),
        ("submitted",),
    ),
    "accept": (
        lambda it, by: reviews.accept(assessment=it, text="", by=by),
        ("submitted",),
    ),
    "publish": (
        lambda it, by: assessments.publish(assessment=it, by=by),
        ("accepted",),
    ),
    "unpublish": (lambda it, by: assessments.unpublish(assessment=it), ()),
    "share": (
        lambda it, by: assessments.share(assessment=it, shared=True),
        OPEN,
    ),
    "change the setup": (
        lambda it, by: assessments.change_setup(assessment=it, most_severe="Друго."),
        OPEN,
    ),
    "save an answer": (
        lambda it, by: make.save_answer(it, "P1.1", 1, by=by),
        OPEN,
    ),
    "propose": (
        lambda it, by: answers.propose(
            answer=answer_of(it, "P1.1"),
            score=1,
            not_applicable=False,
            comment="",
            by=by,
        ),
        OPEN,
    ),
    "attach": (
        lambda it, by: evidence.attach(
            answer=answer_of(it, "P1.1"), by=by, title="Одлука"
        ),
        OPEN,
    ),
    "remark": (
        lambda it, by: reviews.remark(answer=answer_of(it, "P1.1"), text="?", by=by),
        ("submitted",),
    ),
}
WRONG = [
    (name, status)
    for name, (_move, right) in MOVES.items()
    for status in EVERY
    if status not in right
]
RIGHT = [(name, status) for name, (_move, right) in MOVES.items() for status in right]


@pytest.mark.parametrize(("name", "status"), WRONG)
def test_a_move_from_the_wrong_state_says_why_and_changes_nothing(
    city, lead, name, status
):
    assessment = make.make_assessment(city=city, lead=lead, status=status, score=2)
    before = _everything()

    with pytest.raises((Refused, ValidationError)) as refusal:
        MOVES[name][0](assessment, lead)

    assert _sentence(refusal.value).endswith(".")
    assert _everything() == before


@pytest.mark.parametrize(("name", "status"), RIGHT)
def test_a_move_from_the_right_state_changes_something(city, lead, name, status):
    assessment = make.make_assessment(city=city, lead=lead, status=status, score=2)
    before = _everything()

    MOVES[name][0](assessment, lead)

    assert _everything() != before


@pytest.mark.parametrize("name", ["submit", "return", "accept", "publish"])
def test_two_clicks_cannot_both_win(city, lead, name):
    move, right = MOVES[name]
    assessment = make.make_assessment(city=city, lead=lead, status=right[0], score=2)
    stale = Assessment.objects.get(pk=assessment.pk)
    move(assessment, lead)
    before = _everything()

    with pytest.raises(Refused):
        move(stale, lead)

    assert _everything() == before


# Starting


def test_a_round_starts_with_a_blank_answer_to_every_question(assessment):
    found = assessment.answers.values_list("question__code", "score", "version")

    assert list(found) == [(code, None, 0) for code in ("P1.1", "P1.2", "P2.1", "P2.2")]


def test_the_same_round_cannot_start_twice(city, lead, questionnaire):
    make.make_assessment(city=city, lead=lead, questionnaire=questionnaire)

    with pytest.raises(ValidationError, match="This round exists already"):
        make.make_assessment(city=city, lead=lead, questionnaire=questionnaire)

    assert Assessment.objects.count() == 1


# Answering


def test_a_saved_answer_says_who_when_and_what(assessment, lead):
    answer = make.save_answer(assessment, "P1.1", Content(3, comment="Да."), by=lead)

    stored = answer_of(assessment, "P1.1")
    assert (stored.score, stored.comment, stored.version) == (3, "Да.", 1)
    assert (stored.changed_by, stored.changed_at) == (lead, answer.changed_at)


def test_the_history_tells_from_what_to_what(assessment, lead, contributor):
    make.save_answer(assessment, "P1.1", 1, by=lead)
    make.save_answer(assessment, "P1.1", Content(2, comment="Боље."), by=contributor)

    last, first = answer_of(assessment, "P1.1").changes.all()

    assert (first.version, first.by, first.before["score"]) == (1, lead, None)
    assert (last.version, last.by) == (2, contributor)
    assert (last.before["score"], last.after["score"]) == (1, 2)
    assert last.after["comment"] == "Боље."


def test_saving_the_same_again_leaves_no_trace(assessment, lead):
    make.save_answer(assessment, "P1.1", 1, by=lead)

    again = make.save_answer(assessment, "P1.1", 1, by=lead)

    assert again.version == 1
    assert AnswerChange.objects.count() == 1


def test_an_answer_can_become_blank_again(assessment, lead):
    make.save_answer(assessment, "P1.1", 0, by=lead)
    make.save_answer(assessment, "P1.1", None, by=lead)

    stored = answer_of(assessment, "P1.1")
    assert (stored.score, stored.version) == (None, 2)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (Content(score=4), "Choose a level from 0 to 3."),
        (Content(score=-1), "Choose a level from 0 to 3."),
        (Content(1, not_applicable=True, reason="Нема."), "not both"),
        (Content(not_applicable=True), "Write why"),
        (Content(not_applicable=True, reason=" \n"), "Write why"),
    ],
)
def test_an_impossible_answer_says_why_and_changes_nothing(
    assessment, lead, content, sentence
):
    before = _everything()

    with pytest.raises(ValidationError, match=sentence):
        make.save_answer(assessment, "P1.1", content, by=lead)

    assert _everything() == before


def test_the_second_writer_is_told_and_nothing_is_lost(assessment, lead, contributor):
    opened = answer_of(assessment, "P1.1")
    make.save_answer(assessment, "P1.1", Content(1, comment="Први."), by=lead)
    before = _everything()

    with pytest.raises(Conflict) as conflict:
        answers.save(
            answer=opened,
            content=Content(2, comment="Други."),
            version=0,
            by=contributor,
        )

    assert conflict.value.answer.comment == "Први."
    assert _everything() == before


def test_the_second_writer_of_the_same_words_has_no_conflict(assessment, lead):
    opened = answer_of(assessment, "P1.1")
    make.save_answer(assessment, "P1.1", 1, by=lead)

    answers.save(answer=opened, content=Content(1), version=0, by=lead)

    assert AnswerChange.objects.count() == 1


@pytest.mark.parametrize("forged", [-1, 0, 2, 999])
def test_a_forged_version_changes_nothing(assessment, lead, forged):
    make.save_answer(assessment, "P1.1", 1, by=lead)
    before = _everything()

    with pytest.raises(Conflict):
        answers.save(
            answer=answer_of(assessment, "P1.1"),
            content=Content(2),
            version=forged,
            by=lead,
        )

    assert _everything() == before


def test_an_answer_opened_before_submission_cannot_be_saved_after_it(city, lead):
    assessment = make.make_assessment(city=city, lead=lead, score=2)
    opened = answer_of(assessment, "P1.1")
    assessments.submit(assessment=assessment, by=lead)
    before = _everything()

    with pytest.raises(Refused):
        answers.save(answer=opened, content=Content(3), version=1, by=lead)

    assert _everything() == before


def test_a_proposal_is_renewed_and_leaves_the_answer_alone(assessment, contributor):
    answer = answer_of(assessment, "P1.1")
    proposed = {"answer": answer, "not_applicable": False, "by": contributor}

    answers.propose(score=1, comment="Мало.", **proposed)
    answers.propose(score=2, comment="Ипак више.", version=1, **proposed)

    assert [(one.score, one.comment) for one in answer.proposals.all()] == [
        (2, "Ипак више.")
    ]
    assert answer_of(assessment, "P1.1").score is None


def test_indicators_are_handed_out_once_and_taken_back(assessment, contributor):
    some = list(assessment.answers.all()[:2])
    answers.assign(answers=some, user=contributor)
    answers.assign(answers=some, user=contributor)

    assert contributor.assignments.count() == 2

    answers.unassign(answers=some, user=contributor)

    assert contributor.assignments.count() == 0


# Submitting


def test_submitting_names_what_is_missing(city, lead):
    assessment = make.make_assessment(city=city, lead=lead, answers={"P1.1": 2})

    with pytest.raises(ValidationError) as gaps:
        assessments.submit(assessment=assessment, by=lead)

    assert "P1.2, P2.1, P2.2" in gaps.value.message
    assert "P1.1" not in gaps.value.message


@pytest.mark.parametrize(
    "gap",
    [
        {"most_probable": "  "},
        {"most_severe": ""},
        {"most_probable_hazard": None},
        {"most_severe_hazard": None},
    ],
)
def test_submitting_asks_for_both_scenarios(city, lead, gap):
    assessment = make.make_assessment(city=city, lead=lead, score=2, **gap)

    with pytest.raises(ValidationError, match="both scenarios"):
        assessments.submit(assessment=assessment, by=lead)


def test_submitting_names_both_gaps_at_once(city, lead):
    assessment = make.make_assessment(city=city, lead=lead, most_severe="")

    with pytest.raises(ValidationError, match="name both scenarios first"):
        assessments.submit(assessment=assessment, by=lead)


def test_what_does_not_apply_with_a_reason_is_enough(city, lead):
    nothing = Content(not_applicable=True, reason="Нема водотока.")
    assessment = make.make_assessment(
        city=city, lead=lead, answers={"P2.1": nothing}, score=0
    )

    assessments.submit(assessment=assessment, by=lead)

    assert Assessment.objects.get().status == "submitted"


def test_a_submission_is_frozen_with_its_digest(city, lead):
    assessment = make.make_assessment(
        city=city,
        lead=lead,
        status="submitted",
        answers={"P1.1": Content(3, comment="Одлука 12/24 <b>")},
    )

    submission = assessment.submissions.get()

    content = json.loads(submission.content)
    digest = hashlib.sha256(submission.content.encode()).hexdigest()
    assert submission.sha256 == digest
    assert content["questionnaire"]["edition"] == "2017"
    assert content["answers"][0]["title"]["sr"] == "Питање P1.1"
    assert content["answers"][0]["levels"]["3"]["en"] == "Wholly."
    assert content["answers"][0]["comment"] == "Одлука 12/24 <b>"
    assert (submission.by, submission.at) == (lead, assessment.submitted_at)


def test_each_submission_is_kept_and_numbered(city, lead):
    assessment = make.make_assessment(city=city, lead=lead, status="returned")
    make.save_answer(assessment, "P1.1", 3, by=lead)

    assessments.submit(assessment=assessment, by=lead)

    second, first = assessment.submissions.all()
    assert (first.number, second.number) == (1, 2)
    assert json.loads(first.content)["answers"][0]["score"] == 2
    assert json.loads(second.content)["answers"][0]["score"] == 3


def test_high_levels_without_evidence_are_found(city, lead):
    assessment = make.make_assessment(
        city=city, lead=lead, answers={"P1.1": 3, "P1.2": 2, "P2.1": 1, "P2.2": 3}
    )
    make.make_evidence(answer=answer_of(assessment, "P2.2"))

    found = assessments.high_without_evidence(assessment)

    assert found == ["P1.1", "P1.2"]


# Review


def test_a_return_says_why(city, lead, focal_point):
    assessment = make.make_assessment(city=city, lead=lead, status="submitted")
    before = _everything()

    with pytest.raises(ValidationError, match="Write what the city should change"):
        reviews.send_back(assessment=assessment, text=" ", by=focal_point)

    assert _everything() == before


def test_a_decision_says_who_and_when(city, lead, focal_point):
    assessment = make.make_assessment(city=city, lead=lead, status="submitted")

    review = reviews.accept(assessment=assessment, text="Хвала.", by=focal_point)

    assessment.refresh_from_db()
    assert (assessment.decided_by, assessment.decided_at) == (focal_point, review.at)
    assert review.submission == assessment.submissions.get()


def test_a_remark_can_be_taken_back_until_the_decision(city, lead, focal_point):
    assessment = make.make_assessment(city=city, lead=lead, status="submitted")
    first, second = (
        make.make_remark(answer=answer_of(assessment, code), by=focal_point)
        for code in ("P1.1", "P1.2")
    )
    reviews.withdraw_remark(remark=first)
    reviews.send_back(assessment=assessment, text="Допуните.", by=focal_point)

    with pytest.raises(Refused, match="cannot be taken back"):
        reviews.withdraw_remark(remark=second)

    assert list(Remark.objects.all()) == [second]


def test_a_reply_says_who_and_when(city, lead, focal_point):
    remark = _returned_remark(city, lead, focal_point)

    reviews.reply(remark=remark, text="Додато.", by=lead)

    remark.refresh_from_db()
    assert (remark.reply, remark.replied_by) == ("Додато.", lead)
    assert remark.replied_at


def test_an_empty_reply_is_none(city, lead, focal_point):
    remark = _returned_remark(city, lead, focal_point)

    with pytest.raises(ValidationError, match="Write"):
        reviews.reply(remark=remark, text=" ", by=lead)

    remark.refresh_from_db()
    assert remark.replied_at is None


def test_a_reply_waits_for_the_decision(city, lead, focal_point):
    assessment = make.make_assessment(city=city, lead=lead, status="submitted")
    remark = make.make_remark(answer=answer_of(assessment, "P1.1"), by=focal_point)

    with pytest.raises(Refused):
        reviews.reply(remark=remark, text="Додато.", by=lead)


# Publishing and sharing


def test_what_is_published_can_be_taken_back(city, lead):
    assessment = make.make_assessment(
        city=city, lead=lead, status="accepted", published=True
    )

    assessments.unpublish(assessment=assessment)

    assessment.refresh_from_db()
    assert (assessment.published_at, assessment.published_by) == (None, None)


# Evidence


def test_one_document_proves_many_answers(assessment, lead):
    first, second = answer_of(assessment, "P1.1"), answer_of(assessment, "P1.2")
    document = make.make_evidence(
        answer=first, by=lead, file_name="odluka.pdf", file_content=b"%PDF-1.7"
    )

    evidence.link(answer=second, evidence=document, by=lead)
    evidence.detach(answer=first, evidence=document, by=lead)

    assert list(document.answers.all()) == [second]
    assert document.file_sha256 == hashlib.sha256(b"%PDF-1.7").hexdigest()
    assert "odluka" not in document.file.name


# What SQL itself holds, whoever writes


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        (
            {"score": 1, "not_applicable": True, "reason": "x"},
            "what_is_not_applicable_has_no_score",
        ),
        ({"not_applicable": True}, "what_is_not_applicable_says_why"),
        ({"score": 6}, "no_score_is_above_every_scale"),
        ({"version": 1}, "changed_answer_says_when_and_by_whom"),
    ],
)
def test_the_database_refuses_an_impossible_answer(assessment, change, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Answer.objects.filter(question__code="P1.1").update(**change)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"status": "submitted"}, "the_state_agrees_with_what_was_done"),
        ({"status": "accepted"}, "the_state_agrees_with_what_was_done"),
        ({"year": 1999}, "a_round_is_of_this_century"),
    ],
)
def test_the_database_refuses_an_impossible_state(assessment, change, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Assessment.objects.update(**change)


@pytest.mark.parametrize("pair", ["submitted", "decided", "published"])
def test_the_database_wants_a_name_to_every_date(city, lead, pair):
    make.make_assessment(city=city, lead=lead, status="accepted", published=True)

    with (
        pytest.raises(IntegrityError, match=f"{pair}_assessment_says_when_and_by_whom"),
        transaction.atomic(),
    ):
        Assessment.objects.update(**{f"{pair}_by": None})


def test_the_database_wants_reasons_for_a_return(city, lead):
    make.make_assessment(city=city, lead=lead, status="returned")

    with (
        pytest.raises(IntegrityError, match="a_return_gives_its_reasons"),
        transaction.atomic(),
    ):
        Review.objects.update(text="")


def test_a_question_is_answered_once(assessment):
    answer = answer_of(assessment, "P1.1")

    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.create(assessment=assessment, question=answer.question)


def test_each_version_has_one_change(assessment, lead):
    make.save_answer(assessment, "P1.1", 1, by=lead)
    change = AnswerChange.objects.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        AnswerChange.objects.create(
            answer=change.answer, version=1, by=lead, before={}, after={}
        )


def _returned_remark(city, lead, focal_point) -> Remark:
    assessment = make.make_assessment(city=city, lead=lead, status="submitted")
    remark = make.make_remark(answer=answer_of(assessment, "P1.1"), by=focal_point)
    reviews.send_back(assessment=assessment, text="Допуните.", by=focal_point)
    return remark


def _everything() -> list[tuple[Any, ...]]:
    """Return all rows that an action could have touched."""
    rows = []
    for model in (
        Assessment,
        Answer,
        AnswerChange,
        Proposal,
        Submission,
        Review,
        Remark,
    ):
        rows += list(model.objects.order_by("pk").values_list())
    rows += list(Evidence.answers.through.objects.order_by("pk").values_list())
    return rows


def _sentence(error: Exception) -> str:
    return error.messages[0] if isinstance(error, ValidationError) else str(error)
