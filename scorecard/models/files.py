"""Files that no row names any more."""

from django.core.files.storage import Storage
from django.db import transaction


def discard(storage: Storage, name: str) -> None:
    """Remove a file once the change is certain.

    A storage that does not answer then has a file too many, which the log tells; the
    change stands.
    """

    def remove() -> None:
        storage.delete(name)

    transaction.on_commit(remove, robust=True)
