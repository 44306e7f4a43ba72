"""The playground as people run it, `achyk demo`, looked at through headless Chromium."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from locales.translator import Translator, Voices
from tests.browser.desk import PATIENCE_MS, Desk
from tests.conftest import ZONE

PICTURES = Path("artifacts/screenshots")
NAMES = ("chromium", "chromium-browser", "google-chrome")
expect.set_options(timeout=PATIENCE_MS)
DESKTOP, PHONE = (1440, 900), (390, 844)


@dataclass
class Demo:
    """A running `achyk demo`."""

    url: str
    folder: Path
    process: subprocess.Popen[str]

    def end(self) -> int:
        """Ctrl-C; gives the exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.process.wait(30)


@contextmanager
def demo_in(folder: Path, port: int = 0) -> Iterator[Demo]:
    """`achyk demo`, its state kept in ``folder``; port 0 takes a free one."""
    command = [sys.executable, "-m", "bot", "demo", "--port", str(port), "--data", str(folder)]
    with (folder.parent / f"{folder.name}.log").open("a") as log:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)
    assert process.stdout
    found = next((re.search(r"http://[\d.]+:\d+", line) for line in process.stdout if "http://" in line), None)
    assert found, "the demo has not said where its page is"
    demo = Demo(found[0], folder, process)
    try:
        yield demo
    finally:
        demo.end()


@pytest.fixture(scope="package")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    with demo_in(tmp_path_factory.mktemp("playground") / "data") as running:
        yield running


# Of this package, not of the session: while Playwright is open no asynchronous test can run.
@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if not path:
        reason = "no Chromium here: install the chromium package to run the browser tests"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    with sync_playwright() as playwright:
        microphone = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
        browser = playwright.chromium.launch(executable_path=path, args=microphone)
        yield browser
        browser.close()


@pytest.fixture
def t() -> Translator:
    """What the bot says in Kyrgyz."""
    return Voices(ZONE)["ky"]


Opens = Callable[..., Desk]


@pytest.fixture
def opens(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[Opens]:
    """Opens the page: ``opens(size=PHONE, scheme="dark", language="ru")``. Faults in the page's own code fail the test,
    unless it is not ``is_watched`` because its server goes away."""
    contexts, faults = [], []

    def open_page(
        *,
        size: tuple[int, int] = DESKTOP,
        scheme: str = "light",
        language: str = "ky",
        url: str = "",
        is_watched: bool = True,
    ) -> Desk:
        context = chromium.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme=scheme,
            locale=language,
            timezone_id="Asia/Bishkek",
            has_touch=size == PHONE,
            permissions=["clipboard-read", "clipboard-write", "microphone"],
            accept_downloads=True,
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        page: Page = context.new_page()
        if is_watched:
            page.on("pageerror", lambda error: faults.append(str(error)))
            page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        page.goto(url or request.getfixturevalue("demo").url)
        page.wait_for_selector("body[data-ready]")
        return Desk(page, PICTURES)

    yield open_page
    for context in contexts:
        context.close()
    assert not faults
