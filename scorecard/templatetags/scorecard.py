"""Dots of a map, drawn at once: one page has hundreds of them."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from scorecard.maps import Dot, Point

register = template.Library()

LETTER = '<text class="map__letter is-{2}" x="{0}" y="{1}" dy=".35em">{3}</text>'
GROUND = '<circle class="map__ground" cx="{}" cy="{}" r="1.6"/>'
DOT = (
    '<a href="{0}"><title>{1}</title>'
    '<circle class="map__dot {2}" cx="{3}" cy="{4}" r="{5}"/>{6}</a>'
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
                _letter(one),
            )
            for one in dots
        ),
    )


def _letter(dot: Dot) -> SafeString:
    """Return the letter in the middle of a dot, so that colour does not tell alone."""
    if not dot.letter:
        return SafeString("")
    return format_html(LETTER, dot.x, dot.y, dot.step, dot.letter)
