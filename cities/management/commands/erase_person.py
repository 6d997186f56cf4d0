"""Erase what is kept of a person, or tell what that would do."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cities.actions import erasing
from cities.models import User
from cities.permissions import Refused, can_be_erased, can_erase


class Command(BaseCommand):
    help = (
        "Erase a person's account and personal data. What the city wrote and decided "
        "stays, by a former member. It cannot be taken back."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument(
            "--by", metavar="EMAIL", help="the focal point who decided it, for the log"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="tell what would go, change nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        person = _person(options["email"])
        by = _person(options["by"]) if options["by"] else None
        for part in erasing.outline(person=person):
            fate = "goes" if part.goes else "stays"
            self.stdout.write(f"{fate}\t{part.number}\t{part.label}")
        try:
            if options["dry_run"]:
                may = can_erase(by, person) if by else can_be_erased(person)
                may.enforce()
                self.stdout.write("Nothing was changed.")
                return
            erasing.erase(person=person, by=by)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write("Erased. What stays is by a former member.")


def _person(email: str) -> User:
    person = User.objects.with_address(email)
    if person is None:
        raise CommandError(f"Nobody has the address {email}.")
    return person
