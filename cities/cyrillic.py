"""Serbian typed in Latin, set in Cyrillic for paper. No Django.

What no rule can know is told apart as doubtful, for somebody to look at.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import lru_cache

from cities.cyrillic_words import CYRILLIC, LATIN, MARKED, Judgement, Why, judge, units

LONGEST_WORD = 60
NOTHING: Mapping[str, str] = {}
_SHOUTED = 3
_QUOTED_WORDS = 4
_LONG = 5
# A letter from an Icelandic keyboard looks like ours.
_LOOKALIKES = str.maketrans("Ðð", "Đđ")
_LETTERS = re.compile(r"[^\W\d_]+")
_TO_CHANGE = re.compile(f"[{LATIN}{LATIN.upper()}]")
_SERBIAN = MARKED | set(CYRILLIC)
_LATIN_LETTER = re.compile("[A-Za-z\u00c0-\u024f]")
_QUOTES = (
    r"„([^„“”\"\n]{1,60})[“”\"]|“([^“”\n]{1,60})”|\"([^\"\n]{1,60})\"|»([^»«\n]{1,60})«"
)
_SINGLE_QUOTES = r"(?<!\w)['‘‚]([^'‘’‚\n]{1,60})['’‘](?!\w)"
_QUOTED = re.compile(f"{_QUOTES}|{_SINGLE_QUOTES}")
_FILES = (
    "pdf|docx?|xls[xm]?|pptx?|csv|txt|zip|od[ts]|jpe?g|png|tiff?|dwg|dxf|kml|kmz|shp|mp4"
    "|rs|org|com|net|int|eu|info|edu"
)
# A single capital that names a class or an annex, unless it begins a name.
_LABEL = re.compile(r"[BCDEFGHJLMNPRTVZ]")
_BETWEEN_FOREIGN = frozenset(("to", "on", "no", "so", "me"))


@dataclass(frozen=True)
class Piece:
    """A part of a text: as typed, as it will stand, and what else it may be.

    Of a doubtful piece `why` says the reason; `readings` are in Cyrillic.
    """

    typed: str
    shown: str
    at: int
    why: Why | None = None
    readings: tuple[str, ...] = ()
    is_chosen: bool = False

    @property
    def is_doubtful(self) -> bool:
        return self.why is not None

    @property
    def key(self) -> str:
        return key_of(self.typed)


def to_cyrillic(text: str, words: Mapping[str, str] | None = None) -> str:
    """Return Serbian Latin as Cyrillic, with the spelling that was chosen for words.

    Addresses, codes, Roman numerals, foreign names and Cyrillic stay as typed. Where
    nothing is said of `words`, those of `spelled` hold.
    """
    words = _spelling.get() if words is None else words
    text = plain(text)
    if not _TO_CHANGE.search(text):
        return text
    parts, end = [], 0
    for piece in _judged(text, words):
        parts += [text[end : piece.at], piece.shown]
        end = piece.at + len(piece.typed)
    return "".join(parts) + text[end:]


def pieces(text: str, words: Mapping[str, str] = NOTHING) -> list[Piece]:
    """Return the words of a text, and what else is judged as one; gaps are left out.

    Places are those in the text in NFC.
    """
    return list(_judged(plain(text), words))


def doubts(text: str, words: Mapping[str, str] = NOTHING) -> list[Piece]:
    """Return what somebody should look at, also where they have already chosen."""
    text = plain(text)
    if not _TO_CHANGE.search(text):
        return []
    return [one for one in _judged(text, words) if one.is_doubtful]


def joined(text: str, found: list[Piece], start: int, end: int) -> str:
    """Return a part of a text as it will stand, given the pieces of the whole."""
    text = plain(text)
    parts = []
    for piece in found:
        if start <= piece.at < end:
            parts += [text[start : piece.at], piece.shown]
            start = piece.at + len(piece.typed)
    return "".join(parts) + text[start:end]


def key_of(word: str) -> str:
    """Return under what a choice for the word is remembered."""
    return re.sub("[„“”\"»«'‘’‚]", '"', plain(word).casefold())


@contextmanager
def spelled(words: Mapping[str, str]) -> Iterator[None]:
    """Let these choices hold for what is turned into Cyrillic inside."""
    token = _spelling.set(words)
    try:
        yield
    finally:
        _spelling.reset(token)


_spelling: ContextVar[Mapping[str, str]] = ContextVar("spelling", default=NOTHING)


def plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).translate(_LOOKALIKES)


@lru_cache(maxsize=1)
def _tokens() -> re.Pattern[str]:
    """Match what must stay as typed, or else a word."""
    always, after_figures = ("|".join(map(re.escape, some)) for some in units())
    power = "[23²³]?"
    any_unit = f"(?:{always}|{after_figures}|s|god|dan)"
    return re.compile(
        rf"""(?P<kept>
            (?:https?://|ftp://|www\.)\S+           # web addresses
          | [\w.+-]+@[\w-]+(?:\.[\w-]+)+            # e-mail addresses
          | (?<![\w&])[@\#][\w.]*\w                 # names and words of networks
          | \b[A-Za-z]:\\\S+ | \\\\[\w$.-]+\S*      # paths
          | \b[\w-]+(?:\.[\w-]+)*\.(?:{_FILES})\b(?:/\S*)?
          | (?<=[\d²³])[ \u00a0\u202f]?(?:{always}|{after_figures}){power}
            (?:/{any_unit}{power})?\b(?![-.]?[^\W\d_])
          | \b(?:{always}|{after_figures}){power}/{any_unit}{power}(?!\w)
          | \b(?:{always}){power}(?!\w)
          | °[CFK]\b
          | \b\w*\d\w*(?:[.-]\d+)*\b                # codes and numbers: P3.2, MCR2030
          | \b(?=[XVI]{{2}})X{{0,3}}(?:IX|IV|V?I{{0,3}})\b | \bX(?:L|X)[XVI]*\b
          | (?<=\d[-/])[IVX]+\b | \b[IVX](?=[-/]\d)  # where no word can stand
          | \bI(?=[ ](?:i|ili|do|и|или|до)[ ][IVX]+\b)
          | \bV\b(?!\.)
          | (?<![\w)])[a-h](?=\))                   # a) b) c)
        ) | (?P<word>[^\W\d_]+)""",
        re.VERBOSE,
    )


def _judged(text: str, words: Mapping[str, str]) -> Iterator[Piece]:
    start = 0
    for quoted in _QUOTED.finditer(text):
        piece = _quotation(quoted)
        if piece is not None:
            yield from _in_context(text, start, quoted.start(), words)
            yield _chosen(piece, words)
            start = quoted.end()
    yield from _in_context(text, start, len(text), words)


def _quotation(quoted: re.Match[str]) -> Piece | None:
    """Return a quotation as one piece, None where it is Serbian like the rest."""
    inner = next(one for one in quoted.groups() if one is not None)
    tokens = list(_tokens().finditer(inner))
    if not 0 < len(tokens) <= _QUOTED_WORDS or any(one["kept"] for one in tokens):
        return None
    judged = {one[0]: judge(one[0]) for one in tokens}
    if any(
        one.is_known or _SERBIAN & set(word.lower()) for word, one in judged.items()
    ):
        return None
    if all(one.is_kept for one in judged.values()):
        return Piece(quoted[0], quoted[0], quoted.start())
    readings = {word: (one.readings or (word,))[0] for word, one in judged.items()}
    cyrillic = _LETTERS.sub(lambda one: readings[one[0]], quoted[0])
    return Piece(quoted[0], quoted[0], quoted.start(), Why.QUOTED, (cyrillic,))


def _in_context(
    text: str, start: int, end: int, words: Mapping[str, str]
) -> Iterator[Piece]:
    """Judge the words between two places, each beside its neighbours."""
    found = list(_tokens().finditer(text, start, end))
    has_marks = not _SERBIAN.isdisjoint(text.lower())
    for place, token in enumerate(found):
        typed = token[0]
        if token["kept"]:
            yield Piece(typed, typed, token.start())
            continue
        judged = judge(typed)
        if judged.is_plain and typed.islower() and typed not in _BETWEEN_FOREIGN:
            piece = Piece(typed, judged.readings[0], token.start())
        else:
            piece = _piece(token, judged, _Beside(text, found, place, has_marks))
        yield _chosen(piece, words)


@dataclass(frozen=True)
class _Beside:
    """What stands around a word, in either script.

    What was turned into Cyrillic once is judged as it was before.
    """

    text: str
    tokens: list[re.Match[str]]
    place: int
    has_marks: bool

    def word(self, step: int) -> str:
        """Return the word beside, where only a space lies between."""
        other = self.place + step
        if not 0 <= other < len(self.tokens):
            return ""
        first, second = sorted((self.place, other))
        gap = self.text[self.tokens[first].end() : self.tokens[second].start()]
        return self.tokens[other]["word"] or "" if gap in (" ", "\u00a0") else ""

    @property
    def is_shouted(self) -> bool:
        """Whether the word stands among others in capitals."""
        loud = 1
        for step in (-1, 1):
            for distance in range(1, _SHOUTED):
                near = self._near(step * distance)
                if not near.isupper() or (len(near) == 1 and not near.isalpha()):
                    break
                loud += 1
        return loud >= _SHOUTED

    def _near(self, step: int) -> str:
        other = self.place + step
        return self.tokens[other][0] if 0 <= other < len(self.tokens) else ""

    @property
    def has_foreign_name(self) -> bool:
        return any(
            near[:1].isupper()
            and len(near) > 1
            and not near.isupper()
            and _is_foreign(near)
            for near in (self.word(-1), self.word(1))
        )

    @property
    def is_between_foreign(self) -> bool:
        before, after = self.word(-1), self.word(1)
        return bool(before and after and _is_foreign(before) and _is_foreign(after))

    @property
    def is_label(self) -> bool:
        following = self.text[self.tokens[self.place].end() :][:1]
        return self.word(-1).islower() and following not in (".", "'", "’")


def _is_foreign(word: str) -> bool:
    found = judge(word)
    return found.is_kept or (found.why == Why.FOREIGN and found.stays)


def _piece(token: re.Match[str], found: Judgement, beside: _Beside) -> Piece:
    typed = token[0]
    if found.why == Why.ACRONYM and beside.is_shouted:
        small = judge(typed.capitalize())
        found = replace(small, readings=tuple(one.upper() for one in small.readings))
    elif found.why == Why.MARKS and beside.has_marks and len(typed) < _LONG:
        # Who has č on the keyboard most likely meant the short word as it stands.
        found = replace(found, readings=tuple(reversed(found.readings)))
    elif found.is_plain:
        found = _by_neighbours(typed, found, beside)
    if found.is_kept:
        return Piece(typed, typed, token.start())
    shown = typed if found.stays else found.readings[0]
    readings = found.readings if found.why else ()
    return Piece(typed, shown, token.start(), found.why, readings)


def _by_neighbours(typed: str, found: Judgement, beside: _Beside) -> Judgement:
    """Doubt a word that is Serbian by itself, but not where it stands."""
    if not _LATIN_LETTER.match(typed):
        return found
    name = typed[:1].isupper() and len(typed) > 1 and not found.is_known
    if name and not set(typed.lower()) & _SERBIAN and beside.has_foreign_name:
        return replace(found, why=Why.FOREIGN, stays=True)
    if typed.lower() in _BETWEEN_FOREIGN and beside.is_between_foreign:
        return replace(found, why=Why.FOREIGN, stays=True)
    if _LABEL.fullmatch(typed) and beside.is_label:
        return replace(found, why=Why.ACRONYM, stays=True)
    return found


def _chosen(piece: Piece, words: Mapping[str, str]) -> Piece:
    """Set a word as somebody has chosen for it, in capitals where it was typed so."""
    form = words.get(piece.key) if words else None
    if form is None:
        return piece
    if key_of(form) == piece.key:
        form = piece.typed
    elif piece.typed.isupper() and len(piece.typed) > 1:
        form = form.upper() if not _LATIN_LETTER.search(form) else form
    elif piece.typed[:1].isupper():
        form = form[:1].upper() + form[1:]
    if not piece.typed[0].isalnum() and form[0].isalnum():
        form = f"{piece.typed[0]}{form}{piece.typed[-1]}"
    return replace(piece, shown=form, is_chosen=True)
