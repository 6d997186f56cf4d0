"""Serbian in two scripts: conversion, sorting and searching. No Django."""

import re
import unicodedata

_LOWER = dict(
    zip("абвгдђежзијклмнопрстћуфхцчш", "abvgdđežzijklmnoprstćufhcčš", strict=True)
) | {"љ": "lj", "њ": "nj", "џ": "dž"}
_LATIN = _LOWER | {
    letter.upper(): latin.capitalize() for letter, latin in _LOWER.items()
}

# Unicode has them as single letters too.
_DIGRAPHS = {"lj": "љ", "nj": "њ", "dž": "џ", "ǉ": "љ", "ǌ": "њ", "ǆ": "џ"}
_CYRILLIC = {latin: letter for letter, latin in _LOWER.items() if len(latin) == 1}
# One code point per letter that sorts alike in every collation, digraphs included.
_RANKS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ALPHABET_CYRILLIC = list("абвгдђежзијклљмнњопрстћуфхцчџш")
_ALPHABET_LATIN = re.findall(
    r"\w+",
    "a b c č ć d dž đ e f g h i j k l lj m n nj o p q r s š t u v w x y z ž",
)


def to_latin(text: str) -> str:
    """Return Serbian Cyrillic as Latin; everything else stays as it is."""

    def digraph(match: re.Match[str]) -> str:
        following = text[match.end() : match.end() + 1]
        before = text[: match.start()][-1:]
        whole_word_is_upper = following.isupper() or (
            not following.isalpha() and before.isupper()
        )
        latin = _LATIN[match[0]]
        return latin.upper() if whole_word_is_upper else latin

    return "".join(
        _LATIN.get(letter, letter) for letter in re.sub("[ЉЊЏ]", digraph, text)
    )


def cyrillic_letter(match: re.Match[str]) -> str:
    """Return a matched Latin letter or digraph of Serbian in Cyrillic."""
    latin = match[0]
    letter = _DIGRAPHS.get(latin.lower()) or _CYRILLIC.get(latin.lower())
    if letter is None:
        return latin
    return letter.upper() if latin[0].isupper() else letter


def search_key(text: str) -> str:
    """Return a key under which Cacak, Čačak and Чачак are the same."""
    latin = to_latin(text).lower().replace("đ", "dj")
    return "".join(
        letter
        for letter in unicodedata.normalize("NFD", latin)
        if not unicodedata.combining(letter)
    )


def sort_key_cyrillic(text: str) -> str:
    """Return a key that orders Cyrillic text by the azbuka in any database."""
    ranks = {letter: _RANKS[place] for place, letter in enumerate(_ALPHABET_CYRILLIC)}
    return "".join(ranks.get(letter, " ") for letter in text.lower())


def sort_key_latin(text: str) -> str:
    """Return a key that orders Latin text by the latinica; lj, nj, dž are letters."""
    ranks = {letter: _RANKS[place] for place, letter in enumerate(_ALPHABET_LATIN)}
    letters = re.findall(r"lj|nj|dž|.", to_latin(text).lower())
    return "".join(ranks.get(letter, " ") for letter in letters)
