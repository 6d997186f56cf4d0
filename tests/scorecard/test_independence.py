"""Levels are given apart first: no door tells before the person's own word."""

import pytest
from django.urls import reverse

from scorecard import independence
from scorecard.actions import settling, sharing
from scorecard.actions.answers import Content
from tests import make
from tests.make import answer_of

pytestmark = pytest.mark.django_db
THEIRS = "Туђа реч о плану."
AGREED = "Усаглашено је овако."


@pytest.fixture
def colleague(city):
    return make.make_membership(city=city, role="contributor").user


@pytest.fixture
def apart(assessment, lead, contributor, colleague):
    """Both have P1.1; the colleague has proposed 3, and the lead holds 3 for agreed."""
    for person in (contributor, colleague):
        sharing.hand_out(assessment=assessment, codes=["P1.1"], to=person)
    sharing.agree_how(
        assessment=assessment, is_independent=True, shows_agreement=False, by=lead
    )
    _propose(assessment, colleague, 3, THEIRS)
    make.save_answer(assessment, "P1.1", Content(score=3, comment=AGREED), by=lead)
    assessment.refresh_from_db()
    return assessment


def _propose(assessment, by, score, comment):
    make.propose(assessment, "P1.1", score, comment=comment, by=by)


DOORS = {
    "essential": ("scorecard:essential", (1,), 200),
    "overview": ("scorecard:overview", (), 200),
    "people": ("scorecard:people", (), 403),
    "history": ("scorecard:history", ("P1.1",), 403),
    "report": ("scorecard:report", (), 403),
    "report-pdf": ("scorecard:report-pdf", (), 403),
    "brief-pdf": ("scorecard:brief-pdf", (), 403),
    "json": ("scorecard:export", ("json",), 403),
    "csv": ("scorecard:export", ("csv",), 403),
    "xlsx": ("scorecard:export", ("xlsx",), 403),
    "workbook": ("scorecard:workbook", (), 403),
    "official": ("scorecard:official-workbook", (), 403),
}


@pytest.mark.parametrize("door", DOORS)
def test_no_door_tells_who_has_not_given_their_own(apart, contributor, client_of, door):
    address, rest, status = DOORS[door]

    page = client_of(contributor).get(reverse(address, args=[apart.pk, *rest]))

    assert page.status_code == status
    text = page.content.decode()
    assert THEIRS not in text
    assert AGREED not in text
    assert "level 3: 1" not in text


def test_figures_leave_out_what_is_still_owed(apart, contributor, client_of):
    page = client_of(contributor).get(reverse("scorecard:overview", args=[apart.pk]))
    home = client_of(contributor).get(reverse("home"))

    assert page.context["overview"].total.answered == 0
    assert home.context["home"].places[0].latest.share is None
    whole = reverse("scorecard:round", args=[apart.city.code, 2026, "baseline"])
    parts = client_of(contributor).get(whole).context["round"].parts
    assert parts[0].overall is None


def test_a_level_with_a_reason_opens_every_door(apart, contributor, client_of):
    _propose(apart, contributor, 1, "")
    assert THEIRS not in _essential(apart, contributor, client_of)

    _propose(apart, contributor, 1, "Није усвојен.")

    page = _essential(apart, contributor, client_of)
    assert THEIRS in page
    assert "level 1: 1 person, level 3: 1 person" in page
    for address, rest, _status in DOORS.values():
        if address == "scorecard:history":
            path = reverse(address, args=[apart.pk, *rest])
            assert client_of(contributor).get(path).status_code == 200
    assert independence.can_see_whole(contributor, apart)


def test_observers_see_proposals_once_the_team_has_settled(
    apart, observer, lead, client_of
):
    assert THEIRS not in _essential(apart, observer, client_of)

    answer = answer_of(apart, "P1.1")
    settling.settle(
        answer=answer,
        content=Content(score=3, comment=AGREED),
        version=answer.version,
        reason="Сложили смо се.",
        by=lead,
    )

    assert THEIRS in _essential(apart, observer, client_of)


def test_the_lead_sees_all_and_the_others_do_where_nothing_is_apart(
    apart, lead, contributor, client_of
):
    assert THEIRS in _essential(apart, lead, client_of)

    sharing.agree_how(
        assessment=apart, is_independent=False, shows_agreement=False, by=lead
    )

    assert THEIRS in _essential(apart, contributor, client_of)


def _essential(assessment, person, client_of) -> str:
    address = reverse("scorecard:essential", args=[assessment.pk, 1])
    return client_of(person).get(address).content.decode()
