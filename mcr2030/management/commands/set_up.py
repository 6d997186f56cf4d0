"""Bring an installation up to date: tables, catalogues and shipped data."""

from io import StringIO
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from cities.models import User


class Command(BaseCommand):
    help = "Migrate, compile catalogues and load what is shipped; safe to repeat."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--demo",
            action="store_true",
            help="with invented people and assessments, where there is nobody yet",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        # First, as whatever runs later in this process speaks Serbian.
        call_command("compile")
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("load_register", verbosity=0, stdout=StringIO())
        call_command("load_questionnaires", verbosity=0, stdout=StringIO())
        call_command("load_criteria", verbosity=0, stdout=StringIO())
        if options["demo"]:
            if not User.objects.exists():
                call_command("load_demo")
            call_command("demo_sign_ins")
