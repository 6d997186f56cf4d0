"""A lead settles what people see differently; reports tell of it where they may."""

import json

import pytest
from django.urls import reverse

from scorecard import agreement, disputes
from scorecard import sharing as shared
from scorecard.actions import assessments, sharing
from scorecard.models import Answer, Dissent, Settlement, disputed
from tests import make
from tests.make import answer_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("values", "width"),
    [
        ([], 0),
        (["2"], 0),
        (["2", "2"], 0),
        (["na", "na"], 0),
        (["0", "3", "1"], 3),
        (["1", "na"], 4),
    ],
)
def test_proposals_lie_so_far_apart(values, width):
    assert agreement.spread(values, top=3) == width


@pytest.fixture
def colleague(city):
    return make.make_membership(city=city, role="contributor").user


@pytest.fixture
def proposed(assessment, contributor, colleague):
    """P1.1 differs by 1, P2.1 by 3, all agree on P1.2; nobody spoke on P2.2."""
    for code, own, other in (("P1.1", 1, 2), ("P1.2", 2, 2), ("P2.1", 0, 3)):
        _propose(assessment, code, own, contributor)
        _propose(assessment, code, other, colleague)
    return assessment


def _propose(assessment, code, score, by):
    make.propose(assessment, code, score, comment=f"Реч: {by.name}.", by=by)


def _settle(client, assessment, code, **changed):
    standing = answer_of(assessment, code).proposals.values_list("pk", flat=True)
    typed = {
        "choice": "1",
        "reason": "Договор.",
        "version": answer_of(assessment, code).version,
        "stands": list(standing),
    }
    address = reverse("scorecard:settle-one", args=[assessment.pk, code])
    return client.post(address, typed | changed)


def test_what_differs_is_listed_with_the_furthest_apart_first(proposed):
    found = disputes.find(proposed)

    assert found.differ == ["P2.1", "P1.1"]
    assert found.alike == ["P1.2"]
    counted = disputed(Answer.objects.filter(assessment=proposed))
    assert {one.question.code for one in counted} == {"P1.1", "P2.1"}


def test_settling_keeps_dissent_of_those_who_stand_by_another_level(
    proposed, lead, client_of, contributor, colleague
):
    response = _settle(client_of(lead), proposed, "P1.1")

    assert response.status_code == 302
    assert answer_of(proposed, "P1.1").score == 1
    assert Dissent.objects.get().user == colleague
    assert disputes.find(proposed).differ == ["P2.1"]

    _propose(proposed, "P1.1", 3, contributor)

    assert disputes.find(proposed).differ == ["P2.1", "P1.1"]
    assert disputed(Answer.objects.filter(assessment=proposed)).count() == 2


def test_the_team_reads_where_people_differ(proposed, lead):
    make.save_answer(proposed, "P1.1", 1, by=lead)

    rows = shared.build(proposed, shared.team(proposed)).rows
    told = {row.code: row.state_words for row in rows}

    assert [told[code] for code in ("P1.1", "P1.2")] == ["people differ", "2 proposals"]


def test_who_came_round_is_no_dissent(proposed, lead, client_of):
    _settle(client_of(lead), proposed, "P1.1", stands=[])

    assert Settlement.objects.get().proposed == {"1": 1, "2": 1}
    assert not Dissent.objects.exists()


@pytest.mark.parametrize(
    ("changed", "status", "sentence"),
    [
        ({"choice": ""}, 422, "Choose the level that was agreed."),
        ({"choice": "9"}, 422, "Choose a level from 0 to 3."),
        ({"reason": " "}, 422, "Write why this level was agreed."),
        ({"reason": "а" * 2_003}, 422, "3 characters too long"),
        ({"version": "7"}, 422, "does not know which answer"),
        ({"version": "0"}, 409, "Somebody changed this answer"),
    ],
)
def test_a_refused_settlement_loses_nothing_typed(
    proposed, lead, client_of, changed, status, sentence
):
    make.save_answer(proposed, "P1.1", 2, by=lead)

    page = _settle(client_of(lead), proposed, "P1.1", **changed)

    text = page.content.decode()
    assert page.status_code == status
    assert sentence in text
    assert changed.get("reason", "Договор.").strip() in text
    assert not Settlement.objects.exists()


def test_where_all_agree_many_are_settled_with_a_look(
    proposed, lead, client_of, contributor
):
    _propose(proposed, "P2.2", 1, contributor)
    address = reverse("scorecard:settle-alike", args=[proposed.pk])
    make.save_answer(proposed, "P2.2", 3, by=lead)
    sent = {"code": ["P1.2@0", "P2.2@0", "P1.1@0", "P9.9@x"]}

    page = client_of(lead).post(address, sent, follow=True).content.decode()

    answer = answer_of(proposed, "P1.2")
    assert (answer.score, answer.version) == (2, 1)
    assert "Реч: Коста Којић." in answer.comment
    assert "1 indicator was settled as all proposed." in page
    assert "somebody changed P1.1, P2.2" in page
    assert answer_of(proposed, "P2.2").score == 3


def test_the_lead_is_asked_to_settle(proposed, lead, client_of):
    overview = client_of(lead).get(reverse("scorecard:overview", args=[proposed.pk]))
    home = client_of(lead).get(reverse("home"))

    address = reverse("scorecard:settle", args=[proposed.pk])
    assert overview.context["to_do"].disputes == 2
    assert address in overview.content.decode()
    titles = [task.title for task in home.context["home"].places[0].tasks]
    assert "Settle 2 indicators that people see differently" in titles


def test_reports_and_the_frozen_submission_tell_of_agreement_where_the_city_wants_it(
    proposed, lead, client_of
):
    _settle(client_of(lead), proposed, "P1.1")
    assert "Dissent:" not in _report(proposed, lead, client_of)

    sharing.agree_how(
        assessment=proposed, is_independent=False, shows_agreement=True, by=lead
    )
    proposed.refresh_from_db()
    for code in ("P1.2", "P2.1", "P2.2"):
        make.save_answer(proposed, code, 1, by=lead)
    submission = assessments.submit(assessment=proposed, by=lead)

    page = _report(proposed, lead, client_of)
    assert "level 1: 1 person, level 2: 1 person" in page
    assert "Dissent:" in page
    frozen = {one["code"]: one for one in json.loads(submission.content)["answers"]}
    assert frozen["P1.1"]["agreement"]["dissents"] == [
        {"name": "Ана Анић", "level": "2", "reason": "Реч: Ана Анић."}
    ]
    assert frozen["P2.1"]["agreement"]["proposed"] == {"0": 1, "3": 1}
    assert "agreement" not in frozen["P2.2"]


def _report(assessment, person, client_of) -> str:
    address = reverse("scorecard:report", args=[assessment.pk])
    return client_of(person).get(address).content.decode()
