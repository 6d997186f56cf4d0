"""Organisations that help cities, and what their people see of cities: nothing."""

import pytest
import tablib
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from cities import actions
from cities.actions import partners
from cities.models import City, Invitation, Membership, Partner
from cities.permissions import Refused
from cities.resources import PartnerResource
from scorecard.models import Answer, Assessment
from tests import make

Role = Membership.Role

pytestmark = pytest.mark.django_db


def test_a_partner_sees_no_city_and_no_team(city, lead, partner_person):
    assert list(City.objects.visible_to(partner_person)) == []
    seen = Membership.objects.visible_to(partner_person)
    assert [one.user for one in seen] == [partner_person]
    assert list(Invitation.objects.visible_to(partner_person)) == []


def test_a_partner_sees_the_published_scores_only(city, lead, partner_person):
    make.make_assessment(city=city, lead=lead, year=2024, status="accepted")
    published = make.make_assessment(
        city=city, lead=lead, year=2025, status="accepted", published=True
    )
    make.make_assessment(city=city, lead=lead, year=2026, shared=True)

    assert list(Assessment.objects.visible_to(partner_person)) == [published]
    answers = Answer.objects.visible_to(partner_person)
    assert {one.assessment_id for one in answers} == {published.pk}


def test_approved_partners_are_for_everybody_and_others_for_their_own(
    partner, partner_person, lead, focal_point
):
    waiting = make.make_partner(name="Друго удружење", status="applied")
    theirs = make.make_partner_person(partner=waiting)

    assert list(Partner.objects.visible_to(lead)) == [partner]
    assert list(Partner.objects.visible_to(partner_person)) == [partner]
    assert set(Partner.objects.visible_to(theirs)) == {partner, waiting}
    assert set(Partner.objects.visible_to(focal_point)) == {partner, waiting}
    assert list(Partner.objects.of(theirs)) == [waiting]


@pytest.mark.parametrize(
    "role", [Role.LEAD, Role.OBSERVER, Role.PEER_REVIEWER, Role.FOCAL_POINT]
)
def test_only_the_partners_role_is_with_a_partner(role, city, partner):
    user = make.make_user()

    for place in ({"partner": partner}, {"partner": partner, "city": city}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Membership.objects.create(user=user, role=role, until="2030-01-01", **place)


def test_the_partners_role_names_a_partner_and_no_city(city, partner):
    user = make.make_user()

    for place in ({}, {"city": city}, {"partner": partner, "city": city}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Membership.objects.create(user=user, role=Role.PARTNER, **place)


def test_a_declined_partner_is_told_why():
    with pytest.raises(IntegrityError):
        make.make_partner(status="declined", reason="")


def test_a_partner_is_entered_described_sent_in_and_approved(focal_point):
    partner = partners.make(
        name="Удружење Ђердап", kind="participating", by=focal_point
    )
    person = make.make_partner_person(partner=partner)
    with pytest.raises(Refused, match="Write the profile"):
        partners.apply(partner=partner, by=person)
    values = {"profile_sr": "Помажемо.", "email": "a@example.rs", "name_sr": "Друго"}
    partners.edit(partner=partner, values=values, by=person)
    partners.apply(partner=partner, by=person)
    partners.approve(partner=partner, by=focal_point)

    partner.refresh_from_db()
    assert (partner.name_sr, partner.code) == ("Удружење Ђердап", "udruzenje-djerdap")
    assert partner.profile_sr_latn == "Pomažemo."
    assert (partner.status, partner.decided_by) == ("approved", focal_point)


def test_a_declined_partner_reads_why_and_sends_it_again(focal_point):
    partner = make.make_partner(status="applied", profile_sr="А.", email="a@example.rs")
    person = make.make_partner_person(partner=partner)
    with pytest.raises(ValidationError, match="Write why"):
        partners.decline(partner=partner, reason=" ", by=focal_point)
    partners.decline(partner=partner, reason="Кратко је.", by=focal_point)
    with pytest.raises(Refused, match="Only a profile that waits"):
        partners.approve(partner=partner, by=focal_point)
    partner.refresh_from_db()
    assert partner.reason == "Кратко је."

    partners.apply(partner=partner, by=person)

    partner.refresh_from_db()
    assert (partner.status, partner.reason) == ("applied", "")


def test_an_approval_is_taken_back_with_a_reason_only(partner, focal_point):
    partners.decline(partner=partner, reason="Више не ради.", by=focal_point)

    partner.refresh_from_db()
    assert partner.status == "declined"
    with pytest.raises(Refused, match="can be declined"):
        partners.decline(partner=partner, reason="Опет.", by=focal_point)


def test_only_a_focal_point_enters_and_decides(partner, partner_person, lead):
    for person in (partner_person, lead):
        with pytest.raises(Refused):
            partners.make(name="Моје", kind="core", by=person)
        with pytest.raises(Refused):
            partners.decline(partner=partner, reason="Не.", by=person)
    with pytest.raises(Refused):
        partners.edit(partner=partner, values={}, by=lead)
    with pytest.raises(Refused, match="own people"):
        partners.apply(partner=partner, by=lead)
    with pytest.raises(Refused, match="already"):
        partners.apply(partner=partner, by=partner_person)


def test_partners_of_one_name_are_entered_once_and_codes_stay_apart(focal_point):
    first = partners.make(name="New", kind="core", by=focal_point)
    second = partners.make(name="NEW", kind="core", by=focal_point)

    with pytest.raises(ValidationError, match="there already"):
        partners.make(name="New", kind="core", by=focal_point)
    assert [first.code, second.code] == ["new-2", "new-3"]


def test_an_invited_person_becomes_a_partners_and_mends_the_profile(
    partner, focal_point, client_of
):
    invitation, secret = actions.invite(
        email="nova@example.rs",
        role=Role.PARTNER,
        city=None,
        partner=partner,
        by=focal_point,
    )
    person = make.make_user(email="nova@example.rs")

    client = client_of(person)
    page = client.post(reverse("cities:accept", args=[secret]), follow=True)

    invitation.refresh_from_db()
    assert invitation.accepted_by == person
    assert partner.name in page.content.decode()
    edit = client.get(reverse("roadmap:partner-edit", args=[partner.code]))
    assert edit.status_code == 200
    assert "name_sr" not in edit.context["form"].fields


def test_the_three_supporting_entities_are_shipped_and_stay_as_they_were_changed():
    call_command("load_register", verbosity=0)
    sctm = Partner.objects.get(code="sctm")
    sctm.phone = "011 000 000"
    sctm.save()
    call_command("load_register", verbosity=0)

    shipped = Partner.objects.approved().filter(kind=Partner.Kind.SUPPORTING)
    assert {one.code for one in shipped} == {
        "pimo",
        "sctm",
        "sector-for-emergency-management",
    }
    assert not any(one.email or one.contact for one in shipped)
    assert shipped.get(code="sctm").phone == "011 000 000"


def test_partners_go_out_of_the_office_and_come_back_by_code(partner):
    table = PartnerResource().export(Partner.objects.all())
    changed = table.csv.replace("Удружење за воде", "Савез за воде")
    data = tablib.Dataset().load(changed, format="csv")

    trial = PartnerResource().import_data(data, dry_run=True)
    partner.refresh_from_db()
    assert (trial.totals["update"], partner.name_sr) == (1, "Удружење за воде")
    PartnerResource().import_data(data, dry_run=False)

    partner.refresh_from_db()
    assert (partner.name_sr, partner.name_sr_latn) == ("Савез за воде", "Savez za vode")
    assert partner.status == "approved"


def test_the_focal_point_says_who_sits_on_the_global_committee(
    focal_point, client_of, client
):
    partner = make.make_partner(name="Удружење за воде", kind="core")
    desk = client_of(focal_point)
    client.cookies["django_language"] = "en"
    edit = reverse("roadmap:partner-edit", args=[partner.code])
    typed = {"name_sr": partner.name_sr, "name_en": "Water", "in_serbian": "on"}

    desk.post(edit, typed | {"kind": "core", "is_on_committee": "on"})

    partner.refresh_from_db()
    assert partner.is_on_committee
    for page in (reverse("roadmap:partners"), f"/partners/{partner.code}/"):
        assert "member of the Global Coordinating Committee" in _text(client, page)
    assert "peer reviewers and mentors" in _text(client, f"/partners/{partner.code}/")

    refused = desk.post(edit, typed | {"kind": "supporting", "is_on_committee": "on"})
    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == ["is_on_committee"]
    desk.post(edit, typed | {"kind": "supporting"})
    partner.refresh_from_db()
    assert (partner.kind, partner.is_on_committee) == ("supporting", False)
    for page in (reverse("roadmap:partners"), f"/partners/{partner.code}/"):
        assert "Coordinating Committee" not in _text(client, page)


def test_a_partner_does_not_put_itself_on_the_committee(client_of):
    partner = make.make_partner(kind="core")
    person = make.make_partner_person(partner=partner)
    edit = reverse("roadmap:partner-edit", args=[partner.code])

    client_of(person).post(edit, {"in_serbian": "on", "is_on_committee": "on"})
    partners.edit(partner=partner, values={"is_on_committee": True}, by=person)

    partner.refresh_from_db()
    assert not partner.is_on_committee


def test_only_core_partners_sit_on_the_committee(partner, focal_point):
    for kind in ("supporting", "participating"):
        values = {"kind": kind, "is_on_committee": True}
        with pytest.raises(ValidationError, match="Only a core partner sits"):
            partners.edit(partner=partner, values=values, by=focal_point)
        with pytest.raises(IntegrityError), transaction.atomic():
            Partner.objects.filter(pk=partner.pk).update(**values)


def _text(client, page):
    return client.get(page).content.decode()
