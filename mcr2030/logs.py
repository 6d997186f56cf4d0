"""The lines of the log: nothing that lets somebody in, and nobody's address.

As words for people, or as JSON for programs that collect logs: `time` (ISO 8601, UTC),
`level`, `logger`, `message`, and `trace` where something went wrong.
"""

import datetime as dt
import json
import logging
import re

# Whoever has the rest of such an address is let in by it: see cities/urls.py.
SECRETS = re.compile(
    r"(/(?:welcome|new-password|accounts/password/reset/key|w)/)[^\s'\"]+"
)
E_MAIL = re.compile(r"[^\s<>()\[\]'\",;:=]+@[^\s<>()\[\]'\",;:=]+")
# PostgreSQL names what people entered where a row breaks a rule.
VALUES = re.compile(r"^(DETAIL:).*$", re.MULTILINE)


class WithoutSecrets(logging.Formatter):
    """Keeps the address of a page that went wrong, and not the secret in it."""

    def format(self, record: logging.LogRecord) -> str:
        return discreet(super().format(record))


class Json(logging.Formatter):
    """One object a line, of the same words."""

    def format(self, record: logging.LogRecord) -> str:
        said = {
            "time": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "message": discreet(record.getMessage()),
        }
        if record.exc_info:
            said["trace"] = discreet(self.formatException(record.exc_info))
        return json.dumps(said, ensure_ascii=False)


def discreet(line: str) -> str:
    """Return the line without secrets of links, e-mail addresses and rows' values."""
    line = SECRETS.sub(r"\1…", line)
    return E_MAIL.sub("…@…", VALUES.sub(r"\1 …", line))
