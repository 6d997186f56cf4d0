"""An upload is a spreadsheet package by its content, or it is refused."""

import io
import struct
import zipfile

import openpyxl
import pytest
from PIL import Image

from scorecard.workbooks import package
from scorecard.workbooks.faults import Trouble, Unreadable
from tests import spoil
from tests.official import official_workbook, results_workbook

LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><x>&b;</x>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
SHEET = "xl/worksheets/sheet1.xml"


def image() -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (8, 8)).save(content, "PNG")
    return content.getvalue()


def changed(name: str, data: bytes | None) -> bytes:
    return spoil.with_entry(results_workbook(), name, data)


def locked() -> bytes:
    """Set the flag of encryption in each head of the directory."""
    content = bytearray(results_workbook())
    at = content.find(b"PK\x01\x02")
    while at >= 0:
        content[at + 8] |= 1
        at = content.find(b"PK\x01\x02", at + 4)
    return bytes(content)


def lying() -> bytes:
    """Declare ten bytes for a part that unpacks to three million."""
    content = bytearray(changed("xl/media/image1.bin", bytes(3_000_000)))
    at = content.rfind(b"PK\x01\x02")
    content[at + 24 : at + 28] = struct.pack("<I", 10)
    return bytes(content)


def doubled() -> bytes:
    content = io.BytesIO(results_workbook())
    with zipfile.ZipFile(content, "a") as target, pytest.warns(match="Duplicate"):
        target.writestr(SHEET, b"<x/>")
    return content.getvalue()


def crowded() -> bytes:
    content = io.BytesIO(results_workbook())
    with zipfile.ZipFile(content, "a") as target:
        for number in range(package.ENTRIES_MAXIMUM):
            target.writestr(f"xl/media/{number}", b"")
    return content.getvalue()


def packed_with_lzma() -> bytes:
    content = io.BytesIO(results_workbook())
    with zipfile.ZipFile(content, "a") as target:
        target.writestr("xl/x.xml", b"<x/>", zipfile.ZIP_LZMA)
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "trouble"),
    [
        pytest.param(b"", Trouble.EMPTY, id="empty"),
        pytest.param(bytes(60 << 20), Trouble.TOO_LARGE, id="60 MB"),
        pytest.param(
            OLE + "EncryptedPackage".encode("utf-16-le"), Trouble.LOCKED, id="password"
        ),
        pytest.param(
            OLE + "Workbook".encode("utf-16-le"), Trouble.OLD_FORMAT, id=".xls"
        ),
        pytest.param(
            OLE + "WordDocument".encode("utf-16-le"), Trouble.NOT_A_WORKBOOK, id=".doc"
        ),
        pytest.param(image(), Trouble.NOT_A_WORKBOOK, id="image renamed"),
        pytest.param(
            image() + results_workbook(), Trouble.NOT_A_WORKBOOK, id="image and zip"
        ),
        pytest.param(results_workbook()[:900], Trouble.BROKEN, id="cut off"),
        pytest.param(lying(), Trouble.BROKEN, id="declared size lies"),
        pytest.param(doubled(), Trouble.BROKEN, id="part twice"),
        pytest.param(packed_with_lzma(), Trouble.BROKEN, id="packed strangely"),
        pytest.param(changed(SHEET, b"<x>"), Trouble.BROKEN, id="not XML"),
        pytest.param(changed(SHEET, b""), Trouble.BROKEN, id="empty part"),
        pytest.param(
            changed("xl/media/a", bytes(61 << 20)),
            Trouble.UNPACKS_TOO_LARGE,
            id="zip bomb",
        ),
        pytest.param(
            changed("xl/media/a", bytes(8 << 20)),
            Trouble.UNPACKS_TOO_LARGE,
            id="absurd ratio",
        ),
        pytest.param(crowded(), Trouble.UNPACKS_TOO_LARGE, id="2000 parts"),
        pytest.param(locked(), Trouble.LOCKED, id="parts encrypted"),
        pytest.param(
            changed("xl/workbook.xml", None), Trouble.NOT_A_WORKBOOK, id="no workbook"
        ),
        pytest.param(
            changed("[Content_Types].xml", None), Trouble.NOT_A_WORKBOOK, id="no types"
        ),
        pytest.param(
            changed(SHEET, LAUGHS.encode()), Trouble.DANGEROUS_XML, id="entities"
        ),
        pytest.param(
            changed(SHEET, OUTSIDE.encode()), Trouble.DANGEROUS_XML, id="outside"
        ),
        pytest.param(
            changed(SHEET, LAUGHS.encode("utf-16")), Trouble.DANGEROUS_XML, id="UTF-16"
        ),
        pytest.param(
            changed("xl/worksheets/sheet9.bin", LAUGHS.encode()),
            Trouble.DANGEROUS_XML,
            id="XML named otherwise",
        ),
    ],
)
def test_upload_that_is_no_workbook_is_refused(
    content: bytes, trouble: Trouble
) -> None:
    with pytest.raises(Unreadable) as refused:
        package.open_package(content)

    assert [one.trouble for one in refused.value.findings] == [trouble]


def test_drawing_of_controls_need_not_be_well_formed() -> None:
    content = changed("xl/drawings/vmlDrawing1.vml", b"<xml><br></xml>")

    assert package.open_package(content)


@pytest.mark.parametrize("encoding", ["nonsense", "utf-7", "shift_jis", "utf-16"])
def test_xml_in_an_odd_encoding_is_broken(encoding: str) -> None:
    part = f'<?xml version="1.0" encoding="{encoding}"?><x/>'.encode()

    with pytest.raises(Unreadable) as caught:
        package.open_package(changed(SHEET, part))

    assert [one.trouble for one in caught.value.findings] == [Trouble.BROKEN]


@pytest.mark.parametrize(
    ("content", "has_macros"),
    [
        (official_workbook(), True),
        (results_workbook(), False),
        (changed("xl/macrosheets/sheet1.xml", b"<x/>"), True),
        (changed("xl/activeX/activeX1.xml", b"<x/>"), True),
        (changed("[Content_Types].xml", b"<T>vnd.ms-excel.macrosheet+xml</T>"), True),
    ],
)
def test_macros_of_any_kind_are_seen(content: bytes, has_macros: bool) -> None:
    assert package.has_macros(package.open_package(content)) == has_macros


def test_workbook_of_openpyxl_is_opened() -> None:
    content = io.BytesIO()
    openpyxl.Workbook().save(content)

    assert package.open_package(content.getvalue()).namelist()
