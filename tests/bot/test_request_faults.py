"""What each failure of a call proves: nothing was sent, or nobody knows."""

import asyncio
import socket
from typing import Any

import pytest
from telegram.error import (
    NetworkError,
    TimedOut,
)

from bot.request import (
    AiohttpRequest,
    AnswerTimedOut,
    ConnectTimedOut,
    NotSent,
    OutcomeUnknown,
    ServerFault,
    TimeLimits,
    is_known_unsent,
    prepared,
)
from tests.bot.misbehaving import (
    FAST,
    TOKEN,
    Behaviour,
    Requests,
    Server,
    answering,
    failure,
    free_port,
    serving,
    then,
)


class TestNothingWasSent:
    async def test_connection_refused(self, request_: AiohttpRequest) -> None:
        error = await failure(request_, f"http://127.0.0.1:{free_port()}/bot{TOKEN}/sendMessage")
        assert type(error) is NotSent
        assert is_known_unsent(error)

    async def test_no_such_host(self, request_: AiohttpRequest, monkeypatch: pytest.MonkeyPatch) -> None:
        async def unknown(*_: Any, **__: Any) -> Any:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

        monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", unknown)
        error = await failure(request_, f"http://api.telegram.invalid/bot{TOKEN}/sendMessage")
        assert type(error) is NotSent
        assert "Name or service not known" in str(error)

    async def test_no_connection_in_time(self, requests: Requests) -> None:
        with socket.socket() as listener:  # a full backlog: the next connection is neither taken nor refused
            listener.bind(("127.0.0.1", 0))
            listener.listen(0)
            port = listener.getsockname()[1]
            fillers = [socket.socket() for _ in range(4)]
            for filler in fillers:
                filler.setblocking(False)
                filler.connect_ex(("127.0.0.1", port))
            async with requests(limits=FAST) as request:
                error = await failure(request, f"http://127.0.0.1:{port}/bot{TOKEN}/sendMessage")
            for filler in fillers:
                filler.close()
        assert type(error) is ConnectTimedOut
        assert isinstance(error, TimedOut)
        assert is_known_unsent(error)

    async def test_every_connection_is_in_use(self, requests: Requests) -> None:
        limits = TimeLimits(pool=0.05, connect=0.05, read=2.0)
        async with serving(then("hang")) as server, requests(connections=1, limits=limits) as request:
            first = asyncio.create_task(request.post(server.url))
            await server.arrived.wait()
            error = await failure(request, server.url)
            first.cancel()
            await asyncio.gather(first, return_exceptions=True)
            assert len(server.requests) == 1
        assert type(error) is ConnectTimedOut
        assert is_known_unsent(error)

    async def test_the_proxy_is_down_or_refuses(self, requests: Requests) -> None:
        async with requests(limits=FAST, proxy=f"http://127.0.0.1:{free_port()}") as request:
            assert type(await failure(request, "https://telegram.invalid/bot1:x/getMe")) is NotSent
        async with (
            serving(answering(b"", "407 Proxy Authentication Required")) as proxy,
            requests(limits=FAST, proxy=f"http://user:word@127.0.0.1:{proxy.port}") as request,
        ):
            error = await failure(request, f"https://telegram.invalid/bot{TOKEN}/getMe")
            assert type(error) is NotSent
            assert "407" in str(error)

    async def test_no_tls_where_tls_was_wanted(self, request_: AiohttpRequest) -> None:
        async with serving(then("close at once")) as server:
            error = await failure(request_, server.url.replace("http:", "https:"))
        assert type(error) is NotSent

    async def test_the_address_is_no_url(self, request_: AiohttpRequest) -> None:
        assert type(await failure(request_, f"ftp://127.0.0.1/bot{TOKEN}/getMe")) is NotSent


class TestOutcomeUnknown:
    @pytest.mark.parametrize("step", ["close", "close at once", "reset", "half an answer", "not HTTP"])
    async def test_the_connection_broke(self, request_: AiohttpRequest, step: str) -> None:
        async with serving(then(step)) as server:
            error = await failure(request_, server.url)
            assert server.connections == 1  # and nobody has tried again behind our back
        assert type(error) is OutcomeUnknown
        assert isinstance(error, NetworkError)
        assert not is_known_unsent(error)

    async def test_a_kept_connection_broke_under_the_next_call(self, request_: AiohttpRequest) -> None:
        def once(server: Server) -> Behaviour:
            async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
                await server.read(reader)
                writer.write(b'HTTP/1.1 200 OK\r\nContent-Length: 25\r\n\r\n{"ok":true,"result":true}')
                await server.read(reader)

            return serve

        async with serving(once) as server:
            await request_.post(server.url)
            assert type(await failure(request_, server.url)) is OutcomeUnknown
            assert (server.connections, len(server.requests)) == (1, 2)

    @pytest.mark.parametrize("step", ["hang", "trickle"])
    async def test_no_whole_answer_in_time(self, request_: AiohttpRequest, step: str) -> None:
        async with serving(then(step)) as server:
            error = await failure(request_, server.url)
        assert type(error) is AnswerTimedOut
        assert isinstance(error, TimedOut)
        assert not is_known_unsent(error)

    @pytest.mark.parametrize(
        "body",
        [b"", b"<html>", b"[]", b'"result"', b'{"ok":true}', b'{"result"', b'"result"' + b"[" * 99_999],
    )
    async def test_an_answer_that_cannot_be_read(self, request_: AiohttpRequest, body: bytes) -> None:
        async with serving(answering(body)) as server:
            error = await failure(request_, server.url)
        assert type(error) is OutcomeUnknown

    async def test_an_endless_answer(self, request_: AiohttpRequest, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(prepared, "LONGEST_ANSWER", 1000)
        async with serving(answering(b'{"ok":true,"result":"' + b"x" * 2000)) as server:
            error = await failure(request_, server.url)
        assert type(error) is OutcomeUnknown
        assert "longer" in str(error)

    @pytest.mark.parametrize("status", [500, 502, 503, 504])
    async def test_a_server_fault(self, request_: AiohttpRequest, status: int) -> None:
        async with serving(answering(b"<html>Bad luck</html>", f"{status} Trouble")) as server:
            error = await failure(request_, server.url)
        assert isinstance(error, ServerFault)
        assert error.status == status
        assert not is_known_unsent(error)
        assert "html" not in str(error)

    def test_bare_network_errors_of_ptb_prove_nothing(self) -> None:
        assert not is_known_unsent(NetworkError("?"))
        assert not is_known_unsent(TimedOut())
