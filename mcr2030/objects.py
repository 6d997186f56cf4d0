"""Where files are kept that a storage which speaks S3 keeps for us.

Settings name this module only where they name such a storage: no other site loads its
client.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import timedelta
from functools import cached_property
from tempfile import SpooledTemporaryFile
from textwrap import shorten
from typing import Any

import obstore
from django.core.files.base import File
from django.core.files.storage import Storage
from django.utils.deconstruct import deconstructible
from obstore.exceptions import BaseError
from obstore.store import S3Store

from mcr2030.storage import Unreachable

# For a connection, for an answer, and for each part of a file on its way there.
SECONDS = 10
RETRIES = 1
PIECE = 1024 * 1024
# What is larger goes there in parts, and waits on the disk while it is handed out.
PART = 5 * 1024 * 1024
# How much of what the client says of a fault is told; the cause stands at its end.
REASON = 1000


@deconstructible
class Objects(Storage):
    """A bucket of a storage that speaks S3, whose objects are private.

    Asks for single objects only, by path: any such storage can do that. A file is
    fetched whole before it is handed out, so that nobody gets half.
    """

    def __init__(
        self, *, endpoint: str, bucket: str, access: str, secret: str, region: str
    ) -> None:
        self._endpoint = endpoint
        self._bucket = bucket
        self._access = access
        self._secret = secret
        self._region = region

    def exists(self, name: str) -> bool:
        try:
            self.size(name)
        except FileNotFoundError:
            return False
        return True

    def size(self, name: str) -> int:
        with _asking("HEAD", name):
            return obstore.head(self._store, name)["size"]

    def delete(self, name: str) -> None:
        """Remove the object; one that is not there is no fault."""
        with suppress(FileNotFoundError), _asking("DELETE", name):
            obstore.delete(self._store, name)

    def url(self, name: str | None) -> str:
        raise ValueError("Files are private: a view hands them out.")

    @cached_property
    def _store(self) -> S3Store:
        """The client, made at first use: its threads do not outlive a fork."""
        return S3Store(
            self._bucket,
            access_key_id=self._access,
            secret_access_key=self._secret,
            region=self._region,
            virtual_hosted_style_request=False,
            disable_bulk_delete=True,
            # Said though it is so already: AWS_… of the environment counts otherwise.
            aws_endpoint_url_s3=self._endpoint,
            skip_signature=False,
            unsigned_payload=False,
            client_options={
                "allow_http": self._endpoint.startswith("http://"),
                "allow_invalid_certificates": False,
                "connect_timeout": timedelta(seconds=SECONDS),
                "read_timeout": timedelta(seconds=SECONDS),
                # A large file may take its time, as long as it comes.
                "timeout": timedelta(minutes=10),
            },
            retry_config={"max_retries": RETRIES},
        )

    def _open(self, name: str, mode: str = "rb") -> File:
        if mode != "rb":
            raise ValueError("An object is read, or saved whole.")
        with _asking("GET", name), ExitStack() as fetching:
            whole: Any = fetching.enter_context(SpooledTemporaryFile(PART))
            for piece in obstore.get(self._store, name).stream(PIECE):
                whole.write(piece)
            whole.seek(0)
            fetching.pop_all()
            return File(whole, name)

    def _save(self, name: str, content: Any) -> str:
        content.seek(0)
        try:
            with _asking("PUT", name):
                obstore.put(
                    self._store, name, content, chunk_size=PART, max_concurrency=1
                )
        except FileNotFoundError as error:
            raise Unreachable(f"PUT {name}: there is no such bucket") from error
        return name


@contextmanager
def _asking(method: str, name: str) -> Iterator[None]:
    """Turn what the client raises into what a storage of ours raises."""
    try:
        yield
    except FileNotFoundError as error:
        raise FileNotFoundError(f"There is no file {name}.") from error
    except (BaseError, OSError) as error:
        raise Unreachable(f"{method} {name}: {shorten(str(error), REASON)}") from error
