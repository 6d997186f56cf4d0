"""Databases of before, and what this version makes of them."""

import re

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from mcr2030 import migrated

OURS = ("cities", "scorecard", "roadmap")

pytestmark = pytest.mark.django_db


def _make_older(without: str = "") -> None:
    """Record what was applied before version 2026.11, with one left out where named."""
    recorder = MigrationRecorder(connection)
    disk = MigrationLoader(connection).disk_migrations
    for app in OURS:
        name = (app, "0001_version_2026_11")
        recorder.record_unapplied(*name)
        for old in disk[name].replaces:
            recorder.record_unapplied(*old)
            if old[1] != without:
                recorder.record_applied(*old)


def test_a_database_of_before_the_first_version_goes_on_as_it_is():
    new = migrated.applied()
    _make_older()

    call_command("migrate", verbosity=0)

    recorded = MigrationRecorder(connection).applied_migrations()
    assert {(app, "0001_version_2026_11") for app in OURS} <= {*recorded}
    assert ("cities", "0009_times_that_are_counted") in recorded
    assert migrated.applied() == new


def test_a_database_that_stopped_halfway_is_told_the_way():
    _make_older(without="0009_times_that_are_counted")

    with pytest.raises(
        CommandError, match=re.escape("cities.0009_times_that_are_counted")
    ):
        call_command("set_up")
