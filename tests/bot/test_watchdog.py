"""Every press is answered once and in time."""

import asyncio

import pytest
from telegram.error import BadRequest, InvalidToken, NetworkError

from bot.request import FloodWait
from bot.watchdog import Watchdog


class Fake:
    """Notes the answers; raises what it is told to first."""

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)
        self.answers: list[tuple[str, str | None]] = []

    async def answer_callback_query(self, callback_query_id, text=None, show_alert=None):
        if self.errors:
            raise self.errors.pop(0)
        self.answers.append((callback_query_id, text))


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr("bot.watchdog._RETRY_S", 0.0)


async def nobody_handled_it() -> bool:
    return True


async def settle(watchdog: Watchdog) -> None:
    await asyncio.sleep(0.01)
    await watchdog.close()


async def test_the_true_answer_comes_once_and_stops_the_clock():
    bot = Fake()
    watchdog = Watchdog(bot, patience_s=0.01)
    watchdog.expect("1", nobody_handled_it)
    await watchdog.answer("1", "Saved", False)
    await watchdog.answer("1", None, None)
    await asyncio.sleep(0.03)
    assert bot.answers == [("1", "Saved")]


async def test_a_slow_handler_does_not_leave_the_spinner():
    bot = Fake()
    watchdog = Watchdog(bot, patience_s=0.0)
    watchdog.expect("1", nobody_handled_it)
    await asyncio.sleep(0.03)
    assert bot.answers == [("1", None)]


@pytest.mark.parametrize("error", [NetworkError("gone"), FloodWait(0)])
async def test_a_passing_trouble_is_tried_again(error):
    bot = Fake(error)
    watchdog = Watchdog(bot)
    await watchdog.answer("1", "Saved", False)
    await settle(watchdog)
    assert bot.answers == [("1", "Saved")]


async def test_a_press_that_is_too_old_is_let_go():
    bot = Fake(BadRequest("Query is too old and response timeout expired or query id is invalid"))
    watchdog = Watchdog(bot)
    await watchdog.answer("1", "Saved", False)
    await settle(watchdog)
    assert bot.answers == []


async def test_a_press_that_another_process_has_handled_is_left_to_it():
    async def handled() -> bool:
        return False

    bot = Fake()
    watchdog = Watchdog(bot, patience_s=0.0)
    watchdog.expect("1", handled)
    await settle(watchdog)
    assert bot.answers == []


async def test_an_answer_left_hanging_holds_up_its_screen_for_a_moment_only(monkeypatch):
    monkeypatch.setattr("bot.watchdog._HOLDS_UP_S", 0.01)

    class Silent(Fake):
        async def answer_callback_query(self, callback_query_id, text=None, show_alert=None):
            await asyncio.sleep(60)

    watchdog = Watchdog(Silent())
    async with asyncio.timeout(1):
        await watchdog.answer("1", "Saved", False)
        await watchdog.close()


async def test_a_bad_token_is_the_pollers_to_notice(monkeypatch):
    bot = Fake(InvalidToken("Unauthorized"))
    watchdog = Watchdog(bot)
    await watchdog.answer("1", "Saved", False)
    await settle(watchdog)
    assert bot.answers == [("1", "Saved")]
