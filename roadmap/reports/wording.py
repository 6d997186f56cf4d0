"""What people typed, in the script of the page or paper."""

from django.utils.translation import get_language

from cities import serbian
from cities.cyrillic import to_cyrillic


def typed(text: str) -> str:
    """Return text typed in Serbian in the script of the language in use.

    Cyrillic pages carry Cyrillic, Latin ones Latin, English ones what was typed.
    """
    language = get_language()
    if language == "sr":
        return to_cyrillic(text)
    return serbian.to_latin(text) if language == "sr-latn" else text
