"""Webhooks: set, refused, delivered in order, tried again."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.playground import webhook
from bot.playground.serving import _Server, listen


class Receiver:
    """A bot's webhook: takes updates, or fails as often as it is told."""

    def __init__(self) -> None:
        self.got: list[tuple[str, dict]] = []
        self.failures = 0
        self.answer = b""
        self.url = ""

    async def take(self, request: Request) -> Response:
        if self.failures:
            self.failures -= 1
            return Response(status_code=500)
        update = json.loads(await request.body())
        self.got.append((request.headers.get("X-Telegram-Bot-Api-Secret-Token", ""), update))
        return Response(self.answer, media_type="application/json")

    def texts(self) -> list[str]:
        return [update["message"]["text"] for _, update in self.got]


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    line = listen("127.0.0.1", 0)
    receiver.url = f"http://127.0.0.1:{line.getsockname()[1]}/hook"
    app = Starlette(routes=[Route("/hook", receiver.take, methods=["POST"])])
    server = _Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1))
    task = asyncio.create_task(server.serve(sockets=[line]))
    yield receiver
    server.should_exit = True
    await task


def all_of(receiver, count):
    async def arrived():
        return len(receiver.got) >= count

    return arrived


async def test_updates_are_posted_in_order_with_the_secret(bot, aizada, telegram, receiver):
    await aizada.says("бир")
    await bot.do("setWebhook", url=receiver.url, secret_token="s-1")
    await aizada.says("эки")
    await telegram.until("both arrive", all_of(receiver, 2))
    assert [secret for secret, _ in receiver.got] == ["s-1", "s-1"]
    assert receiver.texts() == ["бир", "эки"]
    await telegram.quiet(answered=False)
    assert (await bot.do("getWebhookInfo"))["pending_update_count"] == 0


async def test_a_failed_delivery_is_tried_again(bot, aizada, telegram, receiver, monkeypatch):
    monkeypatch.setattr(webhook, "FIRST_PAUSE", 0.01)
    receiver.failures = 2
    await bot.do("setWebhook", url=receiver.url)
    await aizada.says("бир")
    await aizada.says("эки")
    await telegram.until("both arrive", all_of(receiver, 2))
    assert receiver.texts() == ["бир", "эки"]
    assert "500" in (await bot.do("getWebhookInfo"))["last_error_message"]


async def test_an_answer_may_name_a_method(bot, aizada, telegram, receiver):
    receiver.answer = json.dumps({"method": "sendMessage", "chat_id": aizada.id, "text": "Жооп"}).encode()
    await bot.do("setWebhook", url=receiver.url)
    await aizada.says("Салам")
    await aizada.sees("Жооп")


async def test_polling_is_refused_while_a_webhook_is_set(bot, receiver):
    await bot.do("setWebhook", url=receiver.url)
    assert await bot.refused("getUpdates") == (
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
    )
    await bot.do("deleteWebhook")
    assert (await bot.do("getWebhookInfo"))["url"] == ""
    assert await bot.do("getUpdates") == []


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"url": "http://ogp.el.kg/hook"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        ({"url": "https://ogp.el.kg/hook", "secret_token": "a b"}, "secret token contains unallowed characters"),
        ({"url": "https://ogp.el.kg/hook", "secret_token": "a" * 257}, "secret token is too long"),
    ],
)
async def test_refusals(bot, values, words):
    assert await bot.refused("setWebhook", **values) == f"Bad Request: {words}"
