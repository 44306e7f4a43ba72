"""Files, sent and fetched."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web
from telegram import Bot, InputFile
from telegram.error import (
    BadRequest,
    NetworkError,
)

from bot.request import (
    AiohttpRequest,
    AnswerTimedOut,
    TimeLimits,
)
from tests.bot.misbehaving import (
    FAST,
    OK,
    TOKEN,
    Behaviour,
    Server,
    failure,
    parameters,
    refusing,
    serving,
)


@pytest.fixture
async def request_() -> AsyncIterator[AiohttpRequest]:
    async with AiohttpRequest(limits=FAST) as request:
        yield request


@dataclass
class Uploads:
    """A Bot API server that keeps what it was sent, read by another multipart parser's rules."""

    base: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    files: dict[str, tuple[str | None, bytes, str | None]] = field(default_factory=dict)

    async def take(self, request: web.Request) -> web.Response:
        part: Any
        async for part in await request.multipart():
            if part.filename is None:
                self.fields[part.name] = (await part.read()).decode()
            else:
                content_type = part.headers.get("Content-Type")
                self.files[part.name] = (part.filename, bytes(await part.read()), content_type)
        message = {"message_id": 1, "date": 0, "chat": {"id": 7, "type": "private"}}
        return web.json_response({"ok": True, "result": message})

    async def give(self, _: web.Request) -> web.Response:
        return web.Response(body=b"\x00\xffbytes")


@pytest.fixture
async def uploads() -> AsyncIterator[Uploads]:
    kept = Uploads()
    app = web.Application(client_max_size=30 * 1024 * 1024)
    app.router.add_post("/{method:.*}", kept.take)
    app.router.add_get("/file/{path:.*}", kept.give)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    kept.base = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield kept
    await runner.cleanup()


class TestFiles:
    async def test_a_document_arrives_with_its_name_kind_and_bytes(
        self, request_: AiohttpRequest, uploads: Uploads
    ) -> None:
        bot = Bot(TOKEN, base_url=f"{uploads.base}/bot", request=request_)
        content = bytes(range(256)) * 8000  # 2 MB
        await bot.send_document(
            7, InputFile(content, filename='Отчёт "2026".xlsx', attach=False), caption="Салам & <b>дүйнө</b>"
        )
        assert uploads.fields == {"chat_id": "7", "caption": "Салам & <b>дүйнө</b>"}
        [(name, received, kind)] = uploads.files.values()
        assert name == 'Отчёт "2026".xlsx'
        assert received == content
        assert kind is not None
        assert "spreadsheet" in kind

    async def test_the_name_is_not_percent_encoded_on_the_wire(self, request_: AiohttpRequest) -> None:
        async with serving(OK) as server:
            data = parameters(chat_id=7, document=InputFile(b"x", filename="Отчёт.txt"))
            await request_.post(server.url, data)
            assert 'filename="Отчёт.txt"'.encode() in server.requests[0]

    async def test_a_name_with_control_characters_cannot_add_headers(
        self, request_: AiohttpRequest, uploads: Uploads
    ) -> None:
        data = parameters(chat_id=7, document=InputFile(b"x", filename="a\r\nX-Evil: 1\x00.txt"))
        await request_.post(f"{uploads.base}/sendDocument", data)
        assert uploads.files["document"][0] == "a__X-Evil: 1_.txt"

    async def test_a_file_is_fetched_as_bytes(self, request_: AiohttpRequest, uploads: Uploads) -> None:
        assert await request_.retrieve(f"{uploads.base}/file/bot{TOKEN}/photos/1.jpg") == b"\x00\xffbytes"

    async def test_a_file_that_is_gone_does_not_look_like_a_bad_token(self, request_: AiohttpRequest) -> None:
        async with serving(refusing(404, "Not Found")) as server:
            with pytest.raises(BadRequest):
                await request_.retrieve(server.url)

    async def test_a_download_streams_and_stops_soon_after_what_is_wanted(
        self, request_: AiohttpRequest, uploads: Uploads
    ) -> None:
        link = f"{uploads.base}/file/bot{TOKEN}/photos/1.jpg"
        assert b"".join([piece async for piece in request_.download(link, at_most=100)]) == b"\x00\xffbytes"
        assert len([piece async for piece in request_.download(link, at_most=1)]) == 1

    async def test_a_download_of_what_is_gone_is_refused(self, request_: AiohttpRequest) -> None:
        async with serving(refusing(404, "Not Found")) as server:
            with pytest.raises(BadRequest):
                await anext(request_.download(server.url, at_most=100))

    async def test_no_failure_of_a_download_quotes_the_link(self, request_: AiohttpRequest) -> None:
        for link in (f"http://127.0.0.1:9/file/bot{TOKEN}/1.jpg", f"nonsense/bot{TOKEN}/1.jpg", ""):
            with pytest.raises(NetworkError) as failed:
                await anext(request_.download(link, at_most=100))
            error: BaseException | None = failed.value
            while error is not None:
                assert TOKEN not in f"{error!r}"
                error = error.__cause__ or error.__context__

    async def test_an_upload_that_is_not_taken_ends(self) -> None:
        limits = TimeLimits(pool=0.1, connect=0.1, write=5.0, read=0.1, upload=0.1)

        def deaf(_: Server) -> Behaviour:
            async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
                writer.transport.pause_reading()  # type: ignore[attr-defined]
                await asyncio.sleep(1.0)

            return serve

        async with serving(deaf) as server, AiohttpRequest(limits=limits) as request:
            data = parameters(chat_id=7, document=InputFile(b"x" * 20_000_000, filename="big.bin"))
            error = await failure(request, server.url, data)
        assert isinstance(error, AnswerTimedOut)
