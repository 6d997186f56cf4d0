"""Load the shipped register of local governments; safe to repeat."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from cities.actions import register
from cities.models import City


class Command(BaseCommand):
    help = "Load districts, local governments, basin groups and hazards."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--kosovo-and-metohija",
            action="store_true",
            help="Load the units in Kosovo and Metohija as well; off by default.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder = settings.BASE_DIR / "fixtures" / "register"
        register.load(folder)
        if options["kosovo_and_metohija"]:
            register.load_kosovo_and_metohija(folder)
        self.stdout.write(f"{City.objects.count()} local governments")
