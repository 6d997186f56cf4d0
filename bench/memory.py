"""What the processes of a server hold in memory, as Linux tells it."""

from pathlib import Path


def processes(server: int) -> tuple[list[int], list[int]]:
    """Return the workers of a server, and the presses that they have started."""
    workers = _children(server)
    return workers, [press for worker in workers for press in _children(worker)]


def most(those: list[int], line: str = "VmHWM") -> float:
    """Return the largest memory in MB of them: the most ever held, or VmRSS, now."""
    return max(
        int(text.split()[1]) / 1024
        for process in those
        for text in Path(f"/proc/{process}/status").read_text().splitlines()
        if text.startswith(line)
    )


def now(server: int) -> dict[str, float]:
    """Return the MB that the largest worker and the largest press hold now."""
    workers, presses = processes(server)
    return {
        "a worker": round(most(workers, "VmRSS"), 1),
        "a press": round(most(presses, "VmRSS"), 1) if presses else 0.0,
    }


def _children(process: int) -> list[int]:
    """Return the numbers of the processes that any thread of this one started."""
    return [
        int(child)
        for listed in Path(f"/proc/{process}/task").glob("*/children")
        for child in listed.read_text().split()
    ]
