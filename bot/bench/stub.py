"""A Bot API server that only counts: much faster than the playground, and it can be told to misbehave.

`python -m bot.bench.stub` serves it in a process of its own and prints its address. Besides the Bot API it answers
`POST /control/start?person=7` (somebody says /start; answered when the bot has replied) and `GET /control/sent`.
"""

import asyncio
import json
import re
import sys
import time
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

TOKEN = "1:bench"  # noqa: S105 - opens nothing but this server
BOT_ID = 1
_CHAT = re.compile(rb'(?:^|&)chat_id=(-?\d+)|^\{"chat_id":(-?\d+)')
_OFFSET = re.compile(rb"(?:^|&)offset=(\d+)")
_POLL_S = 1.0
_WINDOW_S = 1.0


@dataclass(frozen=True)
class Misbehaviour:
    """What happens to one send. ``lost``: it is carried out and the line drops; ``reset``: it drops before."""

    kind: str  # refuse, lost, reset, slow
    status: int = 0
    answer: bytes = b""
    seconds: float = 0.0


def refusal(status: int, description: str, **parameters: int) -> Misbehaviour:
    """A refusal as Telegram words it."""
    answer: dict[str, object] = {"ok": False, "error_code": status, "description": description}
    if parameters:
        answer["parameters"] = parameters
    return Misbehaviour("refuse", status, json.dumps(answer).encode())


@dataclass
class Stub:
    """The server and what it saw. ``allowed`` sends a second; one more in any second gets a 429."""

    allowed: float | None = None
    misbehave: Callable[[int], Misbehaviour | None] = lambda _: None
    seen: Counter[int] = field(default_factory=Counter)  # chat → messages it got
    times: list[float] = field(default_factory=list)  # of the messages, replies to ``says_start`` left out
    replies: list[float] = field(default_factory=list)
    first: asyncio.Event = field(default_factory=asyncio.Event)  # set by the first message
    refused: int = 0
    url: str = ""
    _recent: deque[float] = field(default_factory=deque)
    _updates: list[bytes] = field(default_factory=list)
    _arrived: asyncio.Event = field(default_factory=asyncio.Event)
    _waiting: dict[int, asyncio.Event] = field(default_factory=dict)
    _next: int = 0

    async def answer(self, request: web.BaseRequest) -> web.StreamResponse:
        """Any request."""
        path = request.path
        if path.startswith("/control/"):
            return await self._control(request)
        method = path.rsplit("/", 1)[-1].lower()
        body = await request.read()
        if method == "getupdates":
            return _ok(await self._poll(body))
        if method.startswith("send") and (found := _CHAT.search(body)):
            return await self._send(request, int(found[1] or found[2]))
        if method == "getme":
            me = {"id": BOT_ID, "is_bot": True, "first_name": "Bench", "username": "bench_bot"}
            return _ok(json.dumps(me).encode())
        return _ok(b"[]" if method == "getmycommands" else b"true" if method.startswith("set") else b"{}")

    async def _send(self, request: web.BaseRequest, chat_id: int) -> web.StreamResponse:
        if over := self._wait():
            self.refused += 1
            wrong: Misbehaviour | None = refusal(429, "Too Many Requests", retry_after=over)
        else:
            wrong = self.misbehave(chat_id)
        if wrong and wrong.kind == "slow":
            await asyncio.sleep(wrong.seconds)
        if wrong and wrong.kind == "refuse":
            return web.Response(body=wrong.answer, status=wrong.status, content_type="application/json")
        if wrong is None or wrong.kind != "reset":
            self._note(chat_id)
        if wrong and wrong.kind in {"lost", "reset"}:
            assert request.transport is not None
            request.transport.abort()
        self._next += 1
        return _ok(b'{"message_id":%d,"date":1,"chat":{"id":%d,"type":"private"},"text":"-"}' % (self._next, chat_id))

    def _wait(self) -> int:
        if self.allowed is None:
            return 0
        now = time.monotonic()
        while self._recent and self._recent[0] <= now - _WINDOW_S:
            self._recent.popleft()
        if len(self._recent) >= self.allowed:
            return 1
        self._recent.append(now)
        return 0

    def _note(self, chat_id: int) -> None:
        self.seen[chat_id] += 1
        self.first.set()
        if waiting := self._waiting.pop(chat_id, None):
            waiting.set()
            self.replies.append(time.monotonic())
        else:
            self.times.append(time.monotonic())

    async def _poll(self, body: bytes) -> bytes:
        offset = int(found[1]) if (found := _OFFSET.search(body)) else 0
        if offset > len(self._updates):
            try:
                self._arrived.clear()
                await asyncio.wait_for(self._arrived.wait(), _POLL_S)
            except TimeoutError:
                return b"[]"
        return b"[" + b",".join(self._updates[max(0, offset - 1) :]) + b"]"

    async def says_start(self, person: int) -> float:
        """Somebody says /start; the seconds until the bot's reply."""
        person_is = {"id": person, "is_bot": False, "first_name": "P", "language_code": "ky"}
        number = len(self._updates) + 1
        message = {
            "message_id": number,
            "date": 1,
            "chat": {"id": person, "type": "private", "first_name": "P"},
            "from": person_is,
            "text": "/start",
            "entities": [{"type": "bot_command", "offset": 0, "length": 6}],
        }
        replied = self._waiting[person] = asyncio.Event()
        began = time.monotonic()
        self._updates.append(json.dumps({"update_id": number, "message": message}).encode())
        self._arrived.set()
        await asyncio.wait_for(replied.wait(), 60)
        return time.monotonic() - began

    async def _control(self, request: web.BaseRequest) -> web.StreamResponse:
        if request.path == "/control/start":
            seconds = await self.says_start(int(request.query["person"]))
            return web.json_response({"seconds": seconds})
        if request.path == "/control/allow":
            self.allowed = float(request.query["rate"])
            self.times.clear()
            self.replies.clear()
            return web.json_response({})
        return web.json_response({"times": self.times, "replies": self.replies, "refused": self.refused})

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[str]:
        """Serve on a free port of this machine while the block runs; gives the address."""
        runner = web.ServerRunner(web.Server(self.answer, keepalive_timeout=75, access_log=None), shutdown_timeout=1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        host, port = runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        try:
            yield self.url
        finally:
            await runner.cleanup()


def _ok(result: bytes) -> web.Response:
    return web.Response(body=b'{"ok":true,"result":%b}' % result, content_type="application/json")


@asynccontextmanager
async def beside() -> AsyncIterator[str]:
    """The stub in a process of its own while the block runs; gives its address."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.bench.stub", stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdin is not None
    try:
        yield (await process.stdout.readline()).decode().strip()
    finally:
        process.stdin.close()
        await process.wait()


async def _serve() -> None:
    async with Stub().serving() as url:
        sys.stdout.write(url + "\n")
        sys.stdout.flush()
        # Until whoever started it closes our input, however that process ends.
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(_serve())
