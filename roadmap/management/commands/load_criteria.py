"""Load what the stages of the roadmap and a hub ask; safe to repeat."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from roadmap.actions import criteria, hub


class Command(BaseCommand):
    help = "Load the shipped criteria of stages and hubs; safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        folder = settings.BASE_DIR / "fixtures" / "roadmap"
        added = criteria.load(folder / "criteria.toml")
        added += hub.load(folder / "hub_criteria.toml")
        self.stdout.write(f"{added} new criteria")
