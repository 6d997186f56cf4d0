"""Filters for every template: shares as people read them, languages for `lang`."""

from decimal import Decimal
from fractions import Fraction
from functools import cache

from django import template
from django.template import engines
from django.utils import formats
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from cities import serbian
from cities.cyrillic import to_cyrillic
from cities.models.people import name_in_script
from mcr2030 import devices
from mcr2030.guides import hints

register = template.Library()

HTML_LANGUAGES = {"sr": "sr-Cyrl", "sr-latn": "sr-Latn", "en": "en"}


@register.simple_tag(takes_context=True)
def drawn(context: template.Context, name: str, **parts: object) -> SafeString:
    """Draw a template of templates/jinja with these parts, and with the form token."""
    token = context.get("csrf_token", "")
    # One drawing is in one language: a text that repeats is looked up once.
    own = {"csrf_token": str(token), "_": cache(gettext)}
    return SafeString(engines["jinja"].get_template(name).render({**own, **parts}))


@register.simple_tag(takes_context=True)
def first_hint(context: template.Context, name: str) -> SafeString:
    """Draw the hint of the screen; nothing for who has put it away."""
    request = context["request"]
    hint = hints.of(name, request.user)
    if hint is None:
        return SafeString("")
    return drawn(context, "parts/hint.jinja", hint=hint, request=request)


register.filter("device_words", devices.words)


@register.filter
def percent(share: Fraction | None) -> str:
    """Return a share as whole per cent, rounded here and nowhere before."""
    if share is None:
        return "–"
    return f"{_whole(share * 100)} %"


def whole_percent(share: Fraction) -> str:
    """Return a share as a whole number of per cent, where the sign stands elsewhere."""
    return str(_whole(share * 100))


@register.filter
def points(difference: Fraction | None) -> str:
    """Return a difference of shares as signed percentage points."""
    if difference is None:
        return "–"
    whole = _whole(abs(difference) * 100)
    if whole == 0:
        return "0"
    return f"{'+' if difference > 0 else '−'}{whole}"


@register.filter
def one_decimal(number: Fraction | None) -> str:
    """Return a number with one decimal in the reader's notation."""
    if number is None:
        return "–"
    # Rounded here: Django would cut what follows the first decimal off.
    tenths = _whole(abs(number) * 10)
    rounded = Decimal(tenths if number >= 0 else -tenths) / 10
    return formats.number_format(rounded, decimal_pos=1)


@register.filter
def html_language(code: str) -> str:
    """Return Django's language code as HTML wants it."""
    return HTML_LANGUAGES.get(code, code)


@register.filter
def in_script(text: str, typed_in: str = "sr") -> str:
    """Return text typed in Serbian in the script of the page being shown.

    Cyrillic pages and papers carry Cyrillic, Latin ones Latin, English ones what was
    typed. Figures, codes and foreign words stay, and so does text typed in another
    language: transliterated English is neither.
    """
    language = get_language()
    if typed_in != "sr":
        return text or ""
    if language == "sr":
        return to_cyrillic(text or "")
    return serbian.to_latin(text or "") if language == "sr-latn" else text or ""


register.filter(name_in_script)


def _whole(number: Fraction) -> int:
    """Round half up, as people do on paper; Python would round to even."""
    return int(number + Fraction(1, 2))
