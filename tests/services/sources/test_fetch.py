"""Fetching from a server that misbehaves, over HTTP on this machine."""

import asyncio
import contextlib
import gzip
import socket
from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from services.sources.config import Feed
from services.sources.fetch import FetchFault, check_address, check_hop, fetch


@contextlib.asynccontextmanager
async def site(**answers) -> AsyncIterator[str]:
    """A site whose paths are answered by these handlers."""
    app = web.Application()
    for name, handler in answers.items():
        app.router.add_get(f"/{name}", handler)
    runner = web.AppRunner(app)
    await runner.setup()
    server = web.TCPSite(runner, "127.0.0.1", 0)
    await server.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def source(url: str, **other) -> Feed:
    return Feed.model_validate({"name": "ogp", "kind": "feed", "url": url, "private_network": True, **other})


async def get(one: Feed):
    return await fetch(one, etag=None, last_modified=None)


async def test_an_unchanged_source_is_not_sent_again() -> None:
    async def feed(request: web.Request) -> web.Response:
        if request.headers.get("If-None-Match") == '"v1"':
            assert request.headers["If-Modified-Since"] == "Mon, 23 Nov 2026 04:00:00 GMT"
            return web.Response(status=304)
        return web.Response(text="<rss/>", headers={"ETag": '"v1"', "Last-Modified": "Mon, 23 Nov 2026 04:00:00 GMT"})

    async with site(feed=feed) as url:
        first = await get(source(f"{url}/feed"))
        assert first.content == b"<rss/>"
        again = await fetch(source(f"{url}/feed"), etag=first.etag, last_modified=first.last_modified)
        assert again.content is None


@pytest.mark.parametrize(
    "where",
    [
        "http://169.254.169.254/latest/meta-data",
        "http://10.0.0.1/",
        "http://localhost:1/",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://2130706433/",
        "file:///etc/passwd",
        "gopher://127.0.0.1/",
        "http://other.example/",
        "http://127.0.0.1\\@other.example/",
        "http://127.0.0.1@other.example/",
        "//other.example/",
    ],
)
async def test_a_redirect_leads_neither_inside_nor_to_a_host_nobody_named(where: str) -> None:
    async def away(_request: web.Request) -> web.Response:
        return web.Response(status=302, headers={"Location": where})

    async with site(away=away) as url:
        with pytest.raises(FetchFault, match=r"not among|only http|not a public|not allowed"):
            await get(source(f"{url}/away"))


def test_private_addresses_are_refused_even_on_a_host_that_is_named() -> None:
    inside = Feed(name="a", kind="feed", url="http://10.0.0.1/feed")
    with pytest.raises(FetchFault, match="not a public address"):
        check_hop(inside.url, inside)
    for address in (
        "127.0.0.1",
        "::1",
        "192.168.1.4",
        "fe80::1%eth0",
        "::ffff:127.0.0.1",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
    ):
        with pytest.raises(FetchFault):
            check_address(address, allows_private=False)
    check_address("85.113.29.1", allows_private=False)


async def test_a_name_that_resolves_to_an_inside_address_is_refused() -> None:
    """Not even its own address: what counts is where the connection goes, not what the name was when checked."""

    async def feed(_request: web.Request) -> web.Response:
        return web.Response(text="secret")

    async with site(feed=feed) as url:
        port = url.rpartition(":")[2]
        with pytest.raises(FetchFault, match="not a public address"):
            await get(source(f"http://localhost:{port}/feed", private_network=False))


OUTSIDE = "http://192.0.66.2"  # a public address; nobody asks it here, the proxy does


@contextlib.asynccontextmanager
async def outside() -> AsyncIterator[tuple[str, list[str]]]:
    """A proxy, and what it was asked for."""
    asked: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        asked.append(request.raw_path.removeprefix(OUTSIDE))
        if request.path == "/moved":
            return web.Response(status=302, headers={"Location": "http://intranet.example/"})
        return web.Response(text="<rss/>")

    app = web.Application()
    app.router.add_get("/{path:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}", asked
    finally:
        await runner.cleanup()


async def test_a_proxy_is_the_way_out_and_only_out(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_up = socket.getaddrinfo

    def look_up(host, *about, **more):
        return looked_up("10.0.0.5" if host == "intranet.example" else host, *about, **more)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    async with outside() as (proxy, asked):

        async def through(url: str, **other):
            one = source(url, **{"private_network": False} | other)
            return await fetch(one, etag=None, last_modified=None, proxy=proxy.replace("//", "//user:pass-word@"))

        assert (await through(f"{OUTSIDE}/feed")).content == b"<rss/>"
        assert asked == ["/feed"]
        for inside in (f"{proxy}/feed", "http://intranet.example/feed", "http://localhost/feed"):
            with pytest.raises(FetchFault, match="not a public address"):
                await through(inside)
        assert asked == ["/feed"], "the proxy is not asked for what is inside"
        with pytest.raises(FetchFault, match="not a public address"):
            await through(f"{OUTSIDE}/moved", hosts={"intranet.example"})
        assert asked == ["/feed", "/moved"]
        with pytest.raises(FetchFault, match=r"^the proxy answers 404$"):  # to CONNECT; no word of its password
            await through(OUTSIDE.replace("http:", "https:"))
        async with site(feed=answered) as own:
            assert (await through(f"{own}/feed", private_network=True)).content == b"own"
    assert asked == ["/feed", "/moved"], "one's own network is asked directly"
    with pytest.raises(FetchFault, match="ClientProxyConnectionError"):
        await through(f"{OUTSIDE}/feed")


async def answered(_request: web.Request) -> web.Response:
    return web.Response(text="own")


async def test_https_is_not_left_for_http() -> None:
    safe = Feed(name="a", kind="feed", url="https://www.ogp.el.kg/feed")
    with pytest.raises(FetchFault, match="from https to http"):
        check_hop("http://www.ogp.el.kg/feed", safe)


def test_a_host_in_cyrillic_is_one_however_it_is_written() -> None:
    one = Feed(name="a", kind="feed", url="https://Окмот.kg/feed", hosts=frozenset({"портал.Окмот.kg"}))
    assert one.allowed_hosts == {"xn--j1aeecu.kg", "xn--80awhdgm.xn--j1aeecu.kg"}
    check_hop("https://xn--j1aeecu.kg/", one)
    check_hop("https://ПОРТАЛ.окмот.kg/", one)


async def test_a_redirect_on_the_same_host_is_followed_and_a_ring_is_not() -> None:
    async def old(_request: web.Request) -> web.Response:
        return web.Response(status=301, headers={"Location": "new"})

    async def new(_request: web.Request) -> web.Response:
        return web.Response(text="here")

    async def ring(_request: web.Request) -> web.Response:
        return web.Response(status=302, headers={"Location": "/ring"})

    async with site(old=old, new=new, ring=ring) as url:
        found = await get(source(f"{url}/old"))
        assert (found.content, found.url) == (b"here", f"{url}/new")
        with pytest.raises(FetchFault, match="redirects"):
            await get(source(f"{url}/ring"))


async def test_too_much_is_refused_also_when_it_comes_packed() -> None:
    async def big(_request: web.Request) -> web.Response:
        return web.Response(body=b"x" * 200_000)

    async def bomb(_request: web.Request) -> web.Response:
        return web.Response(body=gzip.compress(b"x" * 5_000_000), headers={"Content-Encoding": "gzip"})

    async with site(big=big, bomb=bomb) as url:
        for path in ("big", "bomb"):
            with pytest.raises(FetchFault, match="larger than"):
                await get(source(f"{url}/{path}", most_bytes=100_000))


async def test_a_server_that_says_nothing_is_left() -> None:
    enough = asyncio.Event()

    async def slow(_request: web.Request) -> web.Response:
        await enough.wait()
        return web.Response(text="too late")

    async with site(slow=slow) as url:
        with pytest.raises(FetchFault, match="no answer within"):
            await get(source(f"{url}/slow", timeout_seconds=0.3))
        enough.set()


async def test_a_busy_server_says_when_to_come_back() -> None:
    async def busy(_request: web.Request) -> web.Response:
        return web.Response(status=503, headers={"Retry-After": "3600"})

    async with site(busy=busy) as url:
        with pytest.raises(FetchFault, match="503") as caught:
            await get(source(f"{url}/busy"))
        assert caught.value.retry_after == 3600


async def test_nobody_there_is_a_fault_not_an_exception_of_the_library() -> None:
    with pytest.raises(FetchFault):
        await get(source("http://127.0.0.1:9/feed"))
