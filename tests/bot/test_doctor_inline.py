"""`achyk doctor` tells whether inline mode is on: only BotFather can switch it."""

import pytest
from cryptography.fernet import Fernet
from telegram import User

from bot import doctor
from bot.playground import api
from bot.playground.calls import Call
from bot.playground.driver import StandIn
from bot.playground.records import Json
from bot.playground.world import World
from bot.settings import Settings
from bot.telling import without_sharing


async def finding(telegram: StandIn) -> doctor.Finding:
    settings = Settings(
        _env_file=None,
        bot_token=telegram.token,
        telegram_api_url=telegram.url,
        data_key=Fernet.generate_key().decode(),
    )
    me = await doctor._telegram(settings)
    assert isinstance(me, User)
    return doctor._inline_mode(me)


async def test_inline_mode_that_is_on_is_well() -> None:
    async with StandIn.serve() as telegram:
        assert (await finding(telegram)).is_well


async def test_inline_mode_that_is_off_is_a_fault_with_advice(monkeypatch: pytest.MonkeyPatch) -> None:
    def get_me(world: World, _call: Call) -> Json:
        return world.bot_user() | {"can_join_groups": True, "supports_inline_queries": False}

    monkeypatch.setitem(api.METHODS, "getme", get_me)
    async with StandIn.serve() as telegram:
        found = await finding(telegram)
    assert not found.is_well
    assert "/setinline" in found.advice


def test_where_inline_mode_is_off_share_buttons_are_left_out() -> None:
    link, share = {"text": "Link", "callback_data": "shr:c:x"}, {"text": "Share", "switch_inline_query": "x"}
    kept = without_sharing({"inline_keyboard": [[share, link], [share], [link]]})
    assert kept == {"inline_keyboard": [[link], [link]]}
