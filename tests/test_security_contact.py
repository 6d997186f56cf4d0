"""Whom to tell of a hole in the site: /.well-known/security.txt, as RFC 9116 has it."""

import datetime as dt

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.once]

ADDRESS = "/.well-known/security.txt"


def test_a_finder_reads_whom_to_write_to_and_until_when_that_holds(client, settings):
    settings.SECURITY_CONTACT = "office@example.rs"

    answer = client.get(ADDRESS)

    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    lines = dict(line.split(": ", 1) for line in answer.text.splitlines())
    assert lines["Contact"] == "mailto:office@example.rs"
    assert lines["Canonical"] == f"http://testserver{ADDRESS}"
    left = dt.datetime.fromisoformat(lines["Expires"]) - dt.datetime.now(dt.UTC)
    assert dt.timedelta(days=89) < left <= dt.timedelta(days=90)


def test_a_page_may_be_named_in_place_of_an_address(client, settings):
    settings.SECURITY_CONTACT = "https://example.rs/prijava"

    assert "Contact: https://example.rs/prijava\n" in client.get(ADDRESS).text


def test_where_nobody_is_named_there_is_no_such_file(client, settings):
    settings.SECURITY_CONTACT = ""

    assert client.get(ADDRESS).status_code == 404
