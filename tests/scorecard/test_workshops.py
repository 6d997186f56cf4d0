"""A workshop: votes count once and only in time, two facilitators, settling, names."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cities.permissions import Refused
from scorecard.actions import answers, guests, workshops
from scorecard.actions.answers import Content
from scorecard.models import Answer, AnswerChange, Ballot, Guest, Vote, Workshop
from scorecard.reports.minutes import workshop_paper
from scorecard.tally import tally
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def workshop(assessment, lead):
    return make.make_workshop(assessment=assessment, lead=lead)


@pytest.fixture
def ballot(workshop):
    return _ballot(workshop)


@pytest.fixture
def guest(workshop):
    return guests.join(workshop=workshop, name="Гоца", institution="Школа")[0]


def _ballot(workshop, number=1):
    return Ballot.objects.select_related(
        "workshop__assessment__questionnaire", "answer__assessment__questionnaire"
    ).get(workshop=workshop, number=number)


def _open(ballot, lead):
    workshops.open_vote(ballot=ballot, turn=_turn(ballot), by=lead)


def _close(ballot, lead):
    workshops.close_vote(ballot=ballot, turn=_turn(ballot), by=lead)


def _turn(ballot):
    return Workshop.objects.get(pk=ballot.workshop_id).turn


def _vote(ballot, guest, choice, reason="", named=False):
    guests.vote(ballot=ballot, guest=guest, choice=choice, reason=reason, named=named)


def _settle(ballot, lead, level=2, **fields):
    answer = Answer.objects.get(pk=ballot.answer_id)
    workshops.settle(
        **{
            "ballot": ballot,
            "level": level,
            "because": "Тако је договорено.",
            "version": answer.version,
            "turn": _turn(ballot),
            "by": lead,
        }
        | fields
    )


@pytest.mark.parametrize(
    ("votes", "raised", "levels", "undecided", "middle", "spread"),
    [
        ([], {}, (0, 0, 0, 0), 0, None, 0),
        ([None], {}, (0, 0, 0, 0), 1, None, 0),
        ([2, 2, 3], {}, (0, 0, 2, 1), 0, 2, 1),
        ([0, 3], {}, (1, 0, 0, 1), 0, 0, 3),
        ([1], {1: 4, 3: 5, None: 2}, (0, 5, 0, 5), 2, 1, 2),
    ],
)
def test_votes_are_counted(votes, raised, levels, undecided, middle, spread):
    counted = tally(3, votes, raised)

    assert counted.levels == levels
    assert (counted.undecided, counted.middle, counted.spread) == (
        undecided,
        middle,
        spread,
    )
    assert counted.total == len(votes) + sum(raised.values())
    assert [bar.choice for bar in counted.bars] == [3, 2, 1, 0, None]


def test_a_vote_may_change_until_it_is_closed_and_then_no_more(ballot, guest, lead):
    _open(ballot, lead)
    _vote(ballot, guest, 1)
    _vote(ballot, guest, 3)
    _close(ballot, lead)

    with pytest.raises(Refused, match="is closed: your vote was not changed"):
        _vote(ballot, guest, 0)

    assert [one.choice for one in Vote.objects.all()] == [3]


def test_a_vote_before_opening_changes_nothing(ballot, guest):
    with pytest.raises(Refused):
        _vote(ballot, guest, 1)

    assert not Vote.objects.exists()


def test_a_removed_guest_cannot_vote_and_an_open_vote_of_theirs_is_gone(
    workshop, ballot, guest, lead
):
    make.make_vote(workshop=workshop, guest=guest, choice=1, lead=lead, number=2)
    _open(ballot, lead)
    _vote(ballot, guest, 1)

    guests.remove(guest=guest, by=lead)

    with pytest.raises(Refused, match="no longer in this workshop"):
        _vote(ballot, guest, 2)
    assert [one.ballot.number for one in Vote.objects.all()] == [2]


def test_the_database_holds_one_vote_a_guest(ballot, guest):
    Vote.objects.create(ballot=ballot, guest=guest, choice=1)

    with pytest.raises(IntegrityError), transaction.atomic():
        Vote.objects.create(ballot=ballot, guest=guest, choice=2)


def test_nobody_joins_a_full_workshop(assessment, lead):
    small = make.make_workshop(assessment=assessment, lead=lead, guest_limit=1)
    first, _secret = guests.join(workshop=small, name="Први", institution="Школа")

    with pytest.raises(ValidationError, match="full: 1 people are in"):
        guests.join(workshop=small, name="Други", institution="Школа")

    guests.leave(guest=first)
    assert guests.join(workshop=small, name="Други", institution="Школа")


def test_who_lost_the_phone_comes_in_again_when_let_in(workshop, ballot, guest, lead):
    _open(ballot, lead)
    _vote(ballot, guest, 2)
    who = {"workshop": workshop, "name": " Гоца ", "institution": "Школа"}
    with pytest.raises(ValidationError, match="is in already"):
        guests.join(**who)

    guests.let_in(guest=guest)
    again, secret = guests.join(**who)

    assert again.pk == guest.pk
    assert guests.find(workshop=workshop, secret=secret) == guest
    assert Vote.objects.get(guest=again).choice == 2
    with pytest.raises(ValidationError):
        guests.join(**who)


def test_letting_in_ends_after_ten_minutes(workshop, guest):
    guests.let_in(guest=guest)
    past = timezone.now() - dt.timedelta(seconds=1)
    Guest.objects.update(let_in_until=past)

    with pytest.raises(ValidationError, match="is in already"):
        guests.join(workshop=workshop, name="Гоца", institution="Школа")


def test_leaving_forgets_whole_or_leaves_a_number(workshop, ballot, guest, lead):
    other, _secret = guests.join(workshop=workshop, name="Друга", institution="Дом")
    _open(ballot, lead)
    _vote(ballot, guest, 2, "Јер.", named=True)

    guests.leave(guest=guest)
    guests.leave(guest=other)

    left = Guest.objects.get()
    assert (left.name, left.institution, left.digest) == ("", "", None)
    assert [(one.choice, one.is_named) for one in Vote.objects.all()] == [(2, False)]


def test_of_two_facilitators_the_second_is_told(ballot, lead):
    turn = ballot.workshop.turn
    workshops.open_vote(ballot=ballot, turn=turn, by=lead)

    with pytest.raises(workshops.MovedOn):
        workshops.close_vote(ballot=ballot, turn=turn, by=lead)

    ballot.refresh_from_db()
    assert ballot.is_open


def test_settling_writes_the_answer_with_its_history(ballot, guest, lead):
    _open(ballot, lead)
    _vote(ballot, guest, 1)
    _close(ballot, lead)

    _settle(ballot, lead)

    answer = Answer.objects.get(pk=ballot.answer_id)
    ballot.refresh_from_db()
    assert (answer.score, answer.comment, answer.changed_by) == (
        2,
        "Тако је договорено.",
        lead,
    )
    assert AnswerChange.objects.get(answer=answer).after["score"] == 2
    assert (ballot.agreed, ballot.settled_by) == (2, lead)
    with pytest.raises(Refused, match="agreed already"):
        _open(ballot, lead)


def test_settling_an_open_vote_changes_nothing(ballot, lead):
    _open(ballot, lead)

    with pytest.raises(Refused, match="Close the vote first"):
        _settle(ballot, lead)

    assert Answer.objects.get(pk=ballot.answer_id).score is None


def test_settling_on_top_of_a_colleagues_edit_is_a_conflict(ballot, lead):
    _open(ballot, lead)
    _close(ballot, lead)
    answers.save(answer=ballot.answer, content=Content(score=0), version=0, by=lead)

    with pytest.raises(answers.Conflict):
        _settle(_ballot(ballot.workshop), lead, version=0)

    ballot.refresh_from_db()
    assert not ballot.is_settled
    assert Answer.objects.get(pk=ballot.answer_id).score == 0


def test_a_frozen_assessment_takes_no_vote_and_no_level(
    questionnaire, city, lead, client_of
):
    frozen = make.make_assessment(city=city, lead=lead, score=2, year=2025)
    held = make.make_workshop(assessment=frozen, lead=lead)
    ballot = _ballot(held)
    _open(ballot, lead)
    _close(ballot, lead)
    type(frozen).objects.filter(pk=frozen.pk).update(
        status="submitted", submitted_at=timezone.now(), submitted_by=lead
    )

    with pytest.raises(Refused, match="was submitted"):
        _settle(ballot, lead)
    with pytest.raises(Refused, match="was submitted"):
        _open(_ballot(held, 2), lead)
    with pytest.raises(Refused, match="was submitted"):
        make.make_workshop(assessment=frozen, lead=lead)
    minutes = client_of(lead).get(held.get_absolute_url())
    assert minutes.status_code == 200


def test_hands_are_counted_beside_phones_and_replaced_when_entered_again(
    ballot, guest, lead
):
    _open(ballot, lead)
    _vote(ballot, guest, 1)
    _close(ballot, lead)
    for hands in ({2: 30, None: 2}, {2: 7, 3: 0}):
        workshops.count_hands(ballot=ballot, hands=hands, turn=_turn(ballot), by=lead)

    item = workshop_paper(_whole(ballot.workshop), dt.date(2026, 3, 2)).items[0]

    assert item.votes.levels == (0, 1, 7, 0)
    assert item.by_card


def test_minutes_name_a_dissent_only_where_its_author_said_so(
    workshop, ballot, guest, lead
):
    other, _secret = guests.join(workshop=workshop, name="Тихи", institution="Дом")
    agreeing, _secret = guests.join(workshop=workshop, name="За", institution="Дом")
    _open(ballot, lead)
    _vote(ballot, guest, 0, "Плана нема.", named=True)
    _vote(ballot, other, 3, "План је усвојен.")
    _vote(ballot, agreeing, 2, "Слажем се.", named=True)
    _close(ballot, lead)
    _settle(ballot, lead)

    item = workshop_paper(_whole(workshop), dt.date(2026, 3, 2)).items[0]

    assert item.differing == 2
    assert [(one.level, one.reason, one.name) for one in item.dissents] == [
        (0, "Плана нема.", "Гоца"),
        (3, "План је усвојен.", ""),
    ]


def test_names_are_removed_once_the_workshop_is_closed(workshop, ballot, guest, lead):
    make.make_vote(workshop=workshop, guest=guest, choice=1, lead=lead)
    with pytest.raises(Refused, match="Close the workshop first"):
        workshops.erase_names(workshop=workshop, by=lead)

    workshops.close(workshop=workshop, by=lead)
    workshops.erase_names(workshop=workshop, by=lead)

    paper = workshop_paper(_whole(workshop), dt.date(2026, 3, 2))
    assert (paper.guests, paper.guest_count, paper.institutions) == ([], 1, [])
    assert paper.items[0].votes.total == 1
    with pytest.raises(Refused, match="stays closed"):
        workshops.reopen(workshop=workshop)


def test_what_was_voted_on_stays_when_indicators_change(workshop, ballot, lead):
    _open(ballot, lead)
    third = _ballot(workshop, 3).answer
    workshop.refresh_from_db()

    workshops.change(workshop=workshop, answers=[third])

    kept = Ballot.objects.filter(workshop=workshop).values_list("number", flat=True)
    assert list(kept) == [1, 3]


def test_a_conflict_shows_both_and_keeps_what_was_typed(client_of, ballot, lead):
    _open(ballot, lead)
    _close(ballot, lead)
    answers.save(
        answer=ballot.answer,
        content=Content(score=0, comment="Колегино."),
        version=0,
        by=lead,
    )
    address = reverse("scorecard:workshop-settle", args=[ballot.workshop_id, 1])
    typed = {"choice": "3", "because": "Наше.", "version": "0", "turn": "2"}

    page = client_of(lead).post(address, typed)

    text = page.content.decode()
    assert page.status_code == 409
    assert "Колегино." in text
    assert "Наше." in text
    assert 'name="version" value="1"' in text


def _whole(workshop):
    return Workshop.objects.with_parts().get(pk=workshop.pk)


def test_pages_cost_no_more_queries_with_sixty_guests(client_of, workshop, lead):
    def grow(number):
        for one in range(number):
            somebody, _secret = guests.join(
                workshop=workshop, name=f"Гост {number} {one}а", institution="Дом"
            )
            Vote.objects.create(ballot=_ballot(workshop), guest=somebody, choice=1)

    def cost():
        client, spent = client_of(lead), []
        for name in ("workshop", "workshop-screen"):
            with CaptureQueriesContext(connection) as queries:
                page = client.get(reverse(f"scorecard:{name}", args=[workshop.pk]))
                spent.append(len(queries))
            assert page.status_code == 200
        return spent

    grow(2)
    cost()
    few = cost()
    grow(55)

    assert cost() == few
    assert max(few) <= 15
