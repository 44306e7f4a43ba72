"""What can go wrong on the line, and the rates."""

import aiohttp
import pytest

from bot.playground.errors import Refusal
from bot.playground.rates import Rates


class TestFaults:
    async def test_a_lost_reply_was_done(self, bot, aizada, telegram):
        await telegram.fail("lost_reply", method="sendMessage", times=1)
        with pytest.raises(aiohttp.ServerDisconnectedError):
            await bot.ask("sendMessage", chat_id=aizada.id, text="Бир")
        assert aizada.screen.text == "Бир"
        await bot.do("sendMessage", chat_id=aizada.id, text="Эки")

    async def test_a_reset_line_did_nothing(self, bot, aizada, telegram):
        await telegram.fail("reset", method="sendMessage", times=1)
        with pytest.raises(aiohttp.ClientConnectionError):
            await bot.ask("sendMessage", chat_id=aizada.id, text="Бир")
        assert not [one for one in aizada.chat if one.by_bot]

    @pytest.mark.parametrize(
        ("kind", "how", "expected"),
        [
            (
                "too_many",
                {"seconds": 7},
                {
                    "ok": False,
                    "error_code": 429,
                    "description": "Too Many Requests: retry after 7",
                    "parameters": {"retry_after": 7},
                },
            ),
            ("server_error", {}, {"ok": False, "error_code": 502, "description": "Bad Gateway"}),
            (
                "forbidden",
                {"text": "Forbidden: user is deactivated"},
                {"ok": False, "error_code": 403, "description": "Forbidden: user is deactivated"},
            ),
        ],
    )
    async def test_refusals_on_demand(self, bot, aizada, telegram, kind, how, expected):
        await telegram.fail(kind, **how)
        assert await bot.ask("sendMessage", chat_id=aizada.id, text="a") == expected
        assert await bot.do("getMe")
        await telegram.heal(kind)
        await bot.do("sendMessage", chat_id=aizada.id, text="a")

    async def test_a_fault_may_concern_one_chat(self, bot, aizada, telegram):
        await telegram.fail("too_many", chat_id=1)
        await bot.do("sendMessage", chat_id=aizada.id, text="a")
        assert [fault.kind for fault in telegram.world.faults.on] == ["too_many"]

    async def test_an_unknown_fault_is_refused(self, telegram):
        with pytest.raises(Refusal, match="no such fault"):
            await telegram.fail("earthquake")


class TestRates:
    def test_a_burst_is_tolerated_then_one_a_second(self):
        rates = Rates(chat_burst=3)
        for _ in range(3):
            rates.charge(1, now=100.0)
        with pytest.raises(Refusal) as refused:
            rates.charge(1, now=100.0)
        assert refused.value.parameters == {"retry_after": 1}
        rates.charge(2, now=100.0)
        rates.charge(1, now=101.0)

    def test_a_group_takes_20_a_minute(self):
        rates = Rates()
        for _ in range(20):
            rates.charge(-1, now=100.0)
        with pytest.raises(Refusal) as refused:
            rates.charge(-1, now=100.0)
        assert refused.value.parameters == {"retry_after": 3}

    def test_thirty_a_second_over_all(self):
        rates = Rates()
        for person in range(30):
            rates.charge(person, now=100.0)
        with pytest.raises(Refusal):
            rates.charge(99, now=100.0)
        rates.charge(99, now=100.1)

    async def test_a_refusal_tells_when_to_come_back(self, bot, aizada, telegram):
        telegram.world.rates = Rates(chat_burst=1)
        await bot.do("sendMessage", chat_id=aizada.id, text="a")
        form = {"chat_id": str(aizada.id), "text": "a"}
        async with bot.session.post(f"{bot.address}/sendMessage", data=form) as answer:
            assert answer.status == 429
            assert answer.headers["Retry-After"] == "1"
