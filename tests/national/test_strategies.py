"""Local strategies and plans: the counts that are reported, the list, the record."""

import datetime as dt
import io

import pytest
from auditlog.models import LogEntry
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from cities.actions import strategies as actions
from cities.actions.strategies import Act
from cities.models import City, District, LocalStrategy
from cities.permissions import Refused
from mcr2030.national import strategies
from mcr2030.national.strategies import Chosen
from tests import make

pytestmark = pytest.mark.django_db
PAGE = "/desk/strategies/"
NEW = "/desk/strategies/new/"
Kind = LocalStrategy.Kind


def _day(days: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=days)


@pytest.fixture
def desk(client_of, focal_point):
    return client_of(focal_point)


@pytest.fixture
def four(focal_point):
    """Two acts in Ub, a run-out one in Čačak, one not in line in Užice."""
    ub, cacak = make.make_city(name="Уб"), make.make_city(name="Чачак")
    uzice = make.make_city(name="Ужице", kind=City.Kind.CITY)
    make.make_city(name="Љиг")
    make.make_strategy(city=ub, by=focal_point)
    make.make_strategy(city=ub, by=focal_point, kind=Kind.STRATEGY)
    make.make_strategy(
        city=cacak, by=focal_point, adopted_on=_day(-900), valid_until=_day(-1)
    )
    make.make_strategy(
        city=uzice, by=focal_point, is_aligned=False, valid_until=_day(0)
    )


def _counts():
    return {
        heading: [step.many for step in steps]
        for heading, steps in strategies.counts(timezone.localdate()).kinds
    }


def _names(client, **chosen):
    page = client.get(PAGE, chosen)
    assert page.status_code == 200
    return [row.city.name_sr for row in page.context["found"].rows]


def _typed(**fields):
    return {
        "city": "Уб",
        "kind": "plan",
        "title": "План смањења ризика",
        "number": "011-7/2024",
        "adopted_on": "06.05.2024.",
        "valid_until": "05.05.2027.",
        "is_aligned": "on",
        "evidence": "Службени лист 7/2024",
    } | fields


def test_adopted_in_force_and_in_line_are_told_apart_by_kind(four):
    assert _counts() == {
        "disaster risk reduction strategy": [1, 1, 1],
        "disaster risk reduction plan": [3, 2, 1],
        "either of the two": [3, 2, 1],
    }


def test_the_proportion_is_of_cities_and_municipalities_in_the_register(
    four, focal_point
):
    apart = make.make_district(code="29", name="Призренски")
    District.objects.filter(code="29").update(
        region=District.Region.KOSOVO_AND_METOHIJA
    )
    make.make_city(name="Призрен", district=apart)
    part = make.make_city(
        name="Врачар",
        kind=City.Kind.CITY_MUNICIPALITY,
        parent=City.objects.get(name_sr="Ужице"),
    )
    make.make_strategy(city=part, by=focal_point)

    counted = strategies.counts(timezone.localdate())

    assert counted.units == 4
    assert (counted.reported.many, counted.reported.of) == (1, 4)
    assert counted.reported.percent == 25


def test_the_denominator_of_the_shipped_register_is_145(db):
    from django.core.management import call_command

    call_command("load_register", verbosity=0)

    assert City.objects.units().count() == 145


def test_no_units_give_no_share(desk):
    page = desk.get(PAGE)

    assert page.context["found"].counts.reported.percent is None
    assert "No strategy or plan is on the record yet." in page.content.decode()


@pytest.mark.parametrize(
    ("chosen", "names"),
    [
        ({}, ["Чачак", "Уб", "Ужице"]),
        ({"state": "none"}, ["Љиг"]),
        ({"state": "none", "kind": "strategy"}, ["Чачак", "Љиг", "Ужице"]),
        ({"state": "in-force"}, ["Уб", "Ужице"]),
        ({"state": "in-line"}, ["Уб"]),
        ({"state": "run-out"}, ["Чачак"]),
        ({"kind": "strategy"}, ["Уб"]),
        ({"words": "cac"}, ["Чачак"]),
        ({"region": "sumadija-west"}, ["Чачак", "Уб", "Ужице"]),
        ({"words": "Атлантида"}, []),
        ({"page": "9999"}, ["Чачак", "Уб", "Ужице"]),
        ({"page": "две"}, ["Чачак", "Уб", "Ужице"]),
    ],
)
def test_filters_narrow_the_list(desk, four, chosen, names):
    assert _names(desk, **chosen) == names


@pytest.mark.parametrize("name", ["state", "kind", "region"])
def test_an_unknown_choice_is_told_and_narrows_nothing(desk, four, name):
    page = desk.get(PAGE, {name: "mars"})

    assert "This choice is not known here." in page.content.decode()
    assert len(page.context["found"].rows) == 3


def test_a_proportion_is_rounded_and_not_cut(desk, focal_point):
    for number in range(6):
        city = make.make_city(name=f"Место {number}")
    make.make_strategy(city=city, by=focal_point)

    assert "1 of 6 · 16.7 %" in desk.get(PAGE).content.decode()


def test_an_act_is_recorded_and_logged(desk, four, focal_point):
    answer = desk.post(NEW, _typed(city="ljig"))

    act = LocalStrategy.objects.get(city__name_sr="Љиг")
    assert answer.status_code == 302
    assert (act.adopted_on, act.valid_until) == (
        dt.date(2024, 5, 6),
        dt.date(2027, 5, 5),
    )
    assert (act.is_aligned, act.is_demo, act.recorded_by) == (True, False, focal_point)
    assert LogEntry.objects.get_for_object(act).get().actor == focal_point


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"valid_until": "2024-05-05"}, "It cannot end before it was adopted."),
        ({"adopted_on": "2099-01-01", "valid_until": ""}, "This day is still to come."),
        ({"evidence": "  "}, "Say where the act can be read"),
        ({"city": "Атлантида"}, "No local government is called so."),
        ({"city": ""}, "Write whose act it is."),
        ({"city": "у"}, "Which one is meant? Write its name in full, or its code: Ub"),
        ({"kind": "law"}, "Choose whether it is a strategy or a plan."),
        ({"title": ""}, "Write the title of the act."),
        ({"adopted_on": "јуче"}, "Write the day as 13.10.2025."),
        ({"adopted_on": ""}, "Write the day on which it was adopted."),
    ],
)
def test_bad_input_gets_a_sentence_and_keeps_what_was_typed(
    desk, four, fields, sentence
):
    before = LocalStrategy.objects.count()

    page = desk.post(NEW, _typed(**fields))

    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert 'value="011-7/2024"' in page.content.decode()
    assert LocalStrategy.objects.count() == before


def test_the_same_act_is_recorded_once(desk, four):
    desk.post(NEW, _typed())

    page = desk.post(NEW, _typed(title="Исти план"))

    assert page.status_code == 422
    assert "is on the record of this local government already" in page.content.decode()
    assert LocalStrategy.objects.filter(city__name_sr="Уб").count() == 3


def test_an_entry_is_mended_without_losing_who_recorded_it(desk, four, client_of):
    act = LocalStrategy.objects.get(city__name_sr="Ужице")
    other = client_of(make.make_focal_point())

    answer = other.post(
        reverse("national:strategy-edit", args=[act.pk]), _typed(city="Ужице")
    )

    first = act.recorded_by
    act.refresh_from_db()
    assert answer.status_code == 302
    assert (act.title, act.recorded_by) == ("План смањења ризика", first)


def test_an_entry_is_taken_off_the_record_and_the_log_keeps_it(desk, four):
    act = LocalStrategy.objects.get(city__name_sr="Ужице")

    desk.post(reverse("national:strategy-remove", args=[act.pk]))

    assert not LocalStrategy.objects.filter(pk=act.pk).exists()
    gone = LogEntry.objects.filter(
        object_id=act.pk,
        action=LogEntry.Action.DELETE,
        content_type__model="localstrategy",
    )
    assert gone.exists()


@pytest.mark.parametrize("who", ["lead", "contributor", "observer", "peer", "stranger"])
def test_only_a_focal_point_keeps_the_record(request, who, focal_point, city):
    person = request.getfixturevalue(who)
    entry = make.make_strategy(city=city, by=focal_point)
    act = Act(city, Kind.PLAN, "План", "", _day(-1), None, True, "лист")

    for change in (
        lambda: actions.record(act=act, by=person),
        lambda: actions.change(entry=entry, act=act, by=person),
        lambda: actions.remove(entry=entry, by=person),
    ):
        with pytest.raises(Refused):
            change()


def test_the_action_refuses_what_is_wrong_even_without_the_form(focal_point, city):
    act = Act(city, Kind.PLAN, "План", "", _day(2), _day(1), True, " ")

    with pytest.raises(ValidationError) as wrong:
        actions.record(act=act, by=focal_point)

    assert {*wrong.value.message_dict} == {"adopted_on", "valid_until", "evidence"}


def test_what_is_invented_is_marked_on_screen_and_in_the_file(desk, city, focal_point):
    make.make_strategy(city=city, by=focal_point, is_demo=True)

    page = desk.get(PAGE).content.decode()

    assert "Demonstration data" in page
    assert "<b>invented</b>" in page
    assert "1 act in these counts is invented" in page
    assert ";true" in _csv(desk).lower() or ";yes" in _csv(desk).lower()


def test_the_file_has_what_the_filters_leave(desk, four):
    address = reverse("national:strategies-file", args=["xlsx"])

    book = load_workbook(io.BytesIO(desk.get(address, {"state": "none"}).content))

    heads, *found = book.worksheets[0].iter_rows(values_only=True)
    assert [dict(zip(heads, row, strict=True))["Name"] for row in found] == ["Ljig"]
    about = {row[0]: row[1] for row in book.worksheets[1].iter_rows(values_only=True)}
    assert about["Units of local self-government, the denominator"] == 4
    assert about["Of these with one in force and in line"] == 1


def test_a_title_in_the_file_does_not_calculate(desk, city, focal_point):
    make.make_strategy(city=city, by=focal_point, title='=HYPERLINK("x")', number="@1")

    assert "'=HYPERLINK" in _csv(desk)
    assert ";'@1;" in _csv(desk)


def test_an_address_in_the_evidence_is_a_link_and_markup_is_not(
    desk, city, focal_point
):
    make.make_strategy(
        city=city, by=focal_point, evidence="<b>x</b> https://example.rs/1"
    )

    page = desk.get(PAGE).content.decode()

    assert "&lt;b&gt;x&lt;/b&gt;" in page
    assert 'href="https://example.rs/1"' in page


def test_more_acts_cost_no_more_queries(desk, four, focal_point):
    few = [_queries(desk, one) for one in (PAGE, f"{PAGE}strategies.csv", NEW)]
    for number in range(12):
        city = make.make_city(name=f"Место {number}")
        make.make_strategy(city=city, by=focal_point)
        make.make_strategy(city=city, by=focal_point, kind=Kind.STRATEGY)

    many = [_queries(desk, one) for one in (PAGE, f"{PAGE}strategies.csv", NEW)]

    assert many == few
    assert max(many) <= 15


def test_chosen_cities_are_in_the_order_of_the_alphabet(four):
    cities = Chosen().cities(timezone.localdate())

    assert [one.name_sr for one in cities] == ["Чачак", "Уб", "Ужице"]


def _queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def _csv(client):
    answer = client.get(reverse("national:strategies-file", args=["csv"]))
    return answer.content.decode("utf-8-sig")
