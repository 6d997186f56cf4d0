"""Uploaded documents judged by their content, not by their name. No Django.

Allowed are PDF without scripts, office documents without macros, and images that
decode. Everything else is refused with a `Fault`, for which the form has a sentence.
"""

import enum
import io
import zipfile
from pathlib import PurePath

import pikepdf
import puremagic
from PIL import Image

UNPACKED_MAXIMUM = 200 * 1024 * 1024
PIXEL_MAXIMUM = 60_000_000

_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
_OFFICE_XML = "application/vnd.openxmlformats-officedocument."
TYPES = {
    ".pdf": "application/pdf",
    ".docx": f"{_OFFICE_XML}wordprocessingml.document",
    ".xlsx": f"{_OFFICE_XML}spreadsheetml.sheet",
    ".pptx": f"{_OFFICE_XML}presentationml.presentation",
    ".odt": f"{_OPEN_DOCUMENT}text",
    ".ods": f"{_OPEN_DOCUMENT}spreadsheet",
    ".odp": f"{_OPEN_DOCUMENT}presentation",
    ".doc": "application/msword",
    ".xls": "application/vnd.ms-excel",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
}
_MAIN_PARTS = {".docx": "word/", ".xlsx": "xl/", ".pptx": "ppt/"}
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Names in a PDF that make it do something when it is opened.
_ACTIVE = frozenset(
    ("/JavaScript", "/JS", "/Launch", "/EmbeddedFiles", "/RichMedia", "/XFA")
)


class Fault(enum.Enum):
    """Why a file is refused."""

    EMPTY = "empty"
    KIND = "kind"
    CONTENT = "content"
    ACTIVE = "active"
    LOCKED = "locked"
    HUGE = "huge"


class Unacceptable(ValueError):
    """The file cannot be kept; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


def check(name: str, content: bytes) -> str:
    """Return the media type of an acceptable document, or raise Unacceptable."""
    if not content:
        raise Unacceptable(Fault.EMPTY)
    suffix = PurePath(name).suffix.lower()
    if suffix not in TYPES:
        raise Unacceptable(Fault.KIND)
    if suffix == ".pdf":
        _check_pdf(content)
    elif suffix in (".jpg", ".jpeg", ".png"):
        _check_image(content, TYPES[suffix])
    elif suffix in (".doc", ".xls"):
        _check_old_office(content)
    else:
        _check_package(content, suffix)
    return TYPES[suffix]


def _check_pdf(content: bytes) -> None:
    if not content.startswith(b"%PDF-"):
        raise Unacceptable(Fault.CONTENT)
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            if any(_is_active(one) for one in pdf.objects):
                raise Unacceptable(Fault.ACTIVE)
    except pikepdf.PasswordError as error:
        raise Unacceptable(Fault.LOCKED) from error
    except pikepdf.PdfError as error:
        raise Unacceptable(Fault.CONTENT) from error


def _is_active(one: pikepdf.Object) -> bool:
    """Tell whether a PDF object, or a dictionary written inside it, holds a script."""
    if isinstance(one, pikepdf.Stream):
        one = one.stream_dict
    if isinstance(one, pikepdf.Array):
        return any(_is_active(part) for part in one if not _is_indirect(part))
    if not isinstance(one, pikepdf.Dictionary):
        return False
    if _ACTIVE & set(one.keys()) or str(one.get("/S", "")) in _ACTIVE:
        return True
    return any(_is_active(part) for part in one.values() if not _is_indirect(part))


def _is_indirect(one: object) -> bool:
    return bool(getattr(one, "is_indirect", False))


def _check_image(content: bytes, media_type: str) -> None:
    try:
        with Image.open(io.BytesIO(content)) as image:
            width, height = image.size
            kind = Image.MIME.get(image.format or "")
            if width * height > PIXEL_MAXIMUM:
                raise Unacceptable(Fault.HUGE)
            image.verify()
    except (OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise Unacceptable(Fault.CONTENT) from error
    if kind != media_type:
        raise Unacceptable(Fault.CONTENT)


def _check_old_office(content: bytes) -> None:
    if not content.startswith(OLD_OFFICE):
        raise Unacceptable(Fault.CONTENT)
    # The directory of a compound file names its macro storage in UTF-16.
    if "_VBA_PROJECT".encode("utf-16-le") in content:
        raise Unacceptable(Fault.ACTIVE)


def _check_package(content: bytes, suffix: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            entries = package.infolist()
            names = [entry.filename for entry in entries]
            if sum(entry.file_size for entry in entries) > UNPACKED_MAXIMUM:
                raise Unacceptable(Fault.HUGE)
            if any(entry.flag_bits & 1 for entry in entries):
                raise Unacceptable(Fault.LOCKED)
            declared = package.read("mimetype").decode() if "mimetype" in names else ""
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        if isinstance(error, Unacceptable):
            raise
        raise Unacceptable(_broken_package(content)) from error
    if suffix in _MAIN_PARTS:
        right = "[Content_Types].xml" in names and any(
            name.startswith(_MAIN_PARTS[suffix]) for name in names
        )
    else:
        right = declared == TYPES[suffix]
    if not right:
        raise Unacceptable(Fault.CONTENT)
    if any("vbaProject" in name or name.startswith("Basic/") for name in names):
        raise Unacceptable(Fault.ACTIVE)


def _broken_package(content: bytes) -> Fault:
    """Tell a document with a password, which is a compound file, from a wrong one."""
    try:
        kinds = {match.extension for match in puremagic.magic_string(content)}
    except puremagic.PureError:
        return Fault.CONTENT
    locked = content.startswith(OLD_OFFICE) and bool(kinds)
    return Fault.LOCKED if locked else Fault.CONTENT
