"""Hours of what people do in a day, at once and mixed, with the memory it takes.

Everything that leaks shows as memory that grows from one minute to the next, long after
each page has been seen. One request that fails ends the measurement.
"""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

from bench.client import Client

# How often each is asked for, of a hundred. Answering is most of the work; reports
# and files are wanted now and then.
MIXTURE = {
    "essential": 30,
    "save": 22,
    "overview": 12,
    "detailed": 6,
    "largest": 6,
    "desk": 6,
    "matrix": 4,
    "gaps": 3,
    "kept": 4,
    "table": 3,
    "own": 1,
    "official": 1,
    "report": 2,
}
PEOPLE = 4
# Until each worker has shown each page, memory is expected to grow.
WARM = 0.25


class Town:
    """Several people at work, who ask for what the mixture says."""

    def __init__(
        self, clients: dict[str, Client], known: dict[str, Any], end: float
    ) -> None:
        self.asked: Counter[str] = Counter()
        self.faults: list[BaseException] = []
        self._clients, self._known, self._end = clients, known, end
        self._version = known["version"]
        self._saving = threading.Lock()

    def is_at_work(self) -> bool:
        return time.monotonic() < self._end and not self.faults

    def work(self, seed: int) -> None:
        """Do one thing after the other until the end, or until something failed."""
        chance = random.Random(seed)  # noqa: S311 - the same mixture each time
        names, weights = list(MIXTURE), list(MIXTURE.values())
        while self.is_at_work():
            name = chance.choices(names, weights)[0]
            try:
                self._do(name)
            except BaseException as fault:
                self.faults.append(fault)
                return
            self.asked[name] += 1

    def _do(self, name: str) -> None:
        if name == "save":
            return self._save()
        who = "focal point" if name in self._known["national"] else "lead"
        return self._clients[who].get(self._known["paths"][name])

    def _save(self) -> None:
        # One answer: whoever saves has seen the version before.
        with self._saving:
            choice = self._version % 2 + 1
            form = {"choice": choice, "reason": "", "comment": "Реч"}
            form["version"] = self._version
            self._clients["lead"].post(self._known["paths"]["save"], form)
            self._version += 1


def measure(
    clients: dict[str, Client],
    known: dict[str, Any],
    minutes: float,
    memory: Callable[[], dict[str, float]],
) -> dict[str, Any]:
    """Keep the mixture up, and return what was asked and what it took.

    `clients` are the city's lead and the focal point by role, `known["paths"]` names
    addresses, and `memory` returns MB by kind of process. The result holds `asked`
    (requests by name), `minutes` (memory at the end of each) and `growth` (MB by kind,
    from the first sample after the warm part to the last).
    """
    town = Town(clients, known, end := time.monotonic() + minutes * 60)
    people = [threading.Thread(target=town.work, args=[one]) for one in range(PEOPLE)]
    for person in people:
        person.start()
    samples = []
    while town.is_at_work():
        time.sleep(min(60.0, max(0.1, end - time.monotonic())))
        samples.append(memory())
    for person in people:
        person.join()
    if town.faults:
        raise town.faults[0]
    warm = samples[int(len(samples) * WARM)]
    growth = {kind: round(samples[-1][kind] - mb, 1) for kind, mb in warm.items()}
    return {"asked": dict(town.asked), "minutes": samples, "growth": growth}
