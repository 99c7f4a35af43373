"""One browser for all tests of pages, and a service that it can reach."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import uvicorn

from dq.service.app import create_app
from dq.service.configuration import ServiceConfiguration
from tests.browser import chromium

from ..conftest import PASSWORD  # noqa: TID252 - the tests of one room share their accounts

_ACCESSIBLE = Path(__file__).with_name("accessible.js").read_text(encoding="utf-8")


@dataclass
class Visit:
    """Somebody at a browser. Parameters: `page` of Playwright; `complaints` of the console and requests elsewhere."""

    page: object
    address: str
    complaints: list[str] = field(default_factory=list)

    def leave(self, dialog) -> None:
        """Leave a page with unsaved text; any other dialog is what no page of ours opens."""
        if dialog.type != "beforeunload":
            self.complaints.append(dialog.message)
        dialog.accept()

    def faults(self) -> list[str]:
        """What keeps people from using the page: see `accessible.js`."""
        return self.page.evaluate(_ACCESSIBLE)

    def go(self, path: str) -> None:
        """Open a page of the service."""
        self.page.goto(self.address + path)


@pytest.fixture(scope="session")
def browser():
    """Debian's Chromium under Playwright."""
    with chromium() as opened:
        yield opened


@pytest.fixture
def configuration(stocked, tmp_path):
    """As for every service in tests, with reports and runs."""
    shutil.copytree(stocked, tmp_path / "data")
    return ServiceConfiguration(data=tmp_path / "data", workers=0)


@dataclass(frozen=True)
class Served:
    """A service that browsers reach at `address`, on the folder `data`."""

    address: str
    data: Path
    app: object


@pytest.fixture(scope="session")
def served(stocked, tmp_path_factory):
    """A service with reports and runs, and a worker; one for all tests of pages, who leave what was there."""
    data = tmp_path_factory.mktemp("served") / "data"
    shutil.copytree(stocked, data)
    # Each test signs in anew, and some of them several people.
    app = create_app(ServiceConfiguration(data=data, workers=1, sign_ins_per_minute=1000))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
    listening = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.02)
    yield Served(f"http://127.0.0.1:{listening.getsockname()[1]}", data, app)
    server.should_exit = True
    thread.join(15)


@pytest.fixture
def visit(browser, served):
    """Opens a browser window of its own for somebody, signed in through the page."""
    address = served.address
    contexts, visits = [], []

    def enter(name, *, language="zh-CN", width=1280, scripts=True):
        context = browser.new_context(
            viewport={"width": width, "height": 900}, locale=language, java_script_enabled=scripts
        )
        contexts.append(context)
        made = Visit(context.new_page(), address)
        visits.append(made)
        made.page.set_default_timeout(15_000)
        made.page.on("console", lambda said: said.type in ("error", "warning") and made.complaints.append(said.text))
        made.page.on("pageerror", lambda error: made.complaints.append(str(error)))
        made.page.on(
            "request", lambda asked: asked.url.startswith((address, "data:")) or made.complaints.append(asked.url)
        )
        made.page.on("dialog", made.leave)
        made.go("/sign-in")
        made.page.fill("#name", name)
        made.page.fill("#password", PASSWORD)
        made.page.click("main button")
        made.page.wait_for_url(f"{address}/")
        if made.page.get_attribute("html", "lang")[:2] != language[:2]:
            # An account has its own language, whatever the browser speaks.
            made.page.click(".who button[name=language]")
            made.page.wait_for_selector(f"html[lang^={language[:2]}]")
        return made

    yield enter
    for context in contexts:
        context.close()
    assert [each.complaints for each in visits if each.complaints] == []
