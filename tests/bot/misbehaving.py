"""A Bot API server on loopback that misbehaves in every way that matters."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from telegram.error import TelegramError
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.request import AiohttpRequest, TimeLimits

TOKEN = "7:SECRET-token"
FAST = TimeLimits(pool=0.2, connect=0.2, write=0.2, read=0.2, upload=0.2, download=0.2)


class WithPreparedCalls(AiohttpRequest):
    """As the outbox calls: bytes that were put together beforehand."""

    async def post(self, url: str, *_: Any, **__: Any) -> Any:
        return await self.post_prepared(url, '{"chat_id":7,"text":"Салам"}'.encode())


Requests = type[AiohttpRequest]
Behaviour = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Server:
    """A server that treats each connection as ``behaviour`` says, and counts connections and requests."""

    behaviour: Behaviour
    connections: int = 0
    requests: list[bytes] = field(default_factory=list)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/bot{TOKEN}/sendMessage"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            await self.behaviour(reader, writer)
        finally:
            writer.close()

    async def read(self, reader: asyncio.StreamReader) -> bytes:
        head = await reader.readuntil(b"\r\n\r\n")
        length = next((line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), b":0")
        request = head + await reader.readexactly(int(length.split(b":")[1]))
        self.requests.append(request)
        self.arrived.set()
        return request


@asynccontextmanager
async def serving(behaviour: Callable[[Server], Behaviour]) -> AsyncIterator[Server]:
    server = Server(lambda *_: asyncio.sleep(0))
    server.behaviour = behaviour(server)
    listener = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    server.port = listener.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listener.close()


def answering(body: bytes, status: str = "200 OK", headers: str = "") -> Callable[[Server], Behaviour]:
    """Answer every request on a connection, kept alive, with the same body."""

    def behaviour(server: Server) -> Behaviour:
        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            while True:
                try:
                    await server.read(reader)
                except asyncio.IncompleteReadError:
                    return
                head = f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n{headers}\r\n"
                writer.write(head.encode() + body)
                await writer.drain()

        return serve

    return behaviour


def refusing(code: int, description: str, **parameters: Any) -> Callable[[Server], Behaviour]:
    answer = {"ok": False, "error_code": code, "description": description}
    if parameters:
        answer["parameters"] = parameters
    return answering(json.dumps(answer).encode(), f"{code} Refused")


def then(step: str) -> Callable[[Server], Behaviour]:
    """The ways to fail a call: what the server does with its connection."""

    def behaviour(server: Server) -> Behaviour:
        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            if step == "close at once":
                return
            await server.read(reader)
            match step:
                case "hang":
                    await reader.read()  # until the client gives up
                case "reset":
                    linger = b"\x01\x00\x00\x00\x00\x00\x00\x00"
                    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                case "half an answer":
                    writer.write(b'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"ok":true,"result":')
                    await writer.drain()
                case "not HTTP":
                    writer.write(b"220 smtp.example ESMTP\r\n\r\n")
                    await writer.drain()
                case "trickle":
                    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n")
                    while not reader.at_eof():
                        writer.write(b" ")
                        await writer.drain()
                        await asyncio.sleep(0.02)

        return serve

    return behaviour


OK = answering(b'{"ok":true,"result":true}')


async def failure(request: AiohttpRequest, url: str, data: RequestData | None = None) -> TelegramError:
    with pytest.raises(TelegramError) as raised:
        await request.post(url, data or parameters(chat_id=7, text="Салам"))
    return raised.value


def parameters(**values: Any) -> RequestData:
    return RequestData([RequestParameter.from_input(name, value) for name, value in values.items()])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
