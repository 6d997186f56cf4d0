"""Write the list of Serbian words that tells `sumski` from a word of its own.

Run it when the questionnaires or the catalogue have grown; the list may lag behind.
"""

import re
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand

CYRILLIC = re.compile(r"\b[абвгдђежзијклљмнњопрстћуфхцчџш]{2,}\b")
FILE = "fixtures/words/serbian.txt"


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
        return {word for text in texts for word in CYRILLIC.findall(text.lower())}


def _forms(entry: polib.POEntry) -> list[str]:
    return [entry.msgstr, *entry.msgstr_plural.values()]
