"""Where files are kept: in a folder, or in a storage that speaks S3.

Both raise `Unreachable` where they cannot be had just now, for which people get a
sentence (mcr2030.middleware). No file has an address: views hand them out.
"""

import datetime as dt
import hashlib
import http.client
import re
import ssl
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import Any
from urllib.parse import urlsplit

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage
from django.utils.deconstruct import deconstructible

from mcr2030 import signing

SECONDS = 10
TRIES = 2
PIECE = 1024 * 1024
# What is larger waits on the disk while it is handed out.
IN_MEMORY = 5 * 1024 * 1024


class Unreachable(OSError):
    """Files cannot be read or kept just now: no connection, no room, no right."""


@dataclass(frozen=True)
class Body:
    """What a request brings along, with its digest and its length."""

    content: Any = None
    sha256: str = hashlib.sha256(b"").hexdigest()
    length: int = 0


EMPTY = Body()


class Folder(FileSystemStorage):
    """A folder of this machine."""

    def _save(self, name: str, content: Any) -> str:
        try:
            return super()._save(name, content)  # type: ignore[misc]
        except OSError as error:
            # Half a file is none, and takes room where there is none.
            with suppress(OSError):
                Path(self.path(name)).unlink()
            raise Unreachable(f"{name} cannot be written: {error.strerror}") from error

    def _open(self, name: str, mode: str = "rb") -> File:
        try:
            return super()._open(name, mode)  # type: ignore[misc]
        except FileNotFoundError:
            raise
        except OSError as error:
            raise Unreachable(f"{name} cannot be read: {error.strerror}") from error


@deconstructible
class Objects(Storage):
    """A bucket of a storage that speaks S3, whose objects are private.

    Asks for single objects only, by path, one connection each: any such storage can
    do that. A file is fetched whole before it is handed out, so that nobody gets half.
    """

    def __init__(
        self, *, endpoint: str, bucket: str, access: str, secret: str, region: str
    ) -> None:
        self._endpoint = urlsplit(endpoint)
        self._bucket = bucket
        self._key = signing.Key(access, secret, region)

    def exists(self, name: str) -> bool:
        try:
            self.size(name)
        except FileNotFoundError:
            return False
        return True

    def size(self, name: str) -> int:
        with self._answer("HEAD", name) as answer:
            return int(answer.headers["Content-Length"])

    def delete(self, name: str) -> None:
        """Remove the object; one that is not there is no fault."""
        with suppress(FileNotFoundError), self._answer("DELETE", name):
            pass

    def url(self, name: str | None) -> str:
        raise ValueError("Files are private: a view hands them out.")

    def _open(self, name: str, mode: str = "rb") -> File:
        if mode != "rb":
            raise ValueError("An object is read, or saved whole.")
        with self._answer("GET", name) as answer, ExitStack() as fetching:
            whole: Any = fetching.enter_context(SpooledTemporaryFile(IN_MEMORY))
            while piece := answer.read(PIECE):
                whole.write(piece)
            whole.seek(0)
            fetching.pop_all()
            return File(whole, name)

    def _save(self, name: str, content: File) -> str:
        digest, length = hashlib.sha256(), 0
        for piece in content.chunks(PIECE):
            digest.update(piece)
            length += len(piece)
        with self._answer("PUT", name, Body(content, digest.hexdigest(), length)):
            return name

    @contextmanager
    def _answer(
        self, method: str, name: str, body: Body = EMPTY
    ) -> Iterator[http.client.HTTPResponse]:
        """Yield the answer of the storage, or raise why there is none to be had."""
        connection = self._connection()
        try:
            answer = self._asked(connection, method, name, body)
            if answer.status == 404 and method != "PUT":
                raise FileNotFoundError(f"There is no file {name}.")
            if not 200 <= answer.status < 300:
                found = re.search(rb"<Code>(\w+)</Code>", answer.read(PIECE))
                code = found[1].decode() if found else "no reason"
                raise Unreachable(f"{method} {name}: {answer.status}, {code}")
            yield answer
        except (FileNotFoundError, Unreachable):
            raise
        except (OSError, http.client.HTTPException) as error:
            raise Unreachable(f"{method} {name}: {error!r}") from error
        finally:
            connection.close()

    def _asked(
        self,
        connection: http.client.HTTPConnection,
        method: str,
        name: str,
        body: Body,
    ) -> http.client.HTTPResponse:
        """Ask, and once more where that failed: no request here harms when repeated."""
        for left in reversed(range(TRIES)):
            try:
                self._send(connection, method, name, body)
                answer = connection.getresponse()
            except (OSError, http.client.HTTPException):
                if not left:
                    raise
            else:
                if answer.status < 500 or not left:
                    return answer
            connection.close()
        raise AssertionError("The last try returns or raises.")

    def _connection(self) -> http.client.HTTPConnection:
        host, port = str(self._endpoint.hostname), self._endpoint.port
        if self._endpoint.scheme == "http":
            return http.client.HTTPConnection(host, port, timeout=SECONDS)
        trusted = ssl.create_default_context()
        return http.client.HTTPSConnection(host, port, timeout=SECONDS, context=trusted)

    def _send(
        self,
        connection: http.client.HTTPConnection,
        method: str,
        name: str,
        body: Body,
    ) -> None:
        path = signing.path_of(*self._endpoint.path.split("/")[1:], self._bucket, name)
        headers = signing.signed(
            method,
            path,
            {"Host": self._endpoint.netloc},
            sha256=body.sha256,
            key=self._key,
            now=dt.datetime.now(dt.UTC),
        )
        if body.content is not None:
            body.content.seek(0)
            headers["Content-Length"] = str(body.length)
        connection.request(method, path, body=body.content, headers=headers)
