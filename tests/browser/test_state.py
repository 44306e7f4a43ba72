"""What the playground keeps between restarts, and how everything is started over."""

import shutil
import socket
from pathlib import Path

import pytest
from playwright.sync_api import expect

from locales.translator import Translator
from tests.browser.conftest import Demo, Opens, demo_in

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


@pytest.fixture
def port() -> int:
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return int(line.getsockname()[1])


@pytest.fixture
def folder(demo: Demo, tmp_path: Path) -> Path:
    """An empty demo's folder, but for what the search has computed: that takes a core a minute."""
    if (demo.folder / "search").exists():
        shutil.copytree(demo.folder / "search", tmp_path / "data" / "search")
    return tmp_path / "data"


def test_chats_outlive_a_restart_and_go_when_started_over(opens: Opens, t: Translator, folder: Path, port: int) -> None:
    with demo_in(folder, port) as first:
        desk = opens(url=first.url, is_watched=False)
        ermek = desk.adds("Эрмек Дүйшөнов", "ky")
        ermek.begins(t)
    expect(desk.page.get_by_text(desk.word("offline"))).to_be_visible()
    with demo_in(folder, port):
        expect(desk.page.get_by_text(desk.word("offline"))).to_be_hidden()
        ermek.sees(t.plain("Submit an initiative"))
        ermek.says("/help")
        ermek.sees("/initiative")
        process = desk.opens_panel("tab_bot")
        process.get_by_role("button", name=desk.word("start_over")).click()
        desk.fills_in("start_over_yes")
        people = desk.page.get_by_role("navigation")
        expect(people).not_to_contain_text("Эрмек")
        aizada = desk.phone_of("Айзада Токтогулова")
        expect(aizada.place.get_by_role("log")).to_contain_text("«Ачык Өкмөт»")
