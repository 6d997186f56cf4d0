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

    def send(self, path: str, form: dict[str, Any], file: bytes = b"") -> str:
        """Send a form without JavaScript, and return where it leads."""
        parts = [
            f'--{TOKEN}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}'
            for name, value in form.items()
        ]
        body = "".join(f"{part}\r\n" for part in parts).encode()
        if file:
            named = 'name="file"; filename="filled.xlsm"'
            head = f"--{TOKEN}\r\nContent-Disposition: form-data; {named}\r\n\r\n"
            body += head.encode() + file + b"\r\n"
        body += f"--{TOKEN}--\r\n".encode()
        kind = {"Content-Type": f"multipart/form-data; boundary={TOKEN}"}
        return self._ask("POST", path, body, kind, expected=302)

    def _ask(
        self,
        method: str,
        path: str,
        body: str | bytes = "",
        headers: Any = None,
        expected: int = 200,
    ) -> str:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=130)
        connection.request(method, path, body or None, self.headers | (headers or {}))
        response = connection.getresponse()
        content = response.read()
        connection.close()
        if response.status != expected:
            raise RuntimeError(f"{path}: {response.status} {content[:300]!r}")
        return response.headers["Location"] or ""


def median(operation: Callable[[], None], times: int) -> float:
    """Return the median in ms of what has a budget in seconds."""
    return medians(operation, lambda: None, times)[0]


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
