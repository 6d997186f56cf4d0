"""Levels as people choose and read them, drawn at once: one page has hundreds."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from scorecard.cards import Choice

register = template.Library()

# A template loop takes five times as long for the 204 levels of the longest page.
RADIO = (
    '<label class="level"><input type="radio" name="choice" value="{0}"{2}>'
    '<span class="level__n">{0}</span><span class="level__text">{1}</span></label>'
)
ROW = (
    '<div class="level is-read{2}" role="listitem"><span class="level__n">{0}</span>'
    '<span class="level__text">{1}{3}</span></div>'
)


@register.simple_tag
def level_radios(choices: Iterable[Choice]) -> SafeString:
    """Return the levels of one question as radio buttons."""
    checked = SafeString(" checked")
    return format_html_join(
        "\n",
        RADIO,
        ((one.value, one.text, checked if one.is_chosen else "") for one in choices),
    )


@register.simple_tag
def level_rows(choices: Iterable[Choice]) -> SafeString:
    """Return the levels of one question to read, the chosen one marked."""
    mark = format_html(' <span class="visually-hidden">({})</span>', _("chosen"))
    marks = {True: (" is-chosen", mark), False: ("", "")}
    return format_html_join(
        "\n", ROW, ((one.value, one.text, *marks[one.is_chosen]) for one in choices)
    )
