"""Sign-in, passwords and the second factor, as people meet them."""

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import expect

from cities.models import City, Membership, User
from tests import make
from tests.conftest import ClientOf, PageOf

Role = Membership.Role


@pytest.fixture(autouse=True)
def _no_rate_limit_from_before(db: None) -> None:
    cache.clear()


def sign_in(client: Client, user: User, next_page: str = "") -> object:
    return client.post(
        "/accounts/login/",
        {"login": user.email, "password": make.PASSWORD, "next": next_page},
    )


def code_of(secret: str) -> str:
    counter = next(totp.yield_hotp_counters_from_time())
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def test_lead_signs_in_and_lands_where_they_wanted(visitor: Client, lead: User):
    assert sign_in(visitor, lead, "/cities/").url == "/cities/"  # type: ignore[attr-defined]


def test_wrong_password_keeps_the_address(visitor: Client, lead: User):
    response = visitor.post(
        "/accounts/login/", {"login": lead.email, "password": "nije to"}
    )

    assert response.status_code == 200
    assert lead.email in response.content.decode()
    assert "nije to" not in response.content.decode()


def test_nobody_guesses_passwords_for_long(visitor: Client, lead: User):
    for _ in range(10):
        visitor.post("/accounts/login/", {"login": lead.email, "password": "nije to"})

    assert sign_in(visitor, lead).status_code != 302  # type: ignore[attr-defined]


def test_sign_up_page_says_that_people_are_invited(visitor: Client):
    page = visitor.get("/accounts/signup/").content.decode()
    visitor.post(
        "/accounts/signup/",
        {"email": "x@example.rs", "password1": make.PASSWORD, "password2": "x"},
    )

    assert "Nobody signs up here." in page
    assert not User.objects.exists()


@pytest.mark.parametrize("address", ["email/", "confirm-email/", "confirm-email/x/"])
def test_addresses_are_not_managed(client_of: ClientOf, lead: User, address: str):
    assert client_of(lead).get(f"/accounts/{address}").status_code == 404


@pytest.mark.parametrize(
    "address",
    ["login/", "signup/", "password/reset/", "password/reset/key/1-x/"],
)
@pytest.mark.parametrize("language", ["sr", "sr-latn", "en"])
def test_pages_before_sign_in_look_like_the_product(
    client_of: ClientOf, address: str, language: str
):
    page = client_of(None, language).get(f"/accounts/{address}").content.decode()

    assert 'class="top"' in page
    assert page.count("<h1") == 1
    assert " style=" not in page


@pytest.mark.parametrize(
    "address",
    [
        "logout/",
        "password/change/",
        "reauthenticate/",
        "2fa/",
        "2fa/webauthn/",
        "2fa/recovery-codes/generate/",
    ],
)
def test_pages_of_the_account_look_like_the_product(
    client_of: ClientOf, lead: User, address: str
):
    make.make_second_factor(lead)
    client = client_of(lead)
    client.post("/accounts/reauthenticate/", {"password": make.PASSWORD})

    page = client.get(f"/accounts/{address}", follow=True).content.decode()

    assert 'class="top"' in page
    assert page.count("<h1") == 1
    assert " style=" not in page


def test_forgotten_password_is_set_by_mail(visitor: Client, lead: User):
    visitor.post("/accounts/password/reset/", {"email": lead.email})
    link = re.search(r"http://testserver(\S+)", mail.outbox[0].body)
    assert link

    key_page = visitor.get(link[1], follow=True)
    password = "sasvim nova lozinka"
    done = visitor.post(
        key_page.redirect_chain[-1][0],
        {"password1": password, "password2": password},
        follow=True,
    )

    lead.refresh_from_db()
    assert lead.check_password(password)
    assert 'class="btn btn-primary" href="/accounts/login/"' in done.content.decode()


def test_unknown_address_gets_no_word_about_signing_up(visitor: Client, db: None):
    visitor.post("/accounts/password/reset/", {"email": "niko@example.rs"})

    assert "people are invited" in mail.outbox[0].body
    assert "signup" not in mail.outbox[0].body


@pytest.mark.parametrize("address", ["/cities/", "/focal-points/", "/office/"])
@pytest.mark.parametrize("who", ["focal point", "administrator"])
def test_role_with_power_is_led_to_a_second_factor(
    client_of: ClientOf, who: str, address: str
):
    if who == "focal point":
        user = make.make_focal_point(second_factor=False)
    else:
        user = make.make_user(is_staff=True, is_superuser=True)

    response = client_of(user).get(address, follow=True)

    assert response.redirect_chain[-1][0] == "/accounts/2fa/"
    assert "Your role needs a second factor." in response.content.decode()


def test_no_post_passes_without_the_second_factor(client_of: ClientOf, observer: User):
    user = make.make_focal_point(second_factor=False)
    pk = Membership.objects.get(user=observer).pk

    response = client_of(user).post(f"/memberships/{pk}/end/")

    assert response.url == "/accounts/2fa/"
    assert Membership.objects.filter(pk=pk).exists()


def test_focal_point_sets_up_the_app_and_comes_in(visitor: Client):
    user = make.make_focal_point(second_factor=False, language="en")
    sign_in(visitor, user)

    # Whoever finds the session open must not tie it to a phone of theirs.
    asked = visitor.get("/accounts/2fa/totp/activate/")
    form = visitor.post(asked.url, {"password": make.PASSWORD}, follow=True)
    secret = form.context["form"].secret
    codes = visitor.post(
        "/accounts/2fa/totp/activate/", {"code": code_of(secret)}, follow=True
    )

    assert codes.redirect_chain[-1][0] == "/accounts/2fa/recovery-codes/"
    assert "I have kept the codes" in codes.content.decode()
    assert visitor.get("/focal-points/").status_code == 200


def test_next_sign_in_asks_for_the_code(visitor: Client):
    user = make.make_user()
    make.make_membership(user=user, role=Role.FOCAL_POINT)
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)

    first = sign_in(visitor, user)
    between = visitor.get("/cities/")
    page = visitor.get("/accounts/2fa/authenticate/").content.decode()
    wrong = visitor.post("/accounts/2fa/authenticate/", {"code": "000000"})
    visitor.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})

    assert first.url == "/accounts/2fa/authenticate/"  # type: ignore[attr-defined]
    assert between.status_code == 302
    assert "Two-Factor Authentication" in page
    assert wrong.status_code == 200
    assert "Wait until the app shows the next one" in wrong.content.decode()
    assert visitor.get("/cities/").status_code == 200


def test_recovery_code_lets_in_once(visitor: Client):
    user = make.make_focal_point(second_factor=False)
    sign_in(visitor, user)
    visitor.post("/accounts/reauthenticate/", {"password": make.PASSWORD})
    secret = visitor.get("/accounts/2fa/totp/activate/").context["form"].secret
    codes = visitor.post(
        "/accounts/2fa/totp/activate/", {"code": code_of(secret)}, follow=True
    ).context["unused_codes"]

    again = Client()
    sign_in(again, user)
    again.post("/accounts/2fa/authenticate/", {"code": codes[0]})

    assert again.get("/focal-points/").status_code == 200


def test_person_of_a_city_may_go_without(client_of: ClientOf, city: City, lead: User):
    assert client_of(lead).get(f"/cities/{city.code}/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_passkey_is_added_and_signs_in(page_of: PageOf, city: City, settings: Any):
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    user = make.make_user(email="kljuc@example.rs", language="en")
    make.make_membership(user=user, city=city)
    page = page_of(None)
    keys = page.context.new_cdp_session(page)
    keys.send("WebAuthn.enable")
    keys.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )

    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(user.email)
    page.get_by_label("Password", exact=False).first.fill(make.PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(re.compile("//[^/]+/$"))
    page.goto("/accounts/2fa/webauthn/add/")
    page.get_by_label("Password", exact=False).first.fill(make.PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.get_by_label("Passwordless").check()
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_text("Recovery Codes").first).to_be_visible()
    page.context.clear_cookies(name="sessionid")
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(re.compile("//[^/]+/$"))

    page.goto(f"/cities/{city.code}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ub")
    assert Authenticator.objects.filter(user=user, type="webauthn").exists()
