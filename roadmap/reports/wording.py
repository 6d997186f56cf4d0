"""What people typed, in the script of the page or paper."""

from django.utils.translation import get_language

from cities import serbian
from cities.actions.spelling import words_of
from cities.cyrillic import to_cyrillic
from cities.models import City
from roadmap.models import Plan


def words_on(plan: Plan, city: City | None) -> dict[str, str]:
    """Return how words stand on a plan's paper: as its city chose, in one query.

    A whole joint plan is no single city's: there the rules alone decide.
    """
    owner = city or plan.city
    return words_of(owner) if owner else {}


def typed(text: str) -> str:
    """Return text typed in Serbian in the script of the language in use.

    Cyrillic pages carry Cyrillic, Latin ones Latin, English ones what was typed.
    """
    language = get_language()
    if language == "sr":
        return to_cyrillic(text)
    return serbian.to_latin(text) if language == "sr-latn" else text
