"""A server of our own in a process group, and people who save without pause."""

import http.client
import http.cookiejar
import os
import re
import resource
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import psycopg2
import pytest
from django.db import connection

from tests.migrated import Migrated

ROOT = Path(__file__).resolve().parent.parent
SAVES, CLIENTS = 200, 2
EMAIL = "lead@example.rs"
PASSWORD = "vrlo dug izraz 7"

SEED = f"""
import django; django.setup()
import json
from django.core.management import call_command
for command in ("migrate", "createcachetable"):
    call_command(command, verbosity=0)
from tests import make
user = make.make_user(email="{EMAIL}", password="{PASSWORD}")
city = make.make_membership(user=user).city
codes = [f"P{{one}}.{{two}}" for one in range(1, 11) for two in (1, 2, 3, 4)]
questionnaire = make.make_questionnaire(questions=codes)
assessment = make.make_assessment(city=city, lead=user, questionnaire=questionnaire)
print(json.dumps([assessment.pk, codes]))
"""
KEPT = """
import django; django.setup()
import json
from scorecard.models import Answer, AnswerChange
print(json.dumps({
    "answers": {
        one.question.code: [one.version, one.score, one.comment]
        for one in Answer.objects.select_related("question")
    },
    "changes": [
        [
            one.answer.question.code,
            one.version,
            one.after["score"],
            one.after["comment"],
        ]
        for one in AnswerChange.objects.select_related("answer__question")
    ],
}))
"""


@dataclass
class Burst:
    """One person's saves, one after the other, until the server is gone."""

    address: str
    codes: list[str]
    assessment: int
    told: list[tuple[str, int, int, str]] = field(default_factory=list)
    trouble: list[str] = field(default_factory=list)
    # What a save begins from; after a restart, what is kept then.
    versions: dict[str, int] = field(default_factory=dict)
    # Seconds until it is given up; longer than the server lets itself wait.
    patience: float = 100

    def __post_init__(self) -> None:
        self.cookies = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}),
            urllib.request.HTTPCookieProcessor(self.cookies),
        )

    def sign_in(self) -> None:
        self._open("/accounts/login/")
        self._open("/accounts/login/", login=EMAIL, password=PASSWORD)

    def run(self) -> None:
        versions = dict.fromkeys(self.codes, 0) | self.versions
        for turn in range(SAVES // CLIENTS):
            code = self.codes[turn % len(self.codes)]
            try:
                versions[code] = self.save(code, turn, versions[code])
            except urllib.error.HTTPError as error:
                self.trouble.append(f"{code}: {error.code}")
            except (OSError, http.client.HTTPException):
                return

    def save(self, code: str, turn: int, version: int) -> int:
        """Save one answer; return the version that the server says it has now."""
        score, comment = turn % 4, f"Чување број {turn}"
        page = self._open(
            f"/assessments/{self.assessment}/answers/{code}/",
            choice=str(score),
            comment=comment,
            version=str(version),
        )
        found = re.search(r'name="version" value="(\d+)"', page)
        assert found, page
        self.told.append((code, int(found[1]), score, comment))
        return int(found[1])

    def _open(self, path: str, **posted: str) -> str:
        request = urllib.request.Request(self.address + path)  # noqa: S310 - ours
        if posted:
            token = next(one.value for one in self.cookies if one.name == "csrftoken")
            request.data = urlencode({"csrfmiddlewaretoken": token, **posted}).encode()
            request.add_header("HX-Request", "true")
        with self.opener.open(request, timeout=self.patience) as response:
            return response.read().decode()


@contextmanager
def database(folder: Path) -> Iterator[str]:
    """Yield the address of an empty database, of the kind that the suite runs on."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{folder}/crash.sqlite3"
        return
    known = connection.settings_dict
    name = f"crash_{os.getpid()}"
    login = {
        "host": known["HOST"] or None,
        "port": known["PORT"] or None,
        "user": known["USER"] or None,
        "password": known["PASSWORD"] or None,
    }
    _administer(login, f"CREATE DATABASE {name}")
    try:
        person = quote(known["USER"], safe="")
        if known["PASSWORD"]:
            person += ":" + quote(known["PASSWORD"], safe="")
        host = quote(known["HOST"], safe="")
        port = f":{known['PORT']}" if known["PORT"] else ""
        yield f"postgresql://{person}@{port}/{name}?host={host}"
    finally:
        _administer(login, f"DROP DATABASE {name} WITH (FORCE)")


def _administer(login: Mapping[str, Any], command: str) -> None:
    server = psycopg2.connect(dbname="postgres", **login)
    server.autocommit = True
    with server.cursor() as cursor:
        cursor.execute(command)
    server.close()


def lay_out(database_url: str) -> None:
    """Begin with a migrated SQLite where one is kept: migrations take long."""
    migrated = Migrated()
    if database_url.startswith("sqlite") and migrated.kept.exists():
        migrated.lay_out(Path(database_url.removeprefix("sqlite:///")))


def environment(folder: Path, database_url: str) -> dict[str, str]:
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "mcr2030.settings",
        "DEBUG": "False",
        "SECRET_KEY": "the same before and after the crash",
        "ALLOWED_HOSTS": "127.0.0.1",
        "HTTPS": "False",
        "MANIFEST_STATIC": "False",
        "DATA_DIR": str(folder),
        "DATABASE_URL": database_url,
    }


def python(script: str, environment: Mapping[str, str]) -> str:
    process = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-W", "ignore", "-c", script],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert process.returncode == 0, process.stderr
    return process.stdout


@contextmanager
def server(
    port: int, environment: Mapping[str, str], largest_file: int | None = None
) -> Iterator[subprocess.Popen]:
    """Serve with two workers in a process group of their own until the block ends.

    No file grows beyond `largest_file` bytes: as on a disk that is full.
    """

    def limit() -> None:
        if largest_file is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))

    process = subprocess.Popen(  # noqa: S603 - our own server
        [
            *(sys.executable, "-m", "gunicorn", "--workers", "2"),
            *("--bind", f"127.0.0.1:{port}", "--log-level", "error"),
            "mcr2030.wsgi",
        ],
        cwd=ROOT,
        env=environment,
        start_new_session=True,
        preexec_fn=limit,
    )
    try:
        _wait_for(port, process)
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)


def _wait_for(port: int, process: subprocess.Popen) -> None:
    address = f"http://127.0.0.1:{port}/accounts/login/"
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        assert process.poll() is None, "the server did not start"
        try:
            opener.open(address, timeout=10).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("the server does not answer")


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]
