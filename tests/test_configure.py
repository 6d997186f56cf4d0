"""deploy/configure.py: the settings of an installation, asked for and judged."""

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = [sys.executable, str(ROOT / "deploy/configure.py")]
ANSWERS = {
    "ALLOWED_HOSTS": "otpornost.example.rs",
    "DATA_DIR": "/srv/mcr2030",
    "DATABASE_URL": "postgresql:///mcr2030?host=/run/postgresql",
    "EMAIL_HOST": "mail.example.rs",
    "EMAIL_PORT": "587",
    "EMAIL_USE_TLS": "True",
    "EMAIL_HOST_USER": "mcr2030",
    "EMAIL_HOST_PASSWORD": "$dve reči & više",
    "DEFAULT_FROM_EMAIL": "mcr2030@example.rs",
    "SECURITY_CONTACT": "https://example.rs/prijava",
    "PRIVACY_CONTROLLER": "Канцеларија за пример, Београд",
    "PRIVACY_CONTACT": "podaci@example.rs",
}


def _configure(target: Path, **changed: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own program
        [*PROGRAM, str(target)],
        env=ANSWERS | changed,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def _as_the_shell_reads(target: Path, name: str) -> str:
    return subprocess.run(  # noqa: S603 - our own words
        ["/bin/sh", "-c", f'. "$0"; printf %s "${name}"', str(target)],
        env={},
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def test_answers_are_written_as_they_are_read_and_the_secret_is_new(tmp_path):
    first, second = tmp_path / "first.env", tmp_path / "second.env"

    assert _configure(first).returncode == _configure(second).returncode == 0

    for name, answer in ANSWERS.items():
        assert _as_the_shell_reads(first, name) == answer
    address = _as_the_shell_reads(first, "SITE_ADDRESS")
    assert address == "https://otpornost.example.rs"
    secret = _as_the_shell_reads(first, "SECRET_KEY")
    assert len(secret) >= 50
    assert secret != _as_the_shell_reads(second, "SECRET_KEY")
    assert first.stat().st_mode & 0o777 == 0o600


def test_nothing_that_has_to_be_known_is_left_empty(tmp_path):
    target = tmp_path / "mcr2030.env"

    _configure(target)

    empty = re.findall(r"^([A-Z_]+)=''$", target.read_text(), re.MULTILINE)
    # Its key is made elsewhere, and later.
    assert empty == ["BACKUP_RECIPIENT"]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"ALLOWED_HOSTS": "*"}, "Type the bare name"),
        ({"ALLOWED_HOSTS": "https://mcr2030.example.rs"}, "Type the bare name"),
        ({"ALLOWED_HOSTS": ""}, "Type the bare name"),
        ({"DATA_DIR": "data"}, "Type the whole path"),
        ({"DATABASE_URL": "sqlite:///db.sqlite3"}, "with four strokes"),
        ({"EMAIL_PORT": "smtp"}, "Type a number"),
        ({"EMAIL_PORT": "465"}, "use 587 or 25"),
        ({"EMAIL_USE_TLS": "yes"}, "Type True or False."),
        ({"DEFAULT_FROM_EMAIL": "mcr2030"}, "Type an e-mail address"),
        ({"SECURITY_CONTACT": "the office"}, "or a page with https://"),
        ({"PRIVACY_CONTROLLER": ""}, "Type its name and seat"),
        ({"PRIVACY_CONTACT": "the office"}, "or a page with https://"),
        ({"EMAIL_HOST_PASSWORD": "o'clock"}, "it may hold no quote"),
    ],
)
def test_an_answer_that_will_not_do_stops_with_a_sentence(changed, sentence, tmp_path):
    done = _configure(tmp_path / "mcr2030.env", **changed)

    assert done.returncode == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_password_that_will_not_do_is_not_shown(tmp_path):
    done = _configure(tmp_path / "mcr2030.env", EMAIL_HOST_PASSWORD="o'clock")

    assert "o'clock" not in done.stderr


def test_settings_that_are_there_stay(tmp_path):
    target = tmp_path / "mcr2030.env"
    target.write_text("SECRET_KEY='theirs'\n")

    done = _configure(target)

    assert "is there already" in done.stderr
    assert target.read_text() == "SECRET_KEY='theirs'\n"


def test_what_is_asked_for_needs_a_terminal(tmp_path):
    answers = {name: value for name, value in ANSWERS.items() if name != "DATA_DIR"}

    done = subprocess.run(  # noqa: S603 - our own program
        [*PROGRAM, str(tmp_path / "mcr2030.env")],
        env=answers,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert "Set DATA_DIR, or run this on a terminal" in done.stderr


def test_a_terminal_is_asked_again_until_the_answer_will_do(tmp_path):
    target = tmp_path / "mcr2030.env"
    given = ANSWERS | {"EMAIL_HOST_USER": ""}
    # Without an account nobody is asked for its password.
    del given["ALLOWED_HOSTS"], given["DATA_DIR"], given["EMAIL_HOST_PASSWORD"]
    ours, theirs = pty.openpty()
    os.write(ours, b"Moj grad\notpornost.example.rs\n\n")

    done = subprocess.run(  # noqa: S603 - our own program
        [*PROGRAM, str(target)],
        env=given,
        stdin=theirs,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    os.close(ours)
    os.close(theirs)

    assert done.returncode == 0, done.stderr
    assert "'Moj grad' will not do" in done.stdout
    assert _as_the_shell_reads(target, "ALLOWED_HOSTS") == "otpornost.example.rs"
    # An empty answer takes what is proposed.
    assert _as_the_shell_reads(target, "DATA_DIR") == "/var/lib/mcr2030"
    assert not re.search(r"^SECRET_KEY=''$", target.read_text(), re.MULTILINE)
