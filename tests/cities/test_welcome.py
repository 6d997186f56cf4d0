"""What an invitation's link opens, for whom, and until when."""

import datetime as dt

import pytest
from auditlog.models import LogEntry
from django.conf import settings
from django.test import Client
from django.utils import timezone

from cities import actions
from cities.models import City, Invitation, Membership, User
from tests import make
from tests.conftest import ClientOf

PASSWORD = "sasvim nova lozinka"
JOIN = {
    "name": "Нова Особа",
    "language": "sr-latn",
    "password": PASSWORD,
    "repeated": PASSWORD,
}


@pytest.fixture
def invited(city: City, lead: User) -> tuple[Invitation, str]:
    invitation, secret = actions.invite(
        email="Nova@example.rs",
        role=Membership.Role.CONTRIBUTOR,
        city=city,
        by=lead,
        department="Дом здравља",
    )
    return invitation, f"/welcome/{secret}/"


def test_page_says_who_invites_to_what(
    visitor: Client, invited: tuple[Invitation, str], lead: User
):
    page = visitor.get(invited[1]).content.decode()

    assert lead.name in page
    assert "Ub" in page
    assert "Contributor" in page
    assert "nova@example.rs" in page


def test_new_person_joins_and_is_signed_in(
    visitor: Client, invited: tuple[Invitation, str], city: City
):
    response = visitor.post(invited[1], JOIN)

    person = User.objects.get(email="nova@example.rs")
    membership = Membership.objects.get(user=person)
    assert response.url == "/"
    assert visitor.session["_auth_user_id"] == str(person.pk)
    assert response.cookies[settings.LANGUAGE_COOKIE_NAME].value == "sr-latn"
    assert (person.name, person.language) == ("Нова Особа", "sr-latn")
    assert (membership.city, membership.role) == (city, "contributor")
    assert membership.department == "Дом здравља"


def test_link_works_once(visitor: Client, invited: tuple[Invitation, str]):
    Client().post(invited[1], JOIN)

    response = visitor.post(invited[1], JOIN | {"name": "Други"})

    assert response.status_code == 410
    assert "already used" in response.content.decode()
    assert User.objects.filter(email="nova@example.rs").count() == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"repeated": "nesto drugo 1"}, "The two passwords differ."),
        ({"password": "kratka", "repeated": "kratka"}, "at least 10 characters"),
        ({"password": "0123456789012", "repeated": "0123456789012"}, "numeric"),
        (
            {"password": "nova@example.rs", "repeated": "nova@example.rs"},
            "too similar to the e-mail address",
        ),
        ({"name": ""}, "This field is required."),
        ({"name": "а" * 121}, "at most 120 characters"),
        ({"language": "de"}, "Select a valid choice."),
    ],
)
def test_bad_input_creates_nobody_and_keeps_the_name(
    visitor: Client, invited: tuple[Invitation, str], typed: dict, sentence: str
):
    response = visitor.post(invited[1], JOIN | {"name": "<b>Нова</b>"} | typed)

    page = response.content.decode()
    assert sentence in page
    if "name" not in typed:
        assert "&lt;b&gt;Нова&lt;/b&gt;" in page
    assert PASSWORD not in page
    assert not User.objects.filter(email="nova@example.rs").exists()
    assert Invitation.objects.open().exists()


@pytest.mark.parametrize(
    ("field", "sentence"),
    [("expires_at", "has expired"), ("withdrawn_at", "was withdrawn")],
)
def test_closed_link_says_why(
    visitor: Client, invited: tuple[Invitation, str], field: str, sentence: str
):
    invitation, link = invited
    setattr(invitation, field, timezone.now() - dt.timedelta(seconds=1))
    invitation.save()

    for response in [visitor.get(link), visitor.post(link, JOIN)]:
        assert response.status_code == 410
        assert sentence in response.content.decode()
    assert not User.objects.filter(email="nova@example.rs").exists()


def test_unknown_link_is_not_found(visitor: Client, db: None):
    response = visitor.get("/welcome/nothing/")

    assert response.status_code == 404
    assert "This link is not known." in response.content.decode()


def test_somebody_with_an_account_signs_in_first_then_accepts(
    visitor: Client, invited: tuple[Invitation, str], city: City
):
    person = make.make_user(email="nova@example.rs")
    link = invited[1]

    before = visitor.get(link).content.decode()
    assert visitor.post(link, JOIN).status_code == 200
    visitor.force_login(person)
    after = visitor.get(link).content.decode()
    accepted = visitor.post(f"{link}accept/")

    assert f"/accounts/login/?next={link}" in before
    assert "Accept the invitation" in after
    assert accepted.url == "/"
    assert Membership.objects.get(user=person).city == city
    assert User.objects.filter(email="nova@example.rs").count() == 1


def test_somebody_else_is_told_and_cannot_accept(
    client_of: ClientOf, invited: tuple[Invitation, str], stranger: User
):
    client, link = client_of(stranger), invited[1]

    page = client.get(link).content.decode()
    response = client.post(f"{link}accept/")

    assert "You are signed in as" in page
    assert response.url == link
    assert Invitation.objects.open().exists()
    assert Membership.objects.filter(user=stranger).count() == 1


def test_accepting_twice_changes_nothing(
    client_of: ClientOf, invited: tuple[Invitation, str]
):
    person = make.make_user(email="nova@example.rs")
    client = client_of(person)
    client.post(f"{invited[1]}accept/")
    Membership.objects.get(user=person).delete()

    response = client.post(f"{invited[1]}accept/")

    assert response.status_code == 410
    assert not Membership.objects.filter(user=person).exists()


def test_accepting_needs_a_sign_in(visitor: Client, invited: tuple[Invitation, str]):
    response = visitor.post(f"{invited[1]}accept/")

    assert response.url.startswith("/accounts/login/")


def test_secret_is_not_in_the_audit_and_the_acceptance_is(
    visitor: Client, invited: tuple[Invitation, str]
):
    visitor.post(invited[1], JOIN)

    entries = LogEntry.objects.get_for_object(invited[0])
    text = str([entry.changes for entry in LogEntry.objects.all()])
    assert any("accepted_at" in entry.changes for entry in entries)
    assert invited[0].digest not in text
    assert "argon2" not in text
    assert "md5$" not in text
