"""Serbian in two scripts: conversion, sorting and searching. No Django."""

import re
import unicodedata

_LOWER = dict(
    zip("абвгдђежзијклмнопрстћуфхцчш", "abvgdđežzijklmnoprstćufhcčš", strict=True)
) | {"љ": "lj", "њ": "nj", "џ": "dž"}
_LATIN = _LOWER | {
    letter.upper(): latin.capitalize() for letter, latin in _LOWER.items()
}

_DIGRAPHS = {"lj": "љ", "nj": "њ", "dž": "џ"}
_CYRILLIC = {latin: letter for letter, latin in _LOWER.items() if len(latin) == 1}
# Stems in which two Latin letters stand for two sounds, with the place of the break.
_TWO_SOUNDS = re.compile(
    r"(?:in|kon)(?=jek|junk|jug)|tan(?=jug)|van(?=jezi)"
    r"|(?:na|o|po)d(?=žive|žal|žet|žnj|žanr|žup)",
    re.IGNORECASE,
)
_BREAK = "\u200c"
# Without any of these nothing is to be done: most texts are typed in Cyrillic.
_TO_CHANGE = re.compile(f"[{''.join(_CYRILLIC)}{_BREAK}]", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:" + _BREAK + r"[^\W\d_]+)*")
# What must stay as it was typed: addresses, codes with figures, names of things.
_KEPT = re.compile(
    r"""(?:https?://|www\.)\S+            # web addresses
      | [\w.+-]+@[\w-]+(?:\.[\w-]+)+      # e-mail addresses
      | \b\w*\d\w*(?:[.-]\d+)*\b          # codes and numbers: P3.2, MCR2030, A4
      | \b[IVX]{2,}\b                     # Roman numerals; more letters are words
      | \b[IVX](?=[-/]\d)                 # and one letter where no word can stand
      | \bI(?=[ ](?:i|ili|do|и|или|до)[ ][IVX]+\b)
      | \bV\b(?!\.)
      | \bSendai[ -]Framework\b
      | \b[\w-]+\.(?:pdf|docx?|xlsx?|od[ts]|jpe?g|png|rs|org|com|net|int)\b
    """,
    re.VERBOSE,
)
_NAMES = frozenset(
    re.findall(
        r"\w+",
        """PDF UNDRR UN EU IPA GIS GPS SMS PDNA UNDP SDG SWOT ISO HTML XLSX CSV DOCX
        Excel Word Google Viber Facebook LIDAR WHO GFDRR USAID SCADA Windows Microsoft
        Outlook Teams Zoom YouTube Instagram WhatsApp covid COVID""",
    )
)
_FOREIGN = re.compile(r"[qwxy]", re.IGNORECASE)

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


def to_cyrillic(text: str) -> str:
    """Return Serbian Latin as Cyrillic, as well as rules can tell.

    Addresses, codes, Roman numerals, names such as PDF, and words with q, w, x or y
    stay as typed. A guess by nature: whoever answers for the text sees it first.
    """
    text = unicodedata.normalize("NFC", text)
    if not _TO_CHANGE.search(text):
        return text
    parts, end = [], 0
    for kept in _KEPT.finditer(text):
        parts += [_words_to_cyrillic(text[end : kept.start()]), kept[0]]
        end = kept.end()
    return "".join(parts) + _words_to_cyrillic(text[end:])


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


def _words_to_cyrillic(text: str) -> str:
    text = _TWO_SOUNDS.sub(lambda match: match[0] + _BREAK, text)
    return _WORD.sub(lambda match: _word_to_cyrillic(match[0]), text)


def _word_to_cyrillic(word: str) -> str:
    plain = word.replace(_BREAK, "")
    if plain in _NAMES or _FOREIGN.search(plain):
        return plain
    return re.sub(r"(?i)lj|nj|dž|.", _letter_to_cyrillic, word).replace(_BREAK, "")


def _letter_to_cyrillic(match: re.Match[str]) -> str:
    latin = match[0]
    letter = _DIGRAPHS.get(latin.lower()) or _CYRILLIC.get(latin.lower())
    if letter is None:
        return latin
    return letter.upper() if latin[0].isupper() else letter
