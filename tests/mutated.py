"""Workbooks changed at random, as bad disks, odd programs and attackers change them."""

import io
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable
from random import Random

from tests import junk

# What stands in the attributes and cells of a sheet, and what may stand there instead.
ATTRIBUTE = re.compile(rb'(\w+)="([^"<]*)"')
VALUE = re.compile(rb"<(v|t|f)( [^>]*)?>([^<]*)</\1>")
PLACES = (
    *("XFD1048576", "A99999999999", "ZZZZ1", "A0", "1A", "", "A1:XFD1048576", "é1"),
    *("-1", "4294967296", "9" * 40, "1e308", "NaN", "s", "str", "inlineStr", "e", "b"),
    *("rId99", "../../../etc/passwd", "file:///etc/passwd", "http://127.0.0.1:9/x"),
    *("External", "xl/worksheets/sheet1.xml", "&lt;", "hidden", "1900-02-29"),
)
FORMULAS = (
    *("1+1", "SUM(A1:XFD1048576)", "[1]Sheet1!A1", "WEBSERVICE('http://127.0.0.1:9')"),
    *("cmd|'/C calc'!A0", "A1", "INDIRECT('A1')", "(" * 500),
)
DOCTYPES = (
    b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>',
    b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    b'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
)
# What reading a damaged package raises besides.
NO_PACKAGE = (
    *(NotImplementedError, OSError, EOFError, ValueError, RuntimeError),
    *(LookupError, struct.error),
)
OTHERS = (
    b"",
    b"code;answer\nP1.1;3\n",
    b"{\\rtf1 workbook}",
    b"<html><table><tr><td>P1.1</td></tr></table></html>",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000),
    b"%PDF-1.7\n",
    b"PK\x05\x06" + bytes(18),
)


def workbook(random: Random, content: bytes) -> bytes:
    """Return the file changed in one to three ways."""
    for _turn in range(random.choice((1, 1, 2, 3))):
        change = random.choice(WAYS)
        try:
            content = change(random, content)
        except (zipfile.BadZipFile, zlib.error, *NO_PACKAGE):
            # It is no package any more since the change before.
            content = _bits(random, content)
    return content


def _bits(random: Random, content: bytes) -> bytes:
    found = bytearray(content or b"\0")
    for _turn in range(random.choice((1, 3, 30, 300))):
        found[random.randrange(len(found))] ^= 1 << random.randrange(8)
    return bytes(found)


def _cut(random: Random, content: bytes) -> bytes:
    return content[: random.randrange(len(content) + 1)]


def _doubled(random: Random, content: bytes) -> bytes:
    return content[random.randrange(len(content) + 1) :] + content


def _another(random: Random, content: bytes) -> bytes:
    return random.choice((*OTHERS, random.randbytes(500)))


def _bomb(random: Random, content: bytes) -> bytes:
    parts = _parts(content)
    parts["xl/media/large.bin"] = bytes(random.choice((1, 25)) * 1024 * 1024)
    return _packed(parts)


def _crowd(random: Random, content: bytes) -> bytes:
    parts = _parts(content)
    return _packed(parts | {f"xl/x{number}.xml": b"<x/>" for number in range(3000)})


def _missing(random: Random, content: bytes) -> bytes:
    parts = _parts(content)
    parts.pop(random.choice([*parts]))
    return _packed(parts)


def _swapped(random: Random, content: bytes) -> bytes:
    parts = _parts(content)
    names = [name for name in parts if name.startswith("xl/")] or [*parts]
    one, other = random.choice(names), random.choice(names)
    parts[one], parts[other] = parts[other], parts[one]
    return _packed(parts)


def _renamed(random: Random, content: bytes) -> bytes:
    parts = _parts(content)
    name = random.choice([*parts])
    odd = random.choice((f"../{name}", f"/{name}", name.upper(), "a" * 300, "xl/ж.xml"))
    parts[odd] = parts.pop(name)
    return _packed(parts)


def _attributes(random: Random, content: bytes) -> bytes:
    return _changed(random, content, ATTRIBUTE, _attribute)


def _values(random: Random, content: bytes) -> bytes:
    return _changed(random, content, VALUE, _value)


def _formulas(random: Random, content: bytes) -> bytes:
    return _changed(random, content, VALUE, _formula)


def _broken_xml(random: Random, content: bytes) -> bytes:
    parts = _parts(content)
    name = random.choice([*parts])
    data = parts[name]
    at = random.randrange(len(data) + 1)
    parts[name] = random.choice(
        (
            data[:at],
            data[:at] + b"<a>" * 20_000 + data[at:],
            data[:at] + random.choice((b"\0", b"\xff\xfe", b"&b;", b"]]>")) + data[at:],
            data.replace(b"?>", b"?>" + random.choice(DOCTYPES), 1),
            data.decode("utf-8", "replace").encode("utf-16"),
            data.replace(b"UTF-8", b"nonsense"),
            random.choice(DOCTYPES) + data,
            b"",
        )
    )
    return _packed(parts)


WAYS = (
    *(_bits, _cut, _doubled, _another, _crowd, _missing, _swapped, _renamed),
    *(_attributes, _attributes, _attributes, _values, _values, _values, _formulas),
    *(_broken_xml, _broken_xml, _bomb),
)


def _changed(
    random: Random,
    content: bytes,
    what: re.Pattern[bytes],
    by: Callable[[Random, re.Match[bytes]], bytes],
) -> bytes:
    """Return the package with some places of one of its parts written anew."""
    parts = _parts(content)
    names = [name for name, data in parts.items() if what.search(data)]
    if not names:
        return _bits(random, content)
    name = random.choice(names)
    found = [*what.finditer(parts[name])]
    chosen = random.sample(found, min(random.choice((1, 1, 5, 50)), len(found)))
    data = parts[name]
    for one in sorted(chosen, key=lambda match: -match.start()):
        data = data[: one.start()] + by(random, one) + data[one.end() :]
    parts[name] = data
    return _packed(parts)


def _attribute(random: Random, found: re.Match[bytes]) -> bytes:
    return found[1] + b'="' + _safe(random.choice((*PLACES, junk.text(random)))) + b'"'


def _value(random: Random, found: re.Match[bytes]) -> bytes:
    inside = _safe(junk.text(random))
    return b"<%s%s>%s</%s>" % (found[1], found[2] or b"", inside, found[1])


def _formula(random: Random, found: re.Match[bytes]) -> bytes:
    return b"<f>%s</f>" % _safe(random.choice(FORMULAS)) + found[0]


def _safe(text: str) -> bytes:
    for sign, written in (("&", "&amp;"), ("<", "&lt;"), ('"', "&quot;")):
        text = text.replace(sign, written)
    return junk.raw(text[:20_000])


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def _packed(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with (
        warnings.catch_warnings(action="ignore"),
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package,
    ):
        for name, data in parts.items():
            package.writestr(name, data)
    return stream.getvalue()
