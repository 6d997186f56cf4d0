"""Write all that the installation holds into one file."""

import tempfile
from pathlib import Path
from typing import Any

import pyrage
from django.core.management.base import BaseCommand, CommandError, CommandParser

from mcr2030 import backups


class Command(BaseCommand):
    help = (
        "Write all rows and files into FILE, as of one moment, and verify it by its "
        "digests. People go on working meanwhile."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--recipient",
            metavar="age1…",
            help="encrypt it for this public key of `backup_key` or of the age tool",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if path.exists():
            raise CommandError(f"{path} is there already; name a new file.")
        if not path.parent.is_dir():
            raise CommandError(f"There is no folder {path.parent}.")
        recipient = _recipient(options["recipient"])
        with tempfile.TemporaryDirectory(dir=path.parent) as folder:
            written = Path(folder) / "backup.zip"
            try:
                backup = backups.write(written)
            except backups.NotThis as reason:
                raise CommandError(str(reason)) from reason
            if recipient:
                hidden = Path(folder) / "backup.age"
                pyrage.encrypt_file(str(written), str(hidden), [recipient])
                hidden.chmod(0o600)
                written = hidden
            written.rename(path)
        self.stdout.write(
            f"{path}: {backup.rows} rows of {len(backup.tables)} tables, "
            f"{len(backup.files)} files, verified."
        )
        for name in backup.missing:
            self.stderr.write(f"A row names the file {name}, which is not there.")


def _recipient(key: str | None) -> pyrage.x25519.Recipient | None:
    if key is None:
        return None
    try:
        return pyrage.x25519.Recipient.from_str(key)
    except pyrage.RecipientError as reason:
        raise CommandError(
            "--recipient takes a public key that begins with age1."
        ) from reason
