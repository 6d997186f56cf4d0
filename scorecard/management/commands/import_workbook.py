"""Bring in a filled official workbook as a round; the same as the page does."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import translation

from cities.models import City, Membership, User
from scorecard import findings, previews
from scorecard.actions import official_imports
from scorecard.models import Assessment, PendingImport
from scorecard.workbooks.faults import Unreadable


class Command(BaseCommand):
    help = "Bring in a filled official workbook of UNDRR as a round of a city."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--city", required=True, help="official code of the city")
        parser.add_argument(
            "--round",
            required=True,
            help="year, or year and occasion: 2023 or 2023-regular; occasions are "
            + ", ".join(Assessment.Occasion.values),
        )
        parser.add_argument(
            "--by", help="e-mail of the person it is entered for; else the city's lead"
        )
        parser.add_argument(
            "--text-language", choices=Assessment.TextLanguage.values, default="sr"
        )
        parser.add_argument(
            "--history", action="store_true", help="an earlier round, with its blanks"
        )
        parser.add_argument(
            "--figures", action="store_true", help="take the city profile, too"
        )
        parser.add_argument(
            "--good-rows", action="store_true", help="leave out what cannot be taken"
        )
        parser.add_argument("--dry-run", action="store_true", help="save nothing")
        parser.add_argument("--json", action="store_true", help="answer as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        year, occasion = _round(options["round"])
        city = City.objects.filter(code=options["city"]).first()
        if city is None:
            raise CommandError(f"There is no local government {options['city']}.")
        by = _person(options["by"], city)
        with translation.override("en"), transaction.atomic():
            pending = _taken_in(options["file"], city, by)
            preview = previews.official(pending)
            said = _said(preview, city)
            if options["dry_run"]:
                transaction.set_rollback(True)
            else:
                _stop_at_faults(preview, good_rows=options["good_rows"])
                said["assessment"] = official_imports.apply(
                    pending=pending,
                    questionnaire=next(iter(preview.editions), None),
                    year=year,
                    occasion=occasion,
                    text_language=options["text_language"],
                    is_history=options["history"],
                    with_figures=options["figures"],
                    by=by,
                ).pk
        self.stdout.write(
            json.dumps(said, ensure_ascii=False, indent=1)
            if options["json"]
            else "\n".join(_lines(said))
        )


def _round(text: str) -> tuple[int, str]:
    year, _dash, occasion = text.partition("-")
    occasion = occasion or Assessment.Occasion.REGULAR.value
    if not year.isdecimal() or not 2017 <= int(year) <= 2100:
        raise CommandError(f"{text} names no year from 2017 on.")
    if occasion not in Assessment.Occasion.values:
        known = ", ".join(Assessment.Occasion.values)
        raise CommandError(f"{occasion} is no occasion. Choose one of: {known}.")
    return int(year), occasion


def _person(email: str | None, city: City) -> User:
    """Return the lead for whom it is entered: nobody else may."""
    leads = Membership.objects.current().leads_of(city).select_related("user")
    for membership in leads:
        if email in (None, membership.user.email):
            return membership.user
    raise CommandError(
        f"{email} is no lead of {city.code}." if email else f"{city.code} has no lead."
    )


def _taken_in(path: Path, city: City, by: User) -> PendingImport:
    try:
        return official_imports.take_in(
            city=city, file_name=path.name, content=path.read_bytes(), by=by
        )
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
    except Unreadable as error:
        sentences = [findings.sentence(one) for one in error.findings]
        raise CommandError("\n".join(sentences)) from error


def _stop_at_faults(preview: previews.Official, *, good_rows: bool) -> None:
    if not preview.can_be_saved:
        raise CommandError("Its indicators are not those of a known edition.")
    if preview.is_faulty and not good_rows:
        said = "\n".join(preview.findings)
        raise CommandError(
            f"{said}\nNothing was saved. To leave these out: --good-rows"
        )


def _said(preview: previews.Official, city: City) -> dict[str, Any]:
    return {
        "city": city.code,
        "edition": preview.label,
        "indicators": len(preview.lines),
        "answers": preview.answered,
        "comments": preview.comments,
        "evidence": preview.evidence,
        "actions": preview.actions,
        "figures": len(preview.figures),
        "total": f"{preview.ours.points} / {preview.ours.out_of}",
        "printed_total": f"{preview.printed_total} / {preview.printed_maximum}",
        "total_is_equal": preview.total_is_equal,
        "findings": preview.findings,
        "assessment": None,
    }


def _lines(said: dict[str, Any]) -> list[str]:
    lines = [f"{name}: {value}" for name, value in said.items() if name != "findings"]
    return [*lines, *(f"! {sentence}" for sentence in said["findings"])]
