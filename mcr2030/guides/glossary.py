"""Terms in English and Serbian, with where they are from or what is doubted of them."""

import csv
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils.translation import get_language, gettext_lazy

from cities import serbian

FILE = settings.BASE_DIR / "fixtures" / "guide" / "terms.csv"
SUBJECTS = {
    "drr": gettext_lazy("Disaster risk reduction"),
    "mcr": gettext_lazy("MCR2030 and the scorecard"),
    "inst": gettext_lazy("Institutions and documents"),
    "hazard": gettext_lazy("Hazards"),
    "fin": gettext_lazy("Money"),
    "flow": gettext_lazy("Course of the work"),
    "ui": gettext_lazy("What screens say"),
}


@dataclass(frozen=True)
class Term:
    """One term in both languages, and what is said of it."""

    english: str
    cyrillic: str
    subject: str
    remark_in_english: str
    remark_in_serbian: str
    key: str

    @property
    def serbian(self) -> str:
        """Return the term in the script of the page; Latin on an English one."""
        if get_language() == "sr":
            return self.cyrillic
        return serbian.to_latin(self.cyrillic)

    @property
    def language(self) -> str:
        return "sr-Cyrl" if get_language() == "sr" else "sr-Latn"

    @property
    def about(self) -> str:
        return str(SUBJECTS[self.subject])

    @property
    def remark(self) -> str:
        language = get_language()
        if language == "en":
            return self.remark_in_english
        latin = serbian.to_latin(self.remark_in_serbian)
        return latin if language == "sr-latn" else self.remark_in_serbian


@cache
def terms() -> tuple[Term, ...]:
    """Return all terms as the file has them."""
    with FILE.open(encoding="utf-8", newline="") as lines:
        return tuple(
            Term(
                english=row["en"],
                cyrillic=row["sr"],
                subject=row["subject"],
                remark_in_english=row["note_en"],
                remark_in_serbian=row["note_sr"],
                key=serbian.search_key(f"{row['en']} {row['sr']}"),
            )
            for row in csv.DictReader(lines)
        )


def found(words: str, subject: str) -> list[Term]:
    """Return the terms that hold the words, in the order of the alphabet shown."""
    wanted = serbian.search_key(words.strip())
    rows = [
        term for term in terms() if wanted in term.key and subject in ("", term.subject)
    ]
    if get_language() == "sr":
        return sorted(rows, key=lambda term: serbian.sort_key_cyrillic(term.cyrillic))
    return sorted(rows, key=lambda term: serbian.sort_key_latin(term.cyrillic))
