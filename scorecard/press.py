"""A process of its own that lays out PDFs, started by scorecard/pdf.py as a script.

It knows no Django, no settings and no database: what one line of JSON brings is all it
has. A page that goes wrong in here takes nothing else down with it, and the memory that
laying out needs is not the site's. It ends when the site that started it does.
"""

import atexit
import json
import sys
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

Job = dict[str, Any]
# The flag of an annotation that is there on paper as well (ISO 32000-1, 12.5.3).
_PRINTED = 4


def serve(jobs: BinaryIO, answers: BinaryIO) -> None:
    """Answer each line of `jobs` until they end.

    A job is `{"html": text, "base": address, "style": [address, path], "fonts":
    {address: path}}`. The answer is a line of JSON: `{"bytes": how many}`, followed by
    the PDF, or `{"refused": "libraries"}` where Pango is missing, or `{"refused":
    "address"}` where the HTML asks for another file than those fonts.
    """
    for line in jobs:
        head, content = _answer(json.loads(line))
        answers.write(json.dumps(head).encode() + b"\n" + content)
        answers.flush()


def _answer(job: Job) -> tuple[dict[str, Any], bytes]:
    try:
        # Late: this needs Pango, and whoever lacks it has to be told how to get it.
        from weasyprint.urls import FatalURLFetchingError
    except OSError:
        return {"refused": "libraries"}, b""
    try:
        content = laid_out(job)
    except FatalURLFetchingError:  # a BaseException, not an Exception
        return {"refused": "address"}, b""
    return {"bytes": len(content)}, content


def laid_out(job: Job) -> bytes:
    """Return the PDF of a job, made in the process that asks."""
    from weasyprint import HTML

    files = tuple(sorted(job["fonts"].items()))
    style, fonts = _style(*job["style"], files)
    page = HTML(string=job["html"], base_url=job["base"], url_fetcher=_fetcher(files))
    content: bytes = page.write_pdf(
        stylesheets=[style],
        font_config=fonts,
        pdf_variant="pdf/ua-1",
        finisher=_make_plain_to_readers,
    )
    return content


def _make_plain_to_readers(_document: Any, pdf: Any) -> None:
    """Say of each heading of a table what it heads, and print what links look like.

    WeasyPrint names the headings of each cell, but a heading over nothing but other
    headings, as in a table's corner, is named by none of them (ISO 14289-1, 7.5).
    """
    parts = {one.reference: one for one in pdf.objects if hasattr(one, "get")}
    for part in parts.values():
        if part.get("S") == "/TH":
            row = [parts.get(kid, {}).get("S") for kid in parts[part["P"]]["K"]]
            part["A"]["Scope"] = "/Row" if "/TD" in row else "/Column"
        elif part.get("Subtype") == "/Link":
            part["F"] = _PRINTED


@lru_cache(maxsize=1)
def _style(
    address: str, path: str, files: tuple[tuple[str, str], ...]
) -> "tuple[CSS, FontConfiguration]":
    """Read the style and the fonts once a process: half of a report's time."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    # At the very end of Python it could no longer remove its copies of the fonts.
    atexit.register(_style.cache_clear)
    css = CSS(
        string=Path(path).read_text(encoding="utf-8"),
        base_url=address,
        url_fetcher=_fetcher(files),
        font_config=fonts,
    )
    return css, fonts


def _fetcher(files: tuple[tuple[str, str], ...]) -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse, iri_to_uri

    ours = {iri_to_uri(address): path for address, path in files}

    class OwnFiles(URLFetcher):
        def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
            path = ours.get(iri_to_uri(url))
            if path is None:
                raise ValueError("Only our own fonts are read.")
            return URLFetcherResponse(url, Path(path).read_bytes())

    return OwnFiles(fail_on_errors=True)


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
