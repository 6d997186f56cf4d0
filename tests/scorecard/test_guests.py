"""Guests of a workshop get to its own pages by their phone, and to nothing else."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from scorecard.actions import guests, workshops
from scorecard.models import Ballot, Guest, Vote
from scorecard.views.guests import COOKIE
from tests import make
from tests.test_access import ROWS
from tests.world import World, taken_back

pytestmark = pytest.mark.django_db
WHO = {"name": "Гоца Гостић", "institution": "Дом здравља", "consent": "on"}


@pytest.fixture
def workshop(assessment, lead):
    cache.clear()
    return make.make_workshop(assessment=assessment, lead=lead)


@pytest.fixture
def phone(workshop, visitor):
    visitor.post(reverse("scorecard:guest", args=[workshop.code]), WHO)
    return visitor


def _at(workshop, name="guest"):
    return reverse(f"scorecard:{name}", args=[workshop.code])


def _open(workshop, lead, number=1):
    workshop.refresh_from_db()
    ballot = Ballot.objects.select_related("workshop__assessment").get(
        workshop=workshop, number=number
    )
    workshops.open_vote(ballot=ballot, turn=workshop.turn, by=lead)
    return ballot


def _close(ballot, lead):
    ballot.workshop.refresh_from_db()
    workshops.close_vote(ballot=ballot, turn=ballot.workshop.turn, by=lead)


@pytest.mark.once
def test_guest_gets_to_nothing_that_a_visitor_does_not(django_db_setup):
    """The ninth person of the access table: each row is as for who has no account."""
    with taken_back():
        world = World()
        running = make.make_workshop(assessment=world.rounds["draft"], lead=world.lead)
        _guest, secret = guests.join(workshop=running, name="Г", institution="Д")
        wrong = []
        for row in ROWS:
            client = world.client("anonymous")
            client.cookies[COOKIE] = secret
            if row.method != "GET" or row.expected["anonymous"] == "ok":
                continue
            answer = client.get(world.path(row.address, *row.names))
            if answer.status_code == 200:
                wrong.append(row.label)

    assert wrong == []


def test_a_phone_joins_votes_and_changes_its_vote(workshop, phone, lead):
    _open(workshop, lead)
    for choice in ("1", "3"):
        phone.post(_at(workshop, "guest-vote"), {"ballot": "1", "choice": choice})

    page = phone.get(_at(workshop)).content.decode()

    assert [one.choice for one in Vote.objects.all()] == [3]
    assert "Saved: your vote is 3." in page
    assert Guest.objects.get().digest != phone.cookies[COOKIE].value


def test_a_phone_that_dropped_out_comes_back_as_the_same_guest(workshop, phone, lead):
    _open(workshop, lead)
    phone.post(_at(workshop, "guest-vote"), {"ballot": "1", "choice": "2"})
    again = Client()
    again.cookies[COOKIE] = phone.cookies[COOKIE].value

    page = again.get(_at(workshop), headers={"Accept-Language": "en"})

    assert page.context["phone"].guest == Guest.objects.get()
    assert page.context["phone"].vote.choice == 2


def test_a_vote_after_closing_gets_a_sentence_and_keeps_what_was_typed(
    workshop, phone, lead
):
    ballot = _open(workshop, lead)
    _close(ballot, lead)

    late = phone.post(
        _at(workshop, "guest-vote"), {"ballot": "1", "choice": "2", "reason": "Јер."}
    )

    assert late.status_code == 409
    assert "is closed: your vote was not changed" in late.content.decode()
    assert not Vote.objects.exists()


def test_a_vote_goes_to_the_indicator_that_was_seen(workshop, phone, lead):
    _close(_open(workshop, lead), lead)
    _open(workshop, lead, 2)

    phone.post(_at(workshop, "guest-vote"), {"ballot": "1", "choice": "2"})

    assert not Vote.objects.exists()


@pytest.mark.parametrize("choice", ["9", "-1", "", "два"])
def test_nonsense_is_no_vote(workshop, phone, lead, choice):
    _open(workshop, lead)

    page = phone.post(_at(workshop, "guest-vote"), {"ballot": "1", "choice": choice})

    assert page.status_code == 422
    assert "Choose a level from 0 to 3" in page.content.decode()


def test_a_removed_guest_is_told_and_asks_no_more(workshop, phone, lead):
    guests.remove(guest=Guest.objects.get(), by=lead)

    told = phone.get(_at(workshop, "guest-now"))
    page = phone.post(_at(workshop, "guest-vote"), {"ballot": "1", "choice": "2"})

    assert told.status_code == 286
    assert "taken you out" in told.content.decode()
    assert page.status_code == 409


def test_news_are_empty_until_the_facilitator_does_something(workshop, phone, lead):
    ballot = _open(workshop, lead)
    seen = phone.get(_at(workshop)).context["phone"].seen

    with CaptureQueriesContext(connection) as queries:
        nothing = phone.get(_at(workshop, "guest-now"), {"seen": seen})
        asked = len(queries)
    _close(ballot, lead)
    news = phone.get(_at(workshop, "guest-now"), {"seen": seen})

    assert (nothing.status_code, nothing.content) == (204, b"")
    assert asked == 2
    assert "The vote is closed." in news.content.decode()


def test_guest_sees_neither_others_votes_nor_the_drafts_answer(
    workshop, phone, lead, assessment
):
    make.save_answer(assessment, "P1.1", 1, by=lead)
    other, _secret = guests.join(workshop=workshop, name="Друга", institution="Дом")
    ballot = _open(workshop, lead)
    guests.vote(ballot=ballot, guest=other, choice=3, reason="Тајно.", named=True)

    page = phone.get(_at(workshop))

    assert page.context["phone"].votes is None
    assert "checked" not in page.content.decode()
    assert "Тајно." not in page.content.decode()
    _close(ballot, lead)
    assert "Тајно." not in phone.get(_at(workshop)).content.decode()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "Write your name and surname."),
        ({"name": "<b>Гоца</b>"}, "without signs such as"),
        ({"name": "12345"}, "Write it in letters."),
        ({"name": "Г" * 121}, "at most 120 characters fit"),
        ({"institution": ""}, "Write where you come from"),
        ({"consent": ""}, "Tick that you agree."),
    ],
)
def test_what_is_wrong_at_the_door_is_told_and_nothing_lost(
    workshop, visitor, wrong, sentence
):
    page = visitor.post(_at(workshop), WHO | wrong)

    text = page.content.decode()
    assert page.status_code == 422
    assert sentence in text
    assert "<b>Гоца" not in text
    assert (WHO | wrong)["institution"] in text
    assert not Guest.objects.exists()


def test_a_full_workshop_says_so(assessment, lead, visitor):
    small = make.make_workshop(assessment=assessment, lead=lead, guest_limit=1)
    guests.join(workshop=small, name="Први", institution="Школа")

    page = visitor.post(_at(small), WHO)

    assert "The workshop is full: 1 people are in." in page.content.decode()
    assert WHO["name"] in page.content.decode()


def test_a_strange_code_and_a_closed_one_get_the_same_page(workshop, visitor, lead):
    workshops.close(workshop=workshop, by=lead)

    closed = visitor.get(_at(workshop))
    strange = visitor.get(reverse("scorecard:guest", args=["XXXXXX"]))

    assert (closed.status_code, strange.status_code) == (404, 404)
    assert closed.templates[0].name == strange.templates[0].name
    plain = [
        one.content.decode().split("<main")[1].split("csrf")[0]
        for one in (closed, strange)
    ]
    assert plain[0] == plain[1]


def test_a_thousand_guesses_end_in_a_sentence(workshop, visitor):
    join = reverse("scorecard:join")
    for _turn in range(41):
        last = visitor.post(join, {"code": "XXXXXX"})
    blocked = [visitor.post(join, {"code": "XXXXXX"}).status_code for _ in range(9)]
    right = visitor.get(_at(workshop))

    assert last.status_code == 429
    assert "Wait ten minutes" in last.content.decode()
    assert {*blocked, right.status_code} == {429}


def test_guesses_do_not_shut_out_who_is_in(workshop, phone):
    stranger = Client()
    for _turn in range(41):
        stranger.get(reverse("scorecard:guest", args=["XXXXXX"]))

    assert phone.get(_at(workshop)).status_code == 200


def test_a_code_is_read_however_it_is_typed(workshop, visitor):
    shown = workshop.shown_code
    cyrillic = shown.translate(str.maketrans("ACEHKMPTX", "АСЕНКМРТХ"))

    for code in (shown, shown.lower(), f" {shown}", cyrillic, cyrillic.lower()):
        page = visitor.post(reverse("scorecard:join"), {"code": code})
        assert page["Location"] == _at(workshop)


def test_a_guest_who_leaves_is_forgotten(workshop, phone):
    page = phone.post(_at(workshop, "guest-leave"))

    assert "You have left" in page.content.decode()
    assert not Guest.objects.exists()


def test_neither_address_nor_log_names_a_guest(workshop, phone, caplog):
    page = phone.get(_at(workshop))

    assert "Гоца" not in page.request["PATH_INFO"]
    assert "Гоца" not in caplog.text
    assert "Гоца" not in str(Guest.objects.get())
