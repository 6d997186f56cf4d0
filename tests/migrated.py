"""Migrations take long: what they make is kept, and copied where nothing changed."""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent.parent


class Migrated:
    """A SQLite database after all migrations, shared by every run on this machine.

    Whoever comes first makes it, while the others wait for the lock; a process that
    dies gives the lock up.
    """

    def __init__(self) -> None:
        made_of = [
            ROOT / "requirements.txt",
            *sorted(ROOT.glob("*/migrations/*.py")),
        ]
        digest = hashlib.sha256(b"".join(one.read_bytes() for one in made_of))
        name = f"mcr2030-{os.getuid()}-{digest.hexdigest()[:16]}.sqlite3"
        self.kept = Path(tempfile.gettempdir()) / name
        self._lock: IO[str] | None = None

    def lay_out(self, database: Path) -> bool:
        """Copy the kept database to this path; False where it is yet to be made."""
        self._lock = self.kept.with_suffix(".lock").open("w")
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        if not self.kept.exists():
            return False
        shutil.copyfile(self.kept, database)
        self._lock.close()
        return True

    def keep(self, connection: sqlite3.Connection) -> None:
        """Keep a copy of what was migrated just now; others wait no longer."""
        if self.kept.exists() or self._lock is None:
            return
        unfinished = self.kept.with_suffix(f".{os.getpid()}")
        with closing(sqlite3.connect(unfinished)) as copy:
            connection.backup(copy)
        unfinished.rename(self.kept)
        self._lock.close()
