"""Whom a typed text calls by @name. No Django.

A name is found whole or by one of its words, in either script and without its marks:
"@Milica", "@Милица" and "@petrovic" all call Милица Петровић where nobody else fits.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from cities.serbian import search_key

LONGEST = 4
# Not within an e-mail address; what follows are words with one space between them.
_CALL = re.compile(r"(?<![\w.+-])@([^\W\d_][\w'’-]*(?:[ ][^\W\d_][\w'’-]*){0,3})")
_WORD = re.compile(r"[^\W\d_][\w'’-]*")


@dataclass(frozen=True)
class Called:
    """The people that a text calls by key, and the words that call nobody or several.

    `strangers` fit nobody, `unclear` more than one, both as they were typed.
    """

    people: frozenset[int] = frozenset()
    strangers: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()


def called(text: str, names: Mapping[int, str]) -> Called:
    """Return whom the text calls of those with these names, by their keys."""
    keyed = {key: _words(name) for key, name in names.items()}
    people: set[int] = set()
    strangers: list[str] = []
    unclear: list[str] = []
    for found in _CALL.finditer(text):
        typed = found[1].split(" ")
        fitting = _fitting([search_key(word) for word in typed], keyed)
        if len(fitting) == 1:
            people |= fitting
        else:
            (unclear if fitting else strangers).append(typed[0])
    return Called(frozenset(people), tuple(strangers), tuple(unclear))


def _fitting(typed: list[str], names: Mapping[int, list[str]]) -> set[int]:
    """Return who fits the most of the words typed, which go on after a name."""
    for length in range(min(len(typed), LONGEST), 0, -1):
        words = typed[:length]
        whole = {key for key, name in names.items() if name == words}
        if len(whole) == 1:
            return whole
        part = {key for key, name in names.items() if _holds(name, words)}
        if part:
            return part
    return set()


def _holds(name: list[str], words: list[str]) -> bool:
    """Tell whether the words stand in the name, one after the other."""
    return any(
        name[start : start + len(words)] == words
        for start in range(len(name) - len(words) + 1)
    )


def _words(name: str) -> list[str]:
    return [search_key(word) for word in _WORD.findall(name)]
