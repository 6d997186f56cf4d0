"""The process that lays out PDFs: what it reads, what it knows, and how it ends."""

import io
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from scorecard import pdf, press
from scorecard.models import Assessment
from tests.conftest import ClientOf

pytestmark = pytest.mark.once
PAGE = '<html lang="en"><title>x</title><p>Flood</p>'
STYLE = ["https://paper.invalid/static/css/print.css", "static/css/print.css"]
JOB = {"html": PAGE, "base": "https://paper.invalid/", "style": STYLE, "fonts": {}}


@pytest.fixture
def own_press(monkeypatch: pytest.MonkeyPatch) -> Iterator[pdf.Press]:
    """A press that only this test uses, so that it may be broken."""
    made = pdf.Press()
    monkeypatch.setattr(pdf, "_press", made)
    yield made
    made.end()


def _answer(job: dict[str, object]) -> tuple[dict[str, object], bytes]:
    answers = io.BytesIO()
    press.serve(io.BytesIO(json.dumps(job).encode() + b"\n"), answers)
    head, content = answers.getvalue().split(b"\n", 1)
    return json.loads(head), content


def _with_font(path: str) -> dict[str, object]:
    address = "https://paper.invalid/static/fonts/letters.ttf"
    face = f'@font-face {{ font-family: "Letters"; src: url("{address}") }}'
    html = f"{PAGE}<style>{face}</style>"
    return JOB | {"style": STYLE, "html": html, "fonts": {address: path}}


def _with_plain_style(job: dict[str, object], folder: Path) -> dict[str, object]:
    (folder / "plain.css").write_text("p { color: black }")
    return job | {"style": [STYLE[0], str(folder / "plain.css")]}


def test_a_job_comes_back_as_a_pdf_of_the_length_that_was_said(tmp_path: Path) -> None:
    head, content = _answer(_with_plain_style(JOB, tmp_path))

    assert content.startswith(b"%PDF-")
    assert head == {"bytes": len(content)}


def test_a_font_that_was_named_is_read(tmp_path: Path) -> None:
    font = finders.find("fonts/SourceSans3[wght].ttf")
    assert font
    head, content = _answer(_with_plain_style(_with_font(font), tmp_path))

    assert head == {"bytes": len(content)}


def test_what_was_not_named_is_not_read(tmp_path: Path) -> None:
    html = f'{PAGE}<img alt="" src="file:///etc/passwd">'
    job = _with_plain_style(JOB | {"html": html}, tmp_path)

    assert _answer(job) == ({"refused": "address"}, b"")


def test_missing_libraries_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    real = __import__

    def importing(name, *rest, **named):
        if name.startswith("weasyprint"):
            raise OSError("cannot load library 'libgobject-2.0-0'")
        return real(name, *rest, **named)

    monkeypatch.setattr("builtins.__import__", importing)

    assert _answer(JOB) == ({"refused": "libraries"}, b"")


@pytest.mark.parametrize(
    "address",
    [
        "http://example.com/x.png",
        "file:///etc/passwd",
        "data:image/png;base64,AAAA",
        "../css/site.css",
        "../fonts/../../manage.py",
    ],
)
def test_no_address_is_fetched(address: str) -> None:
    with pytest.raises(pdf.Unprintable, match="not ours"):
        pdf.render(f'<html lang="en"><title>x</title><img alt="" src="{address}">')


def test_the_command_for_missing_libraries_stands_on_the_page(
    client_of: ClientOf,
    lead,
    assessment: Assessment,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    refused = ({"refused": "libraries"}, b"")
    monkeypatch.setattr(pdf.Press, "answer", lambda press, job: refused)
    client: Client = client_of(lead)

    response = client.get(reverse("scorecard:brief-pdf", args=[assessment.pk]))

    assert response.status_code == 503
    assert "apt-get install --no-install-recommends libpango" in (
        response.content.decode()
    )


def test_one_process_makes_paper_after_paper(own_press: pdf.Press) -> None:
    first = pdf.render(PAGE)
    process = own_press.process

    assert pdf.render(PAGE)[:5] == first[:5] == b"%PDF-"
    assert own_press.process is process


def test_after_many_papers_another_process_begins(
    own_press: pdf.Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "MOST_PAPERS", 2)
    first = own_press.running()

    papers = [pdf.render(PAGE) for _turn in range(3)]

    assert [one[:5] for one in papers] == [b"%PDF-"] * 3
    assert first.poll() == 0
    assert own_press.process is not first


def test_it_knows_no_secret(own_press: pdf.Press, monkeypatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "not for the press")
    monkeypatch.setenv("DATABASE_URL", "postgresql://who:password@where/what")
    process = own_press.running()
    known = Path(f"/proc/{process.pid}/environ")
    if not known.exists():
        pytest.skip("Only Linux tells what a process was started with.")
    wait_until(lambda: b"PATH=" in known.read_bytes())

    assert b"SECRET_KEY" not in known.read_bytes()
    assert b"DATABASE_URL" not in known.read_bytes()


def test_a_process_that_was_killed_is_replaced(own_press: pdf.Press) -> None:
    process = own_press.running()
    process.kill()
    process.wait()

    assert pdf.render(PAGE).startswith(b"%PDF-")


def test_work_without_end_is_ended(
    own_press: pdf.Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "LONGEST", 0.2)

    with pytest.raises(pdf.Unprintable, match="took too long"):
        pdf.render(PAGE * 2_000)


@pytest.mark.parametrize("said", ["", "print('{\"bytes\": 9}'); print('%PDF', end='')"])
def test_half_a_paper_is_no_paper_and_the_next_is_whole(
    said: str, own_press: pdf.Press, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.py"
    broken.write_text(said)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(pdf.Path, "with_name", lambda path, name: broken)
        with pytest.raises(pdf.Unprintable, match="Try again"):
            pdf.render(PAGE)

    assert pdf.render(PAGE).startswith(b"%PDF-")


def test_it_ends_with_the_site_that_started_it() -> None:
    code = (
        "import os, sys; sys.path.insert(0, os.getcwd());"
        "from scorecard import pdf;"
        "print(pdf.Press().running().pid, flush=True); os.kill(os.getpid(), 9)"
    )
    started = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", code], stdout=subprocess.PIPE, env=os.environ, text=True
    )
    pid = int(started.stdout)

    wait_until(lambda: not _is_running(pid))


def _is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def wait_until(holds) -> None:
    for _turn in range(200):
        if holds():
            return
        time.sleep(0.1)
    raise AssertionError("It did not come to hold within 20 seconds.")


def test_each_heading_of_a_table_says_what_it_heads(tmp_path: Path) -> None:
    table = (
        "<table><tr><th>Hazard</th><th>Level</th></tr>"
        "<tr><th scope=row>Flood</th><td>3</td></tr></table>"
        "<a href='#end'>On</a><p id='end'>End</p>"
    )
    job = _with_plain_style(JOB | {"html": PAGE + table}, tmp_path)

    with pikepdf.open(io.BytesIO(_answer(job)[1])) as made:
        parts = [one for one in made.objects if isinstance(one, pikepdf.Dictionary)]

        headings = [one for one in parts if one.get("/S") == "/TH"]
        assert [str(one.A.Scope) for one in headings] == ["/Column", "/Column", "/Row"]
        links = [one for one in parts if one.get("/Subtype") == "/Link"]
        assert [int(one.F) for one in links] == [4]
