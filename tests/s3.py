"""An S3 storage on this machine: objects by path, for whoever signs with its key.

It takes nothing for granted that the protocol does not: each request is judged by the
headers and the body that arrived. Large objects come in parts, as the protocol has it.
"""

import hashlib
import hmac
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, quote, urlsplit

ACCESS, SECRET, REGION, BUCKET = "the-access-key", "the-secret-key", "rs-1", "mcr2030"
PROOF = re.compile(
    r"AWS4-HMAC-SHA256 Credential=([^/]+)/(\d{8})/([^/]+)/s3/aws4_request,\s*"
    r"SignedHeaders=([^,]+),\s*Signature=([0-9a-f]{64})"
)


@dataclass
class Storage:
    """What a server holds, was asked, and whether it answers at all."""

    address: str
    objects: dict[str, bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    # Statuses to answer with, before it works again.
    troubles: list[int] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    # How many parts to refuse, and whether to break off in the middle of an answer.
    lost: int = 0
    breaks_off: bool = False
    # Parts by upload and number, until it is said that they are all.
    parts: dict[str, dict[int, bytes]] = field(default_factory=dict)

    @property
    def variables(self) -> dict[str, str]:
        """What the environment of an installation says of it."""
        return {
            "S3_ENDPOINT": self.address,
            "S3_BUCKET": BUCKET,
            "S3_ACCESS_KEY": ACCESS,
            "S3_SECRET_KEY": SECRET,
            "S3_REGION": REGION,
        }

    @property
    def options(self) -> dict[str, str]:
        names = ("endpoint", "bucket", "access", "secret", "region")
        return dict(zip(names, self.variables.values(), strict=True))


@contextmanager
def serving() -> Iterator[Storage]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    held = Storage(f"http://127.0.0.1:{server.server_port}")
    server.storage = held  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield held
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_PUT(self) -> None:
        body = self._body()
        if self._lets_in(body):
            self._take(body)

    def _take(self, body: bytes) -> None:
        storage, asks = self._storage, self._asks
        if "uploadId" not in asks:
            storage.objects[self._name] = body
        elif storage.lost:
            storage.lost -= 1
            self._say(503)
            return
        else:
            storage.parts[asks["uploadId"]][int(asks["partNumber"])] = body
        self._say(200)

    def do_POST(self) -> None:
        """Begin an object of many parts, or put them together."""
        if not self._lets_in(self._body()):
            return
        if "uploads" in self._asks:
            upload = f"upload-{len(self._storage.asked)}"
            self._storage.parts[upload] = {}
            words = f"<UploadId>{upload}</UploadId>"
            tag = "InitiateMultipartUploadResult"
        else:
            parts = self._storage.parts.pop(self._asks["uploadId"])
            whole = b"".join(part for _, part in sorted(parts.items()))
            self._storage.objects[self._name] = whole
            words, tag = "<ETag>whole</ETag>", "CompleteMultipartUploadResult"
        self._say(200, f"<{tag}>{words}</{tag}>".encode())

    def do_GET(self) -> None:
        if self._lets_in(self._body()):
            found = self._storage.objects.get(self._name)
            self._say(404 if found is None else 200, found or b"")

    do_HEAD = do_GET  # noqa: N815 - as http.server calls it

    def do_DELETE(self) -> None:
        if self._lets_in(self._body()):
            if "uploadId" in self._asks:
                self._storage.parts.pop(self._asks["uploadId"], None)
            else:
                self._storage.objects.pop(self._name, None)
            self._say(204)

    def log_message(self, *_args: Any) -> None:
        """Tell nothing; `asked` remembers."""

    @property
    def _storage(self) -> Storage:
        return self.server.storage  # type: ignore[attr-defined]

    @property
    def _name(self) -> str:
        return urlsplit(self.path).path

    @property
    def _asks(self) -> dict[str, str]:
        asked = parse_qs(urlsplit(self.path).query, keep_blank_values=True)
        return {name: values[0] for name, values in asked.items()}

    def _body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def _lets_in(self, body: bytes) -> bool:
        storage = self._storage
        storage.asked.append(f"{self.command} {self.path}")
        if storage.troubles:
            self._say(storage.troubles.pop(0), b"<Code>SlowDown</Code>")
            return False
        if not self.path.startswith(f"/{BUCKET}/"):
            self._say(404, b"<Code>NoSuchBucket</Code>")
            return False
        if self._is_signed(body):
            return True
        storage.strangers.append(self.path)
        self._say(403, b"<Code>SignatureDoesNotMatch</Code>")
        return False

    def _is_signed(self, body: bytes) -> bool:
        proof = PROOF.fullmatch(self.headers.get("Authorization", ""))
        sha256 = hashlib.sha256(body).hexdigest()
        if proof is None or sha256 != self.headers["x-amz-content-sha256"]:
            return False
        access, day, region, names, _ = proof.groups()
        moment = self.headers["x-amz-date"]
        if (access, region, day) != (ACCESS, REGION, moment[:8]) or "host" not in names:
            return False
        expected = signature(
            self.command,
            self.path,
            {name: self.headers[name] for name in names.split(";")},
            sha256=sha256,
            moment=moment,
            key=(SECRET, REGION),
        )
        return expected == proof[5]

    def _say(self, status: int, content: bytes = b"") -> None:
        self.send_response(status)
        if status != 204:
            self.send_header("Content-Length", str(len(content)))
            self.send_header("ETag", f'"{hashlib.sha256(content).hexdigest()}"')
        self.end_headers()
        if self.command != "HEAD":
            half = self._storage.breaks_off and self.command == "GET"
            self.wfile.write(content[: len(content) // 2] if half else content)
            self.close_connection = self.close_connection or half


def signature(
    method: str,
    path: str,
    headers: dict[str, str],
    *,
    sha256: str,
    moment: str,
    key: tuple[str, str],
) -> str:
    """Return what AWS Signature Version 4 makes of a request with sorted headers."""
    secret, region = key
    address = urlsplit(path)
    asks = sorted(parse_qsl(address.query, keep_blank_values=True))
    query = "&".join(f"{quote(name, '-_.~')}={quote(it, '-_.~')}" for name, it in asks)
    request = f"{method}\n{address.path}\n{query}\n"
    request += "".join(f"{name}:{value}\n" for name, value in headers.items())
    request += f"\n{';'.join(headers)}\n{sha256}"
    scope = (moment[:8], region, "s3", "aws4_request")
    words = f"AWS4-HMAC-SHA256\n{moment}\n{'/'.join(scope)}\n" + (
        hashlib.sha256(request.encode()).hexdigest()
    )
    signing = b"AWS4" + secret.encode()
    for part in (*scope, words):
        signing = hmac.digest(signing, part.encode(), "sha256")
    return signing.hex()
