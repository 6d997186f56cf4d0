"""Load the shipped Essentials and questionnaires; safe to repeat."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand

from scorecard.actions import questionnaires


class Command(BaseCommand):
    help = (
        "Load the shipped Essentials and questionnaires; safe to repeat. An edition "
        "that assessments use stays as it is."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        fixtures = settings.BASE_DIR / "fixtures"
        questionnaires.load_essentials(fixtures / "essentials.toml")
        for path in sorted((fixtures / "questionnaires").glob("*.toml")):
            try:
                edition = questionnaires.load_questionnaire(path)
            except ValidationError as reason:
                # No update of an installation ends here: its wording stays whole.
                self.stderr.write(f"{path.name} was not loaded. {reason.messages[0]}")
            else:
                self.stdout.write(f"{edition.code} {edition.edition}")
