"""What Telegram's refusals become."""

from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.request import (
    AiohttpRequest,
    FloodWait,
    NoBotApi,
    is_known_unsent,
    retry_after_seconds,
)
from bot.request.answers import judged
from tests.bot.misbehaving import Behaviour, Server, answering, failure, refusing, serving


class TestRefusals:
    @pytest.mark.parametrize(
        ("code", "description", "kind"),
        [
            (400, "Bad Request: chat not found", BadRequest),
            (401, "Unauthorized", InvalidToken),
            (403, "Forbidden: bot was blocked by the user", Forbidden),
            (404, "Not Found", InvalidToken),
            (409, "Conflict: terminated by other getUpdates request", Conflict),
            (413, "Request Entity Too Large", BadRequest),
        ],
    )
    async def test_are_told_apart_and_known_unsent(
        self, request_: AiohttpRequest, code: int, description: str, kind: type[TelegramError]
    ) -> None:
        async with serving(refusing(code, description)) as server:
            error = await failure(request_, server.url)
        assert type(error) is kind
        assert str(error).casefold() == description.removeprefix("Bad Request: ").casefold()
        assert is_known_unsent(error)

    async def test_a_page_of_html_is_not_quoted(self, request_: AiohttpRequest) -> None:
        async with serving(answering(b"<html>" + b"x" * 5000, "400 Bad Request")) as server:
            error = await failure(request_, server.url)
        assert type(error) is BadRequest
        assert len(str(error)) < 50

    @pytest.mark.parametrize("status", ["403 Forbidden", "404 Not Found", "409 Conflict"])
    async def test_a_gateways_page_is_not_telegrams_word(self, request_: AiohttpRequest, status: str) -> None:
        """Nobody has blocked the bot, and the bot does not end, because a gateway has lost its server."""
        async with serving(answering(b"<html>" + b"x" * 5000, status)) as server:
            error = await failure(request_, server.url)
        assert type(error) is NoBotApi
        assert is_known_unsent(error)

    async def test_a_group_that_became_a_supergroup(self, request_: AiohttpRequest) -> None:
        async with serving(refusing(400, "Bad Request: group upgraded", migrate_to_chat_id=-1007)) as server:
            error = await failure(request_, server.url)
        assert isinstance(error, ChatMigrated)
        assert error.new_chat_id == -1007
        assert is_known_unsent(error)

    async def test_a_redirect_is_not_followed(self, request_: AiohttpRequest) -> None:
        async with serving(answering(b"", "302 Found", "Location: /elsewhere\r\n")) as server:
            error = await failure(request_, server.url)
            assert len(server.requests) == 1
        assert isinstance(error, NetworkError)

    @pytest.mark.parametrize(
        ("behaviour", "seconds"),
        [
            (refusing(429, "Too Many Requests: retry after 10072", retry_after=10_072), 10_072.0),
            (refusing(429, "Too Many Requests", retry_after=0), 1.0),
            (answering(b"<html>", "429 Too Many Requests", "Retry-After: 17\r\n"), 17.0),
            (answering(b"", "429 Too Many Requests"), 5.0),
        ],
    )
    async def test_429_always_names_a_wait(
        self, request_: AiohttpRequest, behaviour: Callable[[Server], Behaviour], seconds: float
    ) -> None:
        async with serving(behaviour) as server:
            error = await failure(request_, server.url)
        assert isinstance(error, RetryAfter)
        assert retry_after_seconds(error) == seconds
        assert is_known_unsent(error)

    @pytest.mark.parametrize("kept_as", ["0", "1"])
    def test_a_wait_is_read_in_either_of_ptbs_types(self, kept_as: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PTB_TIMEDELTA", kept_as)
        with pytest.warns() if kept_as == "0" else nullcontext():
            error = RetryAfter(timedelta(seconds=90))
            assert retry_after_seconds(error) == 90.0
        assert retry_after_seconds(FloodWait(timedelta(seconds=1.5))) == 1.5

    @given(
        status=st.integers(100, 999),
        payload=st.binary(max_size=60),
        after=st.text("0123456789-.x", max_size=4),
    )
    def test_whatever_the_answer_only_telegram_errors_come_out(self, status: int, payload: bytes, after: str) -> None:
        try:
            code, _ = judged("POST", status, {"Retry-After": after}, payload)
        except TelegramError:
            return
        assert code == status
