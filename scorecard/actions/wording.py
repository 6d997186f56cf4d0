"""What is wrong with a text that somebody brings for a questionnaire."""

import unicodedata

from django.utils.translation import gettext as _

# A cell that begins so runs in whoever's spreadsheet.
FORMULA_SIGNS = ("=", "+", "-", "@")
LONG_TEXT_MAXIMUM = 2000


def fault(text: str, *, language: str = "", maximum: int = LONG_TEXT_MAXIMUM) -> str:
    """Return a sentence on what is wrong with the text, or nothing.

    `language` is sr (Cyrillic), en, or none for what is no wording, such as a code.
    """
    if text.startswith(FORMULA_SIGNS):
        return _("A text must not begin with = + - or @. Begin it with a word.")
    if len(text) > maximum:
        return _("The text is too long: write at most %(maximum)s characters.") % {
            "maximum": maximum
        }
    if any(_is_control(letter) for letter in text):
        return _("The text has characters that cannot be printed. Type it again.")
    cyrillic, latin = _count(text, "CYRILLIC"), _count(text, "LATIN")
    if language == "sr" and latin > cyrillic:
        return _("Write Serbian in Cyrillic here. The Latin text is made from it.")
    if language == "en" and cyrillic > latin:
        return _("Write English here: this text is in Cyrillic.")
    return ""


def _is_control(letter: str) -> bool:
    return unicodedata.category(letter) == "Cc" and letter not in "\n\r\t"


def _count(text: str, script: str) -> int:
    return sum(unicodedata.name(letter, "").startswith(script) for letter in text)
