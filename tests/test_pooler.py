"""The database behind a pooler, and a slow one, as the settings have them."""

import configparser
import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.test_settings import START, _python

pytestmark = pytest.mark.once

INI = Path(__file__).resolve().parent.parent / "deploy" / "pgbouncer.ini"
TELL = """
import json, sys
from django.conf import settings
print(json.dumps(settings.DATABASES["default"]))
"""
SERVER = "postgresql://mcr2030:tajna@10.0.0.5:6432/mcr2030"


def _database(script: str = TELL, **variables: str) -> dict[str, Any]:
    process = _python(script, DATABASE_URL=SERVER, **variables)
    assert process.returncode == 0, process.stderr
    return json.loads(process.stdout)


def test_behind_a_pooler_nothing_outlasts_a_transaction() -> None:
    found = _database(DATABASE_POOLER="True", DATABASE_TIMEOUT="30")

    assert found["DISABLE_SERVER_SIDE_CURSORS"] is True
    assert found["CONN_MAX_AGE"] == 0
    assert found["CONN_HEALTH_CHECKS"] is False
    # A pooler takes no settings of a session from whoever connects.
    assert found["OPTIONS"] == {"connect_timeout": "10"}


def test_without_a_pooler_connections_are_kept_and_looked_at() -> None:
    found = _database()

    assert (found["CONN_MAX_AGE"], found["CONN_HEALTH_CHECKS"]) == (600, True)
    assert found["DISABLE_SERVER_SIDE_CURSORS"] is False
    assert "options" not in found["OPTIONS"]


def test_pages_wait_for_half_a_minute_and_commands_as_long_as_they_need() -> None:
    page = _database(f"import mcr2030.wsgi{TELL}")

    assert "-c statement_timeout=30s -c lock_timeout=30s" in page["OPTIONS"]["options"]


def test_a_pooler_before_sqlite_stops_the_start() -> None:
    process = _python(START, DATABASE_POOLER="True")

    assert process.returncode != 0
    assert process.stderr.strip().endswith("DATABASE_POOLER is for postgresql:// only.")


def test_the_pooler_of_the_guide_fits_the_settings() -> None:
    ini = configparser.ConfigParser(interpolation=None)
    ini.read(INI)
    pooler = ini["pgbouncer"]
    database = ini["databases"]["mcr2030"]
    limits = dict(re.findall(r"SET (\w+) TO (\d+)", database))

    assert pooler["pool_mode"] == "transaction"
    assert limits == {
        "statement_timeout": "30000",
        "lock_timeout": "30000",
        "idle_in_transaction_session_timeout": "60000",
    }
    assert int(pooler["query_wait_timeout"]) < 30
    assert f":{pooler['listen_port']}/" in SERVER
    # Session parameters that nobody keeps must not be swallowed in silence.
    assert "options" not in pooler["ignore_startup_parameters"]
