"""Make the pair of keys with which backups are encrypted and opened."""

import os
from pathlib import Path
from typing import Any

import pyrage
from django.core.management.base import BaseCommand, CommandError, CommandParser


class Command(BaseCommand):
    help = (
        "Write a new secret key into FILE and print its public key for `backup "
        "--recipient`. Keep FILE away from the server: who has it reads every backup, "
        "and without it nobody does."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        identity = pyrage.x25519.Identity.generate()
        try:
            opened = os.open(
                options["file"], os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600
            )
        except FileExistsError as reason:
            raise CommandError(
                f"{options['file']} is there already; a key is never overwritten."
            ) from reason
        with os.fdopen(opened, "w") as target:
            target.write(f"{identity}\n")
        self.stdout.write(str(identity.to_public()))
