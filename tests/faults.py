"""Let bad days happen to a running server, and count what was lost.

    python -m tests.faults [--kills 20] [--seed 1]

tries all of them on SQLite and on a PostgreSQL of its own, and prints a table.
"""

import argparse
import json
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import psycopg2

from tests import postgres
from tests.served import (
    KEPT,
    ROOT,
    SEED,
    Burst,
    environment,
    free_port,
    lay_out,
    python,
    server,
)

SENTENCE = "That is not possible at the moment"
PLACES = """
import django; django.setup()
from cities.models import City, District, Hazard
print(City.objects.count(), District.objects.count(), Hazard.objects.count())
"""


@dataclass
class Day:
    """What happened, how often, and what it cost."""

    fault: str
    times: int = 1
    confirmed: int = 0
    lost: int = 0
    trouble: list[str] = field(default_factory=list)


class Site:
    """One installation with an assessment in it, served and broken at will."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self.settings = environment(folder, database_url)
        lay_out(database_url)
        self.assessment, self.codes = json.loads(python(SEED, self.settings))

    def kept(self) -> dict[str, Any]:
        return json.loads(python(KEPT, self.settings))

    def lost(self, bursts: list[Burst]) -> int:
        """Return how many saves were confirmed and are not there."""
        kept = {tuple(change) for change in self.kept()["changes"]}
        return sum(save not in kept for burst in bursts for save in burst.told)

    def bursts(self, port: int) -> list[Burst]:
        """Return two people who begin from what is kept now."""
        versions = {code: one[0] for code, one in self.kept()["answers"].items()}
        half = len(self.codes) // 2
        found = [
            Burst(f"http://127.0.0.1:{port}", part, self.assessment, versions=versions)
            for part in (self.codes[:half], self.codes[half:])
        ]
        for burst in found:
            burst.sign_in()
        return found


def kills(site: Site, times: int, random: Random) -> Day:
    """Kill the server at random moments, while two people save without pause."""
    day = Day("server killed (SIGKILL) while people save", times)
    for _turn in range(times):
        with _served(site) as (port, process):
            bursts = site.bursts(port)
            threads = [threading.Thread(target=burst.run) for burst in bursts]
            for thread in threads:
                thread.start()
            time.sleep(random.uniform(0.05, 1.5))
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)
            for thread in threads:
                thread.join(30)
        _count(day, site, bursts)
        day.trouble += [one for burst in bursts for one in burst.trouble]
    return day


def full_disk(site: Site) -> Day:
    """Let no file of the server grow on: SQLite cannot write its journal any more."""
    day = Day("disk full while people save (RLIMIT_FSIZE)")
    with _served(site, largest_file=600_000) as (port, process):
        bursts = site.bursts(port)
        for burst in bursts:
            burst.run()
        os.killpg(process.pid, signal.SIGKILL)
    refused = [one for burst in bursts for one in burst.trouble]
    day.trouble += [one for one in refused if not one.endswith(": 503")]
    if not refused:
        day.trouble.append("the disk never filled up")
    _count(day, site, bursts)
    with _served(site) as (port, _process):
        _saves_again(day, site.bursts(port)[0])
    return day


def locked(site: Site, database_url: str) -> Day:
    """Let another transaction hold what is to be written, longer than one waits."""
    day = Day("database held by another transaction")
    with _served(site) as (port, _process):
        burst = site.bursts(port)[0]
        begun = time.monotonic()
        with _held(database_url):
            _is_told(day, burst)
        day.fault += f", answered after {time.monotonic() - begun:.0f} s"
        _saves_again(day, burst)
        _count(day, site, [burst])
    return day


def away(site: Site, database: postgres.Stoppable, seconds: float) -> Day:
    """Take the database away under a running site, and bring it back."""
    day = Day(f"database gone for {seconds:.0f} s and back")
    with _served(site) as (port, _process):
        burst = site.bursts(port)[0]
        _saves_again(day, burst)
        database.stop()
        until = time.monotonic() + seconds
        try:
            _is_told(day, burst)
            time.sleep(max(0, until - time.monotonic()))
            _is_told(day, burst)
        finally:
            database.start()
        # The same process, the same session: nobody restarts anything.
        _saves_again(day, burst)
        _count(day, site, [burst])
    return day


def two_set_ups(folder: Path, database_url: str) -> Day:
    """Deploy twice at the same moment."""
    day = Day("set_up started twice at once", 2)
    settings = environment(folder, database_url)
    both = [_command(settings, "set_up") for _each in range(2)]
    for one in both:
        _out, said = one.communicate(timeout=500)
        if one.returncode:
            day.trouble.append(said[-300:])
    return day


def killed_imports(folder: Path, database_url: str, times: int, random: Random) -> Day:
    """Kill the import of the register at random moments: all of it, or nothing."""
    day = Day("import killed (SIGKILL) in its midst", times)
    settings = environment(folder, database_url)
    lay_out(database_url)
    _command(settings, "migrate", "--verbosity=0").communicate(timeout=500)
    found = set()
    for _turn in range(times):
        process = _command(settings, "load_register")
        time.sleep(random.uniform(1, 5))
        process.kill()
        process.communicate()
        found.add(python(PLACES, settings).strip())
    _command(settings, "load_register").communicate(timeout=300)
    whole = python(PLACES, settings).strip()
    day.trouble += [f"half: {one}" for one in found - {"0 0 0", whole}]
    return day


def _is_told(day: Day, burst: Burst) -> None:
    """A save that cannot be is answered with 503 and a sentence."""
    try:
        burst.save(burst.codes[-1], 1, burst.versions.get(burst.codes[-1], 0))
    except urllib.error.HTTPError as error:
        said = error.read().decode()
        if error.code != 503 or SENTENCE not in said:
            day.trouble.append(f"{error.code} instead of 503")
    else:
        day.trouble.append("a save was confirmed though nothing could be saved")


def _saves_again(day: Day, burst: Burst) -> None:
    code = burst.codes[0]
    try:
        burst.versions[code] = burst.save(code, 2, burst.versions.get(code, 0))
    except (OSError, AssertionError) as error:
        day.trouble.append(f"no save after it: {error!r}"[:300])


def _count(day: Day, site: Site, bursts: list[Burst]) -> None:
    day.confirmed += sum(len(burst.told) for burst in bursts)
    day.lost += site.lost(bursts)


@contextmanager
def _served(
    site: Site, largest_file: int | None = None
) -> Iterator[tuple[int, subprocess.Popen]]:
    port = free_port()
    with server(port, site.settings, largest_file) as process:
        yield port, process


@contextmanager
def _held(database_url: str) -> Iterator[None]:
    """Hold a lock that every save needs."""
    if database_url.startswith("sqlite"):
        path = database_url.removeprefix("sqlite:///")
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
            other.execute("ROLLBACK")
        return
    with closing(psycopg2.connect(database_url)) as other:
        other.cursor().execute("LOCK TABLE scorecard_answer IN EXCLUSIVE MODE")
        yield
        other.rollback()


def _command(settings: Mapping[str, str], *words: str) -> subprocess.Popen:
    return subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-W", "ignore", "manage.py", *words],
        cwd=ROOT,
        env=settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _all(
    folder: Path, database: postgres.Stoppable | None, times: int, random: Random
) -> Iterator[Day]:
    """Try what can be tried on a database; without a server, on SQLite."""

    def address(name: str) -> str:
        if database is None:
            return f"sqlite:///{folder}/{name}.sqlite3"
        return created(database.address, name)

    first = address("first")
    site = Site(_new(folder, "first"), first)
    yield kills(site, times, random)
    yield full_disk(site) if database is None else away(site, database, 30)
    yield locked(site, first)
    third = address("third")
    yield killed_imports(_new(folder, "third"), third, max(2, times // 4), random)
    yield two_set_ups(_new(folder, "second"), address("second"))


def _new(folder: Path, name: str) -> Path:
    (folder / name).mkdir(exist_ok=True)
    return folder / name


def created(server_address: str, name: str) -> str:
    """Make an empty database on a server; let what waits there wait two seconds."""
    with closing(psycopg2.connect(server_address)) as connection:
        connection.autocommit = True
        connection.cursor().execute(f"CREATE DATABASE {name}")
    found = server_address.replace("/postgres?", f"/{name}?")
    return f"{found}&options=-c%20statement_timeout%3D2000"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    random = Random(options.seed)  # noqa: S311 - to be repeated, not to be secret
    say = sys.stdout.write
    say("| fault | database | times | saves confirmed | lost | trouble |\n")
    say("|---|---|---:|---:|---:|---|\n")
    is_well = True
    with tempfile.TemporaryDirectory() as name, postgres.stoppable() as database:
        folder = Path(name)
        for kind, server_of_it in (("SQLite", None), ("PostgreSQL", database)):
            for day in _all(_new(folder, kind), server_of_it, options.kills, random):
                is_well = _print(kind, day) and is_well
    sys.exit(not is_well)


def _print(kind: str, day: Day) -> bool:
    said = "; ".join(day.trouble) or "none"
    sys.stdout.write(
        f"| {day.fault} | {kind} | {day.times} | {day.confirmed} | {day.lost} "
        f"| {said} |\n"
    )
    sys.stdout.flush()
    return not day.trouble and not day.lost


if __name__ == "__main__":
    main()
