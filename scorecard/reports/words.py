"""The words of a report that nobody but its city can turn into Cyrillic for certain."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from cities import cyrillic
from cities.cyrillic import Piece
from cities.cyrillic_words import Why
from scorecard.reports.parts import AnswerPart, Report

_AROUND = 60
_PLACES = 2


@dataclass(frozen=True)
class Place:
    """Where a word stands: what of the report, and the text around, as typed and set.

    `typed` and `shown` are what stands before the word, the word, and after it.
    """

    where: str
    typed: tuple[str, str, str]
    shown: tuple[str, str, str]


@dataclass
class DoubtfulWord:
    """One word with its readings and the places where it stands first.

    `chosen` is the form that the city has decided on, "" for none; `stands` what is
    printed as things are.
    """

    key: str
    typed: str
    why: Why | None
    readings: tuple[str, ...]
    stands: str
    is_decided: bool
    chosen: str
    count: int = 0
    places: list[Place] = field(default_factory=list)

    @property
    def more(self) -> int:
        return self.count - len(self.places)


def doubtful_words(
    report: Report, words: Mapping[str, str], remembered: Mapping[str, str]
) -> list[DoubtfulWord]:
    """Return the words to look at, those without a decision first.

    `words` hold on this report's papers, `remembered` are the city's now. Words that
    the city spells in its own way are in the list too, so that it can be changed.
    """
    found: dict[str, DoubtfulWord] = {}
    for where, text in texts_of(report):
        pieces = cyrillic.pieces(text, words)
        for piece in pieces:
            if not (piece.is_doubtful or piece.is_chosen):
                continue
            one = found.setdefault(piece.key, _word(piece, remembered))
            one.count += 1
            if len(one.places) < _PLACES:
                one.places.append(_place(where, text, pieces, piece))
    return sorted(found.values(), key=lambda one: one.is_decided)


def undecided(report: Report, words: Mapping[str, str]) -> int:
    """Count the words of a report that nobody has looked at yet."""
    return len(
        {
            piece.key
            for _where, text in texts_of(report)
            for piece in cyrillic.doubts(text, words)
            if not piece.is_chosen
        }
    )


def texts_of(report: Report) -> Iterator[tuple[str, str]]:
    """Return what the city typed, as far as it is Serbian, and where it stands."""
    yield _("Lead of the assessment"), report.team_lead
    yield _("Highest authority"), report.authority
    if report.text_language != "sr":
        return
    for scenario in report.scenarios:
        yield scenario.title, scenario.text
    for essential in report.essentials:
        for answer in essential.answers:
            for text in _texts_of(answer):
                yield answer.code, text


def stored(typed: str, reading: str) -> str:
    """Return a reading as it is remembered: in small letters, unless they are mixed."""
    plain = (typed.lower(), typed.capitalize(), typed.upper())
    return reading.lower() if typed in plain else reading


def _texts_of(answer: AnswerPart) -> Iterator[str]:
    yield answer.reason
    yield answer.comment
    for one in answer.evidence:
        yield from (one.title, one.number, one.kept, one.description)
    if answer.noted:
        noted = answer.noted
        yield from (noted.action, noted.institution, noted.timescale)


def _word(piece: Piece, remembered: Mapping[str, str]) -> DoubtfulWord:
    return DoubtfulWord(
        key=piece.key,
        typed=piece.typed,
        why=piece.why,
        readings=piece.readings,
        stands=piece.shown,
        is_decided=piece.is_chosen,
        chosen=remembered.get(piece.key, ""),
    )


def _place(where: str, text: str, pieces: list[Piece], piece: Piece) -> Place:
    text = cyrillic.plain(text)
    end = piece.at + len(piece.typed)
    first, last = _edges(text, piece.at, end)
    before, after = ("…" if first else ""), ("…" if last < len(text) else "")
    return Place(
        where=where,
        typed=(before + text[first : piece.at], piece.typed, text[end:last] + after),
        shown=(
            before + cyrillic.joined(text, pieces, first, piece.at),
            piece.shown,
            cyrillic.joined(text, pieces, end, last) + after,
        ),
    )


def _edges(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a stretch of text around a word that cuts no other word in two."""
    first, last = max(0, start - _AROUND), min(len(text), end + _AROUND)
    if first:
        space = text.find(" ", first, start)
        first = space + 1 if space >= 0 else start
    if last < len(text):
        space = text.rfind(" ", end, last)
        last = space if space >= 0 else end
    return first, last
