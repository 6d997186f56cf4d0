"""A proxy before several machines: one address, whose requests go round."""

import http.client
import itertools
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

# Which machine a test wants; without it, one after the other.
MACHINE = "X-Machine"
KEPT = ("Host", "Cookie", "Content-Type", "Content-Length", "HX-Request", "Origin")


@contextmanager
def before(ports: Sequence[int]) -> Iterator[str]:
    """Yield the address that stands before the machines."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.ports, server.turns = ports, itertools.cycle(ports)  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name: self.headers[name] for name in KEPT if name in self.headers}
        # As deploy/nginx does it: set anew, whatever the browser claims.
        headers |= {"X-Forwarded-For": "192.0.2.7", "X-Forwarded-Proto": "http"}
        machine = http.client.HTTPConnection("127.0.0.1", self._port(), timeout=60)
        try:
            machine.request(self.command, self.path, body or None, headers)
            answer = machine.getresponse()
            content = answer.read()
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name not in ("Connection", "Transfer-Encoding", "Content-Length"):
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)
        finally:
            machine.close()

    do_POST = do_GET  # noqa: N815 - as http.server calls it

    def log_message(self, *_args: Any) -> None:
        """Tell nothing."""

    def _port(self) -> int:
        server: Any = self.server
        if MACHINE in self.headers:
            return server.ports[int(self.headers[MACHINE])]
        return next(server.turns)
