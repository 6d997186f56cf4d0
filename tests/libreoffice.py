"""Workbooks opened and saved by a real LibreOffice, without a window."""

import io
import os
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from lxml import etree

SECONDS_MAXIMUM = 120
# Otherwise it shows what the program that saved an Excel file computed last.
_ALWAYS_CALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>"""

_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
_ROW, _CELL = f"{{{_TABLE}}}table-row", f"{{{_TABLE}}}table-cell"
_COVERED = f"{{{_TABLE}}}covered-table-cell"


def recalculated(content: bytes, suffix: str = ".xlsx") -> bytes:
    """Return the workbook as LibreOffice saves it, its formulas calculated anew."""
    return converted(content, suffix, suffix.removeprefix("."))


def filled(content: bytes, values: Mapping[tuple[str, str], str | int]) -> bytes:
    """Return the .xlsx with values typed into cells, by (sheet, "D7"), and saved.

    It is saved as OpenDocument, where the cells are changed, and opened from there: a
    script inside LibreOffice would need its Python, which not every machine has. Its
    flat form would not do: LibreOffice does not open one with our long sealed text.
    """
    opened = converted(content, ".xlsx", "ods")
    with zipfile.ZipFile(io.BytesIO(opened)) as package:
        parts = {entry: package.read(entry) for entry in package.infolist()}
    changed = io.BytesIO()
    with zipfile.ZipFile(changed, "w") as package:
        for entry, data in parts.items():
            is_content = entry.filename == "content.xml"
            package.writestr(entry, _typed(data, values) if is_content else data)
    return converted(changed.getvalue(), ".ods", "xlsx")


def converted(content: bytes, suffix: str, kind: str) -> bytes:
    """Return what `soffice --convert-to` makes of the content."""
    program = shutil.which("soffice")
    if not program:
        pytest.skip("No LibreOffice here. Type: sudo apt-get install libreoffice-calc")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / f"in{suffix}"
        source.write_bytes(content)
        settings = folder / "profile" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(_ALWAYS_CALCULATE)
        subprocess.run(  # noqa: S603 (our own arguments)
            [
                program,
                f"-env:UserInstallation={(folder / 'profile').as_uri()}",
                "--headless",
                "--convert-to",
                kind,
                "--outdir",
                str(folder / "out"),
                str(source),
            ],
            check=True,
            capture_output=True,
            timeout=SECONDS_MAXIMUM,
            env={**os.environ, "HOME": name},
        )
        return (folder / "out" / f"in.{kind}").read_bytes()


def _typed(content: bytes, values: Mapping[tuple[str, str], str | int]) -> bytes:
    root = etree.fromstring(content, etree.XMLParser(huge_tree=True))
    for (sheet, place), value in values.items():
        _type(_cell(root, sheet, place), value)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _cell(flat: etree._Element, sheet: str, place: str) -> etree._Element:
    letters = place.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    tables = flat.iter(f"{{{_TABLE}}}table")
    table = next(one for one in tables if one.get(f"{{{_TABLE}}}name") == sheet)
    rows = list(table.iter(_ROW))
    row = _nth(rows, int(place[len(letters) :]), "number-rows-repeated")
    cells = [one for one in row if one.tag in (_CELL, _COVERED)]
    return _nth(cells, column, "number-columns-repeated")


def _nth(elements: list[etree._Element], number: int, repeated: str) -> etree._Element:
    """Return the element of that number, split off from those written as one."""
    name = f"{{{_TABLE}}}{repeated}"
    for element in elements:
        count = int(element.get(name, "1"))
        if number <= count:
            return _split(element, name, number, count)
        number -= count
    raise LookupError("beyond the sheet")


def _split(
    element: etree._Element, name: str, number: int, count: int
) -> etree._Element:
    parent = element.getparent()
    at = parent.index(element)
    parts = [(number - 1), 1, count - number]
    made = []
    for part in parts:
        copy = etree.fromstring(etree.tostring(element))
        copy.tail = None
        copy.set(name, str(part))
        made.append(copy)
    parent[at : at + 1] = [copy for copy, part in zip(made, parts, strict=True) if part]
    return made[1]


def _type(cell: etree._Element, value: str | int) -> None:
    for child in list(cell):
        cell.remove(child)
    for name in ("value", "value-type", "string-value"):
        cell.attrib.pop(f"{{{_OFFICE}}}{name}", None)
    cell.attrib.pop(f"{{{_TABLE}}}formula", None)
    kind = "string" if isinstance(value, str) else "float"
    cell.set(f"{{{_OFFICE}}}value-type", kind)
    if kind == "float":
        cell.set(f"{{{_OFFICE}}}value", str(value))
    for line in str(value).split("\n"):
        etree.SubElement(cell, f"{{{_TEXT}}}p").text = line
