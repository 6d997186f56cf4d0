"""What a request wrote: rows of somebody's work that were changed, and stand."""

import re
from collections.abc import Callable
from typing import Any, Self

from django.db import connection

# Tables whose rows are somebody's work; sessions, messages and limits are not.
_WRITES = re.compile(
    r"^\s*(?:INSERT (?:OR IGNORE )?INTO|UPDATE|DELETE FROM) "
    r'"?(?:cities(?!_spent)|scorecard|roadmap|mfa|account)_',
    re.I,
)


class Writes:
    """Listens to the database while the block runs; `stand` are the writes in SQL.

    What was rolled back was not written, nor was what changed no row.
    """

    def __init__(self) -> None:
        self.stand: list[str] = []
        self._marks: dict[str, int] = {}

    def __enter__(self) -> Self:
        self._listening = connection.execute_wrapper(self)
        self._listening.__enter__()
        return self

    def __exit__(self, *trouble: Any) -> None:
        self._listening.__exit__(*trouble)

    def __call__(
        self,
        execute: Callable[..., Any],
        sql: str,
        params: Any,
        many: bool,
        context: dict[str, Any],
    ) -> Any:
        result = execute(sql, params, many, context)
        if sql.startswith("SAVEPOINT"):
            self._marks[sql.split()[-1]] = len(self.stand)
        elif sql.startswith("ROLLBACK TO SAVEPOINT"):
            del self.stand[self._marks[sql.split()[-1]] :]
        elif _WRITES.match(sql) and _changed_rows(sql, context["cursor"]):
            self.stand.append(f"{sql} with {params!r}")
        return result


def _changed_rows(sql: str, cursor: Any) -> bool:
    # Rows that come back are counted by SQLite only once they were fetched.
    return " RETURNING " in sql or cursor.rowcount != 0
