"""Write the list of Serbian words that tells `sumski` from a word of its own.

Run it when the questionnaires or the catalogue have grown; the list may lag behind.
"""

import re
import tomllib
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand

from cities.serbian import to_latin

CYRILLIC = re.compile(r"\b[абвгдђежзијклљмнњопрстћуфхцчџш]{2,}\b")
FILE = "fixtures/words/serbian.txt"
FOREIGN = "fixtures/words/latin.toml"


class Command(BaseCommand):
    help = "Gather the Serbian words of questionnaires, registers and the catalogue."

    def handle(self, *args: Any, **options: Any) -> None:
        words = sorted(self._words(settings.BASE_DIR))
        path = settings.BASE_DIR / FILE
        path.write_text("\n".join(words) + "\n", encoding="utf-8")
        self.stdout.write(f"{len(words)} words")

    def _words(self, base: Path) -> set[str]:
        catalogue = polib.pofile(str(base / "locale/sr/LC_MESSAGES/django.po"))
        texts = [form for entry in catalogue for form in _forms(entry)]
        for path in (base / "fixtures").rglob("*.*"):
            if path.suffix in (".toml", ".csv") and path.parent.name != "words":
                texts.append(path.read_text(encoding="utf-8"))
        # What the glossary quotes as foreign is no Serbian word.
        lists = tomllib.loads((base / FOREIGN).read_text(encoding="utf-8"))
        foreign = set(lists["foreign"].lower().split())
        words = {word for text in texts for word in CYRILLIC.findall(text.lower())}
        return {word for word in words if to_latin(word) not in foreign}


def _forms(entry: polib.POEntry) -> list[str]:
    return [entry.msgstr, *entry.msgstr_plural.values()]
