"""What a monitor is told: which parts work, and nothing else."""

import datetime as dt
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.files.storage import default_storage
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from mcr2030 import health

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mcr2030.views.watch", health.Watch())


@pytest.fixture
def mail_server(settings: Any) -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.EMAIL_BACKEND = health.SMTP
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.getsockname()
        yield server


def test_a_monitor_reads_that_all_is_well(visitor: Client) -> None:
    answer = visitor.get("/health/")

    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    assert answer.json() == {
        "is_well": True,
        "parts": {
            "database": "ok",
            "storage": "ok",
            "disk": "ok",
            "static": "ok",
            "worker": "ok",
            "mail": "not set up",
        },
    }
    assert default_storage.listdir("health")[1] == []


def test_static_files_that_nobody_collected_are_told(
    visitor: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    empty = ManifestStaticFilesStorage(location=tmp_path, base_url="/static/")
    monkeypatch.setattr("mcr2030.health.staticfiles_storage", empty)

    answer = visitor.get("/health/")

    assert answer.status_code == 503
    assert answer.json()["parts"]["static"] == "not collected"


def test_a_full_disk_is_told_before_it_stops_people(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    nearly = SimpleNamespace(free=health.FREE_BYTES - 1)
    monkeypatch.setattr("shutil.disk_usage", lambda path: nearly)

    answer = visitor.get("/health/")

    assert answer.status_code == 503
    assert answer.json()["parts"]["disk"] == "nearly full"


@pytest.fixture
def blocked() -> Iterator[None]:
    """Let a file stand where the storage wants a folder."""
    place = Path(default_storage.path("health"))
    shutil.rmtree(place, ignore_errors=True)
    place.parent.mkdir(exist_ok=True)
    place.write_text("no folder")
    yield
    place.unlink()


def test_storage_that_refuses_is_down_and_the_rest_is_still_told(
    visitor: Client, blocked: None
) -> None:
    answer = visitor.get("/health/")

    assert answer.status_code == 503
    assert answer.json()["parts"]["storage"] == "down"
    assert answer.json()["parts"]["database"] == "ok"


def test_a_database_that_is_away_is_told(visitor: Client) -> None:
    def away(*_args: object) -> None:
        raise OperationalError("server closed the connection")

    with connection.execute_wrapper(away):
        answer = visitor.get("/health/")

    assert answer.status_code == 503
    assert answer.json()["parts"]["database"] == "down"
    assert answer.json()["parts"]["disk"] == "ok"


def test_jobs_that_nobody_begins_are_told_and_people_go_on(visitor: Client) -> None:
    job = DBTaskResult.objects.create(
        args_kwargs={"args": [], "kwargs": {}},
        task_path="scorecard.nothing",
        queue_name="default",
        backend_name="default",
    )
    old = timezone.now() - health.WAITING_AT_MOST - dt.timedelta(minutes=1)
    DBTaskResult.objects.filter(pk=job.pk).update(enqueued_at=old)

    answer = visitor.get("/health/")

    assert answer.status_code == 200
    assert answer.json()["parts"]["worker"] == "jobs wait"


def test_a_mail_server_is_asked_only_whether_it_answers(
    visitor: Client, mail_server: socket.socket
) -> None:
    assert visitor.get("/health/").json()["parts"]["mail"] == "ok"


def test_a_mail_server_that_is_away_keeps_nobody_from_working(
    visitor: Client, mail_server: socket.socket
) -> None:
    mail_server.close()

    answer = visitor.get("/health/")

    assert answer.status_code == 200
    assert answer.json()["parts"]["mail"] == "down"


def test_whoever_asks_oftener_gets_the_last_answer() -> None:
    watch, now = health.Watch(), iter([0.0, 0.0, 9.0, 10.0, 10.0])

    first = watch.look(lambda: next(now))

    assert watch.look(lambda: next(now)) is first
    assert watch.look(lambda: 11.0) is not first
