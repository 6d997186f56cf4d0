"""Write answers and scores of an assessment as a table; the same as the page's."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from scorecard import exports
from scorecard.models import Assessment


class Command(BaseCommand):
    help = "Write answers and scores of an assessment as JSON, CSV or XLSX."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("assessment", type=int, help="number of the assessment")
        parser.add_argument("--format", choices=sorted(exports.WRITERS), default="json")
        parser.add_argument(
            "--language", choices=list(dict(settings.LANGUAGES)), default="sr"
        )
        parser.add_argument("--output", type=Path, help="a file instead of the screen")

    def handle(self, *args: Any, **options: Any) -> None:
        found = Assessment.objects.with_parts().filter(pk=options["assessment"])
        assessment = found.first()
        if assessment is None:
            raise CommandError(f"There is no assessment {options['assessment']}.")
        with override(options["language"]):
            content = exports.WRITERS[options["format"]](exports.table(assessment))
        if options["output"]:
            options["output"].write_bytes(content)
            self.stdout.write(f"{options['output']}: {len(content)} bytes")
        elif options["format"] == "xlsx":
            raise CommandError("XLSX is no text: name a file with --output.")
        else:
            self.stdout.write(content.decode("utf-8-sig"), ending="")
