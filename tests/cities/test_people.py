"""Who is in a city's team and among the focal points, and who changes that."""

import re

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.core import mail
from django.test import Client

from cities.models import City, Invitation, Membership, User
from tests import make
from tests.conftest import ClientOf

Role = Membership.Role


def membership_of(user: User) -> Membership:
    return Membership.objects.get(user=user)


def link_on(response: object) -> str:
    found = re.search(
        r'link-box"[^>]*>http://testserver([^<]+)<',
        response.content.decode(),  # type: ignore[attr-defined]
    )
    assert found, "The page shows no link"
    return found[1]


def invite(client: Client, city: City, **typed: str) -> object:
    data = {"email": "nova@example.rs", "role": "contributor"} | typed
    return client.post(f"/cities/{city.code}/people/invite/", data)


def test_team_sees_the_list_and_observers_cannot_change_it(
    client_of: ClientOf, city: City, lead: User, observer: User
):
    page = client_of(observer).get(f"/cities/{city.code}/people/").content.decode()

    assert "Lena Lidić" in page
    assert "Change the role" not in page
    assert "Only the city&#x27;s lead" in page


def test_lead_invites_by_mail_and_by_link(
    client_of: ClientOf,
    city: City,
    lead: User,
    django_capture_on_commit_callbacks: object,
):
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        response = invite(client_of(lead), city, department="Дом здравља")

    link = link_on(response)
    assert Client().get(link).status_code == 200
    assert mail.outbox[0].to == ["nova@example.rs"]
    assert link in mail.outbox[0].body


def test_link_is_kept_nowhere(client_of: ClientOf, city: City, lead: User):
    client = client_of(lead)

    secret = link_on(invite(client, city)).split("/")[2]

    page = client.get(f"/cities/{city.code}/people/").content.decode()
    assert "nova@example.rs" in page
    assert secret not in page
    assert secret not in str(Invitation.objects.values())


def test_page_with_a_link_is_not_cached(client_of: ClientOf, city: City, lead: User):
    response = invite(client_of(lead), city)

    assert "no-store" in response.headers["Cache-Control"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"role": "focal_point"}, "Select a valid choice"),
        ({"role": "peer_reviewer"}, "Select a valid choice"),
        ({"email": "nova"}, "Enter a valid email address"),
        ({"department": "а" * 121}, "at most 120 characters"),
    ],
)
def test_bad_invitation_says_so_and_keeps_what_was_typed(
    client_of: ClientOf, city: City, lead: User, typed: dict, sentence: str
):
    response = invite(client_of(lead), city, **({"department": "Урбанизам"} | typed))

    page = response.content.decode()  # type: ignore[attr-defined]
    assert sentence in page
    assert typed.get("email", "nova@example.rs") in page
    assert typed.get("department", "Урбанизам") in page
    assert not Invitation.objects.exists()


def test_somebody_who_is_in_is_not_invited(
    client_of: ClientOf, city: City, lead: User, observer: User
):
    response = invite(client_of(lead), city, email=observer.email.upper())

    assert "This person is in already." in response.content.decode()  # type: ignore[attr-defined]


def test_new_link_closes_the_old_one(client_of: ClientOf, city: City, lead: User):
    client = client_of(lead)
    old = link_on(invite(client, city))

    new = link_on(client.post(f"/invitations/{Invitation.objects.get().pk}/new-link/"))

    assert Client().get(old).status_code == 410
    assert Client().get(new).status_code == 200
    assert Invitation.objects.pending().count() == 1


def test_withdrawn_invitation_cannot_be_renewed_or_withdrawn_again(
    client_of: ClientOf, city: City, lead: User
):
    client = client_of(lead)
    link = link_on(invite(client, city))
    pk = Invitation.objects.get().pk

    client.post(f"/invitations/{pk}/withdraw/")

    assert Client().get(link).status_code == 410
    for move in ["withdraw", "new-link"]:
        response = client.post(f"/invitations/{pk}/{move}/", follow=True)
        assert "This invitation was withdrawn." in response.content.decode()


@pytest.mark.parametrize("move", ["withdraw", "new-link"])
def test_invitations_do_not_exist_for_strangers(
    client_of: ClientOf, city: City, lead: User, stranger: User, move: str
):
    invite(client_of(lead), city)
    pk = Invitation.objects.get().pk

    assert client_of(stranger).post(f"/invitations/{pk}/{move}/").status_code == 404


@pytest.mark.parametrize("move", ["withdraw", "new-link"])
def test_contributor_cannot_touch_invitations(
    client_of: ClientOf, city: City, lead: User, contributor: User, move: str
):
    invite(client_of(lead), city)
    pk = Invitation.objects.get().pk

    assert client_of(contributor).post(f"/invitations/{pk}/{move}/").status_code == 403


def test_lead_changes_a_role(client_of: ClientOf, lead: User, observer: User):
    membership = membership_of(observer)

    client_of(lead).post(f"/memberships/{membership.pk}/role/", {"role": "contributor"})

    membership.refresh_from_db()
    assert membership.role == Role.CONTRIBUTOR


@pytest.mark.parametrize("role", ["focal_point", "peer_reviewer", "", "king"])
def test_forged_role_changes_nothing(
    client_of: ClientOf, lead: User, observer: User, role: str
):
    membership = membership_of(observer)

    response = client_of(lead).post(
        f"/memberships/{membership.pk}/role/", {"role": role}, follow=True
    )

    membership.refresh_from_db()
    assert membership.role == Role.OBSERVER
    assert "Choose lead, contributor or observer." in response.content.decode()


def test_contributor_cannot_promote_themselves(client_of: ClientOf, contributor: User):
    membership = membership_of(contributor)

    response = client_of(contributor).post(
        f"/memberships/{membership.pk}/role/", {"role": "lead"}
    )

    membership.refresh_from_db()
    assert response.status_code == 403
    assert membership.role == Role.CONTRIBUTOR


@pytest.mark.parametrize("move", ["role", "end", "reset-link"])
def test_memberships_do_not_exist_for_strangers(
    client_of: ClientOf, observer: User, stranger: User, move: str
):
    pk = membership_of(observer).pk

    response = client_of(stranger).post(f"/memberships/{pk}/{move}/", {"role": "lead"})

    assert response.status_code == 404


def test_last_lead_cannot_leave_or_step_down(client_of: ClientOf, lead: User):
    client, pk = client_of(lead), membership_of(lead).pk

    for move, data in [("end", {}), ("role", {"role": "observer"})]:
        response = client.post(f"/memberships/{pk}/{move}/", data, follow=True)
        assert "A city needs a lead." in response.content.decode()

    assert membership_of(lead).role == Role.LEAD


def test_lead_leaves_when_there_is_another(client_of: ClientOf, city: City, lead: User):
    make.make_membership(city=city)

    response = client_of(lead).post(f"/memberships/{membership_of(lead).pk}/end/")

    assert response.url == "/"
    assert not Membership.objects.filter(user=lead).exists()


def test_lead_removes_an_observer_and_an_observer_only_themselves(
    client_of: ClientOf, lead: User, observer: User, contributor: User
):
    refused = client_of(observer).post(
        f"/memberships/{membership_of(contributor).pk}/end/"
    )
    client_of(lead).post(f"/memberships/{membership_of(contributor).pk}/end/")
    client_of(observer).post(f"/memberships/{membership_of(observer).pk}/end/")

    assert refused.status_code == 403
    assert [one.user for one in Membership.objects.all()] == [lead]


def test_reset_link_of_a_lead_sets_a_password_once(
    client_of: ClientOf, lead: User, observer: User, visitor: Client
):
    response = client_of(lead).post(
        f"/memberships/{membership_of(observer).pk}/reset-link/"
    )
    link, password = link_on(response), "sasvim nova lozinka"
    typed = {"new_password1": password, "new_password2": password}

    done = visitor.post(link, typed)
    again = visitor.post(link, typed)

    observer.refresh_from_db()
    assert done.url == "/accounts/login/"
    assert again.status_code == 410
    assert observer.check_password(password)


@pytest.mark.parametrize("password", ["kratka", "1234567890123", "observer@71277"])
def test_weak_new_password_is_refused(
    lead: User, observer: User, client_of: ClientOf, visitor: Client, password: str
):
    link = link_on(
        client_of(lead).post(f"/memberships/{membership_of(observer).pk}/reset-link/")
    )

    response = visitor.post(
        link, {"new_password1": password, "new_password2": password}
    )

    assert response.status_code == 200
    assert "invalid-feedback" in response.content.decode()


@pytest.mark.parametrize("token", ["x", "x-y", "çç", "set-password"])
def test_nonsense_in_a_reset_link_is_told_kindly(visitor: Client, token: str):
    for uid in ["x", "MQ", "!!", "MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkw"]:
        response = visitor.get(f"/new-password/{uid}/{token}/")
        assert response.status_code == 410
        assert "already used or is too old" in response.content.decode()


def test_no_reset_link_for_somebody_of_two_cities_but_by_the_focal_point(
    client_of: ClientOf,
    other_city: City,
    lead: User,
    observer: User,
    focal_point: User,
):
    pk = membership_of(observer).pk
    make.make_membership(user=observer, city=other_city, role=Role.OBSERVER)

    by_lead = client_of(lead).post(f"/memberships/{pk}/reset-link/")
    by_focal_point = client_of(focal_point).post(f"/memberships/{pk}/reset-link/")

    assert by_lead.status_code == 403
    assert by_focal_point.status_code == 200


def test_no_reset_link_for_focal_points_and_administrators(
    client_of: ClientOf, city: City, lead: User, focal_point: User
):
    other = make.make_focal_point()
    clerk = make.make_user(is_staff=True)
    double = make.make_membership(user=other, city=city, role=Role.OBSERVER)
    staff = make.make_membership(user=clerk, city=city, role=Role.OBSERVER)
    own = Membership.objects.get(user=other, city=None)

    for who in [lead, focal_point]:
        for membership in [double, staff]:
            address = f"/memberships/{membership.pk}/reset-link/"
            assert client_of(who).post(address).status_code == 403
    address = f"/memberships/{own.pk}/reset-link/"
    assert client_of(focal_point).post(address).status_code == 403
    assert client_of(lead).post(address).status_code == 404


def test_observer_makes_no_reset_link(
    client_of: ClientOf, observer: User, contributor: User
):
    pk = membership_of(contributor).pk

    assert client_of(observer).post(f"/memberships/{pk}/reset-link/").status_code == 403


def test_reset_link_does_not_outlive_a_sign_in(observer: User, visitor: Client):
    token = default_token_generator.make_token(observer)
    visitor.force_login(observer)

    observer.refresh_from_db()
    assert not default_token_generator.check_token(observer, token)


@pytest.mark.parametrize("who", ["lead", "observer", "stranger"])
@pytest.mark.parametrize("address", ["/focal-points/", "/focal-points/invite/"])
def test_focal_points_are_for_focal_points(
    client_of: ClientOf, request: pytest.FixtureRequest, who: str, address: str
):
    client = client_of(request.getfixturevalue(who))

    assert client.get(address).status_code == 403


def test_focal_point_invites_another(client_of: ClientOf, focal_point: User):
    client = client_of(focal_point)

    link = link_on(client.post("/focal-points/invite/", {"email": "drugi@example.rs"}))

    assert (
        "Republic of Serbia"
        in Client(HTTP_ACCEPT_LANGUAGE="en").get(link).content.decode()
    )
    assert "drugi@example.rs" in client.get("/focal-points/").content.decode()


def test_last_focal_point_stays(client_of: ClientOf, focal_point: User):
    pk = membership_of(focal_point).pk

    response = client_of(focal_point).post(f"/memberships/{pk}/end/", follow=True)

    assert "The nation needs a focal point." in response.content.decode()
    assert Membership.objects.filter(pk=pk).exists()


def test_people_page_asks_the_same_of_a_large_team(
    client_of: ClientOf,
    city: City,
    lead: User,
    django_assert_max_num_queries: object,
):
    for _ in range(12):
        make.make_membership(city=city, role=Role.CONTRIBUTOR)

    client = client_of(lead)

    with django_assert_max_num_queries(10):  # type: ignore[operator]
        client.get(f"/cities/{city.code}/people/")


def test_anonymous_posts_change_nothing(visitor: Client, observer: User):
    pk = membership_of(observer).pk

    for address in [f"/memberships/{pk}/end/", f"/memberships/{pk}/reset-link/"]:
        assert visitor.post(address).url.startswith("/accounts/login/")

    assert Membership.objects.filter(pk=pk).exists()
