"""Workbooks spoilt as people and attackers spoil them; each returns a new file."""

import io
import zipfile

from lxml import etree

from scorecard.workbooks.sheets import Book, parsed, position, reference_of
from tests.official import Written
from tests.parcel import MAIN


def entries(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def with_entry(content: bytes, name: str, data: bytes | None) -> bytes:
    """Return the package with an entry put in, changed, or (None) taken out."""
    found: dict[str, bytes | None] = {**entries(content), name: data}
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as package:
        for other, part in found.items():
            if part is not None:
                package.writestr(other, part)
    return result.getvalue()


def part_of(content: bytes, sheet: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return Book(package).parts[sheet]


def spoiled(content: bytes, sheet: str, cell: str, value: Written) -> bytes:
    """Return the file with another value in a cell; "=…" is a formula."""
    part, root = _opened(content, sheet)
    _set(root, cell, value)
    return with_entry(content, part, etree.tostring(root))


def merged(content: bytes, sheet: str, area: str) -> bytes:
    part, root = _opened(content, sheet)
    areas = root.find("{*}mergeCells")
    if areas is None:
        areas = etree.Element(f"{{{MAIN}}}mergeCells")
        root.find("{*}sheetProtection").addnext(areas)
    etree.SubElement(areas, f"{{{MAIN}}}mergeCell", ref=area)
    return with_entry(content, part, etree.tostring(root))


def row_inserted(content: bytes, sheet: str, before: int) -> bytes:
    """Return the file with an empty row put in; what is below moves down."""
    part, root = _opened(content, sheet)
    for row in root.iter(f"{{{MAIN}}}row"):
        number = int(row.get("r"))
        if number < before:
            continue
        row.set("r", str(number + 1))
        for cell in row:
            column, _ = position(cell.get("r"))
            cell.set("r", reference_of(column, number + 1))
    return with_entry(content, part, etree.tostring(root))


def sheet_removed(content: bytes, *sheets: str) -> bytes:
    """Return the file without some sheets; their parts go too."""
    for sheet in sheets:
        part = part_of(content, sheet)
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            root = parsed(package, "xl/workbook.xml")
        for one in root.findall(".//{*}sheet"):
            if one.get("name") == sheet:
                one.getparent().remove(one)
        content = with_entry(content, "xl/workbook.xml", etree.tostring(root))
        content = with_entry(content, part, None)
    return content


def _opened(content: bytes, sheet: str) -> tuple[str, etree._Element]:
    part = part_of(content, sheet)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return part, parsed(package, part)


def _set(root: etree._Element, reference: str, value: Written) -> None:
    column, number = position(reference)
    data = root.find("{*}sheetData")
    row = next((one for one in data if one.get("r") == str(number)), None)
    if row is None:
        row = etree.Element(f"{{{MAIN}}}row", r=str(number))
        data.insert(sum(int(one.get("r")) < number for one in data), row)
    for other in [one for one in row if one.get("r") == reference]:
        row.remove(other)
    cell = etree.Element(f"{{{MAIN}}}c", r=reference)
    row.insert(sum(position(one.get("r"))[0] < column for one in row), cell)
    _fill(cell, value)


def _fill(cell: etree._Element, value: Written) -> None:
    if isinstance(value, str) and value.startswith("="):
        etree.SubElement(cell, f"{{{MAIN}}}f").text = value[1:]
        etree.SubElement(cell, f"{{{MAIN}}}v").text = "1"
    elif isinstance(value, str):
        cell.set("t", "str")
        etree.SubElement(cell, f"{{{MAIN}}}v").text = value
    elif value is not None:
        if isinstance(value, bool):
            cell.set("t", "b")
        etree.SubElement(cell, f"{{{MAIN}}}v").text = str(
            int(value) if isinstance(value, bool) else value
        )
