"""What repeats is drawn by Jinja2: cards, rows, dots, form fields, the frame of a page.

Everything else is Django's templates; see docs/adr/0011.
"""

from collections.abc import Callable
from typing import Any

from django.contrib.humanize.templatetags.humanize import intcomma
from django.forms.renderers import DjangoTemplates, Jinja2
from django.http import HttpRequest
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from jinja2 import Environment

from cities.models.people import Membership, name_in_script
from mcr2030.guides import help as guide_help
from mcr2030.templatetags.mcr2030 import in_script, percent

# Stands for a key or a code in an address: none looks like it.
ANY = 10**17


def environment(**options: Any) -> Environment:
    """Return what the templates in templates/jinja know besides Jinja's own."""
    made = Environment(**options, trim_blocks=True, lstrip_blocks=True)  # noqa: S701 - Django switches escaping on
    made.globals.update(
        _=gettext,
        addresses=_addresses,
        help_address=_help_address,
        language=get_language,
        level_words=_level_words,
        part=_part,
        url=_url,
    )
    made.filters.update(
        day=lambda at: date_format(at, "SHORT_DATE_FORMAT"),
        in_script=in_script,
        intcomma=intcomma,
        name_in_script=name_in_script,
        percent=percent,
    )
    return made


def _addresses(name: str, *before: object) -> Callable[[object], str]:
    """Return what makes addresses from their last part; looked up once for a list."""
    start, end = reverse(name, args=[*before, ANY]).split(str(ANY))
    return lambda last: f"{start}{last}{end}"


def _url(name: str, *parts: object) -> str:
    return reverse(name, args=parts)


def _help_address(request: HttpRequest | None, memberships: list[Membership]) -> str:
    """Return where the help with this page is; a page not found has that of all."""
    match = request.resolver_match if request else None
    user = getattr(request, "user", None)
    return guide_help.address(
        match.view_name if match else "",
        memberships or (),
        is_administrator=bool(user and user.is_superuser),
    )


def _level_words(score: int) -> str:
    return gettext("level %(score)s") % {"score": score}


def _part(name: str, **context: Any) -> SafeString:
    """Draw a part that is one of Django's templates, since it stands elsewhere too."""
    return render_to_string(name, context)


class FormRenderer(Jinja2):
    """Draw form fields with Django's own Jinja2 templates.

    The admin has none for its fields: these are drawn as always.
    """

    def get_template(self, template_name: str) -> Any:
        try:
            return super().get_template(template_name)
        except TemplateDoesNotExist:
            return DjangoTemplates().get_template(template_name)
