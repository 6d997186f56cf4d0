"""What one Serbian word typed in Latin may be in Cyrillic, judged by itself. No Django.

The rules are here, the words that no rule can know in fixtures/words.
"""

import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from cities import serbian

_FOLDER = Path(__file__).resolve().parent.parent / "fixtures" / "words"
_BREAK = "\u200c"
_SHORT, _SHORTEST, _STEM, _ENDING = 6, 3, 5, 4

LATIN = "abcčćdđefghijklmnoprsštuvzžǆǉǌ"
CYRILLIC = "абвгдђежзијклљмнњопрстћуфхцчџш"
MARKED = frozenset("čćšžđ")
_MARKS = str.maketrans("čćšž", "ccsz")
_OF_LATIN = re.compile(f"[{LATIN}]+")
_OF_CYRILLIC = re.compile(f"[{CYRILLIC}]+")
_ENDS = ("a", "u", "om", "e", "i", "ov", "ova", "ovu", "ove", "ovi", "em")
# What Serbian never has: letters side by side, or at the end of a word.
_FOREIGN = re.compile(
    r"ch|ph|sch|tion|ough|ght|^th|th$|sh$|ck$|[tdbf]oo[kdmnlt]|ee[dtnlp]s?$|^[^aeiou]ee"
)
_TWICE = re.compile(r"([bcčćdđfghjklmnprsštvzž])\1")
_MARKLESS_ENDING = re.compile(r"(ick)(?=(?:[aeiou]|og|om|oj|im|ih|ima)$)")
_FAMILY_NAME = re.compile(r"(?<=[a-z])ic$")


class Why(StrEnum):
    """Why a word is shown to somebody before it is printed."""

    ACRONYM = "acronym"
    DJ = "dj"
    FOREIGN = "foreign"
    MARKS = "marks"
    MIXED = "mixed"
    MORPHEMES = "morphemes"
    QUOTED = "quoted"


@dataclass(frozen=True)
class Judgement:
    """Cyrillic readings, the likeliest first; none for a word that stays as typed.

    `stays` says of a doubtful word that its Latin is likelier than its readings.
    """

    readings: tuple[str, ...] = ()
    why: Why | None = None
    stays: bool = False
    is_known: bool = False

    @property
    def is_kept(self) -> bool:
        return not self.readings

    @property
    def is_plain(self) -> bool:
        """Whether it is a Serbian word without any doubt."""
        return bool(self.readings) and self.why is None


KEPT = Judgement()


@lru_cache(maxsize=20_000)
def judge(word: str) -> Judgement:
    """Judge a word of letters alone, in NFC."""
    lower = word.lower()
    if _OF_CYRILLIC.fullmatch(lower):
        return Judgement((word,), is_known=lower in _serbian().words)
    if re.search(f"[{CYRILLIC}]", lower):
        return Judgement((_spelled(word),), Why.MIXED)
    return _listed(word, lower) or _by_letters(word, lower) or _serbian_word(word)


def units() -> tuple[list[str], list[str]]:
    """Return the units that are always so, and those that follow a figure."""
    found = _latin()
    return found["units"].split(), found["units_after_figures"].split()


def _listed(word: str, lower: str) -> Judgement | None:
    lists = _lists()
    if word in lists.kept or lower in lists.foreign:
        return KEPT
    if word in lists.serbian_acronyms:
        return Judgement((_spelled(word),), is_known=True)
    if any(word == name + end for name in lists.declined for end in _ENDS):
        return Judgement((_spelled(word),), Why.FOREIGN, stays=True)
    return None


def _by_letters(word: str, lower: str) -> Judgement | None:
    """Judge what its letters give away as something else than a Serbian word."""
    if not _OF_LATIN.fullmatch(lower):
        return KEPT
    marked, known = bool(MARKED & set(lower)), lower in _serbian().latin
    if word.isupper() and 1 < len(word) <= _SHORT and not marked and not known:
        return Judgement((_spelled(word),), Why.ACRONYM, stays=True)
    if word not in (word.upper(), word.lower(), word.capitalize()):
        return Judgement((_spelled(word),), Why.FOREIGN, stays=True)
    if known:
        return None
    twice = _TWICE.search(lower) and not _lists().doubled.match(lower)
    if twice or _FOREIGN.search(lower):
        return Judgement((_spelled(word),), Why.FOREIGN, stays=not marked)
    return None


def _serbian_word(word: str) -> Judgement:
    lower = word.lower()
    lists, serbian_words = _lists(), _serbian()
    if lower in serbian_words.latin:
        return Judgement((_spelled(_parted(word)),), is_known=True)
    for stem, readings in lists.unsure.items():
        if lower.startswith(stem):
            ending = _spelled(word[len(stem) :])
            found = tuple(_cased(word, one + ending) for one in readings)
            return Judgement(found, Why.MORPHEMES)
    plain = Judgement((_spelled(_parted(word)),))
    if lists.dj_parted.match(lower):
        return plain
    if "dj" in lower:
        return _with_dj(word, lower)
    return _without_marks(word, lower) or plain


def _with_dj(word: str, lower: str) -> Judgement:
    """Read dj as ђ where the stem is known, else ask."""
    stroke = _cased(word, lower.replace("dj", "đ"))
    plain = _spelled(_parted(word))
    found = _without_marks(word, lower)
    if found and found.readings[0] != _spelled(stroke):
        return found
    if _lists().dj_stroke.match(lower) or stroke.lower() in _serbian().latin:
        return Judgement((_spelled(stroke),))
    return Judgement((_spelled(stroke), plain), Why.DJ)


def _without_marks(word: str, lower: str) -> Judgement | None:
    """Tell `sumski` from a word of its own: the first is known only with its marks."""
    if MARKED & set(lower):
        return None
    likely = _serbian().marked.get(lower) or _by_stem(lower)
    if not likely:
        return None
    readings = [_spelled(_cased(word, one)) for one in likely]
    readings.append(_spelled(_parted(word)))
    return Judgement(tuple(dict.fromkeys(readings)), Why.MARKS)


def _by_stem(bare: str) -> tuple[str, ...]:
    """Return the word with the marks of a stem or an ending that is known with them."""
    ended = _MARKLESS_ENDING.sub("ičk", bare)
    ended = _FAMILY_NAME.sub("ić", ended) if len(bare) > _STEM else ended
    for length in range(len(bare), max(_SHORTEST, len(bare) - _ENDING) - 1, -1):
        stem = _serbian().stems.get(bare[:length])
        if stem is not None:
            return (stem + ended[length:],) if stem else _if_other(ended, bare)
    return _if_other(ended, bare)


def _if_other(ended: str, bare: str) -> tuple[str, ...]:
    return (ended,) if ended != bare else ()


def _parted(word: str) -> str:
    """Mark where two Latin letters stand for two sounds."""
    return _lists().parted.sub(lambda match: match[0] + _BREAK, word, count=1)


def _spelled(word: str) -> str:
    return re.sub(r"(?i)lj|nj|dž|.", serbian.cyrillic_letter, word).replace(_BREAK, "")


def _cased(like: str, word: str) -> str:
    """Return the word in capitals as the other one is."""
    if len(like) > 1 and like.isupper():
        return word.upper()
    return word[:1].upper() + word[1:] if like[:1].isupper() else word


@dataclass(frozen=True)
class _Serbian:
    """Words of the product's own texts, in Cyrillic, in Latin, and without marks.

    `stems` leads from a beginning without marks to that with them, or to "" where
    words of both kinds begin so.
    """

    words: frozenset[str]
    latin: frozenset[str]
    marked: dict[str, tuple[str, ...]]
    stems: dict[str, str]


@lru_cache(maxsize=1)
def _serbian() -> _Serbian:
    words = frozenset((_FOLDER / "serbian.txt").read_text(encoding="utf-8").split())
    latin = frozenset(serbian.to_latin(word) for word in words)
    marked: dict[str, tuple[str, ...]] = {}
    stems: dict[str, str] = {}
    for word in sorted(latin):
        for bare in _bare(word):
            if bare not in latin:
                marked[bare] = (*marked.get(bare, ()), word)
        for length in range(_STEM, len(word) + 1):
            stem = word[:length]
            for bare in _bare(stem) or {stem}:
                if stems.setdefault(bare, stem) != stem or bare == stem:
                    stems[bare] = ""
    for stem in _latin()["marked_stems"].split():
        stems |= dict.fromkeys(_bare(stem), stem)
    return _Serbian(words, latin, marked, stems)


def _bare(word: str) -> set[str]:
    """Return how the word is typed on a keyboard without č, ć, š, ž and đ."""
    plain = word.translate(_MARKS)
    return {plain.replace("đ", "dj"), plain.replace("đ", "d")} - {word}


@lru_cache(maxsize=1)
def _latin() -> dict[str, str]:
    found: dict[str, str] = tomllib.loads(
        (_FOLDER / "latin.toml").read_text(encoding="utf-8")
    )
    return found


@dataclass(frozen=True)
class _Lists:
    """The lists of latin.toml as sets and patterns."""

    kept: frozenset[str]
    foreign: frozenset[str]
    serbian_acronyms: frozenset[str]
    declined: tuple[str, ...]
    unsure: dict[str, tuple[str, ...]]
    parted: re.Pattern[str]
    doubled: re.Pattern[str]
    dj_parted: re.Pattern[str]
    dj_stroke: re.Pattern[str]


@lru_cache(maxsize=1)
def _lists() -> _Lists:
    found = {name: text.split() for name, text in _latin().items()}
    before = "|".join(found["before"])
    pairs = [one.split("|") for one in found["parted"]]
    parted = "|".join(f"{left}(?={right})" for left, right in pairs)
    unsure = [one.split("=") for one in found["unsure"]]
    return _Lists(
        kept=frozenset(found["kept"]),
        foreign=frozenset(word.lower() for word in found["foreign"]),
        serbian_acronyms=frozenset(found["serbian_acronyms"]),
        declined=tuple(found["declined"]),
        unsure={stem: tuple(words.split("/")) for stem, words in unsure},
        parted=re.compile(f"^(?:{before})*?(?:{parted})", re.IGNORECASE),
        doubled=re.compile("|".join(found["doubled"])),
        dj_parted=re.compile(f"(?:ne|naj|pre)?(?:{'|'.join(found['dj_parted'])})"),
        dj_stroke=re.compile(f"(?:ne|naj|pre)?(?:{'|'.join(found['dj_stroke'])})"),
    )
