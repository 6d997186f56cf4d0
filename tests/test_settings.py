"""The settings as a start in production has them: what it needs, what it sends."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests import environment

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parent.parent
PRODUCTION = {
    "DEBUG": "False",
    "SECRET_KEY": "a secret of fifty letters or so, and only of this test",
    "ALLOWED_HOSTS": "example.rs",
    "MANIFEST_STATIC": "False",
    "HTTPS": "True",
    "DATA_DIR": str(environment.FOLDER),
}
START = "import django; django.setup(); print('started')"
OPEN_SIGN_IN_PAGE = """
import json, django
django.setup()
from django.conf import settings
from django.test import Client
page = Client().get("/accounts/login/", headers={"host": "example.rs"}, secure=True)
plain = Client().get("/accounts/login/", headers={"host": "example.rs"})
print(json.dumps({
    "status": page.status_code,
    "headers": dict(page.headers),
    "cookies": {name: dict(one) for name, one in page.cookies.items()},
    "plain": plain.headers.get("Location"),
    "session": [settings.SESSION_COOKIE_SECURE, settings.SESSION_COOKIE_HTTPONLY],
    "language": settings.LANGUAGE_COOKIE_SECURE,
}))
"""


def _python(script: str, **variables: str | None) -> subprocess.CompletedProcess[str]:
    """Run a script in a process that knows only what production would tell it."""
    given = PRODUCTION | variables
    surroundings = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "mcr2030.settings",
    }
    set_variables = {name: value for name, value in given.items() if value is not None}
    return subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-c", script],
        cwd=ROOT,
        env=surroundings | set_variables,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.fixture(scope="module")
def answer() -> dict[str, Any]:
    """What a browser gets with the sign-in page of a start in production."""
    process = _python(OPEN_SIGN_IN_PAGE)
    assert process.returncode == 0, process.stderr
    return json.loads(process.stdout)


def test_start_in_production_needs_no_more_than_its_variables() -> None:
    assert _python(START).stdout == "started\n"


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"SECRET_KEY": None}, "Set the environment variable SECRET_KEY."),
        ({"HTTPS": "yes"}, "HTTPS is 'yes': use 'True' or 'False'."),
        ({"DEBUG": "1"}, "DEBUG is '1': use 'True' or 'False'."),
        ({"DEBUG": ""}, "DEBUG is '': use 'True' or 'False'."),
        ({"EMAIL_PORT": "smtp"}, "EMAIL_PORT is 'smtp': use a whole number."),
        (
            {"DATABASE_URL": "mysql://root@localhost/mcr2030"},
            "DATABASE_URL must start with sqlite:/// or postgresql://.",
        ),
        (
            {"S3_BUCKET": "mcr2030", "S3_ENDPOINT": "https://s3.example.rs"},
            "together, or none of them to keep files in DATA_DIR.",
        ),
        (
            dict.fromkeys(
                ("S3_ENDPOINT", "S3_BUCKET", "S3_ACCESS_KEY", "S3_SECRET_KEY"), "x"
            ),
            "S3_ENDPOINT must start with https://.",
        ),
    ],
)
def test_start_with_nonsense_stops_with_a_sentence(
    variables: dict[str, str | None], sentence: str
) -> None:
    process = _python(START, **variables)

    assert process.returncode != 0
    assert process.stderr.strip().endswith(sentence)


def test_development_may_go_without_a_secret() -> None:
    process = _python(START, SECRET_KEY=None, DEBUG="True")

    assert process.stdout == "started\n"


def test_page_may_load_only_our_own_and_nothing_inline(answer: dict[str, Any]) -> None:
    policy = answer["headers"]["Content-Security-Policy"]
    sources = dict(part.strip().split(" ", 1) for part in policy.split(";"))

    assert "unsafe" not in policy
    assert "*" not in policy
    assert "http" not in policy
    assert sources["default-src"] == sources["script-src"] == "'self'"
    assert sources["style-src"] == sources["form-action"] == "'self'"
    assert sources["img-src"] == "'self' data:"
    assert sources["frame-ancestors"] == "'none'"
    assert sources["base-uri"] == sources["object-src"] == "'none'"


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        (
            "Strict-Transport-Security",
            "max-age=31536000; includeSubDomains; preload",
        ),
        (
            "Permissions-Policy",
            "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        ),
    ],
)
def test_page_tells_the_browser_to_be_careful(
    header: str, value: str, answer: dict[str, Any]
) -> None:
    assert answer["headers"][header] == value


def test_cookies_travel_only_encrypted_and_scripts_cannot_read_the_session(
    answer: dict[str, Any],
) -> None:
    assert answer["status"] == 200
    assert answer["cookies"]
    assert all(cookie["secure"] for cookie in answer["cookies"].values())
    assert all(cookie["samesite"] == "Lax" for cookie in answer["cookies"].values())
    assert answer["session"] == [True, True]
    assert answer["language"] is True


def test_plain_http_is_sent_to_https(answer: dict[str, Any]) -> None:
    assert answer["plain"] == "https://example.rs/accounts/login/"


FAIL_AT_A_LINK = """
import django
django.setup()
from django.urls import reverse
from django.test import Client
browser = Client(enforce_csrf_checks=True, headers={"host": "example.rs"})
for name, secrets in {
    "cities:welcome": ["s3cr3t"],
    "cities:accept": ["s3cr3t"],
    "cities:new-password": ["s3cr3t", "s3cr3t"],
    "account_reset_password_from_key": ["s3cr3t", "s3cr3t"],
    "scorecard:guest": ["s3cr3t"],
}.items():
    browser.post(reverse(name, args=secrets), secure=True)
"""


def test_a_link_that_lets_in_is_not_in_the_log_when_its_page_goes_wrong() -> None:
    log = _python(FAIL_AT_A_LINK).stderr

    assert log.count("Forbidden (Referer checking failed") == 5
    assert "/welcome/…" in log
    assert "s3cr3t" not in log


ASK_WHO_ASKS = """
import django
django.setup()
from allauth.account.adapter import get_adapter
from django.test import RequestFactory
heard = {"x-forwarded-for": "198.51.100.9, 203.0.113.7"}
request = RequestFactory().get("/", REMOTE_ADDR="%s", headers=heard)
print(get_adapter().get_client_ip(request))
"""


@pytest.mark.parametrize("neighbour", ["127.0.0.1", ""])
def test_limits_behind_a_proxy_count_by_the_address_that_it_saw(neighbour: str) -> None:
    """The neighbour has no address where the proxy comes through a Unix socket."""
    process = _python(ASK_WHO_ASKS % neighbour, BEHIND_PROXY="True")

    assert process.stdout == "203.0.113.7\n"


def test_without_a_proxy_nobody_chooses_the_address_they_are_counted_by() -> None:
    process = _python(ASK_WHO_ASKS % "192.0.2.1")

    assert process.stdout == "192.0.2.1\n"
