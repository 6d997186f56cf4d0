"""Write all that the installation holds into one file."""

import re
import tempfile
from pathlib import Path
from typing import Any

import pyrage
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from mcr2030 import backups
from mcr2030.storage import Unreachable

# What a backup is called in a folder; nothing else there is ever deleted.
DATED = re.compile(r"mcr2030-\d{8}-\d{6}\.(zip|age)")


class Command(BaseCommand):
    help = (
        "Write all rows and files into FILE, as of one moment, and verify it by its "
        "digests. People go on working meanwhile. Where FILE is a folder, the backup "
        "is named there by date and time."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--recipient",
            metavar="age1…",
            help="encrypt it for this public key of `backup_key` or of the age tool",
        )
        parser.add_argument(
            "--keep",
            type=int,
            metavar="NUMBER",
            help="in a folder: afterwards delete all but so many of the newest",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path | None = options["file"] if options["file"].is_dir() else None
        path = _dated(folder, options["recipient"]) if folder else options["file"]
        keep: int | None = options["keep"]
        if keep is not None and (folder is None or keep < 1):
            raise CommandError("--keep takes a folder, and a number above 0.")
        if path.exists():
            raise CommandError(f"{path} is there already; name a new file.")
        if not path.parent.is_dir():
            raise CommandError(f"There is no folder {path.parent}.")
        recipient = _recipient(options["recipient"])
        with tempfile.TemporaryDirectory(dir=path.parent) as scratch:
            written = Path(scratch) / "backup.zip"
            try:
                backup = backups.write(written)
            except (backups.NotThis, Unreachable) as reason:
                raise CommandError(str(reason)) from reason
            if recipient:
                hidden = Path(scratch) / "backup.age"
                pyrage.encrypt_file(str(written), str(hidden), [recipient])
                hidden.chmod(0o600)
                written = hidden
            written.rename(path)
        self.stdout.write(
            f"{path}: {backup.rows} rows of {len(backup.tables)} tables, "
            f"{len(backup.files)} files, verified."
        )
        self._insist_on(backup.missing)
        if folder and keep:
            _delete_oldest(folder, keep)

    def _insist_on(self, missing: list[str]) -> None:
        """Fail where files are gone: an older backup, which stays, may hold them."""
        for name in missing:
            self.stderr.write(f"A row names the file {name}, which is not there.")
        if missing:
            raise CommandError(
                f"Files that are missing where they are kept: {len(missing)}. This "
                "backup holds all else, and no older one was deleted."
            )


def _dated(folder: Path, recipient: str | None) -> Path:
    ending = "age" if recipient else "zip"
    return folder / f"mcr2030-{timezone.localtime():%Y%m%d-%H%M%S}.{ending}"


def _delete_oldest(folder: Path, keep: int) -> None:
    """Delete backups beyond the newest, once the new one is verified."""
    names = [one.name for one in folder.iterdir() if DATED.fullmatch(one.name)]
    for name in sorted(names)[:-keep]:
        (folder / name).unlink()


def _recipient(key: str | None) -> pyrage.x25519.Recipient | None:
    if not key:
        return None
    try:
        return pyrage.x25519.Recipient.from_str(key)
    except pyrage.RecipientError as reason:
        raise CommandError(
            "--recipient takes a public key that begins with age1."
        ) from reason
