"""A page of HTML to a PDF, with nothing read but our own style sheet and fonts."""

import atexit
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.contrib.staticfiles import finders
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

LIBRARIES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
# No such host exists: an address under it can only be one of the files named here.
_BASE = "https://paper.invalid/static/"
_STYLE = "css/print.css"
_FONTS = ("fonts/SourceSans3[wght].ttf", "fonts/SourceSans3-Italic[wght].ttf")


class Unprintable(Exception):
    """No PDF can be made; the message is a sentence that says what to do."""


def render(html: str) -> bytes:
    """Return a tagged PDF (PDF/UA-1). Raises Unprintable with a sentence.

    User text in `html` must be escaped; an address in it that is not one of our own
    files stops the work.
    """
    try:
        # Late: this needs Pango, and the rest of the site must run without it.
        from weasyprint import HTML
        from weasyprint.urls import FatalURLFetchingError
    except OSError as error:
        raise Unprintable(
            _(
                "PDFs cannot be made on this server yet. Ask its administrator to "
                "run: %(command)s"
            )
            % {"command": f"apt-get install --no-install-recommends {LIBRARIES}"}
        ) from error
    style, fonts = _style()
    try:
        return HTML(string=html, base_url=_BASE, url_fetcher=_fetcher()).write_pdf(
            stylesheets=[style], font_config=fonts, pdf_variant="pdf/ua-1"
        )
    except FatalURLFetchingError as error:  # a BaseException, not an Exception
        raise Unprintable(
            _("The PDF was not made: it asks for a file that is not ours.")
        ) from error


def words_for_pages() -> tuple[str, str, str]:
    """Return what stands before, between and after the two numbers of a page foot."""
    gap = "\0"
    words = _("Page %(page)s of %(pages)s") % {"page": gap, "pages": gap}
    before, between, after = words.split(gap)
    return before, between, after


@lru_cache(maxsize=1)
def _style() -> "tuple[CSS, FontConfiguration]":
    """Read the style and the fonts once a process: half of a report's time."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    # At the very end of Python it could no longer remove its copies of the fonts.
    atexit.register(_style.cache_clear)
    css = CSS(
        string=_found(_STYLE).read_text(encoding="utf-8"),
        base_url=_BASE + _STYLE,
        url_fetcher=_fetcher(),
        font_config=fonts,
    )
    return css, fonts


def _fetcher() -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse, iri_to_uri

    ours = {iri_to_uri(_BASE + name): name for name in _FONTS}

    class OwnFiles(URLFetcher):
        def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
            name = ours.get(iri_to_uri(url))
            if name is None:
                raise ValueError("Only our own fonts are read.")
            return URLFetcherResponse(url, _found(name).read_bytes())

    return OwnFiles(fail_on_errors=True)


def _found(name: str) -> Path:
    path = finders.find(name)
    if not path:
        raise Unprintable(_("The PDF was not made: a font or style is missing."))
    return Path(path)
