"""What people, broken programs and attackers send instead of what was asked for.

Everything comes from one seeded generator: the same seed sends the same junk.
"""

import io
import zipfile
from random import Random
from urllib.parse import quote_from_bytes

NUMBERS = (
    *("0", "-0", "-1", "1e400", "NaN", "Infinity", "0x1F", "1_000", "+7", " 7 "),
    *("1.5", "1,5", "1.000,00", "٣", "²", "Ⅷ", "½", "2147483648", "-2147483649"),
    *("9223372036854775807", "9223372036854775808", "-9223372036854775809"),
    *(str(2**200), "1" + "0" * 30, "9" * 400, "-" + "9" * 400, "9" * 5000),
    *("0." + "9" * 60, "1e-400", "--1", "1e1000000"),
)
DAYS = (
    *("0000-00-00", "9999-12-31", "9999-12-31T99:99", "0001-01-01", "2026-02-30"),
    *(
        "31.12.9999",
        "1.1.0001",
        "31.2.2026.",
        "13.13.2026.",
        "-2026-01-01",
        "10000-1-1",
    ),
    *("2026-10-25T02:30", "2026-03-29 02:30", "0001-01-01T00:00", "9999-12-31T23:59"),
    *("1.1.1", "01.01.99999.", "2026-W05", "24:00", "99:99", "٢٠٢٦-٠١-٠١"),
)
TEXTS = (
    *("", " ", "\t\n", "\0", "Уб\0", "\0" * 50, "\ud800", "\udfff\ud800", "\ufffe"),
    *("\u202eтекст\u202d", "\u200b\u200d\ufeff", "e\u0301" * 500, "🏚️" * 300),
    *("ж" * 300, "ж" * 5000, "a" * 100_000, "\n" * 5000, "а\r\nб\rв", "\x1b[31m"),
    *(
        "'; DROP TABLE cities_city; --",
        '" OR 1=1 --',
        "%",
        "_",
        "\\",
        "%s%n",
        "{{ 7*7 }}",
    ),
    *(
        "<script>alert(1)</script>",
        "]]>",
        "&amp;#0;",
        "javascript:alert(1)",
        "../../etc",
    ),
    *("null", "undefined", "None", "true", "[]", "{}", "[1,2", '{"a":', "on", "off"),
    *(
        "a@b",
        "a" * 300 + "@example.rs",
        "a@" + "b" * 300 + ".rs",
        "@",
        "=1+1",
        "@SUM(A1)",
    ),
    *(
        "http://[::1",
        "https://" + "x" * 3000,
        "//example.com",
        "ftp://a",
        "\x7f\x80\x9f",
    ),
    *(
        "P1.1",
        "P99.99",
        "1:2:3",
        "a-b-c",
        "2026-baseline",
        "2021-preliminary",
        "|",
        ";",
    ),
)
# Of parameters that no page may know, and of those that many do.
PARAMETERS = (
    *("page", "sort", "q", "show", "order", "each", "language", "paper", "review"),
    *("whose", "essential", "round", "city", "edition", "answer", "year", "seen"),
    *("plans", "more", "next", "then", "district", "group", "status", "kind", "at"),
    *("since", "until", "by", "key", "code", "level", "stage", "e", "_popup", "o", "p"),
)
HEADERS = {
    "Accept-Language": ("", "xx", "sr;q=NaN", "a" * 5000, ",;,;", "sr-Latn-RS-x-\xff"),
    "Host": ("", "-", "a b", "example.rs:99999", "[::1", "\xff", "a" * 3000, "a,b"),
    "If-None-Match": ("", "*", '"', "W/", '"' + "x" * 5000, "\xff", ",,,"),
    "If-Modified-Since": ("", "0", "Mon, 99 Foo 0000 99:99:99 GMT", "9" * 60),
    "Range": ("bytes=-1", "bytes=9-1", "bytes=0-99999999999999999999", "x"),
    "Accept": ("", "*/*;q=", "text/" + "x" * 3000, "\xff"),
    "Referer": ("", "http://[", "//", "\xff" * 20, "javascript:1"),
    "User-Agent": ("", "\xff" * 20, "a" * 5000, "\x01\x02"),
    "X-Forwarded-For": ("", "x", "1.2.3.4, " * 200, "::::", "\xff"),
    "X-Forwarded-Proto": ("", "https, http", "\xff"),
    "HX-Request": ("true", "false", "", "\xff"),
    "HX-Current-URL": ("", "http://[", "%00", "\xff", "x" * 5000),
    "HX-Target": ("", "\xff", "a" * 5000),
    "HX-Trigger": ("", "{", "a" * 5000),
    "Cookie": ("", "=", "a=b=c; ;;", "a" * 9000, "\xff=\xff"),
}
COOKIES = {
    "django_language": ("", "xx", "\\000", "../sr", "a" * 4000, "sr-latn-x"),
    "messages": ("", "x", "a:b:c", "[[", "W10:1:x", "\\377", "a" * 4000),
    "sessionid": ("", "x", "\\000", "ж", "a" * 4000, "'; --", "abcdefgh\\000"),
    "csrftoken": ("", "\\000", "a" * 4000, "ж" * 32),
    "guest": ("", "x", "\\000", "1:2:3", "a" * 4000),
}
BODIES = (
    ("application/json", b'{"a":'),
    ("application/json", b"[" * 5000),
    ("application/json", b"\xff\x00"),
    ("text/plain; charset=nonsense", b"a=b"),
    ("application/x-www-form-urlencoded; charset=utf-16", b"a=b"),
    ("application/x-www-form-urlencoded; charset=nonsense", b"a=\xff"),
    ("application/x-www-form-urlencoded", b"&&&==%%%zz=%00&%ff=%fe"),
    ("application/x-www-form-urlencoded", b"a=1&" * 1500),
    ("application/x-www-form-urlencoded", b"comment=" + b"x" * 2_200_000),
    ("multipart/form-data", b"nothing"),
    ("multipart/form-data; boundary=", b"--\r\n"),
    ("multipart/form-data; boundary=\xd0\xb6", b"--x\r\n"),
    ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n"),
    (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="text"\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\n!!!!\r\n--x--\r\n",
    ),
    ("", b"a=b"),
    ("\xff/\xff", b"a=b"),
)
FILE_NAMES = (
    *("book.xlsx", "plan.pdf", "", ".", "..", "../../etc/passwd", "a" * 400 + ".pdf"),
    *("Уб\0.pdf", "\u202efdp.exe", "план 2026.PDF", "a.xlsx.exe", "CON", "\udc80.pdf"),
    *("a\r\nb.pdf", 'a".pdf', "no-ending"),
)
BOUNDARY = "mcr2030junk"

# A value of a form: some words, or a file with its name.
Value = str | tuple[str, bytes]
Fields = list[tuple[str, Value]]


def text(random: Random) -> str:
    """Return a value that hardly any field expects."""
    kind = random.random()
    if kind < 0.35:
        return random.choice(NUMBERS)
    if kind < 0.5:
        return random.choice(DAYS)
    if kind < 0.9:
        return random.choice(TEXTS)
    return "".join(
        chr(random.randrange(0xD800)) for _each in range(random.randrange(40))
    )


def file(random: Random) -> tuple[str, bytes]:
    """Return a file that is seldom what its name says."""
    contents = (
        b"",
        b"\0" * 1000,
        b"%PDF-1.7\n" + random.randbytes(200),
        b"PK\x03\x04" + random.randbytes(200),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + random.randbytes(600),
        b"\x89PNG\r\n\x1a\n" + random.randbytes(100),
        b"<?xml version='1.0'?><a/>",
        b"a;b;c\n1;2;3\n",
        b"\xff\xfe" + "a\tb".encode("utf-16-le"),
        random.randbytes(random.randrange(3000)),
        _package(random),
    )
    return random.choice(FILE_NAMES), random.choice(contents)


def spoilt(random: Random, fields: Fields, ids: list[str]) -> Fields:
    """Return the fields with some of them changed, repeated, left out or invented."""
    wanted = random.choice((1, 1, 1, 2, 3, len(fields) or 1))
    chosen = set(random.sample(range(len(fields)), min(wanted, len(fields))))
    found: Fields = []
    for at, (name, value) in enumerate(fields):
        found += _spoilt(random, name, value, ids) if at in chosen else [(name, value)]
    if random.random() < 0.1:
        found.append((text(random), text(random)))
    return found


def body(fields: Fields, *, with_files: bool) -> tuple[str, bytes]:
    """Return a content type and what a browser would send, odd characters included."""
    if not with_files:
        pairs = (
            f"{quote_from_bytes(raw(name))}={quote_from_bytes(raw(value))}"
            for name, value in fields
            if isinstance(value, str)
        )
        return "application/x-www-form-urlencoded", "&".join(pairs).encode()
    parts = [_part(name, value) for name, value in fields]
    end = f"--{BOUNDARY}--\r\n".encode()
    return f"multipart/form-data; boundary={BOUNDARY}", b"".join([*parts, end])


def query(fields: Fields) -> str:
    """Return what stands behind the question mark of an address."""
    return "&".join(
        f"{quote_from_bytes(raw(name))}={quote_from_bytes(raw(value)[:8000])}"
        for name, value in fields
        if isinstance(value, str)
    )


def raw(value: str) -> bytes:
    """Return the bytes of a text that may hold halves of characters."""
    return value.encode("utf-8", "surrogatepass")


def _spoilt(random: Random, name: str, value: Value, ids: list[str]) -> Fields:
    kind = random.random()
    if not isinstance(value, str):
        value = file(random)
    elif kind < 0.2:
        value = random.choice(ids)
    else:
        value = text(random)
    if kind > 0.9:
        return []
    if kind > 0.8:
        return [(name, value), (name, text(random))]
    return [(name, value)]


def _part(name: str, value: Value) -> bytes:
    head = b'Content-Disposition: form-data; name="' + raw(name) + b'"'
    if isinstance(value, str):
        content = raw(value)
    else:
        head += b'; filename="' + raw(value[0]) + b'"'
        content = value[1]
    return b"--" + BOUNDARY.encode() + b"\r\n" + head + b"\r\n\r\n" + content + b"\r\n"


def _package(random: Random) -> bytes:
    """Return a ZIP that says it is a workbook, and is none."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr(
            "xl/workbook.xml", random.choice(("", "<workbook/>", "<a", "\0"))
        )
    return stream.getvalue()
