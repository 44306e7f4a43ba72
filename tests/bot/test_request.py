"""AiohttpRequest when all goes well: one session, raw updates, files, and no secrets anywhere."""

import asyncio
import gc
import json
import logging
import traceback

import pytest
from telegram import Bot

from bot.request import (
    AiohttpRequest,
    AnswerTimedOut,
    NotSent,
    TimeLimits,
)
from tests.bot.misbehaving import (
    FAST,
    OK,
    TOKEN,
    Behaviour,
    Requests,
    Server,
    WithPreparedCalls,
    answering,
    failure,
    free_port,
    parameters,
    serving,
    then,
)


class TestSession:
    async def test_one_connection_serves_call_after_call(self, request_: AiohttpRequest) -> None:
        async with serving(OK) as server:
            for _ in range(5):
                assert await request_.post(server.url, parameters(chat_id=7, text="x")) is True
            assert (server.connections, len(server.requests)) == (1, 5)

    async def test_an_idle_connection_is_not_used_past_its_keepalive(self, requests: Requests) -> None:
        async with serving(OK) as server, requests(keepalive=0.01) as request:
            await request.post(server.url)
            await asyncio.sleep(0.05)
            await request.post(server.url)
            assert server.connections == 2

    async def test_128_calls_go_out_together(self, requests: Requests) -> None:
        arrived = asyncio.Barrier(129)

        def together(server: Server) -> Behaviour:
            async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
                await server.read(reader)
                await arrived.wait()  # nobody is answered before all are here
                writer.write(b'HTTP/1.1 200 OK\r\nContent-Length: 25\r\n\r\n{"ok":true,"result":true}')
                await writer.drain()

            return serve

        async with serving(together) as server, requests() as request:
            calls = [asyncio.create_task(request.post(server.url)) for _ in range(128)]
            await arrived.wait()
            assert await asyncio.gather(*calls) == [True] * 128

    async def test_it_can_be_shut_down_and_used_again(self, requests: Requests) -> None:
        request = requests(limits=FAST)
        async with serving(OK) as server:
            for _ in range(2):
                await request.initialize()
                await request.initialize()
                assert await request.post(server.url) is True
                await request.shutdown()
                await request.shutdown()
            assert isinstance(await failure(request, server.url), NotSent)

    async def test_shutdown_leaves_nothing_open(self, requests: Requests, recwarn: pytest.WarningsRecorder) -> None:
        async with serving(OK) as server:
            request = requests()
            await request.initialize()
            await request.post(server.url)
            await request.shutdown()
            del request
            gc.collect()
        assert [str(warning.message) for warning in recwarn if "nclosed" in str(warning.message)] == []

    @pytest.mark.parametrize(
        ("requests", "kind", "words"),
        [
            (AiohttpRequest, b"application/x-www-form-urlencoded", b"chat_id=7&text=%D0%A1"),
            (WithPreparedCalls, b"application/json", b'{"chat_id":7,"text":"\xd0\xa1'),
        ],
    )
    async def test_speaks_http_1_1_and_says_who_it_is(self, requests: Requests, kind: bytes, words: bytes) -> None:
        async with serving(OK) as server, requests(limits=FAST) as request:
            await request.post(server.url, parameters(chat_id=7, text="Салам, дүйнө"))
            [head, body] = server.requests[0].split(b"\r\n\r\n")
            lines = head.split(b"\r\n")
            assert lines[0] == b"POST /bot7:SECRET-token/sendMessage HTTP/1.1"
            assert b"Host: 127.0.0.1:%d" % server.port in lines
            assert b"User-Agent: python-telegram-bot v22" in head
            assert b"Content-Type: " + kind in lines
            assert body.startswith(words)

    @pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:1080", "127.0.0.1:3128"])
    def test_a_proxy_that_it_cannot_use_is_refused_at_once(self, proxy: str) -> None:
        with pytest.raises(ValueError, match="http") as raised:
            AiohttpRequest(proxy=proxy)
        assert "127.0.0.1" not in str(raised.value)

    async def test_a_proxy_is_used(self) -> None:
        async with serving(OK) as proxy:
            address = f"http://user:word@127.0.0.1:{proxy.port}"
            async with AiohttpRequest(proxy=address) as request:
                assert await request.post("http://telegram.invalid/bot1:x/getMe") is True
            assert proxy.requests[0].startswith(b"POST http://telegram.invalid/bot1:x/getMe HTTP/1.1")
            assert b"Proxy-Authorization: Basic" in proxy.requests[0]


class TestLongPolling:
    async def test_post_gives_the_raw_updates(self, request_: AiohttpRequest) -> None:
        updates = [{"update_id": 1, "message": {"no date": True}}, {"update_id": 2, "some_new_kind": {}}]
        async with serving(answering(json.dumps({"ok": True, "result": updates}).encode())) as server:
            url = server.url.replace("sendMessage", "getUpdates")
            got = await request_.post(url, parameters(offset=1, timeout=50), read_timeout=60)
        assert got == updates

    async def test_the_poll_outlasts_an_ordinary_call_by_its_own_timeout(self) -> None:
        def late(server: Server) -> Behaviour:
            async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
                await server.read(reader)
                await asyncio.sleep(0.2)
                writer.write(b'HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{"ok":true,"result":[]}')

            return serve

        limits = TimeLimits(write=0.05, read=0.05, connect=0.05, pool=0.05)
        async with serving(late) as server, AiohttpRequest(limits=limits) as request:
            poll = server.url.replace("sendMessage", "getUpdates")
            assert await request.post(poll, parameters(timeout=1)) == []
            assert isinstance(await failure(request, poll, parameters(timeout=0)), AnswerTimedOut)
            assert isinstance(await failure(request, server.url, parameters(timeout=1)), AnswerTimedOut)
            assert await request.post(server.url, read_timeout=1.0) == []
            bot = Bot(TOKEN, base_url=f"http://127.0.0.1:{server.port}/bot", get_updates_request=request)
            assert await bot.get_updates(timeout=1) == ()

    async def test_no_limit_at_all_can_be_asked_for(self, request_: AiohttpRequest) -> None:
        async with serving(OK) as server:
            assert await request_.post(server.url, read_timeout=None) is True


class TestSecrets:
    @pytest.mark.parametrize("step", ["close", "hang", "reset", "not HTTP"])
    async def test_no_token_in_errors_their_traces_or_the_log(
        self, request_: AiohttpRequest, step: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.DEBUG)
        async with serving(then(step)) as server:
            errors = [await failure(request_, server.url)]
        errors.append(await failure(request_, f"http://127.0.0.1:{free_port()}/bot{TOKEN}/getMe"))
        errors.append(await failure(request_, f"nonsense://bot{TOKEN}/getMe"))
        for error in errors:
            assert error.__cause__ is None
            assert error.__context__ is None
            assert "SECRET" not in "".join(traceback.format_exception(error)) + repr(error.__dict__)
        assert "SECRET" not in caplog.text

    async def test_an_unreadable_answer_is_not_logged(
        self, request_: AiohttpRequest, caplog: pytest.LogCaptureFixture
    ) -> None:
        async with serving(answering(b'{"result": what a person wrote')) as server:
            await failure(request_, server.url)
        assert "person" not in caplog.text
