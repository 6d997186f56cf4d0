"""The guides: Markdown under fixtures/guide, drawn once for each language.

Cyrillic and English are written by people, Latin is derived. A guide has one title, an
introduction and sections; the sections' addresses are the same in every language.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import Http404
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, override
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from PIL import Image

from cities import serbian

FOLDER = settings.BASE_DIR / "fixtures" / "guide"
# Each guide with the addresses of its sections, in the order in which they are written.
GUIDES = {
    "lead": (
        "signing-in",
        "home",
        "people",
        "start",
        "answers",
        "evidence",
        "agreeing",
        "talk",
        "submitting",
        "report",
        "publishing",
        "plan",
        "roadmap",
        "peers",
        "offline",
        "trouble",
    ),
    "contributor": ("first", "answers", "talk", "trouble"),
    "focal-point": (
        "signing-in",
        "home",
        "review",
        "after",
        "compare",
        "reports",
        "roadmap",
        "office",
        "people",
        "trouble",
    ),
    "workshop": ("prepare", "room", "vote", "guests", "no-network", "after", "trouble"),
    "reader": ("observer", "peer", "partner", "public", "trouble"),
    "administrator": (
        "first-day",
        "questionnaires",
        "people",
        "every-day",
        "backup",
        "update",
        "trouble",
    ),
}
# Where the pictures are, seen from a text.
PICTURES = "../../../static/"


@dataclass(frozen=True)
class Section:
    """A part of a guide: its address on the page, and its heading."""

    address: str
    title: str


@dataclass(frozen=True)
class Guide:
    """One guide in one language, ready to be shown."""

    name: str
    title: str
    introduction: SafeString
    body: SafeString
    sections: tuple[Section, ...]


def every() -> list[Guide]:
    """Return the guides in the language of the page."""
    return [of(name) for name in GUIDES]


def of(name: str) -> Guide:
    """Return one guide in the language of the page, or 404."""
    if name not in GUIDES:
        raise Http404
    language = get_language()
    return drawn(name, language if language in dict(settings.LANGUAGES) else "sr")


def source(name: str, language: str) -> Path:
    """Return the file that people write; Latin has the Cyrillic one."""
    return FOLDER / ("en" if language == "en" else "sr") / f"{name}.md"


@cache
def drawn(name: str, language: str) -> Guide:
    """Draw a guide once for all its readers."""
    parser = MarkdownIt("commonmark", {"html": False}, renderer_cls=Drawing)
    tokens = parser.parse(source(name, language).read_text(encoding="utf-8"))
    if language == "sr-latn":
        _into_latin(tokens)
    headings = [
        at
        for at, token in enumerate(tokens)
        if token.type == "heading_open" and token.tag == "h2"
    ]
    sections = tuple(
        Section(address, tokens[at + 1].content)
        for address, at in zip(GUIDES[name], headings, strict=True)
    )
    for section, at in zip(sections, headings, strict=True):
        tokens[at].attrs |= {"id": section.address, "tabindex": "-1"}
    with override(language):
        # The text is our own file, and HTML in it is not passed on.
        introduction, body = (
            mark_safe(parser.renderer.render(part, parser.options, {}))  # noqa: S308 - as above
            for part in (tokens[3 : headings[0]], tokens[headings[0] :])
        )
    return Guide(name, tokens[1].content, introduction, body, sections)


def _into_latin(tokens: Sequence[Token]) -> None:
    for token in tokens:
        if token.type in ("text", "inline"):
            token.content = serbian.to_latin(token.content)
        _into_latin(token.children or [])


class Drawing(RendererHTML):
    """HTML as the site has it: pictures with a caption, a way out as a note."""

    def image(
        self, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType
    ) -> str:
        token = tokens[at]
        path = str(token.attrs["src"]).removeprefix(PICTURES)
        with Image.open(settings.BASE_DIR / "static" / path) as picture:
            width, height = picture.size
        return format_html(
            '<img src="{}" width="{}" height="{}" alt="{}" loading="lazy">'
            '<span class="hint">{}</span>',
            static(path),
            width,
            height,
            self.renderInlineAsText(token.children, options, env),
            gettext("The data in the picture are invented."),
        )

    def blockquote_open(
        self, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType
    ) -> str:
        return '<div class="guide__note">'

    def blockquote_close(
        self, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType
    ) -> str:
        return "</div>"

    def link_open(
        self, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType
    ) -> str:
        token = tokens[at]
        name, _, rest = str(token.attrs["href"]).partition(".md")
        if name in GUIDES:
            token.attrs["href"] = reverse("guide:one", args=[name]) + rest
        return self.renderToken(tokens, at, options, env)
