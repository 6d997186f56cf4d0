"""What was agreed is saved with its reason, and dissent stays as it was said."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from cities.permissions import Refused
from scorecard.actions import settling
from scorecard.actions.answers import Conflict, Content
from scorecard.actions.settling import Voice
from scorecard.models import Dissent, Settlement
from tests import make
from tests.make import answer_of

pytestmark = pytest.mark.django_db
REASON = "План постоји, али није усвојен."


@pytest.fixture
def dissent(contributor):
    return Voice(name=contributor.name, score=3, reason="Усвојен је.", user=contributor)


def _settle(assessment, lead, **changed):
    answer = answer_of(assessment, "P1.1")
    fields = {
        "answer": answer,
        "content": Content(score=1),
        "version": answer.version,
        "reason": REASON,
        "by": lead,
    }
    return settling.settle(**fields | changed)


def test_settling_saves_the_answer_its_reason_and_the_dissent(
    assessment, lead, contributor, dissent
):
    _propose(assessment, contributor, 3)

    settlement = _settle(assessment, lead, dissents=[dissent])

    answer = answer_of(assessment, "P1.1")
    assert (answer.score, answer.comment, answer.version) == (1, REASON, 1)
    assert (settlement.score, settlement.reason) == (1, REASON)
    assert (settlement.version, settlement.proposed) == (1, {"3": 1})
    kept = settlement.dissents.get()
    assert (kept.name, kept.score, kept.reason) == ("Коста Којић", 3, "Усвојен је.")


def test_dissent_stays_when_the_proposal_changes(
    assessment, lead, contributor, dissent
):
    _propose(assessment, contributor, 3)
    _settle(assessment, lead, dissents=[dissent])

    _propose(assessment, contributor, 1)

    assert Dissent.objects.get().score == 3
    assert Settlement.objects.get().proposed == {"3": 1}


def test_a_justification_that_stands_is_kept(assessment, lead):
    content = Content(score=1, comment="Стоји од раније.")

    _settle(assessment, lead, content=content)

    assert answer_of(assessment, "P1.1").comment == "Стоји од раније."


def test_a_guest_without_an_account_dissents_by_name(assessment, lead):
    guest = Voice(name="Гост из ЈКП", not_applicable=True, reason="Нема водовода.")

    _settle(assessment, lead, dissents=[guest], proposed={"1": 4, "na": 1})

    kept = Dissent.objects.get()
    assert (kept.user, kept.name, kept.not_applicable) == (None, "Гост из ЈКП", True)
    assert kept.settlement.proposed == {"1": 4, "na": 1}


def test_the_same_sent_twice_is_settled_once(assessment, lead, dissent):
    first = _settle(assessment, lead, dissents=[dissent])
    again = _settle(assessment, lead, dissents=[dissent])

    assert again == first
    assert Settlement.objects.count() == Dissent.objects.count() == 1


def test_settling_over_a_newer_answer_saves_nothing(assessment, lead, dissent):
    make.save_answer(assessment, "P1.1", 2, by=lead)

    with pytest.raises(Conflict):
        _settle(assessment, lead, version=0, dissents=[dissent])

    assert answer_of(assessment, "P1.1").score == 2
    assert not Settlement.objects.exists()
    assert not Dissent.objects.exists()


def test_a_submitted_assessment_is_not_settled(city, lead):
    assessment = make.make_assessment(city=city, lead=lead, status="submitted", score=1)

    with pytest.raises(Refused, match="submitted"):
        _settle(assessment, lead, content=Content(score=1))

    assert not Settlement.objects.exists()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"content": Content()}, "Choose the level that was agreed."),
        ({"content": Content(score=7)}, "Choose a level from 0 to 3."),
        ({"content": Content(not_applicable=True)}, "Write why this is not applicable"),
        ({"reason": "  "}, "Write why this level was agreed."),
        ({"reason": "а" * 10_001}, "The reason is too long"),
        ({"dissents": [Voice(name=" ", score=2)]}, "Write whose dissent it is."),
        ({"dissents": [Voice(name="Ана")]}, "for the dissent of Ана"),
        ({"dissents": [Voice(name="Ана", score=4)]}, "for the dissent of Ана"),
        ({"dissents": [Voice(name="Ана", score=1)]}, "Ана agrees with this level"),
    ],
)
def test_nonsense_gets_a_sentence_and_saves_nothing(
    assessment, lead, changed, sentence
):
    with pytest.raises(ValidationError, match=sentence):
        _settle(assessment, lead, **changed)

    assert answer_of(assessment, "P1.1").version == 0
    assert not Settlement.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [{"score": None}, {"not_applicable": True}, {"reason": ""}],
)
def test_the_database_itself_refuses_half_a_settlement(assessment, lead, wrong):
    fields = {"score": 1, "reason": REASON, "version": 0, "by": lead}

    with pytest.raises(IntegrityError), transaction.atomic():
        Settlement.objects.create(
            answer=answer_of(assessment, "P1.1"), **fields | wrong
        )


def _propose(assessment, by, score):
    make.propose(assessment, "P1.1", score, comment="Усвојен је.", by=by)
