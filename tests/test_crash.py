"""A killed server loses nothing that it said it had saved."""

import json
import os
import signal
import subprocess
import threading
import time
from collections.abc import Mapping
from pathlib import Path

from tests.served import (
    CLIENTS,
    KEPT,
    SAVES,
    SEED,
    Burst,
    database,
    environment,
    free_port,
    python,
    server,
)

# The server dies when about this many saves of the burst have been answered.
KILLED_AFTER = 80


def test_every_save_that_was_confirmed_outlives_a_kill(tmp_path: Path) -> None:
    with database(tmp_path) as database_url:
        settings = environment(tmp_path, database_url)
        assessment, codes = json.loads(python(SEED, settings))
        port = free_port()
        address = f"http://127.0.0.1:{port}"
        half = len(codes) // 2
        bursts = [
            Burst(address, part, assessment) for part in (codes[:half], codes[half:])
        ]

        with server(port, settings) as process:
            for burst in bursts:
                burst.sign_in()
            _run_until_killed(bursts, process)
        told = [save for burst in bursts for save in burst.told]
        kept = json.loads(python(KEPT, settings))
        with server(port, settings):
            last = _saved_once_more(bursts[0], kept["answers"])

    assert [burst.trouble for burst in bursts] == [[], []]
    assert KILLED_AFTER <= len(told) < SAVES
    assert {*map(tuple, kept["changes"])} >= set(told)
    assert len(kept["changes"]) <= len(told) + CLIENTS
    latest = _latest(kept["changes"])
    standing = {code: tuple(answer) for code, answer in kept["answers"].items()}
    assert {code: standing[code] for code in latest} == latest
    assert last == standing[bursts[0].codes[0]][0] + 1


def _run_until_killed(bursts: list[Burst], process: subprocess.Popen) -> None:
    threads = [threading.Thread(target=burst.run) for burst in bursts]
    for thread in threads:
        thread.start()
    deadline = time.monotonic() + 30
    while sum(len(burst.told) for burst in bursts) < KILLED_AFTER:
        assert time.monotonic() < deadline, "the burst is too slow"
        assert any(thread.is_alive() for thread in threads), bursts[0].trouble
        time.sleep(0.001)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(10)
    for thread in threads:
        thread.join(20)


def _saved_once_more(burst: Burst, answers: Mapping[str, list]) -> int:
    """Go on working after the restart, with the same session."""
    code = burst.codes[0]
    return burst.save(code, SAVES + 1, answers[code][0])


def _latest(changes: list[list]) -> dict[str, tuple]:
    latest: dict[str, tuple] = {}
    for code, *said in sorted(changes, key=lambda change: change[1]):
        latest[code] = tuple(said)
    return latest
