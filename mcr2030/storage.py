"""Where files are kept: in a folder, or in a storage that speaks S3 (mcr2030.objects).

Both raise `Unreachable` where they cannot be had just now, for which people get a
sentence (mcr2030.middleware). No file has an address: views hand them out.
"""

from contextlib import suppress
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage


class Unreachable(OSError):
    """Files cannot be read or kept just now: no connection, no room, no right."""


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
