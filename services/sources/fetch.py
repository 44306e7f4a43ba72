"""Fetching politely: only configured hosts, never a private address behind a redirect, bounded in time and size."""

import asyncio
import ipaddress
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from services.sources.config import Feed, Page

MOST_REDIRECTS = 5
_AGENT = "achyk-okmot-bot (reads reports of the Open Government Partnership)"
_MOVED = frozenset({301, 302, 303, 307, 308})


class FetchFault(Exception):
    """Why there is nothing to parse, for the operator. ``retry_after``: when the server asked to come back."""

    def __init__(self, said: str, *, retry_after: float | None = None) -> None:
        super().__init__(said)
        self.retry_after = retry_after


@dataclass(frozen=True)
class Fetched:
    """What came back; ``content`` is None when nothing has changed since the last time."""

    url: str
    content: bytes | None
    content_type: str = ""
    etag: str | None = None
    last_modified: str | None = None


class PublicAddressesOnly(AbstractResolver):
    """Resolves names, and refuses those that lead inside: the connection uses the very address that was checked."""

    def __init__(self, *, allows_private: bool) -> None:
        self._allows_private = allows_private

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM, family=family)
        results = []
        for kind, _, proto, _, address in found:
            check_address(str(address[0]), allows_private=self._allows_private)
            results.append(
                ResolveResult(
                    hostname=host,
                    host=str(address[0]),
                    port=port,
                    family=kind,
                    proto=proto,
                    flags=socket.AI_NUMERICHOST,
                )
            )
        return results

    async def close(self) -> None:
        """Nothing is held."""


def check_address(address: str, *, allows_private: bool) -> None:
    """Raises FetchFault for an address that is not on the public internet."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(ip, "ipv4_mapped", None) or ip
    if not allows_private and (not mapped.is_global or mapped.is_multicast):
        raise FetchFault(f"{address} is not a public address; `private_network = true` allows it for this source")


def check_hop(url: str, source: Feed | Page) -> None:
    """Raises FetchFault for an address that this source may not lead to."""
    parts = URL(url)  # as the client reads it: two readings of an odd address could name two hosts
    host = parts.raw_host or ""
    if parts.scheme not in {"http", "https"}:
        raise FetchFault(f"leads to {parts.scheme}://, only http and https are read")
    if URL(source.url).scheme == "https" and parts.scheme != "https":
        raise FetchFault(f"leads from https to http at {host}")
    if host not in source.allowed_hosts:
        raise FetchFault(f"leads to {host}, which is not among the source's hosts")
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return  # a name: its addresses are checked when it is resolved
    check_address(host, allows_private=source.private_network)


async def fetch(
    source: Feed | Page, *, etag: str | None, last_modified: str | None, proxy: str | None = None
) -> Fetched:
    """Get the source unless it is as it was. Raises FetchFault.

    A ``proxy`` is the way out, so a source on one's own network is asked directly. It connects, but every name is
    looked up here first: it would find what is inside its own network.
    """
    headers = {"User-Agent": _AGENT, "Accept": "*/*"}
    if etag:
        headers["If-None-Match"] = etag
    if last_modified:
        headers["If-Modified-Since"] = last_modified
    timeout = aiohttp.ClientTimeout(total=source.timeout_seconds, connect=min(10, source.timeout_seconds))
    proxy = None if source.private_network else proxy
    resolver = PublicAddressesOnly(allows_private=source.private_network)
    # The proxy itself may well stand inside.
    connector = aiohttp.TCPConnector() if proxy else aiohttp.TCPConnector(resolver=resolver)
    try:
        async with aiohttp.ClientSession(
            connector=connector, timeout=timeout, headers=headers, cookie_jar=aiohttp.DummyCookieJar()
        ) as session:
            return await _follow(session, source, resolver, proxy)
    except TimeoutError:
        raise FetchFault(f"no answer within {source.timeout_seconds:g} s") from None
    except aiohttp.ClientHttpProxyError as error:  # its words may hold the proxy's password
        raise FetchFault(f"the proxy answers {error.status}") from None
    except (aiohttp.ClientError, OSError, ValueError) as error:
        raise FetchFault(f"{type(error).__name__}: {error}"[:250]) from None


async def _follow(
    session: aiohttp.ClientSession, source: Feed | Page, resolver: PublicAddressesOnly, proxy: str | None
) -> Fetched:
    url = source.url
    is_conditional = not session.headers.keys().isdisjoint({"If-None-Match", "If-Modified-Since"})
    for _ in range(MOST_REDIRECTS + 1):
        check_hop(url, source)
        if proxy:
            await resolver.resolve(URL(url).raw_host or "")
        async with session.get(url, allow_redirects=False, proxy=proxy) as answer:
            if answer.status in _MOVED and "Location" in answer.headers:
                url = urljoin(url, answer.headers["Location"])
                continue
            if answer.status == 304 and not is_conditional:
                raise FetchFault("the server answers 304, though nothing of it is known here")
            return await _taken(answer, url, source)
    raise FetchFault(f"more than {MOST_REDIRECTS} redirects")


async def _taken(answer: aiohttp.ClientResponse, url: str, source: Feed | Page) -> Fetched:
    if answer.status == 304:
        return Fetched(url, None)
    if answer.status != 200:
        raise FetchFault(f"the server answers {answer.status}", retry_after=_retry_after(answer.headers))
    parts, size = [], 0
    async for part in answer.content.iter_chunked(65_536):
        size += len(part)  # after unpacking: a small compressed answer can be a large one
        if size > source.most_bytes:
            raise FetchFault(f"larger than {source.most_bytes} bytes")
        parts.append(part)
    return Fetched(
        url,
        b"".join(parts),
        answer.headers.get("Content-Type", ""),
        answer.headers.get("ETag", "")[:400] or None,
        answer.headers.get("Last-Modified", "")[:100] or None,
    )


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds, from a number, or from a date by the server's own clock."""
    said = headers.get("Retry-After", "")
    if said.isascii() and said.isdigit():
        return float(said[:9])
    try:
        return max(0.0, (parsedate_to_datetime(said) - parsedate_to_datetime(headers["Date"])).total_seconds())
    except (KeyError, ValueError, TypeError):
        return None
