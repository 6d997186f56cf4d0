"""Which department an indicator is usually for: codes against codes. No Django.

A competence is a list of codes, and the narrowest one wins: "P8.3" names one indicator
and the section of another instrument on the same subject, "A*" every code that begins
so, "E3" all of an Essential.
"""

import re
from collections.abc import Iterable, Mapping
from typing import TypeVar

Key = TypeVar("Key")

FORM = re.compile(r"E([1-9]|10)|[A-Z]?[0-9]{1,2}(\.[0-9]{1,2}){1,3}|[A-Z]\*")
EXACT, PREFIX, ESSENTIAL = 3, 2, 1


def split(text: str) -> list[str]:
    """Return the codes of a text as people type them, each once, in their order.

    A Cyrillic letter that looks like its Latin one is taken for it.
    """
    plain = text.upper().translate(str.maketrans("ЕАР", "EAP"))
    return list(dict.fromkeys(re.findall(r"[^\s,;]+", plain)))


def unknown(codes: Iterable[str]) -> list[str]:
    """Return those that cannot be a code."""
    return [code for code in codes if not FORM.fullmatch(code)]


def fit(codes: Iterable[str], code: str, essential: int, subject: str = "") -> int:
    """Return how narrowly the codes name an indicator; 0 where they do not."""
    best = 0
    for one in codes:
        if one == code or (subject and one == subject):
            best = max(best, EXACT)
        elif one.endswith("*") and code.startswith(one[:-1]):
            best = max(best, PREFIX)
        elif one == f"E{essential}":
            best = max(best, ESSENTIAL)
    return best


def holders(
    competences: Mapping[Key, Iterable[str]],
    code: str,
    essential: int,
    subject: str = "",
) -> list[Key]:
    """Return whose the indicator is: those who name it most narrowly, often nobody."""
    fits = {
        key: fit(codes, code, essential, subject) for key, codes in competences.items()
    }
    best = max(fits.values(), default=0)
    return [key for key, found in fits.items() if best and found == best]
