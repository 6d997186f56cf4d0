"""Training: who records it, what cannot be, and years without any."""

import csv
import datetime as dt
import io

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cities.models import User
from cities.permissions import Refused
from roadmap.actions import training
from roadmap.models import Attendance, Course
from roadmap.reports import training as figures
from tests import make
from tests.conftest import ClientOf
from tests.parts.roadmap_training import COURSE

pytestmark = pytest.mark.django_db

PEOPLE = {"participants": "6", "women": "3"}


@pytest.fixture
def course(focal_point):
    return make.make_course(by=focal_point)


def test_a_lead_records_a_course_of_the_citys_own(city, lead, client_of):
    page = client_of(lead).post(
        reverse("roadmap:training-own", args=[city.code]), COURSE | PEOPLE
    )

    attended = Attendance.objects.get()
    assert page.status_code == 302
    assert (attended.city, attended.participants, attended.women) == (city, 6, 3)
    assert attended.course.city == city
    assert attended.course.ends_on == dt.date(2025, 2, 2)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"ends_on": "2025-01-31"}, "The last day is before the first one."),
        ({"hours": "-2"}, "Give from 1 to 1000 hours."),
        ({"hours": "2000"}, "Give from 1 to 1000 hours."),
        ({"starts_on": "1025-02-01", "ends_on": "1025-02-01"}, "Give a year from"),
        ({"starts_on": "99.99.2025."}, "Enter a valid date."),
        ({"participants": "-1"}, "Give from 1 to 9999 participants."),
        ({"participants": "12345"}, "Give from 1 to 9999 participants."),
        ({"women": "7"}, "There cannot be more women than participants."),
        ({"participants": "много"}, "Enter a whole number."),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence_and_kept_on_the_page(
    changes, sentence, city, lead, client_of
):
    page = client_of(lead).post(
        reverse("roadmap:training-own", args=[city.code]), COURSE | PEOPLE | changes
    )

    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert COURSE["title"] in page.content.decode()
    assert not Course.objects.exists()


def test_attendance_is_not_recorded_before_the_course(
    city, lead, focal_point, client_of
):
    day = timezone.localdate() + dt.timedelta(days=3)
    future = make.make_course(by=focal_point, starts_on=day, ends_on=day)

    with pytest.raises(ValidationError, match="not begun yet"):
        training.attend(course=future, city=city, participants=3, women=1, by=lead)
    address = reverse("roadmap:training-attend", args=[city.code, future.pk])
    page = client_of(lead).post(address, PEOPLE)
    assert (page.status_code, Attendance.objects.count()) == (422, 0)
    assert future not in Course.objects.open_to(city)


def test_a_second_record_corrects_the_first(course, city, lead, client_of):
    for participants in (5, 8):
        training.attend(
            course=course, city=city, participants=participants, women=0, by=lead
        )

    assert [one.participants for one in Attendance.objects.all()] == [8]
    assert course not in Course.objects.open_to(city)
    training.was_not_there(course=course, city=city, by=lead)
    assert course in Course.objects.open_to(city)


def test_a_course_does_not_move_behind_its_attendance(course, city, lead, focal_point):
    training.attend(course=course, city=city, participants=5, women=1, by=lead)
    later = timezone.localdate() + dt.timedelta(days=9)
    values = {"starts_on": later, "ends_on": later, "hours": 8}

    with pytest.raises(ValidationError, match="attended already"):
        training.mend(course=course, values=values, by=focal_point)


def test_only_leads_and_focal_points_record(
    course, city, observer, contributor, stranger, partner_person
):
    numbers = {"participants": 5, "women": 1}
    for person in (observer, contributor, stranger, partner_person):
        with pytest.raises(Refused):
            training.attend(course=course, city=city, by=person, **numbers)
        with pytest.raises(Refused):
            make.make_course(by=person, city=city)
        with pytest.raises(Refused):
            training.attend_all(course=course, numbers={}, by=person)
    for person in (observer, stranger):
        with pytest.raises(Refused):
            training.mend(course=course, values={}, by=person)


def test_a_citys_own_course_is_no_other_citys(city, other_city, lead, stranger):
    own = make.make_course(by=lead, city=city)

    with pytest.raises(Refused, match="another city"):
        training.attend(
            course=own, city=other_city, participants=1, women=0, by=stranger
        )
    assert own not in Course.objects.visible_to(stranger)


def test_a_focal_point_records_many_cities_at_once_or_none(
    course, focal_point, client_of
):
    first, second, third = (
        make.make_city(name=name, is_member=True) for name in ("Аб", "Бб", "Вв")
    )
    client, address = (
        client_of(focal_point),
        reverse("roadmap:course", args=[course.pk]),
    )
    typed = {
        f"people_{first.code}": "4",
        f"women_{first.code}": "2",
        f"people_{second.code}": "3",
        f"women_{second.code}": "9",
    }

    refused = client.post(address, typed)
    assert refused.status_code == 422
    assert "more women than participants" in refused.content.decode()
    assert not Attendance.objects.exists()
    client.post(address, typed | {f"women_{second.code}": ""})
    client.post(address, {f"people_{second.code}": "3", f"people_{third.code}": "1"})

    found = {one.city.pk: one.participants for one in Attendance.objects.all()}
    assert found == {second.pk: 3, third.pk: 1}


def test_years_without_training_are_rows_too(city, lead):
    for year, participants in ((2019, 4), (2025, 3), (2025, 6)):
        day = dt.date(year, 5, 5)
        own = make.make_course(by=lead, city=city, starts_on=day, ends_on=day, hours=6)
        training.attend(
            course=own, city=city, participants=participants, women=1, by=lead
        )

    years = figures.by_year(city, 2026)

    assert [row.year for row in years] == list(range(2026, 2018, -1))
    assert (years[1].courses, years[1].people, years[1].of_women) == (2, 9, 2)
    assert years[1].of_hours == 12
    assert [row.courses for row in years] == [0, 2, 0, 0, 0, 0, 0, 1]


def test_the_desk_and_its_file_give_the_same_numbers(course, focal_point, client_of):
    there = make.make_city(name="Аб", is_member=True)
    never = make.make_city(name="Бб", is_member=True)
    training.attend(course=course, city=there, participants=12, women=7, by=focal_point)
    client = client_of(focal_point)

    page = client.get(reverse("national:training"))
    file = client.get(reverse("national:training-file", args=["csv"]))

    rows = {
        row.city: dict(zip(page.context["years"], row.counts, strict=True))
        for row in page.context["rows"]
    }
    assert rows[there][2025] == 12
    assert set(rows[never].values()) == {None}
    assert page.context["totals"][2025] == 12
    text = file.content.decode("utf-8-sig")
    listed = [row for row in csv.reader(io.StringIO(text), delimiter=";") if row]
    line = next(row for row in listed if row[0] == there.code)
    assert "12" in line


def test_sql_holds_what_a_course_and_an_attendance_are(course, city, lead):
    attended = training.attend(
        course=course, city=city, participants=5, women=1, by=lead
    )
    for row, change in (
        (course, {"ends_on": dt.date(2020, 1, 1)}),
        (course, {"hours": 0}),
        (attended, {"participants": 0, "women": 0}),
        (attended, {"women": 6}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(**change)


def test_the_form_of_many_cities_is_paged_and_saves_its_page_only(
    focal_point: User, client_of: ClientOf
) -> None:
    course = make.make_course(by=focal_point)
    cities = [
        make.make_city(name=f"Место {number:02}", is_member=True)
        for number in range(45)
    ]
    training.attend(
        course=course, city=cities[0], participants=9, women=4, by=focal_point
    )
    address = reverse("roadmap:course", args=[course.pk])
    client = client_of(focal_point)

    page = client.get(address).content.decode()
    assert f'name="people_{cities[39].code}"' in page
    assert f'name="people_{cities[40].code}"' not in page

    sent = {f"people_{cities[44].code}": "7", f"women_{cities[44].code}": "3"}
    saved = client.post(f"{address}?page=2", sent)

    assert saved["Location"] == f"{address}?page=2"
    found = {one.city: one.participants for one in course.attendances.all()}
    assert found == {cities[0]: 9, cities[44]: 7}
