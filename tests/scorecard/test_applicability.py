from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from cities.models import User
from cities.permissions import Refused
from scorecard.actions import applicability
from scorecard.actions.answers import Content
from scorecard.models import Applicability, Assessment, Condition
from tests import make

pytestmark = pytest.mark.django_db
NO_RAILWAY = "Пруга не пролази кроз општину."


@pytest.fixture
def assessment(lead: User, city: Any) -> Assessment:
    questionnaire = make.make_questionnaire(
        code="detailed", scale_maximum=5, questions=("8.5.1", "8.5.3", "8.5.4")
    )
    railway = make.make_condition(questionnaire=questionnaire, code="rail")
    questionnaire.questions.exclude(code="8.5.1").update(condition=railway)
    return make.make_assessment(questionnaire=questionnaire, city=city, lead=lead)


def _settle(assessment: Assessment, **said: Any) -> applicability.Settled:
    return applicability.settle(
        assessment=assessment,
        condition=Condition.objects.get(),
        by=assessment.started_by,
        **{"applies": False, "reason": NO_RAILWAY} | said,
    )


def _standing(assessment: Assessment) -> dict[str, tuple[int | None, bool, str]]:
    answers = assessment.answers.select_related("question")
    return {
        one.question.code: (one.score, one.not_applicable, one.reason)
        for one in answers
    }


def test_no_answers_every_indicator_concerned_with_the_reason(
    assessment: Assessment,
) -> None:
    settled = _settle(assessment)

    assert settled == applicability.Settled(("8.5.3", "8.5.4"), ())
    assert _standing(assessment) == {
        "8.5.1": (None, False, ""),
        "8.5.3": (None, True, NO_RAILWAY),
        "8.5.4": (None, True, NO_RAILWAY),
    }
    answer = make.answer_of(assessment, "8.5.3")
    assert [one.after["reason"] for one in answer.changes.all()] == [NO_RAILWAY]


def test_a_scored_indicator_is_kept_and_named(assessment: Assessment) -> None:
    make.save_answer(assessment, "8.5.3", 4, by=assessment.started_by)

    settled = _settle(assessment)

    assert settled == applicability.Settled(("8.5.4",), ("8.5.3",))
    assert _standing(assessment)["8.5.3"] == (4, False, "")


def test_yes_blanks_what_no_had_set_and_nothing_else(assessment: Assessment) -> None:
    own = Content(not_applicable=True, reason="Аеродром је у другој општини.")
    make.save_answer(assessment, "8.5.4", own, by=assessment.started_by)
    _settle(assessment)

    settled = _settle(assessment, applies=True)

    assert settled.changed == ("8.5.3",)
    assert _standing(assessment)["8.5.3"] == (None, False, "")
    assert _standing(assessment)["8.5.4"] == (None, True, own.reason)


def test_another_reason_replaces_the_first(assessment: Assessment) -> None:
    _settle(assessment)

    _settle(assessment, reason="Пруга је укинута.")

    assert _standing(assessment)["8.5.4"] == (None, True, "Пруга је укинута.")
    assert Applicability.objects.get().reason == "Пруга је укинута."


def test_the_comment_of_an_indicator_stays(assessment: Assessment) -> None:
    typed = Content(comment="Станица је затворена.")
    make.save_answer(assessment, "8.5.3", typed, by=assessment.started_by)

    _settle(assessment)

    assert make.answer_of(assessment, "8.5.3").comment == "Станица је затворена."


def test_no_without_a_reason_says_so_and_changes_nothing(
    assessment: Assessment,
) -> None:
    with pytest.raises(ValidationError, match="Write why"):
        _settle(assessment, reason="  ")

    assert not Applicability.objects.exists()
    assert not any(one[1] for one in _standing(assessment).values())


def test_a_submitted_assessment_is_not_touched(assessment: Assessment) -> None:
    Assessment.objects.filter(pk=assessment.pk).update(
        status="submitted",
        submitted_at=assessment.started_at,
        submitted_by=assessment.started_by,
    )

    with pytest.raises(Refused):
        _settle(assessment)

    assert not Applicability.objects.exists()


def test_the_database_wants_a_reason_for_no(assessment: Assessment) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Applicability.objects.create(
            assessment=assessment,
            condition=Condition.objects.get(),
            applies=False,
            changed_by=assessment.started_by,
        )
