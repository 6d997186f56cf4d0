"""The office at the desk: settings, members, deadlines, announcements."""

import datetime as dt

import pytest
from auditlog.models import LogEntry
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cities.actions import announcements, office
from cities.actions.announcements import Notice
from cities.models import Announcement, City, NationalSettings
from cities.permissions import Refused
from scorecard.actions import deadlines
from scorecard.models import RoundDeadline
from tests import make

pytestmark = pytest.mark.django_db
OFFICE = "/desk/office/"


@pytest.fixture
def desk(client_of, focal_point):
    return client_of(focal_point)


def _day(days: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=days)


# Settings


@pytest.mark.parametrize(
    ("language", "greeting"), [("sr-latn", "sr-Latn"), ("en", "en"), ("sr", "sr-Cyrl")]
)
def test_visitors_who_chose_nothing_see_what_the_office_has_set(
    desk, language, greeting
):
    desk.post(f"{OFFICE}settings/", {"default_language": language})

    page = Client(headers={"accept-language": "de"}).get("/").content.decode()

    assert f'<html lang="{greeting}"' in page


def test_who_has_chosen_a_language_keeps_it(desk):
    desk.post(f"{OFFICE}settings/", {"default_language": "sr-latn"})
    visitor = Client()
    visitor.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"

    assert '<html lang="en"' in visitor.get("/").content.decode()


def test_the_browser_decides_where_the_office_has_set_nothing(db):
    page = Client(headers={"accept-language": "en"}).get("/").content.decode()

    assert '<html lang="en"' in page
    assert '<html lang="sr-Cyrl"' in Client().get("/").content.decode()


@pytest.mark.parametrize("language", ["", "xx"])
def test_an_unknown_language_is_told_and_sets_nothing(desk, language):
    page = desk.post(f"{OFFICE}settings/", {"default_language": language})

    assert page.status_code == 422
    assert "Choose a language." in page.content.decode()
    assert not NationalSettings.objects.exists()


def test_settings_stay_one_row_and_are_logged(desk, focal_point):
    for language in ("en", "sr-latn"):
        desk.post(f"{OFFICE}settings/", {"default_language": language})

    assert NationalSettings.objects.get().default_language == "sr-latn"
    entry = LogEntry.objects.get_for_object(NationalSettings.objects.get()).first()
    assert entry.changes == {"default_language": ["en", "sr-latn"]}
    assert entry.actor == focal_point


def test_the_office_page_tells_what_is_set(desk, focal_point):
    assert "what their browser asks for" in desk.get(OFFICE).content.decode()

    office.set_default_language(language="sr-latn", by=focal_point)

    assert "Visitors see first: Latinica" in desk.get(OFFICE).content.decode()


# Members


def test_who_is_ticked_becomes_a_member_and_the_log_has_it(desk, city, other_city):
    desk.post(f"{OFFICE}members/add/", {"city": [city.code, other_city.code]})

    assert City.objects.members().count() == 2
    assert LogEntry.objects.filter(changes__is_member__1="True").count() == 2


def test_nobody_ticked_is_told(desk, city):
    page = desk.post(f"{OFFICE}members/add/", {"city": "none"}, follow=True)

    assert "Nobody was marked." in page.content.decode()


def test_a_member_is_taken_off_the_list_once(desk, city):
    City.objects.update(is_member=True)

    first = desk.post(f"{OFFICE}members/remove/", {"city": city.code}, follow=True)
    again = desk.post(f"{OFFICE}members/remove/", {"city": city.code}, follow=True)

    assert "Ub is not marked as a member any more." in first.content.decode()
    assert "Ub was not a member." in again.content.decode()
    assert not City.objects.members().exists()


def test_only_who_is_not_a_member_is_found(desk, city):
    make.make_city(name="Убли", is_member=True)

    page = desk.get(f"{OFFICE}members/", {"words": "уб"})

    assert [one.name_sr for one in page.context["found"]] == ["Уб"]


def test_members_with_invented_data_are_marked(desk):
    make.make_city(is_member=True, is_demo=True)

    assert "Demonstration data" in desk.get(f"{OFFICE}members/").content.decode()


# Deadlines


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (12, "12 days left"),
        (1, "1 day left"),
        (0, "today is the last day"),
        (-1, "1 day ago"),
        (-30, "30 days ago"),
    ],
)
def test_cities_see_how_many_days_are_left(
    client_of, lead, assessment, focal_point, days, told
):
    make.make_deadline(by=focal_point, days=days, year=assessment.year)

    for address in ("/", assessment.get_absolute_url()):
        page = client_of(lead).get(address).content.decode()
        assert f"<b>{told}</b>" in page, address
        assert "To be submitted by" in page


def test_a_deadline_of_another_round_or_instrument_is_not_shown(
    client_of, lead, assessment, focal_point
):
    make.make_deadline(by=focal_point, year=assessment.year - 1, days=1)
    make.make_questionnaire(code="detailed", edition="1", questions=("P9.1",))
    make.make_deadline(by=focal_point, year=assessment.year, instrument="detailed")

    for address in ("/", assessment.get_absolute_url()):
        assert "To be submitted" not in client_of(lead).get(address).content.decode()


def test_what_is_handed_in_shows_no_deadline(client_of, city, lead, focal_point):
    done = make.make_assessment(city=city, lead=lead, status="submitted", year=2026)
    make.make_deadline(by=focal_point, year=2026)

    for address in ("/", done.get_absolute_url()):
        assert "To be submitted" not in client_of(lead).get(address).content.decode()


def test_a_passed_deadline_keeps_nobody_from_submitting(
    client_of, city, lead, focal_point
):
    late = make.make_assessment(city=city, lead=lead, score=2, year=2026)
    make.make_deadline(by=focal_point, year=2026, days=-5)

    client_of(lead).post(reverse("scorecard:submit", args=[late.pk]))

    late.refresh_from_db()
    assert late.status == "submitted"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"year": "прошле"}, "Write the year with four digits, for example 2026."),
        ({"year": "1999"}, "No round is older than 2017."),
        ({"year": "9999"}, "Write a year until 2100."),
        ({"instrument": "law"}, "Choose an instrument from the list."),
        ({"due": ""}, "Write the last day."),
        ({"due": "31.02.2026."}, "Write the day as 13.10.2025."),
        ({"due": "2025-12-31"}, "This day is before the year of the round."),
    ],
)
def test_a_wrong_deadline_gets_a_sentence(desk, questionnaire, fields, sentence):
    typed = {"year": "2026", "instrument": "preliminary", "due": "2026-12-01"}

    page = desk.post(f"{OFFICE}deadlines/new/", typed | fields)

    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert not RoundDeadline.objects.exists()


def test_a_round_has_one_deadline_and_it_moves(desk, questionnaire, focal_point):
    typed = {"year": "2026", "instrument": "preliminary", "due": "01.12.2026."}
    desk.post(f"{OFFICE}deadlines/new/", typed)
    deadline = RoundDeadline.objects.get()

    again = desk.post(f"{OFFICE}deadlines/new/", typed)
    desk.post(
        reverse("national:deadline-edit", args=[deadline.pk]),
        typed | {"due": "2026-12-24"},
    )

    assert "This round has a deadline already." in again.content.decode()
    deadline.refresh_from_db()
    assert deadline.due == dt.date(2026, 12, 24)


def test_the_list_counts_what_was_handed_in(desk, city, lead, focal_point):
    make.make_assessment(city=city, lead=lead, status="submitted", year=2026)
    make.make_deadline(by=focal_point, year=2026)

    page = desk.get(f"{OFFICE}deadlines/")

    assert [(row.name, row.handed_in) for row in page.context["rows"]] == [
        ("Preliminary assessment", 1)
    ]


def test_a_lifted_deadline_is_gone(desk, questionnaire, focal_point):
    deadline = make.make_deadline(by=focal_point)

    desk.post(reverse("national:deadline-lift", args=[deadline.pk]))

    assert not RoundDeadline.objects.exists()


# Announcements


@pytest.mark.parametrize("who", ["lead", "observer", "peer", "stranger", "focal_point"])
def test_everybody_who_signs_in_reads_an_announcement(
    request, client_of, focal_point, who
):
    make.make_announcement(by=focal_point, title="Обука", text="Прво.\n\nДруго <5 & 6>")

    page = client_of(request.getfixturevalue(who), "sr").get("/").content.decode()

    assert "Обука" in page
    assert "Прво.\n\nДруго &lt;5 &amp; 6&gt;" in page


@pytest.mark.parametrize(
    ("since", "until", "is_shown"),
    [(0, None, True), (-9, 0, True), (-9, -1, False), (1, None, False)],
)
def test_an_announcement_holds_from_its_first_day_to_its_last(
    client_of, lead, focal_point, since, until, is_shown
):
    last = None if until is None else _day(until)
    make.make_announcement(by=focal_point, since=_day(since), until=last)

    assert ("Obuka" in client_of(lead, "sr-latn").get("/").content.decode()) == is_shown


def test_visitors_do_not_read_announcements(visitor, focal_point):
    make.make_announcement(by=focal_point, title="Workshop")

    assert "Workshop" not in visitor.get("/").content.decode()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"title": ""}, "Write a title."),
        ({"text": ""}, "Write what the cities should know."),
        ({"since": "сутра"}, "Write the day as 13.10.2025."),
        ({"until": "2026-01-31"}, "It cannot end before it begins."),
        ({"title": "ж" * 161}, "at most 160 characters"),
    ],
)
def test_a_wrong_announcement_gets_a_sentence_and_keeps_the_text(
    desk, fields, sentence
):
    typed = {"title": "Обука", "text": "У Ужицу.", "since": "2026-02-01"}

    page = desk.post(f"{OFFICE}announcements/new/", typed | fields)

    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert "text" in fields or "У Ужицу." in page.content.decode()
    assert not Announcement.objects.exists()


def test_an_announcement_is_mended_and_removed(desk, focal_point):
    written = make.make_announcement(by=focal_point)
    address = reverse("national:announcement-edit", args=[written.pk])

    desk.post(address, {"title": "Обука", "text": "У јуну.", "since": "2026-06-01"})
    written.refresh_from_db()
    desk.post(reverse("national:announcement-remove", args=[written.pk]))

    assert (written.text, written.since) == ("У јуну.", dt.date(2026, 6, 1))
    assert not Announcement.objects.exists()


# All of it


@pytest.mark.parametrize("who", ["lead", "contributor", "observer", "peer", "stranger"])
def test_only_a_focal_point_keeps_the_office(
    request, who, city, questionnaire, focal_point
):
    person = request.getfixturevalue(who)
    deadline = make.make_deadline(by=focal_point)
    written = make.make_announcement(by=focal_point)
    notice = Notice("Обука", "Текст", _day(0), None)

    for change in (
        lambda: office.set_default_language(language="en", by=person),
        lambda: office.join(cities=[city], by=person),
        lambda: office.leave(city=city, by=person),
        lambda: make.make_deadline(by=person),
        lambda: deadlines.lift(deadline=deadline, by=person),
        lambda: announcements.announce(notice=notice, by=person),
        lambda: announcements.change(announcement=written, notice=notice, by=person),
        lambda: announcements.remove(announcement=written, by=person),
    ):
        with pytest.raises(Refused):
            change()


def test_actions_refuse_what_no_form_would_send(focal_point, questionnaire):
    with pytest.raises(ValidationError):
        office.set_default_language(language="xx", by=focal_point)
    with pytest.raises(ValidationError):
        make.make_deadline(by=focal_point, instrument="law")


@pytest.mark.parametrize("page", ["members", "deadlines", "announcements"])
@pytest.mark.parametrize("number", ["9999", "0", "две"])
def test_a_page_that_is_not_there_shows_one_that_is(desk, page, number):
    assert desk.get(f"{OFFICE}{page}/", {"page": number}).status_code == 200


def test_more_rows_cost_no_more_queries(desk, questionnaire, focal_point):
    pages = ["", "members/", "deadlines/", "announcements/", "settings/"]
    make.make_deadline(by=focal_point)
    make.make_announcement(by=focal_point)
    make.make_city(is_member=True)
    few = [_queries(desk, OFFICE + page) for page in pages]
    for number in range(10):
        make.make_deadline(by=focal_point, year=2030 + number, days=3000 + 400 * number)
        make.make_announcement(by=make.make_focal_point())
        make.make_city(is_member=True)

    many = [_queries(desk, OFFICE + page) for page in pages]

    assert many == few
    assert max(many) <= 15


def _queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)
