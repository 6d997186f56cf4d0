"""The words that a lead decides on before a Cyrillic paper is printed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cities.actions import spelling
from cities.cyrillic_words import Why
from cities.models.numbers import whole_number
from scorecard.reports.words import DoubtfulWord, stored

LATIN, OWN, FORGET = "latin", "own", "forget"


@dataclass(frozen=True)
class Row:
    """A word with its fields as they are shown: what is chosen, typed and wrong."""

    word: DoubtfulWord
    number: int
    chosen: str
    own: str
    error: str

    @property
    def options(self) -> list[tuple[str, str]]:
        """The readings in Cyrillic, by the values of their fields."""
        return [(str(place), one) for place, one in enumerate(self.word.readings)]

    @property
    def why(self) -> str:
        return why_words(self.word.why)


class WordsForm:
    """Choices for the words on one page, and for one more that is written out.

    A plain class: its fields follow from the words. What was sent stays as typed.
    """

    def __init__(
        self, words: Sequence[DoubtfulWord], data: Mapping[str, Any] | None
    ) -> None:
        self.data = data
        self.forms: dict[str, str] = {}
        self.forget: list[str] = []
        self.rows = [self._row(one, number) for number, one in enumerate(words)]
        self.another = self._sent("another")
        self.another_form = self._sent("another-form")
        self.another_error = self._check_another()

    @property
    def is_valid(self) -> bool:
        return self.data is not None and not self.has_errors

    @property
    def has_errors(self) -> bool:
        return bool(self.another_error) or any(row.error for row in self.rows)

    @property
    def says_something(self) -> bool:
        return bool(self.forms or self.forget)

    def _sent(self, name: str) -> str:
        return str(self.data.get(name, "")) if self.data is not None else ""

    def _row(self, word: DoubtfulWord, number: int) -> Row:
        """Read the row of a word, found by the word itself: pages may have moved."""
        place = self._place_of(word)
        if place is None:
            return Row(word, number, *_as_remembered(word), "")
        chosen, own = self._sent(f"choice-{place}"), self._sent(f"own-{place}")
        error = ""
        try:
            self._take(word, chosen, own)
        except ValidationError as found:
            error = found.messages[0]
        return Row(word, number, chosen, own, error)

    def _place_of(self, word: DoubtfulWord) -> str | None:
        if self.data is None:
            return None
        for name, value in self.data.items():
            if name.startswith("word-") and value == word.key:
                return name.removeprefix("word-")
        return None

    def _take(self, word: DoubtfulWord, chosen: str, own: str) -> None:
        if chosen == LATIN:
            self.forms[word.key] = word.key
        elif chosen == OWN:
            self.forms[word.key] = spelling.form_of(own)
        elif chosen == FORGET:
            self.forget.append(word.key)
        elif (at := whole_number(chosen)) is not None and at < len(word.readings):
            self.forms[word.key] = stored(word.typed, word.readings[at])
        elif own.strip():
            raise ValidationError(
                _("Choose “Spelled otherwise” too, or empty the field beside it.")
            )

    def _check_another(self) -> str:
        if not (self.another.strip() or self.another_form.strip()):
            return ""
        try:
            word = spelling.word_of(self.another)
            self.forms[word] = spelling.form_of(self.another_form)
        except ValidationError as found:
            return str(found.messages[0])
        return ""


def _as_remembered(word: DoubtfulWord) -> tuple[str, str]:
    """Return the field that stands for the city's choice, and its own spelling.

    Without a choice, that of what is printed as things are: saving confirms it.
    """
    if not word.chosen:
        return (LATIN if word.stands == word.typed else "0"), ""
    if word.chosen == word.key:
        return LATIN, ""
    for place, reading in enumerate(word.readings):
        if stored(word.typed, reading) == word.chosen:
            return str(place), ""
    return OWN, word.chosen


def why_words(why: Why | None) -> str:
    """Say why somebody should look at a word."""
    if why is None:
        return _("Spelled as your city decided.")
    return {
        Why.ACRONYM: _("An abbreviation: is it Serbian or foreign?"),
        Why.DJ: _("Here dj may stand for one letter or for two."),
        Why.FOREIGN: _("It looks like a foreign word or name."),
        Why.MARKS: _("It seems to be typed without č, ć, š, ž or đ."),
        Why.MIXED: _("Latin and Cyrillic letters are mixed in it."),
        Why.MORPHEMES: _("Here nj, lj or dž may be one letter or two."),
        Why.QUOTED: _("Latin words in quotes stay, unless they are a Serbian name."),
    }[why]
