"""Sixty phones in a workshop against two workers: ./run bench --workshop.

Every phone joins through the real door, then all vote on each indicator at once, change
their vote, and go on asking for news meanwhile. At the end the votes are counted in the
database: one of each guest and the last one chosen, none lost and none double.
"""

import http.client
import json
import re
import statistics
import subprocess
import sys
import threading
import time
import urllib.parse
from dataclasses import dataclass, field
from typing import Any

PHONES = 60
INDICATORS = 4
# Each phone votes so often on an indicator; the last choice is what counts.
VOTES_EACH = 3
# How many polls a phone sends between two votes.
POLLS = 3
# What p95 may cost, as a multiple of the bare views' p95 under the same load.
VOTE_BUDGET, POLL_BUDGET = 3.0, 1.5
SEEN = re.compile(r'\?seen=([^"]+)"')


@dataclass
class Phone:
    """One guest: its cookies, what it chose last, and how long its requests took."""

    port: int
    code: str
    number: int
    cookies: dict[str, str] = field(default_factory=dict)
    chosen: dict[int, int] = field(default_factory=dict)
    seen: str = ""
    votes: list[float] = field(default_factory=list)
    polls: list[float] = field(default_factory=list)

    def join(self) -> None:
        self.ask("GET", f"/w/{self.code}/")
        form = {
            "name": f"Гост {_letters(self.number)}",
            "institution": "Мерење",
            "consent": "on",
        }
        status, _body = self.ask("POST", f"/w/{self.code}/", form)
        _expect(status, 302)
        _status, body = self.ask("GET", f"/w/{self.code}/")
        self.look(body)

    def look(self, body: str) -> None:
        found = SEEN.search(body)
        if found:
            self.seen = found.group(1)

    def poll(self) -> None:
        begun = time.perf_counter()
        status, body = self.ask("GET", f"/w/{self.code}/now/?seen={self.seen}")
        self.polls.append(time.perf_counter() - begun)
        if status != 204:
            _expect(status, 200)
            self.look(body)

    def vote(self, ballot: int) -> None:
        # Another one each time, so that a lost or doubled vote shows.
        choice = (ballot + len(self.votes)) % 4
        begun = time.perf_counter()
        status, body = self.ask(
            "POST", f"/w/{self.code}/vote/", {"ballot": ballot, "choice": choice}
        )
        self.votes.append(time.perf_counter() - begun)
        _expect(status, 200)
        self.chosen[ballot] = choice
        self.look(body)

    def ask(self, method: str, path: str, form: Any = None) -> tuple[int, str]:
        token = "0123456789abcdef0123456789abcdef"  # noqa: S105 - a form's own
        cookies = {"csrftoken": token, "django_language": "sr", **self.cookies}
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
            "X-CSRFToken": token,
            "HX-Request": "true",
        }
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        body = urllib.parse.urlencode(form) if form is not None else None
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        content = response.read().decode()
        for line in response.headers.get_all("Set-Cookie") or []:
            name, _, rest = line.partition("=")
            if name == "workshop_guest":
                self.cookies[name] = rest.partition(";")[0]
        connection.close()
        return response.status, content


def measure(
    port: int, cookie: str, known: dict[str, Any], environment: dict[str, str]
) -> list[dict[str, Any]]:
    """Hold the workshop; return its figures as the other measurements do."""
    phones = [Phone(port, known["code"], number) for number in range(PHONES)]
    _all(phones, lambda phone: phone.join())
    for ballot in range(1, INDICATORS + 1):
        _step(environment, "open", ballot)
        _all(phones, lambda phone, ballot=ballot: _take_part(phone, ballot))
        _step(environment, "close", ballot)
    counted = json.loads(_step(environment, "count", 0))
    wrong = _wrong(phones, counted)
    bare = {
        name: _bare(port, cookie, known[name], name == "bare write")
        for name in ("bare read", "bare write")
    }
    votes = [spent for phone in phones for spent in phone.votes]
    polls = [spent for phone in phones for spent in phone.polls]
    title = f"workshop, {PHONES} phones at once"
    return [
        _row(f"{title}: a vote, p95", votes, bare["bare write"], VOTE_BUDGET),
        _row(f"{title}: a poll, p95", polls, bare["bare read"], POLL_BUDGET),
        {
            "operation": f"{title}: votes lost or double of {len(votes)} sent",
            "median_ms": None,
            "bare_ms": None,
            "ratio": wrong,
            "budget": 0,
            "queries": None,
        },
    ]


def _take_part(phone: Phone, ballot: int) -> None:
    for _turn in range(VOTES_EACH):
        phone.vote(ballot)
        for _poll in range(POLLS):
            phone.poll()


def _all(phones: list[Any], work: Any) -> None:
    """Let all phones work at once, and stop where one of them failed."""
    faults: list[BaseException] = []

    def guarded(phone: Any) -> None:
        try:
            work(phone)
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=guarded, args=[phone]) for phone in phones]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]


def _bare(port: int, cookie: str, path: str, writes: bool) -> list[float]:
    """Ask for a bare view from as many places at once, as often as votes were sent."""
    spent: list[float] = []

    def work(phone: Phone) -> None:
        for turn in range(INDICATORS * VOTES_EACH):
            begun = time.perf_counter()
            form = {"comment": f"{turn}"} if writes else None
            status, _body = phone.ask("POST" if writes else "GET", path, form)
            spent.append(time.perf_counter() - begun)
            _expect(status, 200)

    places = [Phone(port, "", number) for number in range(PHONES)]
    for place in places:
        place.cookies = {"sessionid": cookie}
    _all(places, work)
    return spent


def _wrong(phones: list[Phone], counted: list[list[Any]]) -> int:
    """Return how many votes are missing, double or not the last one chosen."""
    sent = sorted(
        [ballot, f"Гост {_letters(phone.number)}", choice]
        for phone in phones
        for ballot, choice in phone.chosen.items()
    )
    return (
        len([one for one in sent if one not in counted])
        + len([one for one in counted if one not in sent])
        + abs(len(sent) - len(counted))
    )


def _step(environment: dict[str, str], what: str, ballot: int) -> str:
    return subprocess.run(
        [sys.executable, "-m", "bench.workshop_room", what, str(ballot)],
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout


def _row(
    title: str, spent: list[float], bare: list[float], budget: float
) -> dict[str, Any]:
    found, yardstick = _p95(spent), _p95(bare)
    return {
        "operation": title,
        "median_ms": round(found, 1),
        "bare_ms": round(yardstick, 1),
        "ratio": round(found / yardstick, 2),
        "budget": budget,
        "queries": None,
    }


def _p95(spent: list[float]) -> float:
    return statistics.quantiles(spent, n=20)[-1] * 1000


def _letters(number: int) -> str:
    return "АБВГДЂЕЖЗИ"[number // 10] + "АБВГДЂЕЖЗИ"[number % 10]


def _expect(status: int, wanted: int) -> None:
    if status != wanted:
        raise RuntimeError(f"{status} instead of {wanted}")
