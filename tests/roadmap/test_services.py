"""Services: who writes and asks, what an answer changes, what fits a city’s gaps."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cities.permissions import Refused
from roadmap.actions import services
from roadmap.models import Service, ServiceRequest
from roadmap.reports import matches
from tests import make

Status = ServiceRequest.Status

pytestmark = pytest.mark.django_db
WRITTEN = {
    "title": "Вежба евакуације",
    "description": "Пола дана.",
    "stages": ["C"],
    "in_serbian": "on",
}


@pytest.fixture
def service(partner, partner_person):
    return make.make_service(partner=partner, by=partner_person, essentials=[1, 2])


@pytest.fixture
def asked(city, lead, service):
    return services.ask(
        city=city, service=service, text="Треба нам.", contact="Лена", by=lead
    )


def _write(client, partner, **changes: Any):
    essentials = [make.make_essential(number=3).pk]
    posted: Mapping[str, Any] = WRITTEN | {"essentials": essentials} | changes
    address = reverse("roadmap:service-new", args=[partner.code])
    return client.post(address, {k: v for k, v in posted.items() if v is not None})


def test_a_partner_writes_a_service_with_its_essentials_and_stages(
    partner, partner_person, client_of
):
    page = _write(client_of(partner_person), partner)

    written = Service.objects.get()
    assert page.status_code == 302
    assert written.partner == partner
    assert [one.number for one in written.essentials.all()] == [3]
    assert written.letters == ["C"]
    assert written.is_free


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": ""}, "This field is required"),
        ({"essentials": None}, "Tick at least one Essential."),
        ({"stages": None}, "Tick at least one stage."),
        ({"in_serbian": None}, "Name at least one language."),
        ({"valid_until": "2020-01-31"}, "This day is past. Give a later one."),
        ({"valid_until": "31.31.2027."}, "Enter a valid date."),
        ({"cost": "ж" * 301}, "at most 300 characters"),
    ],
)
def test_what_makes_no_sense_is_not_saved_and_not_lost(
    changes, sentence, partner, partner_person, client_of
):
    page = _write(client_of(partner_person), partner, **changes)

    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert WRITTEN["description"] in page.content.decode()
    assert not Service.objects.exists()


@pytest.mark.parametrize("day", ["31.12.2099.", "2099-12-31"])
def test_a_day_is_read_in_both_ways_of_writing_it(
    day, partner, partner_person, client_of
):
    _write(client_of(partner_person), partner, valid_until=day, cost="20.000 динара")

    written = Service.objects.get()
    assert written.valid_until == dt.date(2099, 12, 31)
    assert (written.is_free, written.cost) == (False, "20.000 динара")


def test_nobody_else_writes_a_partners_service(partner, service, lead, focal_point):
    for person in (lead, focal_point, make.make_partner_person()):
        with pytest.raises(Refused):
            make.make_service(partner=partner, by=person)
        with pytest.raises(Refused):
            services.withdraw(service=service, withdrawn=True, by=person)


def test_a_service_does_not_change_hands(service):
    other = make.make_partner(name="Друго")

    with pytest.raises(ValidationError, match="another partner"):
        services.offer(
            partner=other,
            values={},
            essentials=[],
            service=service,
            by=make.make_partner_person(partner=other),
        )


def test_only_what_can_be_asked_for_today_is_offered(service, partner, partner_person):
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    over = make.make_service(
        partner=partner, by=partner_person, title="Стара", valid_until=yesterday
    )
    gone = make.make_service(partner=partner, by=partner_person, title="Повучена")
    services.withdraw(service=gone, withdrawn=True, by=partner_person)
    waiting = make.make_service(partner=make.make_partner(status="applied"))

    assert list(Service.objects.offered()) == [service]
    assert set(Service.objects.visible_to(partner_person)) == {service, over, gone}
    assert waiting not in Service.objects.visible_to(partner_person)


def test_the_list_is_narrowed_by_what_is_chosen(
    partner, partner_person, service, visitor
):
    make.make_service(
        partner=partner,
        by=partner_person,
        title="Workshop",
        essentials=[3],
        for_a=False,
        for_c=True,
        in_serbian=False,
        in_english=True,
        is_free=False,
        cost="100 EUR",
    )
    address = reverse("roadmap:services")

    for chosen, shown in (
        ({}, {"Workshop", service.title}),
        ({"essential": "3"}, {"Workshop"}),
        ({"stage": "A"}, {service.title}),
        ({"language": "en"}, {"Workshop"}),
        ({"language": "other"}, set()),
        ({"cost": "free"}, {service.title}),
        ({"cost": "paid"}, {"Workshop"}),
        ({"words": "radionica"}, {service.title}),
        ({"words": "удружење"}, {"Workshop", service.title}),
        ({"essential": "99", "stage": "Q"}, {"Workshop", service.title}),
    ):
        page = visitor.get(address, chosen)
        assert {one.title for one in page.context["page"]} == shown, chosen


def test_a_request_is_asked_answered_and_closed_with_its_result(
    asked, lead, partner_person
):
    services.answer(request=asked, accepts=True, text="", by=partner_person)
    services.record_result(request=asked, text="Одржано.", by=lead)

    asked.refresh_from_db()
    assert asked.status == Status.DONE
    assert (asked.answered_by, asked.result_by) == (partner_person, lead)


def test_who_declines_says_why(asked, partner_person):
    with pytest.raises(ValidationError, match="why you decline"):
        services.answer(request=asked, accepts=False, text="  ", by=partner_person)

    services.answer(request=asked, accepts=False, text="Заузети.", by=partner_person)
    asked.refresh_from_db()
    assert (asked.status, asked.answer) == (Status.DECLINED, "Заузети.")


def test_moves_from_the_wrong_state_fail_with_a_sentence(asked, lead, partner_person):
    with pytest.raises(Refused, match="that the partner accepted"):
        services.record_result(request=asked, text="Готово.", by=lead)
    services.answer(request=asked, accepts=True, text="", by=partner_person)
    with pytest.raises(Refused, match="does not wait for an answer"):
        services.answer(request=asked, accepts=False, text="Не.", by=partner_person)
    with pytest.raises(Refused, match="Only a request that waits"):
        services.take_back(request=asked, by=lead)
    with pytest.raises(ValidationError, match="in a sentence"):
        services.record_result(request=asked, text=" ", by=lead)

    asked.refresh_from_db()
    assert asked.status == Status.ACCEPTED


def test_each_side_moves_on_its_own_side_only(asked, lead, observer, partner_person):
    stranger_to_it = make.make_partner_person()

    for person in (lead, observer, stranger_to_it):
        with pytest.raises(Refused):
            services.answer(request=asked, accepts=True, text="", by=person)
    for person in (observer, partner_person):
        with pytest.raises(Refused):
            services.take_back(request=asked, by=person)
        with pytest.raises(Refused):
            services.record_result(request=asked, text="Готово.", by=person)


def test_a_city_asks_for_a_service_once_at_a_time(asked, city, lead, service):
    again = {"city": city, "service": service, "text": "Опет.", "contact": "Лена"}

    with pytest.raises(ValidationError, match="already"):
        services.ask(**again, by=lead)
    services.take_back(request=asked, by=lead)

    assert services.ask(**again, by=lead).status == Status.SENT


def test_a_service_that_is_not_offered_cannot_be_asked_for(
    city, lead, service, partner_person, stranger
):
    asking = {"city": city, "service": service, "text": "Треба.", "contact": "Лена"}
    with pytest.raises(Refused, match="Only the city"):
        services.ask(**asking, by=stranger)
    with pytest.raises(ValidationError, match="what you need"):
        services.ask(**asking | {"text": " "}, by=lead)
    services.withdraw(service=service, withdrawn=True, by=partner_person)
    with pytest.raises(Refused, match="not offered any more"):
        services.ask(**asking, by=lead)


def test_the_partner_sees_the_request_and_nothing_else_of_the_city(
    asked, city, lead, partner_person, client_of
):
    make.make_assessment(city=city, lead=lead, score=1, status="accepted")
    client = client_of(partner_person)

    page = client.get(reverse("roadmap:service-request", args=[asked.pk]))

    assert "Треба нам." in page.content.decode()
    assert city.get_absolute_url() not in page.content.decode()
    for address in ("cities:detail", "cities:people", "roadmap:city-services"):
        assert client.get(reverse(address, args=[city.code])).status_code == 404


def test_services_for_the_essentials_of_gaps_are_suggested_with_the_reason(
    city, lead, partner, partner_person, client_of
):
    both = make.make_service(
        partner=partner, by=partner_person, title="Обе", essentials=[1, 2]
    )
    one = make.make_service(
        partner=partner, by=partner_person, title="Једна", essentials=[2]
    )
    make.make_service(
        partner=partner, by=partner_person, title="Ниједна", essentials=[3]
    )
    make.make_questionnaire()
    levels = {"P1.1": 1, "P1.2": 3, "P2.1": 0, "P2.2": 2}
    make.make_assessment(city=city, lead=lead, status="accepted", answers=levels)
    make.make_assessment(city=city, lead=lead, score=0, year=2027, status="submitted")

    found = matches.of(city)

    assert [(match.service, len(match.gaps)) for match in found.found] == [
        (both, 2),
        (one, 1),
    ]
    assert [gap.question.code for gap in found.found[0].gaps] == ["P2.1", "P1.1"]
    address = reverse("roadmap:city-services", args=[city.code])
    page = client_of(lead).get(address).content.decode()
    assert "P1.1 Question P1.1 is at level 1 of 3." in page
    assert "P1.2" not in page


def test_without_an_accepted_assessment_nothing_is_suggested(city, lead, service):
    make.make_assessment(city=city, lead=lead, score=0, status="submitted")

    assert matches.of(city).found == []


def test_sql_holds_what_a_request_and_a_service_need(asked, service):
    for row, change in (
        (service, {"cost": "скупо"}),
        (service, {"for_a": False}),
        (service, {"in_serbian": False}),
        (asked, {"status": Status.DECLINED}),
        (asked, {"status": Status.DONE}),
        (asked, {"text": ""}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(**change)


def test_joining_leads_to_partners_and_their_services_and_back(visitor: Client) -> None:
    join, partners, services = (
        reverse(f"roadmap:{name}") for name in ("join", "partners", "services")
    )
    page = visitor.get(join).content.decode()
    assert f'href="{partners}"' in page.split("<main")[1]
    assert f'href="{services}"' in page.split("<main")[1]
    assert 'id="entity"' in page

    for address in (partners, services):
        page = visitor.get(address).content.decode()
        assert f'href="{join}#entity"' in page
