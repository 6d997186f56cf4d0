"""List what the application is made of: packages, versions, licences."""

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from mcr2030 import dependencies


class Command(BaseCommand):
    help = (
        "List the installed packages of requirements.txt with version, licence and "
        "purpose; stops where something else is installed than it names."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--json", action="store_true", help="as a CycloneDX bill of materials"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            packages = dependencies.installed(settings.BASE_DIR / "requirements.txt")
        except dependencies.Deviates as reason:
            raise CommandError(str(reason)) from reason
        if options["json"]:
            bill = dependencies.cyclonedx(packages, "mcr2030")
            self.stdout.write(json.dumps(bill, indent=2, ensure_ascii=False))
            return
        for one in packages:
            licence = one.licence or "does not say"
            words = f"{one.name:<22} {one.version:<12} {licence:<32} {one.purpose}"
            self.stdout.write(words.rstrip())
