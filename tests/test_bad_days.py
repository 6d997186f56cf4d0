"""Bad days of an installation: killed, full, without mail, at the wrong time."""

import datetime as dt
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from unittest.mock import patch

import pytest
from django.urls import reverse
from django.utils import timezone

from cities import actions as people_actions
from cities.models import Invitation
from tests import faults, make, served

SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.mark.once
def test_saves_that_were_confirmed_outlive_kills_and_a_full_disk(tmp_path: Path):
    random = Random(2030)  # noqa: S311 - to be repeated, not to be secret
    site = faults.Site(tmp_path, f"sqlite:///{tmp_path}/site.sqlite3")

    days = [faults.kills(site, 2, random), faults.full_disk(site)]

    assert [day.trouble for day in days] == [[], []]
    assert [day.lost for day in days] == [0, 0]
    assert all(day.confirmed > 0 for day in days)


@pytest.mark.once
def test_an_import_that_is_killed_leaves_nothing_or_all(tmp_path: Path):
    random = Random(2030)  # noqa: S311 - to be repeated, not to be secret

    day = faults.killed_imports(
        tmp_path, f"sqlite:///{tmp_path}/site.sqlite3", 2, random
    )

    assert day.trouble == []


@pytest.mark.once
def test_two_set_ups_at_once_both_end_well(tmp_path: Path):
    address = f"sqlite:///{tmp_path}/site.sqlite3"
    served.lay_out(address)

    day = faults.two_set_ups(tmp_path, address)

    assert day.trouble == []


@pytest.mark.django_db
def test_without_a_mail_server_an_invitation_is_made_and_its_link_shown(
    client_of, lead, city, settings
):
    settings.EMAIL_BACKEND, settings.EMAIL_PORT = SMTP, _closed_port()

    page = client_of(lead).post(
        reverse("cities:invite", args=[city.code]),
        {"email": "nova@example.rs", "role": "observer"},
        follow=True,
    )

    assert page.status_code == 200
    assert Invitation.objects.filter(email="nova@example.rs").exists()
    assert "/welcome/" in page.content.decode()


@pytest.mark.django_db
def test_without_a_mail_server_a_forgotten_password_is_answered_with_a_sentence(
    visitor, lead, settings
):
    settings.EMAIL_BACKEND, settings.EMAIL_PORT = SMTP, _closed_port()
    visitor.raise_request_exception = False

    page = visitor.post(reverse("account_reset_password"), {"email": lead.email})

    assert page.status_code == 503, page.content.decode()[:3000]


@pytest.mark.django_db
def test_history_keeps_its_order_when_the_clock_goes_back(client_of, lead, assessment):
    address = reverse("scorecard:answer", args=[assessment.pk, "P1.1"])
    client = client_of(lead)
    for version, back in enumerate((0, 1, 2)):
        with _at(timezone.now() - dt.timedelta(hours=back)):
            client.post(address, {"choice": str(version), "version": str(version)})

    answer = make.answer_of(assessment, "P1.1")

    assert (answer.score, answer.version) == (2, 3)
    assert [one.version for one in answer.changes.all()] == [3, 2, 1]


@pytest.mark.django_db
def test_nobody_is_thrown_out_when_the_clock_goes_back(client_of, lead):
    client = client_of(lead)

    with _at(timezone.now() - dt.timedelta(hours=1)):
        page = client.get(reverse("account"))

    assert page.status_code == 200


@pytest.mark.django_db
def test_a_year_later_sessions_and_links_are_over(client_of, visitor, lead, city):
    _invitation, secret = people_actions.invite(
        email="nova@example.rs", role="observer", city=city, by=lead
    )
    client = client_of(lead)

    with _at(timezone.now() + dt.timedelta(days=366)):
        page = client.get(reverse("account"))
        link = visitor.get(reverse("cities:welcome", args=[secret]))

    assert page.headers["Location"].startswith(reverse("account_login"))
    assert link.status_code == 410


@contextmanager
def _at(moment: dt.datetime) -> Iterator[None]:
    with patch("django.utils.timezone.now", lambda: moment):
        yield


def _closed_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]
