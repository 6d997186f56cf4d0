"""A person's data: the copy has all that is kept, and erasing leaves no name behind."""

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from auditlog.models import LogEntry
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from cities.actions import copying, erasing
from cities.actions.people import invite
from cities.models import City, Invitation, Membership, User
from cities.models.people import name_in_script
from cities.models.relations import fate_of, of_person, to_people
from cities.permissions import Refused, can_be_erased, can_erase
from tests import make
from tests.conftest import ClientOf
from tests.world import World, taken_back

FATES = Path(__file__).with_name("persons.txt").read_text().strip().splitlines()
# Texts that are a city's record as it was handed in or signed (ADR 15).
RECORDS = {"scorecard.Submission.content", "roadmap.PeerReport.content"}

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), taken_back():
        yield World()


def unpacked(content: bytes) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return {name: json.loads(file.read(name)) for name in file.namelist()}


def texts_that_hold(words: set[str]) -> set[str]:
    """Return the columns of all tables in which one of the words stands."""
    found = set()
    for model in apps.get_models(include_auto_created=True):
        if model is Session:
            continue
        for row in model._default_manager.all():
            for field in model._meta.concrete_fields:
                value = field.value_from_object(row)
                text = (
                    json.dumps(value, ensure_ascii=False, default=str)
                    if isinstance(value, dict | list)
                    else str(value)
                )
                if any(word in text for word in words):
                    found.add(f"{model._meta.label}.{field.name}")
    return found


# What is known of all tables


def test_it_is_decided_for_every_relation_to_a_person_what_becomes_of_it() -> None:
    """A new one needs a line in persons.txt, and a thought before."""
    found = {
        f"{model._meta.label}.{field.name}": fate_of(field)
        for model, fields in to_people()
        for field in fields
    }

    assert found == {
        name: fate.strip() for name, fate in (one.split(" ", 1) for one in FATES)
    }


def test_no_other_column_is_made_for_the_address_of_a_person() -> None:
    found = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if not field.is_relation
        and (isinstance(field, models.EmailField) or "email" in field.name)
    }

    assert found == {
        "cities.User.email",
        "cities.Invitation.email",
        "cities.Partner.email",  # of the organisation
        "account.EmailAddress.email",
        "auditlog.LogEntry.actor_email",
    }


# A copy


@pytest.mark.parametrize("who", ["lead", "contributor", "focal_point", "peer"])
def test_the_copy_has_every_row_in_which_the_person_stands(
    who: str, world: World
) -> None:
    person = world.people[who]

    found = unpacked(copying.archive(person=person))

    for model, fields in to_people():
        number = of_person(model, fields, person).count()
        file = found.get(f"{model._meta.label}.json", {"rows": []})
        assert len(file["rows"]) == number, model._meta.label
    assert found["cities.User.json"]["rows"][0]["email"] == person.email


def test_the_copy_has_no_secret_and_nobody_else(world: World) -> None:
    lead, focal_point = world.lead, world.people["focal_point"]
    make.make_second_factor(lead)
    with taken_back():
        lead.name = "Лена Неупоредива"
        lead.save()
        User.objects.filter(pk=focal_point.pk).update(name="Фрида Јединствена")
        invitation, _secret = invite(
            email="neko.treci@example.rs",
            role="observer",
            city=City.objects.get(code=world.names["host"]),
            by=lead,
        )

        copied = copying.archive(person=lead, language="en")

    text = json.dumps(unpacked(copied), ensure_ascii=False)
    authenticator = Authenticator.objects.get(user=lead)
    assert "Лена Неупоредива" in text
    assert "somebody else" in text
    for secret in (
        lead.password,
        invitation.digest,
        invitation.email,
        str(authenticator.data["secret"]),
        "Фрида Јединствена",
        focal_point.email,
    ):
        assert secret not in text


def test_a_row_of_the_copy_says_of_which_city_and_round_it_is(world: World) -> None:
    found = unpacked(copying.archive(person=world.lead, language="sr"))

    (row, *_more) = found["scorecard.AnswerChange.json"]["rows"]
    city = City.objects.get(code=world.names["host"])
    assert row["answer"].startswith(f"{city.name_sr} · ")
    assert row["by"] == world.lead.name


def test_a_person_downloads_their_own_copy(client_of: ClientOf, lead: User) -> None:
    page = client_of(lead).get(reverse("cities:my-data"))

    assert page["Content-Type"] == "application/zip"
    assert page["Cache-Control"] == "private, no-store"
    assert page["Content-Disposition"].startswith("attachment")
    (row,) = unpacked(page.content)["cities.User.json"]["rows"]
    assert row["email"] == lead.email


def test_the_command_writes_a_copy_that_only_its_owner_reads(
    lead: User, tmp_path: Path, capsys: Any
) -> None:
    target = tmp_path / "lena.zip"

    call_command("export_person", lead.email.upper(), output=target)

    assert target.stat().st_mode & 0o777 == 0o600
    assert "cities.Membership.json" in unpacked(target.read_bytes())
    assert str(target) in capsys.readouterr().out
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("export_person", lead.email, output=target)
    with pytest.raises(CommandError, match="Nobody has the address"):
        call_command("export_person", "niko@example.rs", output=tmp_path / "x.zip")


# Erasing


@pytest.mark.parametrize("who", ["lead", "contributor", "focal_point", "peer"])
def test_no_name_and_no_address_is_left_and_all_that_was_decided_stays(
    who: str, world: World
) -> None:
    with taken_back():
        person = world.people[who]
        person.name = "Јединствено Име"
        person.save()
        person.name = "Непоновљиво Презиме"
        person.save()
        if who == "lead":
            make.make_membership(
                role=Membership.Role.LEAD,
                city=City.objects.get(code=world.names["host"]),
            )
        if who == "focal_point":
            make.make_focal_point()
        EmailAddress.objects.create(user=person, email=person.email)
        make.make_second_factor(make.make_user())
        stays = {
            part.label: part.number
            for part in erasing.outline(person=person)
            if not part.goes
        }
        words = {"Јединствено Име", "Непоновљиво Презиме", person.email}
        assert {"cities.User.name", "cities.User.email"} <= texts_that_hold(words)

        erasing.erase(person=person)

        assert texts_that_hold(words) <= RECORDS
        for part in erasing.outline(person=person):
            if part.label != "auditlog.LogEntry":
                assert part.number == stays.pop(part.label), part.label
        assert set(stays) <= {"auditlog.LogEntry", "scorecard.Assessment"}


def test_nobody_signs_in_any_more(
    client_of: ClientOf, contributor: User, settings: Any
) -> None:
    client = client_of(contributor)
    asked = Client()
    assert client.get("/account/").status_code == 200

    erasing.erase(person=contributor)

    assert client.get("/account/").status_code == 302
    asked.post(
        reverse("account_login"),
        {"login": contributor.email, "password": make.PASSWORD},
    )
    assert "_auth_user_id" not in asked.session
    contributor.refresh_from_db()
    assert not contributor.is_active
    assert not contributor.has_usable_password()
    assert not contributor.memberships.exists()


def test_a_former_member_is_called_so_in_three_languages(contributor: User) -> None:
    erasing.erase(person=contributor)

    contributor.refresh_from_db()
    number = contributor.pk
    for language, words in (
        ("sr", f"Бивши члан {number}"),
        ("sr-latn", f"Bivši član {number}"),
        ("en", f"Former member {number}"),
    ):
        with override(language):
            assert name_in_script(contributor.name) == words


def test_a_namesake_keeps_their_entries_in_the_log(city: City) -> None:
    people = [make.make_user(name="Петар Петровић") for _one in range(2)]
    for person in people:
        make.make_membership(user=person, city=city, role=Membership.Role.OBSERVER)

    erasing.erase(person=people[0])

    told = LogEntry.objects.filter(object_repr__contains="Петар Петровић")
    kept = {entry.object_pk for entry in told.filter(content_type__model="user")}
    assert kept == {str(people[1].pk)}
    assert told.filter(content_type__model="membership").count() == 1


def test_open_invitations_to_the_address_go_and_accepted_ones_lose_it(
    city: City, lead: User
) -> None:
    person = make.make_user(email="nova@example.rs")
    for _one in range(2):
        make.make_membership(role=Membership.Role.LEAD, city=city)
    invite(email=person.email, role="observer", city=city, by=lead)
    used, _secret = invite(email="druga@example.rs", role="lead", city=city, by=lead)
    Invitation.objects.filter(pk=used.pk).update(
        email=person.email, accepted_at=used.invited_at, accepted_by=person
    )

    erasing.erase(person=person)

    (left,) = Invitation.objects.filter(invited_by=lead)
    assert left.email == f"former-{person.pk}@erased.invalid"


def test_the_log_says_that_it_was_done_and_by_whom(contributor: User) -> None:
    focal_point = make.make_focal_point()

    erasing.erase(person=contributor, by=focal_point)

    entry = LogEntry.objects.filter(object_pk=str(contributor.pk)).latest("pk")
    assert entry.actor == focal_point
    assert entry.changes == {"is_active": ["True", "False"]}


# Who may not


def test_the_last_lead_and_the_last_focal_point_are_kept(lead: User) -> None:
    focal_point = make.make_focal_point()
    Membership.objects.focal_points().exclude(user=focal_point).delete()

    assert "A city needs a lead." in can_erase(focal_point, lead).reason
    assert "The nation needs a focal point." in can_be_erased(focal_point).reason
    with pytest.raises(Refused):
        erasing.erase(person=lead, by=focal_point)
    lead.refresh_from_db()
    assert lead.is_active


def test_only_a_focal_point_erases_and_nobody_themselves(
    lead: User, contributor: User
) -> None:
    focal_point = make.make_focal_point()

    assert "Only a national focal point" in can_erase(lead, contributor).reason
    assert "Another focal point" in can_erase(focal_point, focal_point).reason
    assert can_erase(focal_point, contributor)


def test_the_last_administrator_is_kept() -> None:
    one = make.make_user(is_superuser=True, is_staff=True)

    assert "needs an administrator" in can_be_erased(one).reason
    make.make_user(is_superuser=True)
    assert can_be_erased(one)


def test_nobody_is_erased_twice(contributor: User) -> None:
    erasing.erase(person=contributor)

    contributor.refresh_from_db()
    assert "already" in can_be_erased(contributor).reason


# Command and page


def test_the_command_tells_first_and_erases_then(
    contributor: User, lead: User, capsys: Any
) -> None:
    focal_point = make.make_focal_point()
    email = contributor.email

    call_command("erase_person", email, dry_run=True)
    assert "goes\t1\tcities.Membership" in capsys.readouterr().out
    call_command("erase_person", email, by=focal_point.email, dry_run=True)
    assert "Nothing was changed." in capsys.readouterr().out
    assert User.objects.with_address(email)
    call_command("erase_person", email, by=focal_point.email)

    assert User.objects.with_address(email) is None
    with pytest.raises(CommandError, match="Nobody has the address"):
        call_command("erase_person", email)
    with pytest.raises(CommandError, match=r"A city needs a lead\."):
        call_command("erase_person", lead.email)


def test_a_focal_point_erases_after_reading_what_goes_and_what_stays(
    client_of: ClientOf, contributor: User
) -> None:
    client = client_of(make.make_focal_point())
    address = reverse("cities:erase", args=[contributor.pk])

    page = client.get(address).content.decode()
    unsure = client.post(address)
    assert contributor.email in page
    assert unsure.status_code == 422
    assert User.objects.with_address(contributor.email)
    done = client.post(address, {"sure": "on"}, follow=True)

    assert "were erased" in done.content.decode()
    assert User.objects.with_address(contributor.email) is None


def test_the_page_says_why_the_last_lead_cannot_go(
    client_of: ClientOf, lead: User
) -> None:
    client = client_of(make.make_focal_point())
    address = reverse("cities:erase", args=[lead.pk])

    assert "A city needs a lead." in client.get(address).content.decode()
    assert client.post(address, {"sure": "on"}).status_code == 403
    lead.refresh_from_db()
    assert lead.is_active


def test_the_office_leads_to_it_also_for_who_has_no_role(client_of: ClientOf) -> None:
    office = make.make_focal_point(is_staff=True, is_superuser=True)
    person = make.make_user()

    page = client_of(office).get(f"/office/cities/user/{person.pk}/change/")

    assert reverse("cities:erase", args=[person.pk]) in page.content.decode()
    assert client_of(office).get("/office/cities/user/add/").status_code == 200
