"""The lines of the log, without what lets somebody in."""

import logging
import re

# Whoever has the rest of such an address is let in by it: see cities/urls.py.
SECRETS = re.compile(
    r"(/(?:welcome|new-password|accounts/password/reset/key|w)/)[^\s'\"]+"
)


class WithoutSecrets(logging.Formatter):
    """Keeps the address of a page that went wrong, and not the secret in it."""

    def format(self, record: logging.LogRecord) -> str:
        return SECRETS.sub(r"\1…", super().format(record))
