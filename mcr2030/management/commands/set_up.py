"""Bring an installation up to date: tables, catalogues and shipped data."""

import fcntl
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.urls import reverse
from django.utils import translation

from cities import actions
from cities.models import User
from mcr2030 import migrated, production

# Bootstrap's other editions, which no page uses; compressing them takes as long as all
# the rest.
NEEDLESS = [
    f"bootstrap{edition}*"
    for edition in ("*.rtl.", "*.esm.", "-grid", "-reboot", "-utilities")
]

# The last one with the migrations for which those of version 2026.11 stand.
LAST_OF_BEFORE = "dc3a6df"


class Command(BaseCommand):
    help = (
        "Migrate, compile catalogues, collect static files and load what is shipped; "
        "safe to repeat, and again after each update."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        first = parser.add_mutually_exclusive_group()
        first.add_argument(
            "--demo",
            action="store_true",
            help="with invented people and assessments, where there is nobody yet",
        )
        first.add_argument(
            "--focal-point",
            action="store_true",
            help=(
                "let the first national focal point in, who then invites the others: "
                "asks for e-mail address and name, or takes FOCAL_POINT_EMAIL and "
                "FOCAL_POINT_NAME, and prints a link on which they set a password; "
                "refuses settings that are not secure"
            ),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        # Asked first, so that nobody waits for the rest to learn what is missing.
        who = _first_focal_point() if options["focal_point"] else None
        with self._alone():
            self._bring_up_to_date(options["demo"])
        if who:
            self.stdout.write(_let_in(*who))

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Wait for another set_up on this machine; one that died holds nobody up."""
        settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
        with (settings.DATA_DIR / "set-up.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                self.stderr.write("Another set_up is at work here; waiting for it.")
                fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _bring_up_to_date(self, demo: bool) -> None:
        if missing := migrated.halfway():
            raise CommandError(
                "The tables are of a state before version 2026.11, from which this "
                f"version knows no way: {', '.join(missing)}. Run set_up of the "
                f"commit {LAST_OF_BEFORE} first, then this one."
            )
        # Before all else, as whatever runs later in this process speaks Serbian.
        call_command("compile")
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        if settings.MANIFEST_STATIC:
            call_command(
                "collectstatic",
                interactive=False,
                verbosity=0,
                ignore_patterns=NEEDLESS,
            )
        call_command("load_register", verbosity=0, stdout=StringIO())
        call_command("load_questionnaires", verbosity=0, stdout=StringIO())
        call_command("load_criteria", verbosity=0, stdout=StringIO())
        if demo:
            if not User.objects.exists():
                call_command("load_demo")
            call_command("demo_sign_ins")


def _first_focal_point() -> tuple[str, str]:
    """Return address and name, or stop where the settings let nobody in safely."""
    if faults := production.faults():
        raise CommandError("\n".join(["Nobody is let in yet.", *faults]))
    email = _answer("FOCAL_POINT_EMAIL", "E-mail address of the first focal point")
    try:
        validate_email(email)
    except ValidationError as reason:
        raise CommandError(f"'{email}' is no e-mail address.") from reason
    return email, _answer("FOCAL_POINT_NAME", "Their name")


def _answer(variable: str, question: str) -> str:
    given = os.environ.get(variable, "").strip()
    if not given and sys.stdin.isatty():
        given = input(f"{question}: ").strip()
    if not given:
        raise CommandError(f"Set {variable}, or answer on a terminal: {question}.")
    return given


def _let_in(email: str, name: str) -> str:
    try:
        # As all that this command says to who installs.
        with translation.override("en"):
            person = actions.appoint_first_focal_point(email=email, name=name)
    except ValidationError as reason:
        raise CommandError(reason.messages[0]) from reason
    path = reverse("cities:new-password", args=actions.reset_path(user=person))
    return (
        f"{person.name} <{person.email}> is the national focal point and looks after "
        "the office. On this link they set a password, once and within three days; "
        f"whoever has it can:\n{settings.SITE_ADDRESS.rstrip('/')}{path}"
    )
