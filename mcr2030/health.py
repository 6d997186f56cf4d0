"""Whether the installation can do its work: what a monitor asks for every minute."""

import datetime as dt
import shutil
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

SMTP = "django.core.mail.backends.smtp.EmailBackend"
PROBE = "health/probe"
# A job of minutes is normal; one that nobody began for so long has no worker.
WAITING_AT_MOST = dt.timedelta(minutes=15)
# One report of all cities, its uploads and the database's journal fit into this.
FREE_BYTES = 500 * 1024 * 1024
MAIL_SECONDS = 2
# Whoever asks oftener gets the last answer: asking costs a file and a connection.
KEPT_SECONDS = 10


@dataclass(frozen=True)
class Health:
    """The parts by name, each "ok" or in a word what is wrong; no details."""

    parts: dict[str, str]

    @property
    def is_well(self) -> bool:
        """True where people can work; mail and jobs may wait a while."""
        needed = ("database", "storage", "disk", "static")
        return all(self.parts[name] == "ok" for name in needed)


class Watch:
    """Looks at all parts, and keeps what it saw for some seconds."""

    def __init__(self) -> None:
        self._seen: tuple[float, Health] | None = None

    def look(self, now: Callable[[], float] = time.monotonic) -> Health:
        if self._seen is None or now() - self._seen[0] >= KEPT_SECONDS:
            self._seen = (now(), look())
        return self._seen[1]


def look() -> Health:
    """Try each part; none keeps the others from being tried."""
    parts = {
        "database": _database,
        "storage": _storage,
        "disk": _disk,
        "static": _static,
        "worker": _worker,
        "mail": _mail,
    }
    return Health({name: _tried(part) for name, part in parts.items()})


def _tried(part: Callable[[], str]) -> str:
    try:
        return part()
    except (DatabaseError, OSError):
        return "down"


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return "ok"


def _storage() -> str:
    name = default_storage.save(PROBE, ContentFile(b"probe"))
    default_storage.delete(name)
    return "ok"


def _disk() -> str:
    free = shutil.disk_usage(settings.DATA_DIR).free
    return "ok" if free >= FREE_BYTES else "nearly full"


def _static() -> str:
    try:
        staticfiles_storage.url("mark.svg")
    except ValueError:
        return "not collected"
    return "ok"


def _worker() -> str:
    since = timezone.now() - WAITING_AT_MOST
    late = DBTaskResult.objects.ready().filter(enqueued_at__lt=since)
    return "jobs wait" if late.exists() else "ok"


def _mail() -> str:
    if settings.EMAIL_BACKEND != SMTP:
        return "not set up"
    address = (settings.EMAIL_HOST, settings.EMAIL_PORT)
    with socket.create_connection(address, timeout=MAIL_SECONDS):
        return "ok"


watch = Watch()
