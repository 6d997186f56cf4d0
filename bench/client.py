"""A client in a process of its own: requests one after the other, and their times."""

import http.client
import secrets
import statistics
import time
import urllib.parse
from collections.abc import Callable
from typing import Any

TOKEN = secrets.token_hex(16)


class Client:
    """Somebody signed in; every request is a new connection, as gunicorn wants it."""

    def __init__(self, port: int, cookie: str) -> None:
        self.port = port
        self.headers = {
            "Cookie": f"sessionid={cookie}; csrftoken={TOKEN}; django_language=sr",
            "X-CSRFToken": TOKEN,
            "Accept-Encoding": "identity",
        }

    def get(self, path: str) -> None:
        self._ask("GET", path)

    def post(self, path: str, form: dict[str, Any]) -> None:
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        # As the page saves by itself.
        self._ask(
            "POST", path, urllib.parse.urlencode(form), kind | {"HX-Request": "true"}
        )

    def _ask(self, method: str, path: str, body: str = "", headers: Any = None) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, path, body or None, self.headers | (headers or {}))
        response = connection.getresponse()
        content = response.read()
        connection.close()
        if response.status != 200:
            raise RuntimeError(f"{path}: {response.status} {content[:300]!r}")


def medians(
    operation: Callable[[], None], bare: Callable[[], None], times: int
) -> tuple[float, float]:
    """Return the medians of both in ms, asked in turn to meet the same weather."""
    spent: tuple[list[float], list[float]] = ([], [])
    for turn in range(times + 4):
        for call, times_spent in zip((operation, bare), spent, strict=True):
            start = time.perf_counter()
            call()
            # Both workers have to be warm first.
            if turn >= 4:
                times_spent.append((time.perf_counter() - start) * 1000)
    return statistics.median(spent[0]), statistics.median(spent[1])
