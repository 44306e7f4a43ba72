"""Whether the links of an announcement lead anywhere: asked before it is sent to everybody, outside any transaction.

The bot may have no way out but the one to Telegram, so no answer proves nothing: whoever announces confirms such a
link. What the server itself says is gone, and what leads into a private network, is broken. Where a proxy is the way
out, it connects, but every name is looked up here first: it would find what is inside its own network.
"""

import asyncio
import enum
import ipaddress
import time
from collections.abc import Callable, Iterable, Mapping
from urllib.parse import urljoin, urlsplit

import aiohttp

from services.sources.fetch import FetchFault, PublicAddressesOnly, check_address

_TIMEOUT_S = 3.0
_MOST_REDIRECTS = 5
_GONE = frozenset({404, 410})
_MOVED = frozenset({301, 302, 303, 307, 308})
_REFUSES_HEAD = 400  # from here on: some servers answer HEAD with an error and GET with the page
_KEPT_FOR_S = 600.0
_MOST_KEPT = 500
_AGENT = "achyk-okmot-bot (checks the links of announcements)"


class Reach(enum.StrEnum):
    """What asking for an address has shown."""

    OK = "ok"
    GONE = "gone"  # the server says that there is no such page
    PRIVATE = "private"  # leads into a network of its own, where readers cannot follow
    UNKNOWN = "unknown"  # no answer, or one that proves nothing


Reached = Mapping[str, Reach]


class LinkChecks:
    """Asks for addresses, several at once, and remembers the answers for some minutes."""

    def __init__(
        self,
        *,
        proxy: str | None = None,
        clock: Callable[[], float] = time.monotonic,
        allows_private: bool = False,
    ) -> None:
        self._proxy = proxy
        self._clock = clock
        self._allows_private = allows_private
        self._known: dict[str, tuple[float, Reach]] = {}

    async def look(self, addresses: Iterable[str]) -> dict[str, Reach]:
        """What each of these addresses leads to; takes a few seconds at most, whatever the network does."""
        wanted = list(dict.fromkeys(addresses))
        unasked = [one for one in wanted if self._is_stale(one)]
        if unasked:
            if len(self._known) > _MOST_KEPT:
                self._known.clear()
            found = await asyncio.gather(*(self._ask(one) for one in unasked))
            self._known |= {one: (self._clock(), reach) for one, reach in zip(unasked, found, strict=True)}
        return {one: self._known[one][1] for one in wanted}

    def _is_stale(self, address: str) -> bool:
        known = self._known.get(address)
        return known is None or self._clock() - known[0] > _KEPT_FOR_S

    async def _ask(self, address: str) -> Reach:
        try:
            async with asyncio.timeout(_TIMEOUT_S):
                return await self._follow(address)
        except FetchFault:
            return Reach.PRIVATE
        except (TimeoutError, aiohttp.ClientError, OSError, ValueError):
            return Reach.UNKNOWN

    async def _follow(self, address: str) -> Reach:
        resolver = PublicAddressesOnly(allows_private=self._allows_private)
        # The proxy itself may well stand inside.
        connector = aiohttp.TCPConnector() if self._proxy else aiohttp.TCPConnector(resolver=resolver)
        async with aiohttp.ClientSession(
            connector=connector, headers={"User-Agent": _AGENT}, cookie_jar=aiohttp.DummyCookieJar()
        ) as session:
            for _ in range(_MOST_REDIRECTS + 1):
                host = self._checked_host(address)
                if self._proxy:
                    await resolver.resolve(host)
                status, leads_to = await self._status(session, address)
                if status in _MOVED and leads_to:
                    address = urljoin(address, leads_to)
                    continue
                return Reach.GONE if status in _GONE else Reach.OK if status < _REFUSES_HEAD else Reach.UNKNOWN
        return Reach.UNKNOWN

    async def _status(self, session: aiohttp.ClientSession, address: str) -> tuple[int, str | None]:
        for method in ("HEAD", "GET"):
            async with session.request(method, address, allow_redirects=False, proxy=self._proxy) as answer:
                if answer.status < _REFUSES_HEAD:
                    break
        return answer.status, answer.headers.get("Location")

    def _checked_host(self, address: str) -> str:
        """A literal address is never resolved, so it is looked at here. Raises FetchFault or ValueError."""
        parts = urlsplit(address)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError(address)
        try:
            ipaddress.ip_address(parts.hostname)
        except ValueError:
            return parts.hostname
        check_address(parts.hostname, allows_private=self._allows_private)
        return parts.hostname
