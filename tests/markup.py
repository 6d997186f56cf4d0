"""What is wrong with a page's markup, in words."""

import re
from itertools import chain
from xml.etree.ElementTree import Element

import html5lib

TAG = re.compile(r"<[^>]*>")
# Where words stand in a tag, and addresses, which differ from page to page.
WORDS = re.compile(
    r'\b(alt|title|aria-label|placeholder|value|content|lang|href|action)="[^"]+"'
)
ENTITY = re.compile(r"&[^;\s]{0,8};?")
LANGUAGES = {"sr": "sr-Cyrl", "sr-latn": "sr-Latn", "en": "en"}


def skeleton_of(page: str) -> str:
    """Return a page's marks, with a sign where words are: its validity hangs on these.

    Pages that differ in words and figures only, as in two languages, have the same.
    """
    tags = [WORDS.sub(r'\1="…"', tag) for tag in TAG.findall(page)]
    texts = TAG.split(page)
    marks = ["…" if re.search(r"\w", text) else "" for text in texts]
    entities = sorted({one for text in texts for one in ENTITY.findall(text)})
    return "".join(chain(*zip(marks, [*tags, ""], strict=True), entities))


def faults_of(page: str, language: str) -> list[str]:
    """Return what is wrong with a page, in words."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    try:
        tree = parser.parse(page)
    except html5lib.html5parser.ParseError as error:
        line, column = parser.errors[-1][0]
        around = page.splitlines()[line - 1][max(0, column - 60) : column + 20]
        return [f"{error} at line {line}: {around}"]
    found = [_fault(element) for element in tree.iter()]
    faults = [fault for fault in found if fault]
    if tree.get("lang") != LANGUAGES[language]:
        faults.append(f"lang={tree.get('lang')}")
    if (headings := len(tree.findall(".//h1"))) != 1:
        faults.append(f"{headings} h1")
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    faults += [f"id {one} twice" for one in {*ids} if ids.count(one) > 1]
    title = tree.findtext(".//title") or ""
    if not re.match(r"\s*\w", title):
        faults.append("no title")
    return faults


def _fault(element: Element) -> str:
    if not isinstance(element.tag, str):
        return ""
    inline = [name for name in element.keys() if _is_inline(str(name))]  # noqa: SIM118
    if inline:
        return f"<{element.tag} {inline[0]}>"
    if element.tag == "style":
        return "<style>"
    is_script = element.tag == "script" and element.get("src") is None
    if is_script and element.get("type") != "application/json":
        return "<script> without src"
    return ""


def _is_inline(attribute: str) -> bool:
    return attribute == "style" or attribute.startswith("on")
