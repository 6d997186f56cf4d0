"""Measure against bare views: ./run bench [--help]."""

import argparse
import json
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench import steady, workshop
from bench.client import Client, median, medians
from bench.first_visit import visit
from bench.memory import most, now, processes
from tests import postgres

Row = dict[str, Any]
WORKERS = 2
# Of what takes seconds, a few are enough.
RARELY = 5
# Local governments with three rounds each, and how many bare reads a page may take.
NATIONS = ((175, 8.0), (10_000, 12.0))


def main() -> None:
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__)
    parser.add_argument("--json", action="store_true", help="for machines")
    parser.add_argument("--times", type=int, default=60, help="requests of each kind")
    parser.add_argument(
        "--workshop", action="store_true", help="only 60 phones in a workshop"
    )
    parser.add_argument(
        "--steady",
        type=float,
        metavar="MINUTES",
        help="only mixed work of several people for so long, and its memory",
    )
    options = parser.parse_args()
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="mcr2030-bench-") as folder:
        environment = _environment(folder)
        for name, address in _databases(folder):
            found = environment | {"DATABASE_URL": address}
            if options.workshop:
                rows += _workshop(name, found)
            elif options.steady:
                rows += _steady(name, found, options.steady)
            else:
                rows += _measure(name, found, options.times)
    if options.json:
        json.dump(rows, sys.stdout, indent=1)
        sys.stdout.write("\n")
    else:
        sys.stdout.write(_table(rows))


def _databases(folder: str) -> Iterator[tuple[str, str]]:
    yield "SQLite", f"sqlite:///{folder}/db.sqlite3"
    if os.environ.get("DATABASE_URL"):
        yield "PostgreSQL", os.environ["DATABASE_URL"]
        return
    with postgres.server() as address:
        yield "PostgreSQL", address


def _measure(database: str, environment: dict[str, str], times: int) -> list[Row]:
    known = _prepared(environment)
    # Before the bare view lays out in a worker, which the site itself never does.
    with _server(environment) as (port, server):
        rows = _memory(Client(port, known["cookie"]), known, server)
    with _server(environment) as (port, _process):
        client = Client(port, known["cookie"])
        rows += _operations(client, known, times)
        rows += _exchange(client, known, max(RARELY, times // 6))
        rows += _weights(port, known)
        for cities, budget in NATIONS:
            rows += _nation(environment, port, known, (cities, budget), times)
    for row in rows:
        row["database"] = database
    return rows


def _prepared(environment: dict[str, str]) -> Row:
    prepared = subprocess.run(
        [sys.executable, "-m", "bench.prepare"],
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    known: Row = json.loads(prepared.stdout)
    return known


def _workshop(database: str, environment: dict[str, str]) -> list[Row]:
    """Let sixty phones vote at once, and count what came of it."""
    known = _prepared(environment)
    called = subprocess.run(
        [sys.executable, "-m", "bench.workshop_room", "call", "0"],
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    room = json.loads(called.stdout) | known["paths"]
    with _server(environment) as (port, _process):
        rows = workshop.measure(port, known["cookie"], room, environment)
    return [row | {"database": database} for row in rows]


def _steady(database: str, environment: dict[str, str], minutes: float) -> list[Row]:
    """Let people work on for long, and say how memory went meanwhile."""
    known = _prepared(environment)
    nation = _filled(environment, NATIONS[0][0])
    paths = known["paths"] | nation["paths"]
    with _server(environment) as (port, server):
        clients = {
            "lead": Client(port, known["cookie"]),
            "focal point": Client(port, nation["cookie"]),
        }
        done = steady.measure(
            clients,
            known | {"paths": paths, "national": list(nation["paths"])},
            minutes,
            lambda: now(server.pid),
        )
    requests = sum(done["asked"].values())
    sys.stderr.write(f"{database}: {done['asked']}\n")
    for minute, sample in enumerate(done["minutes"], 1):
        sys.stderr.write(f"{minute} min: {sample}\n")
    title = f"{minutes:g} minutes of mixed work"
    rows = [_plain(f"{title}: requests answered", requests, None)]
    for kind, grown in done["growth"].items():
        rows.append(_plain(f"{title}: growth of {kind}, MB", grown, 5))
    return [row | {"database": database} for row in rows]


def _operations(client: Client, known: Row, times: int) -> list[Row]:
    paths = known["paths"]
    answer = {"version": known["version"]}

    def save() -> None:
        choice = answer["version"] % 2 + 1
        form = {"choice": choice, "reason": "", "comment": "Реч " * 40, **answer}
        client.post(paths["save"], form)
        answer["version"] += 1

    def bare_write() -> None:
        client.post(paths["bare write"], {"comment": secrets.token_hex(8) * 10})

    def get(name: str) -> Any:
        return lambda: client.get(paths[name])

    read, few = get("bare read"), max(RARELY, times // 6)
    wanted = [
        ("open one Essential, 5 indicators", "essential", read, 4.0, times),
        ("open the largest Essential, 9 indicators", "largest", read, 10.0, times),
        ("open the detailed Essential 8, 34 indicators", "detailed", read, 10.0, times),
        ("save one answer with history", "save", bare_write, 2.5, times),
        ("whole assessment on one page", "overview", read, 8.0, times),
        ("the same with 114 indicators", "detailed overview", read, 8.0, times),
        ("report PDF", "report", get("bare pdf"), 1.3, few),
        (
            *("report PDF of the detailed level", "detailed report"),
            *(get("bare detailed pdf"), 1.3, RARELY),
        ),
        ("report PDF of a frozen assessment, again", "kept", read, 2.0, times),
    ]
    rows = []
    for title, name, bare, budget, often in wanted:
        call = save if name == "save" else get(name)
        middle, bare_middle = medians(call, bare, often)
        queries = known["queries"][name]
        rows.append(_ratio(title, (middle, bare_middle), budget, queries))
    return rows


def _ratio(title: str, spent: tuple[float, float], budget: float, queries: int) -> Row:
    """Return an operation beside its bare one; `spent` are both medians in ms."""
    return {
        "operation": title,
        "median_ms": round(spent[0], 2),
        "bare_ms": round(spent[1], 2),
        "ratio": round(spent[0] / spent[1], 2),
        "budget": budget,
        "queries": queries,
    }


def _nation(
    environment: dict[str, str],
    port: int,
    known: Row,
    nation: tuple[int, float],
    times: int,
) -> list[Row]:
    """Fill the nation up, and measure the focal point's pages over it."""
    cities, budget = nation
    made = _filled(environment, cities)
    client = Client(port, made["cookie"])
    rows = []
    for name, path in made["paths"].items():
        middle, bare_middle = medians(
            lambda path=path: client.get(path),
            lambda: client.get(known["paths"]["bare read"]),
            times,
        )
        title = f"national desk, {cities:,} cities: {name}"
        rows.append(_ratio(title, (middle, bare_middle), budget, made["queries"][name]))
    return rows


def _filled(environment: dict[str, str], cities: int) -> Row:
    """Fill the nation up to so many cities; return the focal point's pages."""
    made = subprocess.run(
        [sys.executable, "-m", "bench.nation", str(cities)],
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    known: Row = json.loads(made.stdout)
    return known


def _exchange(client: Client, known: Row, times: int) -> list[Row]:
    """Measure files in and out; their budgets are half a second each."""
    wanted = known["import"]
    rounds, content = iter(wanted["rounds"]), Path(wanted["file"]).read_bytes()

    def bring_in() -> None:
        year, occasion = next(rounds)
        check = client.send(wanted["address"], {}, content)
        client.send(check, {"year": year, "occasion": occasion, **wanted["form"]})

    rows = [
        _plain(
            "import of the official workbook, 47 answers: ms",
            median(bring_in, RARELY),
            500,
        )
    ]
    for title, name in (
        ("official workbook, filled", "official"),
        ("own workbook", "own"),
        ("table as XLSX", "table"),
    ):
        spent = median(lambda path=known["paths"][name]: client.get(path), times)
        row = _plain(f"export, {title}: ms", spent, 500)
        rows.append(row | {"queries": known["queries"][name]})
    return rows


def _memory(client: Client, known: Row, server: subprocess.Popen[bytes]) -> list[Row]:
    """Return the most that a worker, and what makes its papers, have needed."""
    for _turn in range(RARELY * WORKERS):
        for name in ("essential", "detailed overview", "report", "detailed report"):
            client.get(known["paths"][name])
    workers, presses = processes(server.pid)
    return [
        _plain("memory of a worker after ten reports, MB", most(workers), 120),
        _plain("memory of the process making them, MB", most(presses), 120),
    ]


def _weights(port: int, known: Row) -> list[Row]:
    rows = []
    for title, path, cookie in (
        ("start page", "/", ""),
        ("one Essential", known["paths"]["essential"], known["cookie"]),
    ):
        made = visit(port, path, cookie)
        if made:
            rows.append(_plain(f"first visit, {title}: KB", made.bytes / 1024, 350))
            rows.append(_plain(f"first visit, {title}: requests", made.requests, 8))
    return rows


def _plain(operation: str, value: float, budget: float | None) -> Row:
    """Return a figure that is no ratio: compared with its budget as it is."""
    return {
        "operation": operation,
        "median_ms": None,
        "bare_ms": None,
        "ratio": round(value, 1),
        "budget": budget,
        "queries": None,
    }


@contextmanager
def _server(environment: dict[str, str]) -> Iterator[tuple[int, Any]]:
    port = _free_port()
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "gunicorn", "mcr2030.wsgi", "--log-level=error"),
            *(f"--workers={WORKERS}", f"--bind=127.0.0.1:{port}", "--timeout=120"),
        ],
        env=environment,
    )
    try:
        _wait(port)
        yield port, server
    finally:
        server.terminate()
        server.wait(20)


def _wait(port: int) -> None:
    for _turn in range(300):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("The server did not answer within half a minute.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _environment(folder: str) -> dict[str, str]:
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "DATA_DIR": folder,
        "DEBUG": "False",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": "127.0.0.1,testserver",
        "HTTPS": "False",
        "MANIFEST_STATIC": "True",
        "NO_PROXY": "127.0.0.1",
    }


def _django(environment: dict[str, str], *words: str) -> None:
    subprocess.run([sys.executable, "manage.py", *words], env=environment, check=True)


def _table(rows: list[Row]) -> str:
    lines = [
        "| operation | database | ms | bare ms | ratio | budget | queries |",
        "|---|---|---:|---:|---:|---:|---:|",
    ]
    for row in rows:
        shown = {name: "–" if value is None else value for name, value in row.items()}
        is_over = row["budget"] is not None and row["ratio"] > row["budget"]
        mark = " (over)" if is_over else ""
        lines.append(
            "| {operation} | {database} | {median_ms} | {bare_ms} | {ratio}{mark} "
            "| {budget} | {queries} |".format(mark=mark, **shown)
        )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
