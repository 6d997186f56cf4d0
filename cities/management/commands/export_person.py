"""Write a copy of all that is kept about a person."""

import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cities.actions import copying
from cities.models import User


class Command(BaseCommand):
    help = "Write all that is kept about a person into a ZIP of JSON files."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--output", type=Path, required=True, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        person = User.objects.with_address(options["email"])
        if person is None:
            raise CommandError(f"Nobody has the address {options['email']}.")
        path: Path = options["output"]
        content = copying.archive(person=person)
        try:
            # Only for whoever runs this, and never over another file.
            file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as reason:
            raise CommandError(
                f"{path} cannot be written: {reason.strerror}."
            ) from reason
        with os.fdopen(file, "wb") as opened:
            opened.write(content)
        self.stdout.write(f"{path}: {len(content):,} bytes")
