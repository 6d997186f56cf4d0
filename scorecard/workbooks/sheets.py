"""Sheets of an open package as cells, formulas and merged areas. No Django.

Read straight from the XML in one pass: what the program that saved the file computed
and whether a formula stands there, both. Bounded to the part where people write.
"""

import math
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from lxml import etree

from scorecard.workbooks import cells
from scorecard.workbooks.faults import Finding, Trouble, Unreadable
from scorecard.workbooks.package import WORKBOOK

ROWS_MAXIMUM = 500
COLUMNS_MAXIMUM = 40

Value = str | Decimal | bool | None

_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_DECLARATION = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*<\?xml[^>]*\?>\s*")
_RELATION = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)


@dataclass(frozen=True)
class Cell:
    """What stands in a cell: the value as last computed, and its formula if any."""

    value: Value = None
    formula: str | None = None
    is_error: bool = False

    @property
    def text(self) -> str:
        """The value as people see it, without spaces around it."""
        if isinstance(self.value, str):
            return self.value.strip()
        if isinstance(self.value, Decimal):
            return f"{self.value:f}"
        return cells.text_of(self.value)


NOTHING = Cell()


@dataclass(frozen=True)
class Area:
    """A block of cells by column and row numbers counted from 1, both ends in it."""

    left: int
    top: int
    right: int
    bottom: int

    def holds(self, column: int, row: int) -> bool:
        return self.left <= column <= self.right and self.top <= row <= self.bottom


@dataclass(frozen=True)
class Sheet:
    """Cells by (column, row), counted from 1; A1 is (1, 1)."""

    name: str
    part: str
    cells: Mapping[tuple[int, int], Cell] = field(default_factory=dict)
    merged: tuple[Area, ...] = ()

    def at(self, reference: str) -> Cell:
        return self.cells.get(position(reference), NOTHING)

    def areas_of(self, reference: str) -> list[Area]:
        """Return the merged areas that the cell lies in; one at most if all is well."""
        column, row = position(reference)
        return [one for one in self.merged if one.holds(column, row)]

    def is_swallowed(self, reference: str) -> bool:
        """Tell whether a merged area hides the cell behind its first one."""
        return any(
            (area.left, area.top) != position(reference)
            for area in self.areas_of(reference)
        )


class Book:
    """The sheets of a package by their names, each read when it is asked for."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        self.package = package
        self.root = parsed(package, WORKBOOK)
        targets = relations(package, WORKBOOK)
        self.parts = {
            one.get("name", ""): targets.get(_relation_id(one), "")
            for one in self.root.findall(".//{*}sheets/{*}sheet")
        }
        self._sheets: dict[str, Sheet] = {}

    def __contains__(self, name: str) -> bool:
        return name in self.parts

    def sheet(self, name: str) -> Sheet:
        if name not in self._sheets:
            self._sheets[name] = self._read(name)
        return self._sheets[name]

    @property
    def counts_days_from_1904(self) -> bool:
        settings = self.root.find("{*}workbookPr")
        return settings is not None and settings.get("date1904") in ("1", "true")

    @property
    def is_to_be_computed(self) -> bool:
        """Whether its results are old until a program opens and saves it."""
        settings = self.root.find("{*}calcPr")
        return settings is not None and settings.get("fullCalcOnLoad") in ("1", "true")

    @cached_property
    def _strings(self) -> list[str]:
        parts = [
            target
            for target in relations(self.package, WORKBOOK).values()
            if posixpath.basename(target).lower() == "sharedstrings.xml"
        ]
        if not parts:
            return []
        return [_plain(one) for one in parsed(self.package, parts[0])]

    def _read(self, name: str) -> Sheet:
        part = self.parts[name]
        found: dict[tuple[int, int], Cell] = {}
        merged = []
        try:
            with self.package.open(part) as source:
                for element in _elements(source):
                    if etree.QName(element).localname == "row":
                        found.update(self._row(element))
                    else:
                        merged.append(_area(element.get("ref", "")))
                    element.clear()
        except (etree.XMLSyntaxError, KeyError, IndexError, ValueError) as error:
            raise broken(part) from error
        return Sheet(name, part, found, tuple(merged))

    def _row(self, element: etree._Element) -> Iterator[tuple[tuple[int, int], Cell]]:
        row = int(element.get("r", "0"))
        if not 0 < row <= ROWS_MAXIMUM:
            return
        for one in element.iterfind("{*}c"):
            column, _ = position(one.get("r", ""))
            if column <= COLUMNS_MAXIMUM:
                yield (column, row), self._cell(one)

    def _cell(self, element: etree._Element) -> Cell:
        formula = element.find("{*}f")
        kind = element.get("t", "n")
        if kind == "inlineStr":
            inline = element.find("{*}is")
            value: Value = _plain(inline) if inline is not None else None
        else:
            value = self._value(kind, element.findtext("{*}v"))
        return Cell(
            value=None if value == "" else value,
            formula=None if formula is None else f"={formula.text or ''}",
            is_error=kind == "e",
        )

    def _value(self, kind: str, written: str | None) -> Value:
        if written is None:
            return None
        if kind == "s":
            return self._strings[int(written)]
        if kind == "b":
            return written.strip() in ("1", "true")
        if kind == "n":
            # What Excel writes as 0.10000000000000001 is 0.1.
            number = float(written)
            if not math.isfinite(number):
                return written
            return Decimal(int(number) if number.is_integer() else repr(number))
        return cells.text_of(written)


def position(reference: str) -> tuple[int, int]:
    """Return column and row of "E7", counted from 1: (5, 7)."""
    match = _REFERENCE.fullmatch(reference)
    if not match:
        raise ValueError(reference)
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return column, int(match[2])


def reference_of(column: int, row: int) -> str:
    """Return "E7" for (5, 7)."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def parsed(package: zipfile.ZipFile, part: str) -> etree._Element:
    """Return the root of an XML part that `open_package` has judged."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, strip_cdata=False
    )
    try:
        return etree.fromstring(package.read(part), parser)
    except (etree.XMLSyntaxError, KeyError, ValueError) as error:
        raise broken(part) from error


def relations(package: zipfile.ZipFile, part: str) -> dict[str, str]:
    """Return the parts that a part refers to, by the name of the relation."""
    folder, name = posixpath.split(part)
    path = f"{folder}/_rels/{name}.rels"
    if path not in package.NameToInfo:
        return {}
    return {
        one.get("Id", ""): posixpath.normpath(
            posixpath.join("/", folder, one.get("Target", ""))
        ).lstrip("/")
        for one in parsed(package, path)
        if one.get("TargetMode") != "External"
    }


def broken(part: str) -> Unreadable:
    return Unreadable([Finding.at(Trouble.BROKEN, "", "", part)])


def _relation_id(element: etree._Element) -> str:
    return next((element.get(one) for one in _RELATION if element.get(one)), "")


def _elements(source: object) -> Iterator[etree._Element]:
    for _, element in etree.iterparse(
        source,
        tag=("{*}row", "{*}mergeCell"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
    ):
        yield element


def _area(reference: str) -> Area:
    first, _, last = reference.partition(":")
    return Area(*position(first), *position(last or first))


def _plain(item: etree._Element) -> str:
    """Return the text of a string item, of all its runs, without reading aids."""
    return cells.text_of(
        "".join(
            one.text or ""
            for one in item.iter("{*}t")
            if etree.QName(one.getparent()).localname != "rPh"
        )
    )


def written_like(before: bytes, root: etree._Element) -> bytes:
    """Return a changed part with the declaration that it had before."""
    document = root.getroottree()
    declaration = _DECLARATION.match(before)
    if declaration and (document.docinfo.encoding or "UTF-8").upper() == "UTF-8":
        return declaration[0] + etree.tostring(document, encoding="UTF-8")
    return etree.tostring(
        document,
        xml_declaration=True,
        encoding=document.docinfo.encoding or "UTF-8",
        standalone=document.docinfo.standalone,
    )
