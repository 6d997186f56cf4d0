"""Write the report of an assessment as a PDF; the same as the page's."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from scorecard import pdf, printing
from scorecard.models import Assessment, Paper


class Command(BaseCommand):
    help = "Write the report, or the council brief, of an assessment as a PDF."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("assessment", type=int, help="number of the assessment")
        parser.add_argument(
            "--language", choices=list(dict(settings.LANGUAGES)), default="sr"
        )
        parser.add_argument("--kind", choices=Paper.Kind.values, default="report")
        parser.add_argument("--output", type=Path, required=True, help="the PDF")

    def handle(self, *args: Any, **options: Any) -> None:
        found = Assessment.objects.with_parts().filter(pk=options["assessment"])
        assessment = found.first()
        if assessment is None:
            raise CommandError(f"There is no assessment {options['assessment']}.")
        try:
            content = printing.paper(assessment, options["kind"], options["language"])
        except pdf.Unprintable as error:
            raise CommandError(str(error)) from error
        options["output"].write_bytes(content)
        self.stdout.write(f"{options['output']}: {len(content)} bytes")
