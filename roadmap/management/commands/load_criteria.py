"""Load what the stages of the roadmap ask; safe to repeat."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from roadmap.actions import criteria


class Command(BaseCommand):
    help = "Load the shipped criteria of the roadmap's stages; safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        path = settings.BASE_DIR / "fixtures" / "roadmap" / "criteria.toml"
        added = criteria.load(path)
        self.stdout.write(f"{added} new criteria")
