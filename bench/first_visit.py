"""What a browser without a cache fetches for a page: requests and bytes on the wire."""

import os
import shutil
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Visit:
    requests: int = 0
    bytes: int = 0
    addresses: list[str] = field(default_factory=list)


def visit(port: int, path: str, cookie: str = "") -> Visit | None:
    """Open the page in Chromium; None where there is no Chromium."""
    browser_path = shutil.which("chromium") or shutil.which("google-chrome")
    if not browser_path:
        return None
    from playwright.sync_api import sync_playwright

    made = Visit()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browser_path,
            args=["--no-sandbox"] if os.geteuid() == 0 else [],
        )
        context = browser.new_context()
        address = f"http://127.0.0.1:{port}"
        if cookie:
            context.add_cookies(
                [{"name": "sessionid", "value": cookie, "url": address}]
            )
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Network.enable")

        def count(event: dict[str, Any]) -> None:
            made.requests += 1
            made.bytes += int(event["encodedDataLength"])

        session.on("Network.loadingFinished", count)
        page.goto(address + path, wait_until="networkidle")
        browser.close()
    return made
