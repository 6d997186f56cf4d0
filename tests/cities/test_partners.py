"""Organisations that help cities, and what their people see of cities: nothing."""

import pytest
from django.db import IntegrityError, transaction

from cities.models import City, Invitation, Membership, Partner
from scorecard.models import Answer, Assessment
from tests import make

Role = Membership.Role


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


@pytest.mark.django_db
def test_a_declined_partner_is_told_why():
    with pytest.raises(IntegrityError):
        make.make_partner(status="declined", reason="")
