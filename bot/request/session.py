"""PTB's request object over one aiohttp session.

aiohttp's own exceptions quote the URL, which holds the token: they are never chained, logged or quoted.
"""

import io
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import aiohttp
from telegram._utils.defaultvalue import DefaultValue  # PTB's mark of "not passed" has no public name
from telegram.error import BadRequest, NetworkError
from telegram.request import BaseRequest, RequestData

from bot.request.answers import judged, parsed
from bot.request.errors import AnswerTimedOut, ConnectTimedOut, NotSent, OutcomeUnknown
from bot.request.prepared import PreparedCalls, whole

_PIECE = 64 * 1024
_JSON = {"Content-Type": "application/json"}
_UNFIT_FOR_HEADERS = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A call's parameters as JSON bytes already, where PTB builds a ``RequestData``."""

    body: bytes
    contains_files: bool = False


@dataclass(frozen=True, slots=True)
class TimeLimits:
    """Seconds allowed to each part of a call. ``upload`` replaces ``write`` where files are sent,
    ``download`` is the whole of fetching a file, and a long poll waits its own ``timeout`` plus ``read``."""

    pool: float = 3.0
    connect: float = 5.0
    write: float = 10.0
    read: float = 20.0
    upload: float = 60.0
    download: float = 60.0


class AiohttpRequest(BaseRequest):
    """One keep-alive session to a Bot API server. Usable again after ``shutdown`` and ``initialize``.

    ``connections`` bounds calls at once. ``keepalive`` (seconds) must be shorter than the server's, or a call
    written on a connection that the server is just closing has an unknown outcome; uvicorn closes after 5.
    ``proxy`` is an http:// or https:// URL, credentials allowed; aiohttp speaks no SOCKS: ValueError.
    """

    def __init__(
        self,
        *,
        connections: int = 256,
        keepalive: float = 4.0,
        limits: TimeLimits | None = None,
        proxy: str | None = None,
    ) -> None:
        if proxy and not proxy.startswith(("http://", "https://")):
            raise ValueError("the proxy must be an http:// or https:// URL")  # not quoted: it may hold a password
        self._connections = connections
        self._keepalive = keepalive
        self._limits = limits or TimeLimits()
        self._proxy = proxy or None
        # One timer a call less than usual: a thousand calls a second feel each of them, and the total bounds the rest.
        usual = self._limits
        self._prepared_timeout = aiohttp.ClientTimeout(
            total=usual.connect + usual.read,
            connect=usual.pool + usual.connect,
            sock_connect=usual.connect,
        )
        self._session: aiohttp.ClientSession | None = None
        self._straight: PreparedCalls | None = None

    @property
    def read_timeout(self) -> float | None:
        """Seconds an ordinary call waits for its answer; PTB adds them to the time of a long poll."""
        return self._limits.read

    async def initialize(self) -> None:
        """Open the session, in the event loop that will use it. Harmless when it is open."""
        if self._session is None or self._session.closed:
            connector = aiohttp.TCPConnector(
                limit=self._connections, keepalive_timeout=self._keepalive, ttl_dns_cache=60
            )
            if self._proxy is None:
                self._straight = PreparedCalls(connector, self.USER_AGENT, self._prepared_timeout)
            self._session = aiohttp.ClientSession(
                connector=connector,
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
                proxy=self._proxy,
            )

    async def shutdown(self) -> None:
        """Close every connection. Calls still in flight end with an unknown outcome."""
        session, self._session, self._straight = self._session, None, None
        if session is not None:
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | Prepared | None = None,
        read_timeout: DefaultValue[Any] | float | None = BaseRequest.DEFAULT_NONE,
        write_timeout: DefaultValue[Any] | float | None = BaseRequest.DEFAULT_NONE,
        connect_timeout: DefaultValue[Any] | float | None = BaseRequest.DEFAULT_NONE,
        pool_timeout: DefaultValue[Any] | float | None = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """One call and its answer, for ``post`` and ``retrieve``. Raises only TelegramErrors."""
        if isinstance(request_data, Prepared):
            return await self._call_prepared(url, request_data.body)
        usual = self._usual(url, method, request_data)
        timeout = _client_timeout(
            pool=_given(pool_timeout, usual.pool),
            connect=_given(connect_timeout, usual.connect),
            write=_given(write_timeout, usual.write),
            read=_given(read_timeout, usual.read),
            body=usual.download if method == "GET" else 0.0,
        )
        return await self._call(method, url, _body(request_data), None, timeout)

    async def _call(
        self,
        method: str,
        url: str,
        body: aiohttp.FormData | dict[str, str] | bytes | None,
        headers: dict[str, str] | None,
        timeout: aiohttp.ClientTimeout,  # noqa: ASYNC109 - aiohttp keeps it, part by part
    ) -> tuple[int, bytes]:
        if self._session is None or self._session.closed:
            raise NotSent("the HTTP session is not open; initialize() opens it")
        try:
            async with self._session.request(
                method, url, data=body, headers=headers, timeout=timeout, allow_redirects=False
            ) as response:
                payload = await whole(response.content)
        except (aiohttp.ClientError, OSError) as error:
            fault = _fault(error)
        else:
            return judged(method, response.status, response.headers, payload)
        raise fault  # outside the except: not even as context may the aiohttp error and its URL come along

    async def _call_prepared(self, url: str, body: bytes) -> tuple[int, bytes]:
        if self._straight is None:
            return await self._call("POST", url, body, _JSON, self._prepared_timeout)
        try:
            status, headers, payload = await self._straight.post(url, body)
        except (aiohttp.ClientError, OSError) as error:
            fault = _fault(error)
        else:
            return judged("POST", status, headers, payload)
        raise fault  # outside the except, as above

    async def post_prepared(self, url: str, body: bytes) -> Any:
        """``post`` of parameters that are JSON already: what thousands get alike is put together once."""
        payload = await self._request_wrapper(
            url,
            "POST",
            Prepared(body),  # type: ignore[arg-type]  # handed through to do_request untouched
        )
        return self.parse_json_payload(payload)["result"]

    async def download(self, url: str, *, at_most: int) -> AsyncIterator[bytes]:
        """A file's bytes as they come, a little more than ``at_most`` of them at the most. Raises only
        TelegramErrors, in which the URL, and so the token, never stands."""
        if self._session is None or self._session.closed:
            raise NotSent("the HTTP session is not open; initialize() opens it")
        limits, fault, taken = self._limits, None, 0
        timeout = _client_timeout(
            pool=limits.pool, connect=limits.connect, write=limits.write, read=limits.read, body=limits.download
        )
        try:
            async with self._session.get(url, timeout=timeout, allow_redirects=False) as response:
                if response.status != HTTPStatus.OK:
                    judged("GET", response.status, response.headers, await whole(response.content))
                    raise BadRequest(f"the file is not given out ({response.status})")
                async for piece in response.content.iter_chunked(_PIECE):
                    yield piece
                    taken += len(piece)
                    if taken > at_most:
                        break
        except (aiohttp.ClientError, OSError) as error:
            fault = _fault(error)
        if fault is not None:
            raise fault  # outside the except, as above

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """PTB's own logs the whole unreadable answer, and people's texts with it; this one only raises."""
        answer = parsed(payload)
        if answer is None:
            raise OutcomeUnknown("the server's answer is not a JSON object")
        return answer

    def _usual(self, url: str, method: str, request_data: RequestData | None) -> TimeLimits:
        usual = self._limits
        write, read = usual.write, usual.read
        if request_data is not None and request_data.contains_files:
            write = usual.upload
        if method == "POST" and url.endswith("/getUpdates") and request_data is not None:
            read += float(request_data.json_parameters.get("timeout", 0))
        return TimeLimits(usual.pool, usual.connect, write, read, usual.upload, usual.download)


def _given(value: DefaultValue[Any] | float | None, usual: float) -> float | None:
    return usual if isinstance(value, DefaultValue) else value


def _client_timeout(
    *, pool: float | None, connect: float | None, write: float | None, read: float | None, body: float
) -> aiohttp.ClientTimeout:
    # aiohttp has no limit on writing alone: the total bounds it, and an answer that trickles in for ever.
    parts = (pool, connect, write, read, body)
    total = None if None in parts else sum(part or 0.0 for part in parts)
    waiting = None if pool is None or connect is None else pool + connect
    return aiohttp.ClientTimeout(total=total, connect=waiting, sock_connect=connect, sock_read=read)


def _body(request_data: RequestData | None) -> aiohttp.FormData | dict[str, str] | None:
    if request_data is None:
        return None
    if not request_data.contains_files:
        return request_data.json_parameters
    # Telegram takes file names as they are: quoted, "Отчёт.xlsx" would arrive as %D0%9E….
    form = aiohttp.FormData(quote_fields=False, default_to_multipart=True)
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mimetype) in request_data.multipart_data.items():
        # As a stream, bytes go out in pieces and do not hold up the event loop.
        stream = io.BytesIO(content) if isinstance(content, bytes) else content
        safe = _UNFIT_FOR_HEADERS.sub("_", filename)
        form.add_field(name, stream, filename=safe, content_type=mimetype)
    return form


def _fault(error: aiohttp.ClientError | OSError) -> NetworkError:
    """What an error of aiohttp proves, in words that hold neither URL nor token."""
    name = type(error).__name__
    match error:
        case aiohttp.ConnectionTimeoutError():
            return ConnectTimedOut("no connection to the Bot API server in time; nothing was sent")
        case aiohttp.ClientConnectorError():
            return NotSent(f"{name}: {error.os_error.strerror or 'no connection'}; nothing was sent")
        case aiohttp.ClientHttpProxyError():
            return NotSent(f"the proxy refused the connection ({error.status}); nothing was sent")
        case aiohttp.InvalidURL() | aiohttp.NonHttpUrlClientError():
            return NotSent("the Bot API server's address is not a valid URL; nothing was sent")
        case TimeoutError():
            return AnswerTimedOut(f"{name}: no answer in time; the outcome is unknown")
        case _:
            return OutcomeUnknown(f"{name}: the connection broke; the outcome is unknown")
