"""A page as Debian's Chromium shows it: what it asks for, what it complains of, what it became."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Dialog, Request, sync_playwright

from tests.conftest import require_or_skip

_ASKED = "http://127.0.0.1:9/x.png"
_CONTROL = f'<img src="{_ASKED}"><script>console.error("seen")</script>'


PHONE = 390
"""Width of a phone's window."""


def _installed() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        require_or_skip("no Chromium on this machine (make system-deps)")
    return found


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser under Playwright, to be walked through; the test is skipped where there is none."""
    found = _installed()
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


def complaints(browser: Browser, pages: Iterable[Path]) -> dict[str, list[str]]:
    """What pages complained of, asked for beyond the files of this machine, or opened, each page shown in turn; none of
    those that did nothing of it. A page that must do both was shown before.
    """
    with TemporaryDirectory() as folder:
        control = Path(folder, "control.html")
        control.write_text(f"{_CONTROL}<script>alert(1)</script>", encoding="utf-8")
        seen = _told(browser, [control])[str(control)]
    assert {_ASKED, "seen", "dialog"} <= set(seen), "the detector must detect"
    return _told(browser, pages)


def _told(browser: Browser, pages: Iterable[Path]) -> dict[str, list[str]]:
    page = browser.new_page()
    told: list[str] = []

    def asked(request: Request) -> None:
        if not request.url.startswith(("file:", "data:")):
            told.append(request.url)

    def opened(dialog: Dialog) -> None:
        told.append("dialog")
        dialog.dismiss()

    page.on("request", asked)
    page.on("dialog", opened)
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    found = {}
    for path in pages:
        page.goto(path.resolve().as_uri())
        page.title()  # asked after all that the page said: an answer comes behind it
        if told:
            found[str(path)] = told.copy()
            told.clear()
    page.close()
    return found


_OVERHANG = "inside => Math.max(0, ...[...document.querySelectorAll(inside)].map(e => e.scrollWidth - e.clientWidth))"


def too_wide(browser: Browser, pages: list[Path], inside: str = "html") -> dict[str, int]:
    """Those of the pages that a phone has to push sideways, or what is `inside` them, with what is out of sight."""
    page = browser.new_page(viewport={"width": PHONE, "height": 844})
    widths = {}
    for path in pages:
        page.goto(path.resolve().as_uri())
        widths[path.name] = page.evaluate(_OVERHANG, inside)
    page.close()
    return {name: width for name, width in widths.items() if width}


def checked_browser(folder: Path) -> str:
    """The browser, which was seen to tell of a request and of a complaint; the test is skipped where there is none."""
    browser = _installed()
    control = folder / "control.html"
    control.write_text(_CONTROL, encoding="utf-8")
    requests, console, _ = browse(browser, control, folder)
    assert requests == [_ASKED], "the detector must detect"
    assert console
    return browser


def browse(browser: str, page: Path, folder: Path) -> tuple[list[str], list[str], str]:
    """Addresses that the page asked for over the network, its console messages, and its DOM."""
    log = folder / "net.json"
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=1000", "--dump-dom"]
    quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
    record = ["--enable-logging=stderr", f"--log-net-log={log}", f"--user-data-dir={folder / 'profile'}"]
    run = subprocess.run(
        [browser, *options, *quiet, *record, page.resolve().as_uri()],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    events = json.loads(log.read_text(encoding="utf-8"))
    start = events["constants"]["logEventTypes"]["URL_REQUEST_START_JOB"]
    asked = [event.get("params") or {} for event in events["events"] if event["type"] == start]
    # the browser's own housekeeping has no origin
    by_page = [str(each["url"]) for each in asked if "url" in each and each.get("initiator") != "not an origin"]
    return by_page, [line for line in run.stderr.splitlines() if "CONSOLE" in line], run.stdout
