"""Addresses asked of a server of our own: what it answers, where it leads, and what never answers."""

import asyncio
import socket
from collections.abc import AsyncIterator
from typing import Any

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
            case "/inside":
                return web.Response(status=302, headers={"Location": "http://10.0.0.7/"})
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


OUTSIDE = "http://192.0.66.2"  # a public address; nobody asks it here, the proxy does


async def test_where_there_is_a_proxy_it_is_asked(site: Site) -> None:
    checks = LinkChecks(proxy=site.url)
    found = await checks.look([f"{OUTSIDE}/", f"{OUTSIDE}/gone"])
    assert list(found.values()) == [Reach.OK, Reach.GONE]
    assert set(site.asked) == {"HEAD /", "HEAD /gone", "GET /gone"}


async def test_a_proxy_is_not_asked_for_what_is_inside(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_up = socket.getaddrinfo

    def look_up(host: str, *about: Any, **more: Any) -> Any:
        return looked_up("10.0.0.5" if host == "intranet.example" else host, *about, **more)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    checks = LinkChecks(proxy=site.url)
    inside = [site.url, "http://10.0.0.7/", "http://[::1]/", "http://localhost/", "http://intranet.example/"]
    assert set((await checks.look(inside)).values()) == {Reach.PRIVATE}
    assert site.asked == []
    assert await checks.look([f"{OUTSIDE}/inside"]) == {f"{OUTSIDE}/inside": Reach.PRIVATE}
    assert site.asked == ["HEAD /inside"], "what it leads to is not asked for"


async def test_a_proxy_that_is_down_proves_nothing() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and does not listen
        checks = LinkChecks(proxy=f"http://127.0.0.1:{taken.getsockname()[1]}")
        assert await checks.look([OUTSIDE]) == {OUTSIDE: Reach.UNKNOWN}


async def test_what_cannot_be_resolved_proves_nothing() -> None:
    assert await LinkChecks().look(["http://no-such-host.invalid/"]) == {"http://no-such-host.invalid/": Reach.UNKNOWN}
