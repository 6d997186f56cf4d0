"""What the first screen says of hubs, services and the follow-up of peer reviews."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cities.models import City, Partner, User
from roadmap.actions import services
from roadmap.models import HubApplication, PeerReview, ServiceRequest
from roadmap.models.hub import REMINDER_DAYS
from roadmap.models.peer_review import months_after
from tests import make, peers
from tests.conftest import ClientOf

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_of_city(city: City, lead: User, partner: Partner) -> ServiceRequest:
    service = make.make_service(partner=partner)
    return services.ask(
        city=city, service=service, text="Треба нам.", contact="Лена", by=lead
    )


def test_partner_is_shown_who_waits_for_an_answer(
    request_of_city: ServiceRequest, partner_person: User, client_of: ClientOf
) -> None:
    page = client_of(partner_person).get("/").content.decode()
    assert reverse("roadmap:service-request", args=[request_of_city.pk]) in page

    _accept(request_of_city, partner_person)

    page = client_of(partner_person).get("/").content.decode()
    assert "No city waits for your answer." in page


def test_lead_may_say_what_came_of_an_accepted_request(
    request_of_city: ServiceRequest,
    lead: User,
    observer: User,
    partner_person: User,
    client_of: ClientOf,
) -> None:
    title = "Say what came of a service: Радионица о буџету"
    assert title not in _page(client_of(lead))

    _accept(request_of_city, partner_person)

    page = _page(client_of(lead))
    assert title in page
    assert "Optional, once it is done" in page
    assert title not in _page(client_of(observer))

    services.record_result(request=request_of_city, text="Урађено.", by=lead)
    assert title not in _page(client_of(lead))


def test_optional_results_do_not_hide_what_is_pressing(
    city: City, lead: User, partner: Partner, partner_person: User, client_of: ClientOf
) -> None:
    for _number in range(5):
        asked = services.ask(
            city=city,
            service=make.make_service(partner=partner, by=partner_person),
            text="Треба нам.",
            contact="Лена",
            by=lead,
        )
        _accept(asked, partner_person)

    assert _page(client_of(lead)).count("<b>Say what came of a service") == 3


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        (REMINDER_DAYS + 1, ""),
        (REMINDER_DAYS, "The Resilience Hub ends on"),
        (-1, "The Resilience Hub ended on"),
    ],
)
def test_lead_is_reminded_to_renew_a_hub(
    days: int, sentence: str, city: City, lead: User, client_of: ClientOf
) -> None:
    until = timezone.localdate() + dt.timedelta(days=days)
    _hub(city, lead, until)

    page = _page(client_of(lead))

    assert ("The Resilience Hub end" in page) == bool(sentence)
    assert sentence in page


def test_hub_that_is_renewed_already_asks_nothing(
    city: City, lead: User, client_of: ClientOf
) -> None:
    _hub(city, lead, timezone.localdate())
    HubApplication.objects.create(city=city, begun_by=lead)

    assert "The Resilience Hub ends on" not in _page(client_of(lead))


@pytest.mark.parametrize("months", [6, 12, 24])
def test_host_is_asked_at_each_date_what_the_review_has_changed(
    months: int, client_of: ClientOf
) -> None:
    make.make_questionnaire(questions=peers.CODES)
    cast = peers.make_cast()
    review = peers.make_review(cast=cast, status="signed")
    asks = reverse("roadmap:peer-follow-up", args=[review.pk, months])
    signed = timezone.localtime() - dt.timedelta(days=months * 31)
    assert months_after(signed.date(), months) <= timezone.localdate()
    assert asks not in _page(client_of(cast.lead))

    PeerReview.objects.filter(pk=review.pk).update(closed_at=signed)

    assert asks in _page(client_of(cast.lead))


def _page(client: Client) -> str:
    return client.get("/").content.decode()


def _accept(request: ServiceRequest, by: User) -> None:
    services.answer(request=request, accepts=True, text="Долазимо.", by=by)
    request.refresh_from_db()


def _hub(city: City, by: User, until: dt.date) -> HubApplication:
    day = until - dt.timedelta(days=3 * 365)
    return HubApplication.objects.create(
        city=city,
        status=HubApplication.Status.ACCEPTED,
        begun_at=timezone.now() - dt.timedelta(days=900),
        begun_by=by,
        applied_on=day,
        decided_on=day,
        decided_by=by,
        decision_note="Прихваћено.",
        valid_until=until,
    )
