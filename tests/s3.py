"""An S3 storage on this machine: objects by path, for whoever signs with its key.

It takes nothing for granted that the protocol does not: each request is judged by the
headers and the body that arrived.
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
            self._storage.objects[self.path] = body
            self._say(200)

    def do_GET(self) -> None:
        if self._lets_in(self._body()):
            found = self._storage.objects.get(self.path)
            self._say(404 if found is None else 200, found or b"")

    do_HEAD = do_GET  # noqa: N815 - as http.server calls it

    def do_DELETE(self) -> None:
        if self._lets_in(self._body()):
            self._storage.objects.pop(self.path, None)
            self._say(204)

    def log_message(self, *_args: Any) -> None:
        """Tell nothing; `asked` remembers."""

    @property
    def _storage(self) -> Storage:
        return self.server.storage  # type: ignore[attr-defined]

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
        access, day, region, names, signature = proof.groups()
        moment = self.headers["x-amz-date"]
        if (access, region, day) != (ACCESS, REGION, moment[:8]) or "host" not in names:
            return False
        request = f"{self.command}\n{self.path}\n\n"
        for name in names.split(";"):
            request += f"{name}:{self.headers[name]}\n"
        request += f"\n{names}\n{sha256}"
        scope = f"{day}/{region}/s3/aws4_request"
        words = f"AWS4-HMAC-SHA256\n{moment}\n{scope}\n" + (
            hashlib.sha256(request.encode()).hexdigest()
        )
        secret = b"AWS4" + SECRET.encode()
        for part in (day, region, "s3", "aws4_request", words):
            secret = hmac.digest(secret, part.encode(), "sha256")
        return secret.hex() == signature

    def _say(self, status: int, content: bytes = b"") -> None:
        self.send_response(status)
        if status != 204:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)
