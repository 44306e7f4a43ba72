"""Updates in, by long polling and by webhook: kept before they are acknowledged, a double kept once."""

import json
from collections.abc import AsyncIterator
from types import SimpleNamespace

import aiohttp
import pytest
from sqlalchemy import select
from telegram.error import InvalidToken

from bot.intake import Intake, Poller
from bot.settings import Settings
from bot.watchdog import Watchdog
from bot.web.server import build_web, serving, webhook_path
from models import InboxUpdate
from models.database import Database
from tests.bot.conftest import KEY
from tests.conftest import START


def update(number: int, person: int = 7) -> dict[str, object]:
    chat = {"id": person, "type": "private"}
    return {
        "update_id": number,
        "message": {"message_id": number, "date": 1, "chat": chat, "from": {"id": person}, "text": "саламатсызбы"},
    }


async def kept(database) -> list[int]:
    async with database.read() as session:
        return list(await session.scalars(select(InboxUpdate.update_id).order_by(InboxUpdate.id)))


class TestPolling:
    @pytest.mark.parametrize(
        "fault", [OSError("disk full"), RuntimeError("a fault of ours")], ids=lambda fault: type(fault).__name__
    )
    async def test_a_batch_is_acknowledged_only_once_it_is_kept(self, parts, telegram, monkeypatch, fault):
        """Keeping fails once; Telegram delivers the same update again, and the person is answered."""
        real, failures = parts.intake.keep, [fault]

        async def keep(raws):
            if failures:
                raise failures.pop()
            await real(raws)

        monkeypatch.setattr(parts.intake, "keep", keep)
        ann = telegram.person("Ann")
        await ann.says("/start")
        await ann.sees("Кыргызча")
        assert not failures

    async def test_a_double_is_one_row_and_one_answer(self, parts, telegram):
        ann = telegram.person("Ann")
        await ann.says("/start")
        await telegram.quiet()
        before = len([one for one in ann.chat if one.by_bot])
        async with parts.database.read() as session:
            row = (await session.scalars(select(InboxUpdate))).first()
        raw = update(row.update_id, ann.id)
        await parts.intake.keep([raw])
        await parts.intake.keep([raw, raw])
        await telegram.quiet()
        assert len([one for one in ann.chat if one.by_bot]) == before
        assert (await kept(parts.database)).count(row.update_id) == 1

    async def test_pending_updates_are_never_dropped(self, parts, telegram):
        ann = telegram.person("Ann")
        await ann.says("/start")
        await ann.sees("Кыргызча")
        (call,) = await telegram.calls("deleteWebhook")
        assert "drop_pending_updates" not in call["parameters"]

    async def test_ids_that_jump_back_after_a_quiet_week_are_taken(self, monkeypatch):
        """What is confirmed is gone; the offset sent once more would hide whatever has a lower id."""
        monkeypatch.setattr("bot.intake.SHORTEST_POLL_S", 0.0)
        batches = [[update(900)], [], [update(5)], []]
        offsets, kept = [], []

        class Request:
            async def post(self, url, request_data=None, **_):
                offsets.append(request_data.parameters.get("offset"))
                return batches.pop(0)

        class Keeper:
            async def keep(self, raws):
                kept.extend(raw["update_id"] for raw in raws)

        poller = Poller(SimpleNamespace(base_url=""), Request(), Keeper())
        for _ in range(4):
            await poller._once()
        assert offsets == [None, 901, None, 6]
        assert kept == [900, 5]

    async def test_a_server_without_webhooks_is_polled_all_the_same(self, parts):
        class Bot:
            async def delete_webhook(self):
                raise InvalidToken("Not Found: method not found")

        await Poller(Bot(), parts.request, parts.intake)._leave_webhook()

    async def test_polling_survives_faults_of_the_server(self, parts, telegram):
        await telegram.fail("server_error", method="getUpdates", times=2)
        await telegram.fail("reset", method="getUpdates", times=1)
        ann = telegram.person("Ann")
        await ann.says("/start")
        await ann.sees("Русский")


class TestWebhook:
    @pytest.fixture
    async def web(self, database: Database) -> AsyncIterator[tuple[str, str]]:
        settings = Settings(
            _env_file=None,
            bot_token="123456:token",
            data_key=KEY,
            webhook_url="https://bot.example",
            webhook_secret="a-secret",
        )
        intake = Intake(database=database, bot_id=1, watchdog=Watchdog(None), wake=lambda: None, clock=lambda: START)
        async with serving(build_web(settings, database, intake), "127.0.0.1", 0) as port:
            yield f"http://127.0.0.1:{port}", webhook_path(settings)

    async def test_an_update_is_kept_before_200(self, web, database):
        assert await post(web, json.dumps(update(5)).encode()) == 200
        assert await kept(database) == [5]
        assert await post(web, json.dumps(update(5)).encode()) == 200
        assert await kept(database) == [5]

    @pytest.mark.parametrize("secret", ["", "wrong", "a-secre", "тайна"])
    async def test_without_the_secret_nothing_is_taken(self, web, database, secret):
        assert await post(web, json.dumps(update(6)).encode(), secret.encode()) == 403
        assert await kept(database) == []

    async def test_what_is_too_large_or_no_update_is_not_kept(self, web, database):
        assert await post(web, b"x" * 2_000_000) == 413
        # Refusing it would only make Telegram deliver it again.
        for body in (b"nothing", b"[" * 100_000, b'{"update_id": "5"}', b'{"update_id": 1%s}' % (b"0" * 30)):
            assert await post(web, body) == 200
        assert await kept(database) == []

    async def test_the_health_pages_say_whether_the_bot_can_work(self, web, database):
        url, _ = web
        async with aiohttp.ClientSession() as client:
            async with client.get(f"{url}/healthz") as answer:
                assert answer.status == 200
            async with client.get(f"{url}/readyz") as answer:
                assert (answer.status, await answer.json()) == (200, {"ready": True})


async def post(web: tuple[str, str], body: bytes, secret: bytes = b"a-secret") -> int:
    headers = {"X-Telegram-Bot-Api-Secret-Token": secret.decode("utf-8").encode("utf-8").decode("latin-1")}
    async with aiohttp.ClientSession() as client, client.post(web[0] + web[1], data=body, headers=headers) as answer:
        return answer.status
