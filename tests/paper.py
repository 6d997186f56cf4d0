"""What a PDF says, read without any program but pikepdf."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf


def opened(content: bytes) -> pikepdf.Pdf:
    """Open a paper, and insist that a screen reader finds its way through it."""
    pdf = pikepdf.open(BytesIO(content))
    faults = _faults_of_structure(pdf)
    assert not faults, faults
    return pdf


def texts(content: bytes) -> list[str]:
    """Return the text of each page, its spaces made single."""
    return [_flat(_text(page)) for page in opened(content).pages]


def bookmarks(pdf: pikepdf.Pdf) -> dict[str, int]:
    """Return the number of the page, counted from 1, of each bookmark by its title."""
    places = {page.objgen: at for at, page in enumerate(pdf.pages, start=1)}
    found: dict[str, int] = {}

    def walk(items: Any) -> None:
        for item in items:
            found[_flat(item.title)] = places[item.destination[0].objgen]
            walk(item.children)

    with pdf.open_outline() as outline:
        walk(outline.root)
    return found


def fonts(pdf: pikepdf.Pdf) -> dict[str, bool]:
    """Return each font's name and whether it is embedded."""
    found = {}
    for page in pdf.pages:
        for font in page.get("/Resources", {}).get("/Font", {}).values():
            inner = font.DescendantFonts[0] if "/DescendantFonts" in font else font
            descriptor = inner.get("/FontDescriptor", {})
            found[str(font.BaseFont)] = any(
                key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")
            )
    return found


def tags(pdf: pikepdf.Pdf) -> set[str]:
    """Return the kinds of structure elements: /H1, /Table, /Figure and so on."""
    return {str(one.S) for one in _elements(pdf.Root.StructTreeRoot.K)}


def _elements(part: Any) -> Iterator[Any]:
    """Go through a part of the structure in reading order."""
    if isinstance(part, pikepdf.Array):
        for one in part:
            yield from _elements(one)
    elif isinstance(part, pikepdf.Dictionary):
        if "/S" in part:
            yield part
        if "/K" in part:
            yield from _elements(part.K)


def _faults_of_structure(pdf: pikepdf.Pdf) -> list[str]:
    """Return skipped levels of headings, and what a list holds beside its items."""
    if "/StructTreeRoot" not in pdf.Root:
        return []
    faults, before = [], 0
    for element in _elements(pdf.Root.StructTreeRoot.K):
        kind = str(element.S)
        if level := re.fullmatch(r"/H(\d)", kind):
            if (now := int(level[1])) > before + 1:
                faults.append(f"{kind} follows /H{before}")
            before = now
        if kind == "/L":
            inside = {str(one.S) for one in _children(element)}
            faults += [f"{one} in a list" for one in inside - {"/LI", "/Caption"}]
    return faults


def _children(element: Any) -> list[Any]:
    inside = element.get("/K", [])
    several = inside if isinstance(inside, pikepdf.Array) else [inside]
    return [
        one for one in several if isinstance(one, pikepdf.Dictionary) and "/S" in one
    ]


def _text(holder: Any) -> str:
    """Return the text of a page or of a drawing inside it."""
    resources = holder.get("/Resources", {})
    letters: dict[int, str] = {}
    said = []
    for operands, operator in pikepdf.parse_content_stream(holder):
        match str(operator):
            case "Tf":
                letters = _letters(resources.Font[str(operands[0])])
            case "Tj":
                said.append(_decoded(operands[0], letters))
            case "TJ":
                strings = [
                    one for one in operands[0] if isinstance(one, pikepdf.String)
                ]
                said.append("".join(_decoded(one, letters) for one in strings))
            case "BT":
                said.append(" ")
            case "Do":
                drawing = resources.XObject[str(operands[0])]
                if drawing.get("/Subtype") == "/Form":
                    said.append(_text(drawing))
    return "".join(said)


def _letters(font: Any) -> dict[int, str]:
    """Read which code of the font stands for which letters."""
    table = font.ToUnicode.read_bytes().decode("latin-1")
    letters = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for code, letter in re.findall(r"<(\w+)>\s*<(\w+)>", block):
            letters[int(code, 16)] = bytes.fromhex(letter).decode("utf-16-be")
    return letters


def _decoded(string: pikepdf.String, letters: dict[int, str]) -> str:
    codes = bytes(string)
    return "".join(
        letters.get(int.from_bytes(codes[at : at + 2], "big"), "\ufffd")
        for at in range(0, len(codes), 2)
    )


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
