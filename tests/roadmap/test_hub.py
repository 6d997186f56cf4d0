"""A city on its way to a hub: what it says, promises, gives, and what was decided."""

import datetime as dt
from decimal import Decimal

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cities.models import City, User
from cities.permissions import Refused
from roadmap.actions import hub
from roadmap.models import HubApplication, HubCriterion, HubEntry
from roadmap.reports import hub as reports
from tests import make, paper
from tests.conftest import ClientOf
from tests.parts.roadmap_hub import COMMITMENT, ENTRY

pytestmark = pytest.mark.django_db

Status = HubApplication.Status
TODAY = dt.date(2026, 11, 29)


@pytest.fixture
def criterion(db):
    return make.make_hub_criterion(code="plan")


@pytest.fixture
def application(city, lead, criterion):
    return hub.begin(city=city, by=lead)


def _prove(application, criterion, by, **said):
    hub.prove(
        application=application,
        criterion=criterion,
        by=by,
        **{"state": "met", "proof": "План, 2024.", "gap": ""} | said,
    )


def test_the_shipped_criteria_are_marked_as_far_as_they_are_uncertain():
    path = settings.BASE_DIR / "fixtures" / "roadmap" / "hub_criteria.toml"
    assert hub.load(path) == 12
    assert hub.load(path) == 0

    certain = [one for one in HubCriterion.objects.all() if one.is_certain]
    assert certain == []
    letter = HubCriterion.objects.get(code="letter")
    assert letter.certainty == "unconfirmed"
    assert letter.title_sr_latn == "Pismo gradonačelnika"


def test_what_is_uncertain_says_so_on_the_page(application, lead, city, client_of):
    page = client_of(lead).get(reverse("roadmap:hub", args=[city.code]))

    assert "read in a part of the source only" in page.content.decode()
    assert "candidate" in page.content.decode()


def test_a_lead_makes_the_city_a_candidate_once(
    application, city, lead, focal_point, observer
):
    with pytest.raises(Refused, match="under way"):
        hub.begin(city=city, by=lead)
    for person in (focal_point, observer):
        with pytest.raises(Refused, match="Only the city"):
            hub.begin(city=city, by=person)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"state": "met", "proof": " "}, "Name what proves it."),
        ({"state": "partly", "gap": ""}, "Write what is lacking."),
        ({"state": "lacking", "proof": "", "gap": ""}, "Write what is lacking."),
    ],
)
def test_a_claim_needs_evidence_and_a_gap_words(
    said, sentence, application, criterion, lead
):
    with pytest.raises(ValidationError, match=sentence):
        _prove(application, criterion, lead, **said)


def test_an_application_needs_an_answer_to_every_criterion(
    application, criterion, lead, focal_point
):
    day = dt.date(2025, 6, 1)
    with pytest.raises(Refused, match="every criterion"):
        hub.apply(application=application, on=day, by=lead)
    _prove(application, criterion, lead, state="lacking", gap="Нема га.")
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    with pytest.raises(ValidationError, match="in the future"):
        hub.apply(application=application, on=tomorrow, by=lead)
    with pytest.raises(Refused):
        hub.apply(application=application, on=day, by=focal_point)

    hub.apply(application=application, on=day, by=lead)

    application.refresh_from_db()
    assert (application.status, application.applied_on) == (Status.APPLIED, day)
    with pytest.raises(Refused, match="already"):
        hub.apply(application=application, on=day, by=lead)


def test_a_decision_is_noted_by_the_focal_point_with_its_end(
    application, criterion, lead, focal_point
):
    decided = {
        "application": application,
        "accepted": True,
        "on": dt.date(2025, 9, 1),
        "note": "Прихваћено.",
        "valid_until": dt.date(2028, 9, 1),
    }
    with pytest.raises(Refused, match="that was sent"):
        hub.decide(**decided, by=focal_point)
    _prove(application, criterion, lead)
    hub.apply(application=application, on=dt.date(2025, 6, 1), by=lead)
    for change, sentence in (
        ({"on": dt.date(2025, 5, 1)}, "before the application"),
        ({"on": dt.date(2999, 5, 1)}, "in the future"),
        ({"valid_until": None}, "until when"),
        ({"valid_until": dt.date(2025, 1, 1)}, "before the decision"),
    ):
        with pytest.raises(ValidationError, match=sentence):
            hub.decide(**decided | change, by=focal_point)
    with pytest.raises(Refused):
        hub.decide(**decided, by=lead)

    hub.decide(**decided, by=focal_point)

    application.refresh_from_db()
    assert application.status == Status.ACCEPTED
    # Thirty months of the three years have gone by then.
    assert application.reminder_on == dt.date(2028, 3, 2)
    assert not reports.build(application.city, dt.date(2028, 3, 1)).must_renew
    assert reports.build(application.city, dt.date(2028, 3, 2)).must_renew


def test_after_a_no_the_papers_rest_and_a_new_candidacy_can_begin(
    application, criterion, lead, focal_point, city
):
    _prove(application, criterion, lead)
    hub.apply(application=application, on=dt.date(2025, 6, 1), by=lead)
    hub.decide(
        application=application,
        accepted=False,
        on=dt.date(2025, 9, 1),
        note="Још не.",
        valid_until=None,
        by=focal_point,
    )
    application.refresh_from_db()

    with pytest.raises(Refused, match="declined"):
        _prove(application, criterion, lead)
    assert hub.begin(city=city, by=lead).status == Status.CANDIDATE


def test_only_the_lead_writes_the_papers(
    application, criterion, lead, contributor, focal_point, stranger
):
    commitment = make.make_commitment(application=application, by=lead)
    entry = make.make_hub_entry(application=application, by=lead)
    for person in (contributor, focal_point, stranger):
        with pytest.raises(Refused):
            _prove(application, criterion, person)
        with pytest.raises(Refused):
            make.make_commitment(application=application, by=person)
        with pytest.raises(Refused):
            make.make_hub_entry(application=application, by=person)
        with pytest.raises(Refused):
            hub.drop(commitment=commitment, by=person)
        with pytest.raises(Refused):
            hub.strike(entry=entry, by=person)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"budget": "-5"}, "greater than or equal to 0"),
        ({"budget": "999999999999"}, "less than or equal to"),
        ({"day": "32.13.2027."}, "Enter a valid date."),
        ({"done_on": "2026-01-01"}, "Write what came of it"),
        ({"done_on": "2999-01-01", "result": "Готово."}, "in the future"),
        ({"output": ""}, "This field is required."),
    ],
)
def test_a_commitment_that_makes_no_sense_is_refused_and_kept_on_the_page(
    change, sentence, application, city, lead, client_of
):
    address = reverse("roadmap:hub-promise", args=[city.code])
    page = client_of(lead).post(address, COMMITMENT | change)

    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert COMMITMENT["title"] in page.content.decode()
    assert not application.commitments.exists()


def test_a_hub_helps_other_cities_not_itself(
    application, city, other_city, lead, client_of
):
    client, address = client_of(lead), reverse("roadmap:hub-promise", args=[city.code])

    refused = client.post(address, COMMITMENT | {"beneficiary": city.pk})
    assert "A hub helps other cities." in refused.content.decode()
    client.post(address, COMMITMENT | {"beneficiary": other_city.pk})

    assert application.commitments.get().beneficiary == other_city


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"amount": ""}, "Give an amount"),
        ({"amount": "-3"}, "greater than or equal to 0"),
        ({"day": "2999-01-01"}, "in the future"),
        ({"hours": "8", "is_in_kind": ""}, "Hours of work are given in kind"),
        ({"hours": "1000000"}, "less than or equal to"),
    ],
)
def test_a_line_of_the_ledger_that_cannot_be_is_refused(
    change, sentence, application, city, lead, client_of
):
    address = reverse("roadmap:hub-enter", args=[city.code])
    typed = {key: value for key, value in (ENTRY | change).items() if value}
    page = client_of(lead).post(address, typed)

    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert not HubEntry.objects.exists()


def test_the_ledger_adds_up_by_currency_and_converts_nothing(application, city, lead):
    for amount, currency, in_kind in (
        ("1000.50", "usd", False),
        ("200.25", "usd", True),
        ("50000", "rsd", False),
    ):
        make.make_hub_entry(
            application=application,
            by=lead,
            amount=Decimal(amount),
            currency=currency,
            is_in_kind=in_kind,
            hours=None,
        )
    make.make_hub_entry(application=application, by=lead, hours=30)

    dossier = reports.build(city, TODAY)

    assert [
        (one.currency, one.money, one.in_kind, one.total) for one in dossier.sums
    ] == [
        ("RSD", Decimal(50000), 0, Decimal(50000)),
        ("US$", Decimal("1000.50"), Decimal("200.25"), Decimal("1200.75")),
    ]
    assert dossier.hours == 30


def test_a_dropped_commitment_leaves_the_ledger_whole(application, lead):
    commitment = make.make_commitment(application=application, by=lead)
    entry = make.make_hub_entry(application=application, by=lead, commitment=commitment)

    hub.drop(commitment=commitment, by=lead)

    entry.refresh_from_db()
    assert entry.commitment is None
    hub.strike(entry=entry, by=lead)
    assert not HubEntry.objects.exists()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("sr", ["Досије", "Краљевачки план"]),
        ("sr-latn", ["Dosije", "Kraljevački plan"]),
        ("en", ["Dossier", "candidate"]),
    ],
)
def test_the_dossier_is_a_tagged_paper_in_each_language(
    language, words, application, criterion, city, lead, client_of
):
    _prove(application, criterion, lead, proof="Kraljevački plan")
    make.make_commitment(application=application, by=lead)
    address = reverse("roadmap:hub-dossier", args=[city.code])

    response = client_of(lead).get(address, {"paper": language})

    text = "\n".join(paper.texts(response.content))
    assert response["Content-Type"] == "application/pdf"
    for word in words:
        assert word.casefold() in text.casefold()
    assert client_of(lead).get(address, {"paper": "xx"}).status_code == 404


def test_sql_holds_what_a_candidacy_is(application, criterion, lead):
    _prove(application, criterion, lead)
    entry = make.make_hub_entry(application=application, by=lead)
    for row, change in (
        (application, {"status": Status.APPLIED}),
        (application, {"status": Status.ACCEPTED, "applied_on": TODAY}),
        (application.evidence.get(), {"proof": ""}),
        (application.evidence.get(), {"state": "lacking"}),
        (entry, {"hours": None}),
        (entry, {"is_in_kind": False}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(**change)


def test_commitments_and_ledger_are_paged_each_by_itself(
    city: City, lead: User, client_of: ClientOf
) -> None:
    application = hub.begin(city=city, by=lead)
    for number in range(1, 24):
        make.make_commitment(
            application=application,
            by=lead,
            title=f"Обавеза {number:02}",
            day=dt.date(2027, 1, number),
        )
        make.make_hub_entry(
            application=application,
            by=lead,
            what=f"Ставка {number:02}",
            day=dt.date(2025, 1, number),
        )
    address = reverse("roadmap:hub", args=[city.code])
    client = client_of(lead)

    first = client.get(address).content.decode()
    assert "Обавеза 20" in first
    assert "Обавеза 21" not in first
    assert "Ставка 21" not in first
    # Sums are those of the whole ledger.
    assert "276 hours of work" in first

    second = client.get(address, {"ledger": "2"}).content.decode()
    assert "Ставка 23" in second
    assert "Ставка 20" not in second
    assert "Обавеза 20" in second
    assert "?ledger=1&amp;page=2" in second or "?ledger=2&amp;page=2" in second
