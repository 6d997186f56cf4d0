"""While the database or the disk is away, people read so, and lose nothing."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from smtplib import SMTPServerDisconnected
from typing import Any

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.test import Client
from django.urls import reverse

from mcr2030 import away
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_without_a_database_people_read_so_in_three_languages(client_of, lead, error):
    client = _forgiving(client_of(lead))

    with _away(error):
        page = client.get("/")

    text = page.content.decode()
    assert page.status_code == 503
    assert page.headers["Retry-After"] == "30"
    assert page.headers["Cache-Control"] == "no-store"
    assert "То тренутно није могуће" in text
    assert "To trenutno nije moguće" in text
    assert "That is not possible at the moment" in text


def test_a_visitor_without_a_database_reads_the_same(visitor):
    with _away(OperationalError):
        page = _forgiving(visitor).get("/")

    assert page.status_code == 503


def test_an_answer_that_was_not_saved_is_not_said_to_be(client_of, lead, assessment):
    address = reverse("scorecard:answer", args=[assessment.pk, "P1.1"])
    client = _forgiving(client_of(lead))

    with _away(OperationalError):
        page = client.post(address, {"choice": "2", "version": "0"})

    assert page.status_code == 503
    assert make.answer_of(assessment, "P1.1").version == 0


def test_work_goes_on_once_the_database_is_back(client_of, lead, assessment):
    address = reverse("scorecard:answer", args=[assessment.pk, "P1.1"])
    client = _forgiving(client_of(lead))
    with _away(OperationalError):
        client.post(address, {"choice": "2", "version": "0"})

    client.post(address, {"choice": "2", "version": "0"})

    assert make.answer_of(assessment, "P1.1").score == 2


@pytest.mark.parametrize(
    ("error", "comes_back"),
    [
        (OperationalError("database or disk is full"), True),
        (InterfaceError("connection already closed"), True),
        (OSError(errno.ENOSPC, "No space left on device"), True),
        (PermissionError(errno.EACCES, "Permission denied"), True),
        (ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused"), True),
        (SMTPServerDisconnected("gone"), True),
        (OSError("no number"), False),
        (RuntimeError("broken"), False),
        (None, False),
    ],
)
def test_only_what_may_come_back_is_called_away(error: Any, comes_back: bool):
    assert away.is_away(error) is comes_back


def _forgiving(client: Client) -> Client:
    """Let what breaks become a page, as on a server."""
    client.raise_request_exception = False
    return client


@contextmanager
def _away(error: type[Exception]) -> Iterator[None]:
    def refuse(*_args: Any) -> None:
        raise error("the server closed the connection unexpectedly")

    with connection.execute_wrapper(refuse):
        yield
