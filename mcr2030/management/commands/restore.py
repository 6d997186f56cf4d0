"""Put a backup back into an empty installation."""

import tempfile
from pathlib import Path
from typing import Any

import pyrage
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from mcr2030 import backups
from mcr2030.storage import Unreachable


class Command(BaseCommand):
    help = (
        "Put the rows and files of a backup back, all or nothing, into an installation "
        "without people; whichever database made it."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--identity",
            type=Path,
            metavar="KEYFILE",
            help="the secret key with which an encrypted backup is opened",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"There is no file {path}.")
        settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        with tempfile.TemporaryDirectory() as folder:
            if options["identity"]:
                opened = Path(folder) / "backup.zip"
                _open(path, opened, options["identity"])
                path = opened
            try:
                backup = backups.restore(path)
            except (backups.NotThis, Unreachable) as reason:
                raise CommandError(str(reason)) from reason
        self.stdout.write(
            f"{backup.rows} rows and {len(backup.files)} files of {backup.made} are "
            "back, equal by their digests."
        )


def _open(path: Path, opened: Path, key: Path) -> None:
    try:
        identity = pyrage.x25519.Identity.from_str(_secret_in(key.read_text()))
        pyrage.decrypt_file(str(path), str(opened), [identity])
    except OSError as reason:
        raise CommandError(f"{key} cannot be read.") from reason
    except (pyrage.IdentityError, pyrage.DecryptError) as reason:
        raise CommandError(f"{key} does not open {path}.") from reason


def _secret_in(text: str) -> str:
    """Return the key without the remarks that age-keygen writes before it."""
    lines = [line.strip() for line in text.splitlines()]
    return "".join(line for line in lines if not line.startswith("#"))
