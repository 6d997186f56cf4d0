"""An upload opened as a spreadsheet package, or refused with what is wrong. No Django.

A spreadsheet is a zip of XML parts. Here it is judged by its content alone: nothing is
unpacked to the disk, no macro is read, and after `open_package` every part is known to
be whole, of a bounded size and free of entities, so that any parser may have it.
"""

import copy
import io
import zipfile
import zlib
from collections.abc import Mapping

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser, ParseError
from openpyxl.utils.exceptions import InvalidFileException

from scorecard import uploads
from scorecard.workbooks.faults import Finding, Trouble, Unreadable

UPLOAD_MAXIMUM = 10 * 1024 * 1024
UNPACKED_MAXIMUM = 60 * 1024 * 1024
ENTRIES_MAXIMUM = 2_000
# Sheets of the same cell over and over shrink to a fiftieth; more is made to burst.
RATIO_MAXIMUM = 200
RATIO_COUNTS_FROM = 4 * 1024 * 1024

CONTENT_TYPES = "[Content_Types].xml"
WORKBOOK = "xl/workbook.xml"

_CHUNK = 64 * 1024
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ZIP_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
)
# What openpyxl raises for a workbook that it cannot make out.
BROKEN = (
    ArithmeticError,
    AttributeError,
    LookupError,
    OSError,
    SyntaxError,
    TypeError,
    ValueError,
    InvalidFileException,
)
# Names in the directory of a compound file, which are written in UTF-16.
_ENCRYPTED = ("EncryptedPackage", "EncryptionInfo")
_OLD_WORKBOOK = ("Workbook", "Book")
_BEFORE_XML = b"\xef\xbb\xbf\xff\xfe \t\r\n\0"
_MACRO_PLACES = ("xl/macrosheets/", "xl/activex/", "xl/dialogsheets/", "customui/")
_MACRO_TYPES = (b"macroenabled", b"vbaproject", b"macrosheet", b"activex")


def open_package(content: bytes) -> zipfile.ZipFile:
    """Return the upload as an open package, or raise Unreadable with one finding."""
    if not content:
        raise _unreadable(Trouble.EMPTY)
    if len(content) > UPLOAD_MAXIMUM:
        raise _unreadable(Trouble.TOO_LARGE)
    if content.startswith(uploads.OLD_OFFICE):
        raise _unreadable(_compound_file(content))
    if not content.startswith(b"PK\x03\x04"):
        raise _unreadable(Trouble.NOT_A_WORKBOOK)
    try:
        package = zipfile.ZipFile(io.BytesIO(content))
        _check_directory(package, len(content))
        for entry in package.infolist():
            _check_entry(package, entry)
    except _ZIP_BROKEN as error:
        if isinstance(error, Unreadable):
            raise
        raise _unreadable(Trouble.BROKEN) from error
    return package


def has_macros(package: zipfile.ZipFile) -> bool:
    """Tell whether the workbook brings something that runs: VBA, old macros, ActiveX.

    Told by names and by declared content types, as a part may be named anyhow.
    """
    names = [entry.filename.lower() for entry in package.infolist()]
    if any("vbaproject" in name or name.startswith(_MACRO_PLACES) for name in names):
        return True
    declared = package.read(CONTENT_TYPES).replace(b"\0", b"").lower()
    return any(kind in declared for kind in _MACRO_TYPES)


def replaced(
    package: zipfile.ZipFile, content: bytes, changes: Mapping[str, bytes]
) -> bytes:
    """Return the package with some parts changed; the others keep their packed bytes.

    Order, dates and attributes of all entries stay as they were.
    """
    starts = sorted(entry.header_offset for entry in package.infolist())
    ends = dict(zip(starts, [*starts[1:], package.start_dir], strict=True))
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w") as target:
        target.comment = package.comment
        for entry in package.infolist():
            if entry.filename in changes:
                _write(target, entry, changes[entry.filename])
            else:
                start = entry.header_offset
                _copy(target, result, entry, content[start : ends[start]])
    return result.getvalue()


def _write(target: zipfile.ZipFile, entry: zipfile.ZipInfo, data: bytes) -> None:
    new = zipfile.ZipInfo(entry.filename, entry.date_time)
    new.compress_type = entry.compress_type
    new.comment = entry.comment
    new.create_system = entry.create_system
    new.external_attr = entry.external_attr
    new.internal_attr = entry.internal_attr
    target.writestr(new, data)


def _copy(
    target: zipfile.ZipFile, file: io.BytesIO, entry: zipfile.ZipInfo, packed: bytes
) -> None:
    """Append an entry as it is, its own head and packed bytes.

    zipfile has no call for that; these are the public attributes it keeps itself by.
    """
    new = copy.copy(entry)
    new.header_offset = target.start_dir
    file.seek(target.start_dir)
    file.write(packed)
    target.start_dir = file.tell()
    target.filelist.append(new)
    target.NameToInfo[new.filename] = new


def _compound_file(content: bytes) -> Trouble:
    """Tell a workbook with a password from an old one and from anything else."""
    if any(name.encode("utf-16-le") in content for name in _ENCRYPTED):
        return Trouble.LOCKED
    if any(name.encode("utf-16-le") in content for name in _OLD_WORKBOOK):
        return Trouble.OLD_FORMAT
    return Trouble.NOT_A_WORKBOOK


def _check_directory(package: zipfile.ZipFile, size: int) -> None:
    entries = package.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    if (
        len(entries) > ENTRIES_MAXIMUM
        or unpacked > UNPACKED_MAXIMUM
        or unpacked > max(RATIO_COUNTS_FROM, size * RATIO_MAXIMUM)
    ):
        raise _unreadable(Trouble.UNPACKS_TOO_LARGE)
    if any(entry.flag_bits & 1 for entry in entries):
        raise _unreadable(Trouble.LOCKED)
    names = {entry.filename for entry in entries}
    if not {CONTENT_TYPES, WORKBOOK} <= names:
        raise _unreadable(Trouble.NOT_A_WORKBOOK)
    if len(names) < len(entries) or any(
        entry.compress_type not in _METHODS for entry in entries
    ):
        raise _unreadable(Trouble.BROKEN)


def _check_entry(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Read a part to its end, a piece at a time, and its XML without any entity.

    In pieces, because a part whose declared size lies would otherwise be unpacked
    whole; at the end its checksum tells the lie.
    """
    named_xml = entry.filename.lower().endswith((".xml", ".rels"))
    with package.open(entry) as part:
        piece = part.read(_CHUNK)
        if not named_xml and not piece.lstrip(_BEFORE_XML).startswith(b"<"):
            while part.read(_CHUNK):
                pass
            return
        parser = DefusedXMLParser(target=_Nothing(), forbid_dtd=True)
        well_formed = True
        while piece:
            well_formed = well_formed and _feed(parser, piece, entry.filename)
            piece = part.read(_CHUNK)
    well_formed = well_formed and _feed(parser, None, entry.filename)
    # Excel's own drawings of controls (.vml) need not be well-formed.
    if named_xml and not well_formed:
        raise _unreadable(Trouble.BROKEN, entry.filename)


def _feed(parser: DefusedXMLParser, piece: bytes | None, name: str) -> bool:
    """Return whether the XML is well-formed so far; None is its end."""
    try:
        if piece is None:
            parser.close()
        else:
            parser.feed(piece)
    except DefusedXmlException as error:
        raise _unreadable(Trouble.DANGEROUS_XML, name) from error
    except (ParseError, LookupError, ValueError):
        # Broken, or in an encoding that nobody knows.
        return False
    return True


class _Nothing:
    """A tree builder that builds nothing."""

    def close(self) -> None:
        """Have no result."""


def _unreadable(trouble: Trouble, part: str = "") -> Unreadable:
    return Unreadable([Finding.at(trouble, "", "", part)])
