"""The log of activity: who changed what, in words, and never a draft kept back."""

import datetime as dt

import pytest
from auditlog.context import set_actor
from auditlog.models import LogEntry
from django.contrib.admin.utils import label_for_field
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise

from cities.actions import office, strategies
from cities.models import City, Membership
from mcr2030.national.activity import KINDS
from scorecard.actions import assessments, reviews
from tests import make

pytestmark = pytest.mark.django_db
PAGE = "/desk/office/log/"


@pytest.fixture
def desk(client_of, focal_point):
    return client_of(focal_point)


def _events(client, **asked):
    page = client.get(PAGE, asked)
    assert page.status_code == 200
    return page.context["events"]


def _lines(client, **asked):
    return [f"{one.did} {one.what}: {one.name}" for one in _events(client, **asked)]


def _text(client, **asked):
    return client.get(PAGE, asked).content.decode()


@pytest.fixture
def round_of_ub(city, lead, focal_point):
    """An assessment that was handed in, accepted, published and taken back."""
    made = make.make_assessment(city=city, lead=lead, score=2, year=2026)
    assessments.submit(assessment=made, by=lead)
    reviews.accept(assessment=made, text="Тајна порука.", by=focal_point)
    assessments.publish(assessment=made, by=lead)
    made.refresh_from_db()
    with set_actor(lead):
        assessments.unpublish(assessment=made)
    return made


def test_the_moves_of_a_round_are_told_the_newest_first(desk, round_of_ub):
    lines = _lines(desk, kind="assessment")

    thing = "Assessment: Ub: Preliminary assessment 2026"
    assert lines == [
        f"taken back from the public {thing}",
        f"published {thing}",
        f"accepted {thing}",
        f"submitted {thing}",
    ]


def test_who_did_it_is_told(desk, round_of_ub, lead, focal_point):
    actors = [one.actor for one in _events(desk, kind="assessment")]

    assert actors == [lead.name, lead.name, focal_point.name, lead.name]


def test_no_comment_and_no_reason_is_told(desk, round_of_ub):
    assert "Тајна порука" not in _text(desk)
    assert not LogEntry.objects.filter(changes__icontains="порука").exists()


def test_a_draft_is_in_the_log_only_while_it_is_shared(desk, assessment):
    assessments.share(assessment=assessment, shared=True)
    shown = _lines(desk, kind="assessment")

    assessments.share(assessment=assessment, shared=False)

    assert [line.split(" Assessment")[0] for line in shown] == ["draft shown"]
    assert _lines(desk, kind="assessment") == []
    assert str(assessment) not in _text(desk)


def test_sharing_twice_is_one_entry(desk, assessment):
    assessments.share(assessment=assessment, shared=True)
    assessments.share(assessment=assessment, shared=True)

    assert len(_events(desk, kind="assessment")) == 1


def test_a_changed_figure_is_told_from_what_to_what(desk, city, focal_point):
    with set_actor(focal_point):
        city.population, city.population_year = 1200, 2022
        city.save()

    event = _events(desk, kind="city", change="changed")[0]

    assert [(one.label, one.before, one.after) for one in event.details] == [
        ("Population", "", "1200"),
        ("Year of the population figure", "", "2022"),
    ]


def test_joining_is_a_sentence(desk, city, focal_point):
    office.join(cities=[city], by=focal_point)
    city.refresh_from_db()
    office.leave(city=city, by=focal_point)

    assert _lines(desk, kind="city", change="changed") == [
        "left MCR2030 Local government: Ub",
        "joined MCR2030 Local government: Ub",
    ]


def test_what_was_removed_keeps_its_name_and_its_city(desk, city, focal_point):
    entry = make.make_strategy(city=city, by=focal_point, title="План из 2024.")
    strategies.remove(entry=entry, by=focal_point)

    page = _text(desk, kind="strategy", change="removed")

    assert _lines(desk, kind="strategy") == [
        "removed Local strategy or plan: Ub: План из 2024.",
        "added Local strategy or plan: Ub: План из 2024.",
    ]
    assert f"/desk/strategies/{entry.pk}/" not in page


def test_a_role_is_told_in_words(desk, city):
    membership = make.make_membership(city=city, role=Membership.Role.OBSERVER)
    membership.role = Membership.Role.CONTRIBUTOR
    membership.save()

    details = _events(desk, kind="membership", change="changed")[0].details

    assert [(one.label, one.before, one.after) for one in details] == [
        ("Role", "observer", "contributor")
    ]


def test_the_log_is_in_the_language_of_its_reader(client_of, focal_point, round_of_ub):
    page = client_of(focal_point, "sr-latn").get(PAGE, {"kind": "assessment"})

    assert "prihvaćena" in page.content.decode()
    assert "accepted" not in [one.did for one in page.context["events"]]


def test_signing_in_is_told_only_when_asked_for(desk, lead):
    lead.last_login = timezone.now()
    lead.save(update_fields=["last_login"])

    assert not any(one.did == "signed in" for one in _events(desk))
    assert "signed in Person: Lena Lidić" in [
        f"{one.did} {one.what}: Lena Lidić" for one in _events(desk, change="signed-in")
    ]


@pytest.mark.parametrize("words", ["лидић", "Лидић", "Lidić", "lidić"])
def test_a_person_is_found_in_either_script(desk, round_of_ub, words):
    assert len(_events(desk, person=words, kind="assessment")) == 3


def test_a_person_is_found_by_address(desk, round_of_ub, lead):
    assert len(_events(desk, person=lead.email[:8], kind="assessment")) == 3


@pytest.mark.parametrize("words", ["Уб", "ub", "71277"])
def test_a_city_finds_what_is_about_it_and_its_things(
    desk, round_of_ub, other_city, focal_point, words
):
    make.make_strategy(city=other_city, by=focal_point)
    gone = make.make_strategy(city=City.objects.get(code="71277"), by=focal_point)
    strategies.remove(entry=gone, by=focal_point)

    events = _events(desk, city=words)

    kinds = {one.what for one in events}
    assert {"Assessment", "Membership", "Local government"} <= kinds
    assert [one.change for one in events if "strategy" in one.what] == [
        "removed",
        "added",
    ]
    assert not any(one.name.startswith("Ljig") for one in events)


def test_days_narrow_the_log(desk, round_of_ub):
    LogEntry.objects.filter(content_type__model="assessment").update(
        timestamp=dt.datetime(2025, 3, 10, 12, tzinfo=dt.UTC)
    )

    inside = _events(desk, since="10.03.2025.", until="2025-03-10")
    before = _events(desk, until="2025-03-09")

    assert len(inside) == 4
    assert before == []


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"person": "Нико"}, "Nobody is called so."),
        ({"city": "Атлантида"}, "No local government is called so."),
        ({"kind": "mars"}, "This choice is not known here."),
        ({"change": "mars"}, "This choice is not known here."),
        ({"since": "јуче"}, "Write the day as 13.10.2025."),
        ({"since": "2026-02-01", "until": "2026-01-01"}, "no entry fits both"),
        ({"person": "ж" * 81}, "at most 80 characters"),
    ],
)
def test_what_is_not_understood_is_told(desk, round_of_ub, asked, sentence):
    assert sentence in _text(desk, **asked)


def test_filters_that_leave_nothing_get_a_sentence(desk, round_of_ub):
    assert "No entry fits." in _text(desk, kind="deadline")


@pytest.mark.parametrize(("number", "page"), [("9999", 2), ("0", 2), ("две", 1)])
def test_a_page_that_is_not_there_shows_the_nearest(desk, city, number, page):
    for turn in range(31):
        city.population, city.population_year = turn, 2022
        city.save()

    found = desk.get(PAGE, {"page": number, "kind": "city", "change": "changed"})

    assert found.context["page"].number == page


def test_kinds_that_are_not_named_are_not_told(desk, round_of_ub):
    LogEntry.objects.log_create(
        round_of_ub.answers.first(),
        force_log=True,
        action=LogEntry.Action.UPDATE,
        changes={"comment": ["", "Скровито"]},
    )

    assert "Скровито" not in _text(desk)


def test_fields_that_are_not_named_are_not_told(desk, round_of_ub):
    LogEntry.objects.log_create(
        round_of_ub,
        force_log=True,
        action=LogEntry.Action.UPDATE,
        changes={"status": ["draft", "accepted"], "most_severe": ["", "Скровито"]},
    )

    assert "Скровито" not in _text(desk)


def test_every_kind_of_thing_reads_well(desk, city, focal_point, questionnaire):
    make.make_group(cities=[city])
    make.make_deadline(by=focal_point)
    make.make_announcement(by=focal_point)
    office.set_default_language(language="sr-latn", by=focal_point)

    lines = _lines(desk)

    assert "added Deadline of a round: 2026, Preliminary assessment" in lines
    assert any(line.startswith("added Announcement: Обука у мају") for line in lines)
    assert "added National settings: " in lines
    assert "not here any more" not in str(lines)


def test_more_entries_cost_no_more_queries(desk, round_of_ub, focal_point):
    asked = [{}, {"city": "Уб"}, {"person": "Лидић"}, {"change": "added"}]
    few = [_queries(desk, one) for one in asked]
    for number in range(40):
        place = make.make_city(name=f"Место {number}")
        make.make_strategy(city=place, by=focal_point)
        make.make_membership(city=place)
        make.make_assessment(city=place, score=2, status="accepted", year=2025)

    many = [_queries(desk, one) for one in asked]

    assert many == few
    assert max(many) <= 35


@pytest.mark.parametrize("who", ["lead", "contributor", "observer", "peer", "stranger"])
def test_the_log_is_hidden_from_all_but_focal_points(client_of, request, who):
    page = client_of(request.getfixturevalue(who)).get(reverse("national:activity"))

    assert page.status_code == 404


def _queries(client, asked):
    client.get(PAGE, asked)
    with CaptureQueriesContext(connection) as queries:
        client.get(PAGE, asked)
    return len(queries)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_what_is_told_has_a_name_in_the_language_of_the_page(kind):
    """A city is told by its own name, whatever the column is called."""
    named = [name for name in kind.fields if name != "city"]

    names = [label_for_field(name, kind.model) for name in named]

    assert [str(name) for name in names if not isinstance(name, Promise)] == []
