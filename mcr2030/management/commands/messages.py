"""Keep the catalogues: Cyrillic is translated by people, Latin is derived from it."""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cities.serbian import to_latin

HEADER = {
    "Project-Id-Version": "mcr2030",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    # Word for word as in Django's own catalogue, so that the two are merged.
    "Plural-Forms": (
        "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : "
        "n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"
    ),
}
SOURCES = (
    *("manage.py", "cities", "scorecard", "roadmap", "mcr2030"),
    *("templates", "locale"),
)
MAKEMESSAGES = (
    "--locale=sr",
    "--extension=html,txt,py,jinja",
    "--no-obsolete",
    "--no-wrap",
    "--add-location=file",
    "--verbosity=0",
)
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}|%[sd]")


class Command(BaseCommand):
    help = (
        "Collect the texts to translate into locale/sr and derive locale/sr_Latn "
        "(needs gettext's xgettext); with --check, only say what is wrong."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["check"]:
            self._check()
            return
        if not shutil.which("xgettext"):
            raise CommandError("Type: sudo apt-get install gettext")
        catalogue = _collected()
        _save(catalogue, _path("sr"))
        _save(latin_of(catalogue), _path("sr_Latn"))
        for line in faults(catalogue):
            self.stdout.write(line)

    def _check(self) -> None:
        catalogue = polib.pofile(str(_path("sr")))
        lines = faults(catalogue)
        if _texts(polib.pofile(str(_path("sr_Latn")))) != _texts(latin_of(catalogue)):
            lines.append("locale/sr_Latn is stale: run manage.py messages")
        if shutil.which("xgettext"):
            lines += [
                f"not in the catalogue: {key[1]}"
                for key in _texts(_collected()).keys() - _texts(catalogue).keys()
            ]
        if lines:
            raise CommandError("\n".join(lines))


def faults(catalogue: polib.POFile) -> list[str]:
    """Return a line for each text that is not translated well enough to be shown."""
    lines = []
    for entry in catalogue:
        if entry.fuzzy:
            lines.append(f"fuzzy: {entry.msgid}")
        elif not entry.translated():
            lines.append(f"untranslated: {entry.msgid}")
        elif not _keeps_placeholders(entry):
            lines.append(f"other placeholders: {entry.msgid}")
    return lines


def latin_of(catalogue: polib.POFile) -> polib.POFile:
    """Return the catalogue with every translation in Latin script."""
    latin = polib.POFile(wrapwidth=0)
    latin.metadata = HEADER | {"Language": "sr_Latn"}
    for entry in catalogue:
        latin.append(
            polib.POEntry(
                msgid=entry.msgid,
                msgid_plural=entry.msgid_plural,
                msgctxt=entry.msgctxt,
                msgstr=to_latin(entry.msgstr),
                msgstr_plural={
                    form: to_latin(text) for form, text in entry.msgstr_plural.items()
                },
                flags=list(entry.flags),
            )
        )
    return latin


def _collected() -> polib.POFile:
    """Return the Cyrillic catalogue with all texts of today's sources.

    In a copy, as makemessages writes files of its own between the templates.
    """
    with tempfile.TemporaryDirectory() as folder:
        for name in SOURCES:
            source, copy = settings.BASE_DIR / name, Path(folder) / name
            if source.is_dir():
                shutil.copytree(source, copy)
            elif source.exists():
                shutil.copy(source, copy)
        subprocess.run(  # noqa: S603 - our own command line
            [sys.executable, "manage.py", "makemessages", *MAKEMESSAGES],
            cwd=folder,
            check=True,
        )
        path = Path(folder) / "locale/sr/LC_MESSAGES/django.po"
        catalogue = polib.pofile(str(path), wrapwidth=0)
    catalogue.header = ""
    catalogue.metadata = HEADER | {"Language": "sr"}
    catalogue.metadata_is_fuzzy = False
    for entry in catalogue:
        if entry.fuzzy:
            _drop_guess(entry)
    return catalogue


def _drop_guess(entry: polib.POEntry) -> None:
    """Take off what gettext guessed from a similar text: none is better than wrong."""
    entry.fuzzy = False
    entry.msgstr = ""
    entry.msgstr_plural = dict.fromkeys(entry.msgstr_plural, "")
    entry.previous_msgid = entry.previous_msgid_plural = entry.previous_msgctxt = None


def _keeps_placeholders(entry: polib.POEntry) -> bool:
    if entry.msgid_plural:
        known = _placeholders(entry.msgid) | _placeholders(entry.msgid_plural)
        forms = entry.msgstr_plural.values()
        return all(_placeholders(text) <= known for text in forms)
    return _placeholders(entry.msgid) == _placeholders(entry.msgstr)


def _placeholders(text: str) -> set[str]:
    return set(_PLACEHOLDER.findall(text))


def _texts(catalogue: polib.POFile) -> dict[tuple[str | None, str], tuple[str, ...]]:
    return {
        (entry.msgctxt, entry.msgid): (
            entry.msgstr,
            *(text for _form, text in sorted(entry.msgstr_plural.items())),
        )
        for entry in catalogue
        if not entry.obsolete
    }


def _path(language: str) -> Path:
    return Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"


def _save(catalogue: polib.POFile, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(path))
