"""Compile the catalogues of both scripts, without gettext's tools."""

import os
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser


class Command(BaseCommand):
    help = "Compile locale/*/LC_MESSAGES/django.po where it is newer than its .mo."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="newer or not")

    def handle(self, *args: Any, **options: Any) -> None:
        for folder in settings.LOCALE_PATHS:
            for source in sorted(Path(folder).glob("*/LC_MESSAGES/django.po")):
                if options["all"] or _is_newer(source):
                    _compile(source)


def _is_newer(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime


def _compile(source: Path) -> None:
    """Replace the .mo in one step: another process may be reading it."""
    half_made = source.with_suffix(f".{os.getpid()}")
    polib.pofile(str(source)).save_as_mofile(str(half_made))
    half_made.replace(source.with_suffix(".mo"))
