"""Fill an empty installation with invented data for a first look."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cities.models import User
from mcr2030 import demo


class Command(BaseCommand):
    help = "Fill an empty installation with invented data for a first look."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-empty",
            action="store_true",
            help="do nothing, without an error, where people are in already",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError(
                "The demonstration accounts have a published password: "
                "they are for DEBUG=True only."
            )
        if User.objects.exists():
            if options["if_empty"]:
                return
            raise CommandError("People are in already: invented data stay out.")
        demo.load(demo.FOLDER)
