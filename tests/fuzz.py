"""Feed every form and every address with junk, as every person; never a 500.

    python -m tests.fuzz [--seconds 600] [--seed 1] [--files]

runs on SQLite; `python -m tests.postgres python -m tests.fuzz` on PostgreSQL. It
prints how much was tried, and for each fault what it was and how to send it again.
The same seed sends the same junk to the same addresses.
"""

import argparse
import sys
import time
from random import Random
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from tests import environment, junk, mutated  # the first sets what Django reads below
from tests.harvest import fields_of, forms_of, office_of
from tests.migrated import Migrated
from tests.tally import Fault, Tally, place_of

if TYPE_CHECKING:
    from tests.test_access import Row
    from tests.world import World

VERBS = ("PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "POST", "GET", "ŽDA")
# What strangers try where a number or a code stands in an address.
SEGMENTS = (
    *("0", "-1", "1", "999999", str(2**31), str(2**63 - 1), str(2**63), str(2**200)),
    *(
        "%00",
        "a%00b",
        "%ff",
        "%ed%a0%80",
        "%D0%A3%D0%B1",
        "%E2%80%AE",
        ".",
        "..",
        "%2F",
    ),
    *(
        "1.0",
        "1e3",
        "%D9%A3",
        "9" * 5000,
        "a" * 3000,
        "P1.1",
        "P99.9",
        "null",
        "%27%3B--",
    ),
)


class Fuzz:
    """Sends junk into one world; each try takes back whatever it changed."""

    def __init__(self, world: "World", seed: int) -> None:
        from tests.test_access import ROWS
        from tests.world import DOWNLOADS, PERSONS

        self.world, self.tally = world, Tally()
        self.random = Random(seed)  # noqa: S311 - to be repeated, not to be secret
        self.rows, self.persons = ROWS, PERSONS
        self.pages = [
            row for row in ROWS if row.method == "GET" and row.address not in DOWNLOADS
        ]
        self.posts = [row for row in ROWS if row.method == "POST"]
        self.uploads = [
            row
            for row in self.posts
            if any(
                isinstance(value, tuple) and value[1].startswith(b"PK")
                for _name, value in fields_of(world.posted(row.label, *row.names))
            )
        ]
        self.ids = sorted({str(name) for name in world.names.values()})
        self._clients: dict[str, Any] = {}
        self.office = office_of(world)
        self._ways = (
            (self._form_of_a_page, 6),
            (self._form_of_the_office, 2),
            (self._post_of_the_table, 6),
            (self._address, 3),
            (self._query, 4),
            (self._verb, 1),
            (self._headers, 2),
            (self._body, 2),
            (self._file, 2),
        )

    def run(
        self, *, times: int = sys.maxsize, seconds: float = 1e9, files: bool = False
    ) -> Tally:
        """Try so often or for so long, whichever ends first; or only with files."""
        until = time.monotonic() + seconds
        ways, weights = zip(*self._ways, strict=True)
        if files:
            ways, weights = (self._file,), (1,)
        while times and time.monotonic() < until:
            (way,) = self.random.choices(ways, weights)
            way()
            times -= 1
        return self.tally

    # Ways to be wrong.

    def _form_of_a_page(self) -> None:
        """Fill in a form as a page has it, junk in some of its fields."""
        row = self.random.choice(self.pages)
        self._form_at(self._path(row), self._person(row))

    def _form_of_the_office(self) -> None:
        """The same in the administration, where tables come in, too."""
        path = self.random.choice(self.office)
        if self.random.random() < 0.3:
            names = [self.random.choice(junk.PARAMETERS), junk.text(self.random)]
            path += f"?{junk.query([(name, junk.text(self.random)) for name in names])}"
            self._send("forms", "administrator", "GET", path)
        else:
            self._form_at(path, "administrator")

    def _form_at(self, path: str, person: str) -> None:
        from tests.world import taken_back

        with taken_back():
            forms = forms_of(self._client(person).get(path), path)
        if not forms:
            self._query()
            return
        method, action, fields, has_file = self.random.choice(forms)
        fields = junk.spoilt(self.random, fields, self.ids)
        if method == "get":
            self._send("forms", person, "GET", f"{action}?{junk.query(fields)}")
        else:
            content_type, body = junk.body(fields, with_files=has_file)
            self._send("forms", person, "POST", action, body, content_type)

    def _post_of_the_table(self) -> None:
        """Send what a person would send who means it, junk in some of its fields."""
        row = self.random.choice(self.posts)
        fields = fields_of(self.world.posted(row.label, *row.names))
        fields = junk.spoilt(self.random, fields, self.ids)
        has_file = any(not isinstance(value, str) for _name, value in fields)
        content_type, body = junk.body(fields, with_files=has_file)
        person = self._person(row)
        self._send("forms", person, "POST", self._path(row), body, content_type)

    def _address(self) -> None:
        """Ask for what does not exist, cannot exist, or is somebody else's."""
        row = self.random.choice(self.rows)
        parts = self._path(row).split("/")
        named = [at for at, part in enumerate(parts) if part in self.ids]
        at = self.random.choice(named or range(1, len(parts)))
        others = self.ids if self.random.random() < 0.4 else SEGMENTS
        parts[at] = self.random.choice(others)
        body = junk.body(
            fields_of(self.world.posted(row.label, *row.names)), with_files=False
        )
        sent = body if row.method == "POST" else ("", b"")
        self._send(
            "addresses",
            self._person(row),
            row.method,
            "/".join(parts),
            sent[1],
            sent[0],
        )

    def _query(self) -> None:
        row = self.random.choice(
            self.pages if self.random.random() < 0.8 else self.rows
        )
        names = [self.random.choice(junk.PARAMETERS) for _each in range(3)]
        names += [names[0]] * self.random.randrange(2)
        fields: junk.Fields = [
            (
                name if self.random.random() < 0.97 else junk.text(self.random),
                self.random.choice(self.ids)
                if self.random.random() < 0.2
                else junk.text(self.random),
            )
            for name in names
        ]
        path = f"{self._path(row)}?{junk.query(fields)}"
        self._send("parameters", self._person(row), row.method, path)

    def _verb(self) -> None:
        row = self.random.choice(self.rows)
        verb = self.random.choice(VERBS)
        self._send("verbs", self._person(row), verb, self._path(row))

    def _headers(self) -> None:
        row = self.random.choice(self.rows)
        client = self._client(person := self._person(row))
        name = self.random.choice([*junk.HEADERS])
        extra = {_in_environment(name): self.random.choice(junk.HEADERS[name])}
        kept = {key: morsel.value for key, morsel in client.cookies.items()}
        if self.random.random() < 0.5:
            cookie = self.random.choice([*junk.COOKIES])
            kept[cookie] = self.random.choice(junk.COOKIES[cookie])
            sent = "; ".join(f'{one}="{kept[one]}"' for one in kept)
            # A server hands bytes on as if they were Latin 1.
            extra["HTTP_COOKIE"] = sent.encode().decode("latin-1")
        fields = fields_of(self.world.posted(row.label, *row.names))
        content_type, body = junk.body(fields, with_files=False)
        if row.method == "GET":
            content_type, body = "", b""
        self._send(
            "headers", person, row.method, self._path(row), body, content_type, **extra
        )

    def _body(self) -> None:
        row = self.random.choice(self.posts)
        content_type, body = self.random.choice(junk.BODIES)
        self._send(
            "bodies", self._person(row), "POST", self._path(row), body, content_type
        )

    def _file(self) -> None:
        """Send a workbook that was damaged or forged, and go on where it is taken."""
        row = self.random.choice(self.uploads)
        fields = fields_of(self.world.posted(row.label, *row.names))
        fields = [
            (name, value)
            if isinstance(value, str)
            else (name, (value[0], mutated.workbook(self.random, value[1])))
            for name, value in fields
        ]
        content_type, body = junk.body(fields, with_files=True)
        self._send(
            *("files", self._person(row), "POST", self._path(row), body, content_type),
            goes_on=True,
        )

    # Sending.

    def _person(self, row: "Row") -> str:
        """Mostly somebody who may: what is refused at the door looks at no field."""
        may = [one for one in self.persons if row.expected[one] in ("ok", "did")]
        if may and self.random.random() < 0.8:
            return self.random.choice(may)
        return self.random.choice(self.persons)

    def _path(self, row: "Row") -> str:
        return self.world.path(row.address, *row.names)

    def _go_on(self, client: Any, path: str) -> None:
        """Look at what was taken in, and say yes to it."""
        path = path.partition("#")[0]
        forms = forms_of(client.get(path), path)
        for method, action, fields, with_files in forms[:1]:
            if method == "post":
                content_type, body = junk.body(fields, with_files=with_files)
                client.generic("POST", action, body, content_type)

    def _client(self, person: str) -> Any:
        if person not in self._clients:
            self._clients[person] = self.world.client(person)
            self._clients[person].raise_request_exception = False
        return self._clients[person]

    def _send(
        self,
        kind: str,
        person: str,
        verb: str,
        path: str,
        body: bytes = b"",
        content_type: str = "",
        *,
        goes_on: bool = False,
        **extra: Any,
    ) -> None:
        from django.core.signals import got_request_exception

        from tests.world import taken_back
        from tests.writes import Writes

        sent = f"{verb} {path} as {person}: {content_type} {body[:400]!r} {extra}"
        client, broken = self._client(person), []
        cookies = client.cookies.copy()

        def see(**_of: Any) -> None:
            broken.append(sys.exc_info()[1])

        got_request_exception.connect(see)
        try:
            with taken_back(), Writes() as writes:
                response = client.generic(verb, path, body, content_type, **extra)
                response.getvalue()
                if goes_on and response.status_code == 302:
                    self._go_on(client, response["Location"])
            status, written = response.status_code, writes.stand
        except Exception as error:
            broken.append(error)
            status, written = 500, []
        finally:
            got_request_exception.disconnect(see)
            client.cookies = cookies
        self.tally.kinds[kind] += 1
        self.tally.statuses[status] += 1
        if status >= 500 or broken:
            error = broken[0] if broken else None
            name = f"{type(error).__name__}: {str(error)[:200]}"
            self.tally.faults.append(Fault(name, place_of(error), sent))
        elif status >= 400 and written:
            self.tally.faults.append(Fault(f"{status} wrote", written[0][:200], sent))


def _in_environment(name: str) -> str:
    plain = name.upper().replace("-", "_")
    return plain if plain.startswith("CONTENT_") else f"HTTP_{plain}"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--files", action="store_true", help="only workbooks that were tampered with"
    )
    options = parser.parse_args()
    import django

    django.setup()
    import logging

    from django.conf import settings
    from django.db import connection
    from django.test.utils import (
        setup_databases,
        setup_test_environment,
        teardown_databases,
    )

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.WHITENOISE_AUTOREFRESH = True
    logging.disable(logging.CRITICAL)
    setup_test_environment()
    database, migrated = connection.settings_dict, Migrated()
    is_laid_out = False
    if connection.vendor == "sqlite":
        database["TEST"]["NAME"] = str(environment.FOLDER / "test.sqlite3")
        is_laid_out = migrated.lay_out(environment.FOLDER / "test.sqlite3")
    kept = setup_databases(verbosity=0, interactive=False, keepdb=is_laid_out)
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        migrated.keep(connection.connection)
    from tests.world import PDF, World, taken_back

    try:
        with taken_back(), patch("scorecard.pdf.render", lambda html: PDF):
            tally = Fuzz(World(), options.seed).run(
                seconds=options.seconds, files=options.files
            )
    finally:
        teardown_databases(kept, verbosity=0)
    sys.stdout.write(f"{connection.vendor}, seed {options.seed}: {tally}\n")
    sys.exit(bool(tally.faults))


if __name__ == "__main__":
    main()
