"""Load the shipped Essentials and questionnaires; safe to repeat."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from scorecard.actions import questionnaires


class Command(BaseCommand):
    help = "Load the shipped Essentials and questionnaires; safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        fixtures = settings.BASE_DIR / "fixtures"
        questionnaires.load_essentials(fixtures / "essentials.toml")
        for path in sorted((fixtures / "questionnaires").glob("*.toml")):
            edition = questionnaires.load_questionnaire(path)
            self.stdout.write(f"{edition.code} {edition.edition}")
