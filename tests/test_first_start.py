"""The first start of an installation: secure or not at all, and nobody's password."""

import io
import re

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils.translation import override

from cities.models import Membership, User
from mcr2030 import production

SITE = "https://mcr2030.example.rs"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def secure(settings, tmp_path_factory):
    settings.SECRET_KEY = "aB3-x" * 20
    settings.SECURE_SSL_REDIRECT = True
    settings.ALLOWED_HOSTS = ["mcr2030.example.rs"]
    settings.SITE_ADDRESS = SITE
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.DEFAULT_FROM_EMAIL = "mcr2030@example.rs"
    settings.DATA_DIR = tmp_path_factory.mktemp("data")
    return settings


@pytest.fixture
def named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOCAL_POINT_EMAIL", "Ana@Example.rs")
    monkeypatch.setenv("FOCAL_POINT_NAME", "Ана Анић")


def _link(printed: str) -> str:
    found = re.search(rf"{SITE}(/\S+)", printed)
    assert found, printed
    return found[1]


@pytest.mark.django_db
def test_the_first_focal_point_sets_a_password_on_the_link_and_needs_a_second_factor(
    secure, named, capsys
):
    call_command("set_up", "--focal-point")
    link = _link(capsys.readouterr().out)

    person = User.objects.get()
    assert (person.email, person.name) == ("ana@example.rs", "Ана Анић")
    assert not person.has_usable_password()
    assert person.is_staff
    assert person.is_superuser
    assert Membership.objects.get(user=person).is_national

    browser = Client(headers={"host": "mcr2030.example.rs"})
    chosen = {"new_password1": "otporna Ana 2030", "new_password2": "otporna Ana 2030"}
    assert browser.post(link, chosen, secure=True).status_code == 302
    person.refresh_from_db()
    assert person.check_password("otporna Ana 2030")
    assert browser.get(link, secure=True).status_code == 410
    browser.force_login(person)
    assert browser.get("/", secure=True).headers["Location"] == "/accounts/2fa/"


@pytest.mark.django_db
def test_a_lost_link_is_made_anew_until_its_owner_has_signed_in(secure, named, capsys):
    call_command("set_up", "--focal-point")
    call_command("set_up", "--focal-point")

    assert User.objects.count() == Membership.objects.count() == 1
    Client().force_login(User.objects.get())
    with pytest.raises(CommandError, match="who invites all others: "):
        call_command("set_up", "--focal-point")


@pytest.mark.django_db
def test_a_second_focal_point_comes_by_invitation_only(
    secure, named, monkeypatch, capsys
):
    call_command("set_up", "--focal-point")
    monkeypatch.setenv("FOCAL_POINT_EMAIL", "other@example.rs")

    # Whoever installs is talked to in English, whatever the site speaks.
    with (
        override("sr"),
        pytest.raises(CommandError, match="who invites all others: "),
    ):
        call_command("set_up", "--focal-point")

    assert not User.objects.with_address("other@example.rs")


@pytest.mark.django_db
def test_a_terminal_is_asked(secure, monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", Terminal("ana@example.rs\nAna Anić\n"))

    call_command("set_up", "--focal-point")

    asked = capsys.readouterr().out
    assert "E-mail address of the first focal point: " in asked
    assert User.objects.get().name == "Ana Anić"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "sentence"),
    [("", "Set FOCAL_POINT_EMAIL, or answer"), ("ana", "'ana' is no e-mail address.")],
)
def test_nobody_to_let_in_is_told_in_a_sentence(address, sentence, secure, monkeypatch):
    monkeypatch.setenv("FOCAL_POINT_EMAIL", address)
    monkeypatch.setattr("sys.stdin", io.StringIO())

    with pytest.raises(CommandError, match=sentence):
        call_command("set_up", "--focal-point")


# What is refused


@pytest.mark.once
def test_secure_settings_are_secure(secure):
    assert production.faults() == []


@pytest.mark.once
@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("DEBUG", True, "DEBUG is on"),
        ("SECRET_KEY", "short", "SECRET_KEY is too short"),
        ("SECRET_KEY", "a" * 60, "SECRET_KEY is too short"),
        ("SECURE_SSL_REDIRECT", False, "HTTPS is off"),
        ("ALLOWED_HOSTS", [], "ALLOWED_HOSTS has to name the site"),
        ("ALLOWED_HOSTS", ["mcr2030.example.rs", "*"], "ALLOWED_HOSTS has to name"),
        ("SITE_ADDRESS", "http://mcr2030.example.rs", "SITE_ADDRESS has to be https"),
        ("SITE_ADDRESS", "https://elsewhere.rs", "SITE_ADDRESS has to be https"),
        (
            "EMAIL_BACKEND",
            "django.core.mail.backends.console.EmailBackend",
            "EMAIL_BACKEND sends no mail",
        ),
        ("EMAIL_HOST_PASSWORD", "tajna", "EMAIL_HOST_PASSWORD would travel"),
        ("DEFAULT_FROM_EMAIL", "MCR <mcr2030@localhost>", "DEFAULT_FROM_EMAIL has to"),
        ("DATA_DIR", "/no/such/folder", "there is no folder /no/such/folder"),
    ],
)
def test_an_insecure_setting_is_told_in_a_sentence(name, value, words, secure):
    secure.EMAIL_HOST = "mail.example.rs"
    setattr(secure, name, value)

    assert any(words in one for one in production.faults())


@pytest.mark.once
def test_a_folder_that_everybody_may_read_is_refused(secure):
    secure.DATA_DIR.chmod(0o755)

    (fault,) = production.faults()

    assert f"chmod o= {secure.DATA_DIR}" in fault


@pytest.mark.django_db
def test_insecure_settings_let_nobody_in_and_change_nothing(secure, named):
    secure.SECURE_SSL_REDIRECT = False

    with pytest.raises(CommandError) as refusal:
        call_command("set_up", "--focal-point")

    assert str(refusal.value).startswith("Nobody is let in yet.\nHTTPS is off")
    assert not User.objects.exists()
