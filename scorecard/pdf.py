"""A page of HTML to a PDF, with nothing read but our own style sheet and fonts."""

import atexit
import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, BinaryIO, cast

from django.contrib.staticfiles import finders
from django.utils.translation import gettext as _

LIBRARIES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
# A national report of 175 cities takes half a minute on a slow machine.
LONGEST = 110
# Each paper leaves some 70 kB behind: then another process begins.
MOST_PAPERS = 50
# No such host exists: an address under it can only be one of the files named here.
_BASE = "https://paper.invalid/static/"
_STYLE = "css/print.css"
_FONTS = ("fonts/SourceSans3[wght].ttf", "fonts/SourceSans3-Italic[wght].ttf")
# What the process that lays out may know of ours: where programs and fonts are.
_PLACES = (
    *("PATH", "LANG", "HOME", "TMPDIR", "LD_LIBRARY_PATH", "SYSTEMROOT"),
    *("XDG_CACHE_HOME", "FONTCONFIG_PATH", "FONTCONFIG_FILE"),
)


class Unprintable(Exception):
    """No PDF can be made; the message is a sentence that says what to do."""


def render(html: str) -> bytes:
    """Return a tagged PDF (PDF/UA-1). Raises Unprintable with a sentence.

    User text in `html` must be escaped; an address in it that is not one of our own
    files stops the work.
    """
    try:
        head, content = _press.answer(json.dumps(job(html)).encode())
    except (OSError, ValueError) as error:
        raise Unprintable(
            _(
                "The PDF was not made: the work on it broke off or took too long. Try "
                "again; if it happens again, tell the administrator of this server."
            )
        ) from error
    if head.get("refused") == "libraries":
        raise Unprintable(
            _(
                "PDFs cannot be made on this server yet. Ask its administrator to "
                "run: %(command)s"
            )
            % {"command": f"apt-get install --no-install-recommends {LIBRARIES}"}
        )
    if head.get("refused") == "address":
        raise Unprintable(
            _("The PDF was not made: it asks for a file that is not ours.")
        )
    return content


def job(html: str) -> dict[str, Any]:
    """Return what scorecard/press.py has to know to lay out this HTML."""
    return {
        "html": html,
        "base": _BASE,
        "style": [_BASE + _STYLE, _found(_STYLE)],
        "fonts": {_BASE + name: _found(name) for name in _FONTS},
    }


def words_for_pages() -> tuple[str, str, str]:
    """Return what stands before, between and after the two numbers of a page foot."""
    gap = "\0"
    words = _("Page %(page)s of %(pages)s") % {"page": gap, "pages": gap}
    before, between, after = words.split(gap)
    return before, between, after


class Press:
    """The process of scorecard/press.py, started with the first PDF and kept."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self.papers = 0
        self._one_at_a_time = threading.Lock()
        atexit.register(self.end)

    def answer(self, line: bytes) -> tuple[dict[str, Any], bytes]:
        """Return the head and the content for a job in JSON; see press.serve for both.

        Raises OSError or ValueError where the process ends meanwhile, which it is made
        to after LONGEST seconds; the next job starts another.
        """
        with self._one_at_a_time:
            process = self.running()
            late = threading.Timer(LONGEST, process.kill)
            late.start()
            try:
                answer = _exchanged(process, line)
            except BaseException:
                # What it has still to say would be taken for the next job's answer.
                process.kill()
                self.end()
                raise
            finally:
                late.cancel()
            self.papers += 1
            if self.papers >= MOST_PAPERS:
                self.end()
            return answer

    def end(self) -> None:
        """Let the process end, if there is one, and wait for it."""
        if self.process:
            self.process.communicate()
            self.process = None
        self.papers = 0

    def running(self) -> subprocess.Popen[bytes]:
        if self.process and self.process.poll() is not None:
            self.end()
        if self.process is None:
            self.process = subprocess.Popen(  # noqa: S603 - our own script
                [sys.executable, "-I", Path(__file__).with_name("press.py")],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={name: os.environ[name] for name in _PLACES if name in os.environ},
            )
        return self.process


def _exchanged(
    process: subprocess.Popen[bytes], line: bytes
) -> tuple[dict[str, Any], bytes]:
    jobs, answers = cast(BinaryIO, process.stdin), cast(BinaryIO, process.stdout)
    jobs.write(line + b"\n")
    jobs.flush()
    head: dict[str, Any] = json.loads(answers.readline())
    content = answers.read(head.get("bytes", 0))
    if len(content) != head.get("bytes", 0):
        raise ValueError("The process ended before the whole PDF was there.")
    return head, content


_press = Press()


def _found(name: str) -> str:
    path = finders.find(name)
    if not path:
        raise Unprintable(_("The PDF was not made: a font or style is missing."))
    return cast("str", path)
