"""Levels and dots, drawn at once: one page has hundreds of them."""

from collections.abc import Iterable
from functools import lru_cache

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from scorecard.cards import Choice
from scorecard.maps import Dot, Point

register = template.Library()

# All cities read the same wording: what was drawn of it once is kept, some 3 MB.
MOST_KEPT = 1024
# A template loop takes five times as long for the 204 levels of the longest page.
RADIO = (
    '<label class="level"><input type="radio" name="choice" value="{0}"{2}>'
    '<span class="level__n">{0}</span><span class="level__text">{1}</span></label>'
)
ROW = (
    '<div class="level is-read{2}" role="listitem"><span class="level__n">{0}</span>'
    '<span class="level__text">{1}{3}</span></div>'
)

GROUND = '<circle class="map__ground" cx="{}" cy="{}" r="1.6"/>'
DOT = (
    '<a href="{0}"><title>{1}</title>'
    '<circle class="map__dot {2}" cx="{3}" cy="{4}" r="{5}"/></a>'
)


@register.simple_tag
@lru_cache(maxsize=MOST_KEPT)
def level_radios(choices: tuple[Choice, ...]) -> SafeString:
    """Return the levels of one question as radio buttons."""
    checked = SafeString(" checked")
    return format_html_join(
        "\n",
        RADIO,
        ((one.value, one.text, checked if one.is_chosen else "") for one in choices),
    )


@register.simple_tag
def level_rows(choices: tuple[Choice, ...]) -> SafeString:
    """Return the levels of one question to read, the chosen one marked."""
    return _level_rows(choices, _("chosen"))


@lru_cache(maxsize=MOST_KEPT)
def _level_rows(choices: tuple[Choice, ...], chosen: str) -> SafeString:
    mark = format_html(' <span class="visually-hidden">({})</span>', chosen)
    marks = {True: (" is-chosen", mark), False: ("", "")}
    return format_html_join(
        "\n", ROW, ((one.value, one.text, *marks[one.is_chosen]) for one in choices)
    )


@register.simple_tag
def map_grounds(points: Iterable[Point]) -> SafeString:
    """Return points that only show where the country is."""
    return format_html_join("\n", GROUND, ((one.x, one.y) for one in points))


@register.simple_tag
def map_dots(dots: Iterable[Dot]) -> SafeString:
    """Return dots as links; the darker the class the higher the share."""
    return format_html_join(
        "\n",
        DOT,
        (
            (
                one.address,
                one.title,
                "is-none" if one.step is None else f"is-{one.step}",
                one.x,
                one.y,
                one.radius,
            )
            for one in dots
        ),
    )
