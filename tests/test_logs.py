"""The log says what went wrong, and neither a secret nor whose rows they were."""

import json
import logging
import sys

import pytest

from mcr2030 import logs

BROKEN_RULE = """duplicate key value violates unique constraint "one_account"
DETAIL:  Key (email)=(ana.anić@example.rs) already exists."""


def record(message: str, *, error: Exception | None = None) -> logging.LogRecord:
    try:
        if error:
            raise error
    except Exception:
        trouble = sys.exc_info()
    else:
        trouble = None
    return logging.LogRecord("django", logging.ERROR, "", 0, message, (), trouble)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Forbidden: /welcome/s3cr3t/", "Forbidden: /welcome/…"),
        ("Not Found: /w/abcdef/now/", "Not Found: /w/…"),
        ("No mail to Ana <ana@example.rs>: refused", "No mail to Ana <…@…>: refused"),
        ("no mail to ana.anić@пример.срб", "no mail to …@…"),
        (BROKEN_RULE, BROKEN_RULE.splitlines()[0] + "\nDETAIL: …"),
        (
            "Internal Server Error: /cities/70653/",
            "Internal Server Error: /cities/70653/",
        ),
    ],
)
def test_what_is_nobodys_business_is_left_out(said: str, kept: str) -> None:
    assert logs.WithoutSecrets("{message}", style="{").format(record(said)) == kept
    assert json.loads(logs.Json().format(record(said)))["message"] == kept


def test_a_line_of_json_says_when_where_and_what() -> None:
    line = logs.Json().format(record("Град није пронађен."))

    said = json.loads(line)
    assert "\n" not in line
    assert said["time"].endswith("+00:00")
    assert (said["level"], said["logger"]) == ("ERROR", "django")
    assert said["message"] == "Град није пронађен."
    assert "trace" not in said


def test_a_trace_comes_along_without_values() -> None:
    trouble = record("Internal Server Error: /", error=ValueError(BROKEN_RULE))

    said = json.loads(logs.Json().format(trouble))
    assert "ValueError: duplicate key" in said["trace"]
    assert "test_logs.py" in said["trace"]
    for line in (said["trace"], logs.WithoutSecrets().format(trouble)):
        assert "example.rs" not in line
