"""Make the pictures of guides and documents anew: `python -m docs.pictures [NAME …]`.

The site is set up with its invented data in a folder that is thrown away, and opened in
a browser: Serbian for the Serbian guides and the documents, English for the English
guides. Needs Chromium.
"""

import io
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
GUIDES = ROOT / "static" / "guide"
DOCUMENTS = ROOT / "docs"
ADDRESS = "http://127.0.0.1:8459"
PASSWORD = "otpornost-2030"  # noqa: S105 - that of the invented people
MOST_BYTES = 60_000


@dataclass(frozen=True)
class Picture:
    """A page, who looks at it, and how much of it is shown."""

    name: str
    person: str
    path: str
    height: int = 800
    width: int = 1180

    def place(self, language: str) -> Path | None:
        """Return where the picture in a language is kept; None where none is."""
        return GUIDES / language / f"{self.name}.webp"


@dataclass(frozen=True)
class DocumentPicture(Picture):
    """One that the repository's documents show, as wide as a desk's screen."""

    height: int = 1000
    width: int = 1366

    def place(self, language: str) -> Path | None:
        return DOCUMENTS / f"{self.name}.webp" if language == "sr" else None


PICTURES = [
    Picture("lead-home", "lead", "/"),
    Picture("essential", "lead", "/assessments/2/essentials/1/", height=1180),
    Picture("settle", "lead", "/assessments/2/settle/", height=1100),
    Picture("overview", "lead", "/assessments/2/"),
    Picture("report", "lead", "/assessments/2/report/"),
    Picture("plan", "lead", "/plans/1/"),
    Picture("roadmap", "lead", "/cities/70653/roadmap/"),
    Picture("contributor", "contributor", "/assessments/2/essentials/3/", height=1260),
    Picture("workshop", "lead", "/workshops/1/screen/", height=680),
    Picture("focal-home", "focal.point", "/"),
    Picture("review", "focal.point", "/assessments/6/review/", height=1000),
    Picture("matrix", "focal.point", "/desk/matrix/", height=1150),
    Picture("office", "focal.point", "/desk/office/"),
    DocumentPicture("screenshot", "lead", "/assessments/2/essentials/3/", height=900),
    DocumentPicture("desk/gaps", "focal.point", "/desk/gaps/"),
    DocumentPicture(
        "desk/financing", "focal.point", "/desk/calibration/2/P3.2/", height=1900
    ),
    DocumentPicture("desk/kraljevo", "focal.point", "/assessments/2/review/"),
    DocumentPicture(
        "desk/early-warning",
        "focal.point",
        "/desk/matrix/essentials/9/?group=zapadna-morava",
    ),
    DocumentPicture("desk/strategies", "focal.point", "/desk/strategies/"),
    DocumentPicture("desk/unanswered", "focal.point", "/review/unanswered/?whose=mine"),
]


def main(names: list[str]) -> None:
    wanted = [one for one in PICTURES if not names or one.name in names]
    with (
        tempfile.TemporaryDirectory() as data,
        _site(Path(data)) as site,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"),
            args=["--no-sandbox"],
        )
        for language in ("sr", "en"):
            here = [one for one in wanted if one.place(language)]
            for person in dict.fromkeys(one.person for one in here):
                mine = [one for one in here if one.person == person]
                _take(browser, language, mine, site)
        browser.close()


@contextmanager
def _site(data: Path) -> "Iterator[Site]":
    """Serve the invented data from a folder of their own until all is done."""
    site = Site(data)
    site.manage("set_up", "--demo")
    server = subprocess.Popen(
        [*site.command, "runserver", "--noreload", ADDRESS.removeprefix("http://")],
        env=site.settings,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait()
        yield site
    finally:
        server.terminate()
        server.wait()


class Site:
    """An installation with invented data, told what to do by its own commands."""

    command = (sys.executable, "manage.py")

    def __init__(self, data: Path) -> None:
        own = {"SECRET_KEY": "pictures", "DEBUG": "True", "DATA_DIR": str(data)}
        self.settings = {**os.environ, **own}
        self.settings.pop("DATABASE_URL", None)

    def manage(self, *arguments: str) -> str:
        done = subprocess.run(
            [*self.command, *arguments],
            env=self.settings,
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout


def _wait() -> None:
    for _attempt in range(120):
        try:
            urlopen(f"{ADDRESS}/health/")  # noqa: S310 - our own address
        except URLError:
            time.sleep(0.5)
        else:
            return
    raise SystemExit("The site did not start.")


def _take(browser: Browser, language: str, pictures: list[Picture], site: Site) -> None:
    context = browser.new_context()
    page = context.new_page()
    _sign_in(page, pictures[0].person, site)
    # Signing in brings the language of the account; the picture's comes after that.
    cookie = {"name": "django_language", "value": language, "url": ADDRESS}
    context.add_cookies([cookie])
    for picture in pictures:
        page.set_viewport_size({"width": picture.width, "height": picture.height})
        page_came = page.goto(f"{ADDRESS}{picture.path}")
        if page_came is None or not page_came.ok:
            raise SystemExit(f"There is no page to be seen at {picture.path}.")
        _put_hints_away(page)
        page.wait_for_timeout(300)
        if place := picture.place(language):
            _keep(page.screenshot(), place)
    context.close()


def _sign_in(page: Page, person: str, site: Site) -> None:
    page.goto(f"{ADDRESS}/accounts/login/")
    page.locator("[name=login]").fill(f"{person}@demo.example")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_load_state()
    while page.locator("[name=code]").count():
        page.locator("[name=code]").fill(site.manage("demo_code").split()[0])
        page.locator("[name=code]").press("Enter")
        page.wait_for_load_state()
        if page.locator("[name=code]").count():
            # A code is taken once; the next one comes within half a minute.
            page.wait_for_timeout(31_000)


def _put_hints_away(page: Page) -> None:
    """Show the page as it is from the second visit on."""
    if (button := page.locator(".first-hint button")).count():
        button.click()
        page.wait_for_load_state()


def _keep(png: bytes, path: Path) -> None:
    """Write the picture sharp, with as many colours as it may have and stay small."""
    path.parent.mkdir(parents=True, exist_ok=True)
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    for colours in (96, 48, 24):
        kept = io.BytesIO()
        few = picture.quantize(colours, dither=Image.Dither.NONE).convert("RGB")
        few.save(kept, "WEBP", lossless=True, quality=100, method=6)
        if kept.tell() <= MOST_BYTES:
            break
    path.write_bytes(kept.getvalue())
    sys.stdout.write(f"{path.relative_to(ROOT)}: {kept.tell() // 1000} kB\n")


if __name__ == "__main__":
    main(sys.argv[1:])
