"""Addresses asked of a server of our own: what it answers, where it leads, and what never answers."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from services import links
from services.links import LinkChecks, Reach


class Site:
    """A small site; ``asked`` is what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.url = ""

    async def answer(self, request: web.BaseRequest) -> web.StreamResponse:
        self.asked.append(f"{request.method} {request.path}")
        match request.path:
            case "/gone":
                return web.Response(status=404)
            case "/only-get":
                return web.Response(status=405 if request.method == "HEAD" else 200)
            case "/moved":
                return web.Response(status=302, headers={"Location": "/"})
            case "/round":
                return web.Response(status=302, headers={"Location": "/round"})
            case "/broken":
                return web.Response(status=500)
            case "/silent":
                await asyncio.sleep(30)
        return web.Response()


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    served = Site()
    runner = web.ServerRunner(web.Server(served.answer, access_log=None), shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    served.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield served
    await runner.cleanup()


async def test_what_a_server_says_decides(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(links, "_TIMEOUT_S", 0.3)
    checks = LinkChecks(allows_private=True)
    expected = {
        "/": Reach.OK,
        "/gone": Reach.GONE,
        "/only-get": Reach.OK,
        "/moved": Reach.OK,
        "/round": Reach.UNKNOWN,
        "/broken": Reach.UNKNOWN,
        "/silent": Reach.UNKNOWN,
    }
    found = await checks.look(site.url + path for path in expected)
    assert {address.removeprefix(site.url): reach for address, reach in found.items()} == expected


async def test_an_answer_is_remembered_for_some_minutes(site: Site) -> None:
    now = [0.0]
    checks = LinkChecks(clock=lambda: now[0], allows_private=True)
    for seconds, asked in ((0, 1), (599, 1), (601, 2)):
        now[0] = seconds
        await checks.look([site.url, site.url])
        assert len(site.asked) == asked


async def test_private_networks_are_never_asked(site: Site) -> None:
    checks = LinkChecks()
    inside = [site.url, "http://10.0.0.7/", "http://[::1]:80/", "http://localhost/", "http://169.254.169.254/latest"]
    assert set((await checks.look(inside)).values()) == {Reach.PRIVATE}
    assert site.asked == []


async def test_what_cannot_be_resolved_proves_nothing() -> None:
    assert await LinkChecks().look(["http://no-such-host.invalid/"]) == {"http://no-such-host.invalid/": Reach.UNKNOWN}
