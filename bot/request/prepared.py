"""Calls whose bytes are put together already, over aiohttp's connections and nothing else of it.

Of an ordinary call two thirds of the processor time go into aiohttp's request, headers, cookies and response, which are
alike for thousands of sends. Here its pool (names, TLS, limits) and its parser are used as ``ClientSession`` uses them,
which is less public than the session is: ``tests/bot/test_request_faults.py`` puts both through the same faults.
"""

import asyncio
from collections.abc import Mapping
from http import HTTPStatus

import aiohttp
from aiohttp.client_proto import ResponseHandler
from aiohttp.http import HttpProcessingError
from yarl import URL

from bot.request.errors import OutcomeUnknown

# Telegram serves files of at most 20 MB and 100 updates at a time: anything longer is no answer of its.
LONGEST_ANSWER = 32 * 1024 * 1024
Answer = tuple[int, Mapping[str, str], bytes]  # status, headers, body


class PreparedCalls:
    """POSTs of JSON bytes. Not through a proxy, for which a request looks different."""

    def __init__(self, connector: aiohttp.BaseConnector, user_agent: str, timeout: aiohttp.ClientTimeout) -> None:
        assert timeout.total is not None
        self._connector = connector
        self._user_agent = user_agent
        self._timeout = timeout
        self._longest = timeout.total
        self._addressed: tuple[str, aiohttp.ClientRequest, bytes] | None = None  # in practice it is one address

    async def post(self, url: str, body: bytes) -> Answer:
        """Raises what ``ClientSession.post`` does, and OutcomeUnknown."""
        loop = asyncio.get_running_loop()
        until = loop.time() + self._longest
        to, head = self._address(url, loop)
        try:
            connection = await self._connector.connect(to, [], self._timeout)
        except TimeoutError as error:
            raise aiohttp.ConnectionTimeoutError from error
        try:
            async with asyncio.timeout_at(until):
                assert connection.protocol is not None
                answer = await _exchange(connection.protocol, b"%b%d\r\n\r\n%b" % (head, len(body), body))
        except BaseException:
            connection.close()  # whatever comes on it later belongs to nobody
            raise
        connection.release()
        return answer

    def _address(self, url: str, loop: asyncio.AbstractEventLoop) -> tuple[aiohttp.ClientRequest, bytes]:
        """What the pool looks a connection up by, and the request's head up to the length of its body."""
        if self._addressed is None or self._addressed[0] != url:
            try:
                to = URL(url)
            except ValueError as error:
                raise aiohttp.InvalidURL(url) from error
            if to.scheme not in {"http", "https"}:
                raise aiohttp.NonHttpUrlClientError(to)
            request = aiohttp.ClientRequest("POST", to, loop=loop)
            head = (
                f"POST {to.raw_path_qs} HTTP/1.1\r\nHost: {request.headers['Host']}\r\nAccept: */*\r\n"
                f"User-Agent: {self._user_agent}\r\nContent-Type: application/json\r\nContent-Length: "
            )
            self._addressed = url, request, head.encode()
        return self._addressed[1:]


async def _exchange(protocol: ResponseHandler, request: bytes) -> Answer:
    protocol.set_response_params(read_until_eof=True)
    if protocol.transport is None:
        raise aiohttp.ServerDisconnectedError
    protocol.transport.write(request)
    try:
        message, content = await protocol.read()
        while message.code < HTTPStatus.OK and message.code != HTTPStatus.SWITCHING_PROTOCOLS:
            message, content = await protocol.read()  # what was said before the answer
    except HttpProcessingError as error:
        raise aiohttp.ClientPayloadError from error
    return message.code, message.headers, await whole(content)


async def whole(content: aiohttp.StreamReader) -> bytes:
    """An answer's body. Raises OutcomeUnknown for one that is too long to be Telegram's."""
    body = bytearray()
    while piece := await content.readany():
        body += piece
        if len(body) > LONGEST_ANSWER:
            raise OutcomeUnknown(f"the server's answer is longer than {LONGEST_ANSWER} bytes")
    return bytes(body)
