"""Workbooks opened and saved by a real LibreOffice, without a window."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from lxml import etree

SECONDS_MAXIMUM = 120

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

    It is saved as flat XML, where the cells are changed, and opened from there: a
    script inside LibreOffice would need its Python, which not every machine has.
    """
    flat = etree.fromstring(
        converted(content, ".xlsx", "fods"), etree.XMLParser(huge_tree=True)
    )
    for (sheet, place), value in values.items():
        _type(_cell(flat, sheet, place), value)
    changed = etree.tostring(flat, xml_declaration=True, encoding="UTF-8")
    return converted(changed, ".fods", "xlsx")


def converted(content: bytes, suffix: str, kind: str) -> bytes:
    """Return what `soffice --convert-to` makes of the content."""
    program = shutil.which("soffice")
    if not program:
        pytest.skip("No LibreOffice here. Type: sudo apt-get install libreoffice-calc")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / f"in{suffix}"
        source.write_bytes(content)
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
