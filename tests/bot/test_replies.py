"""Answers after the commit, on a line where things go wrong."""

import pytest
from sqlalchemy import select

from models import Citizen, Unreachable
from tests.bot.test_worker import in_english


def count(person, words: str) -> int:
    return sum(words in one.text for one in person.chat if one.by_bot)


async def unreachable(parts, person) -> str | None:
    async with parts.database.read() as session:
        return await session.scalar(select(Citizen.unreachable).where(Citizen.telegram_id == person.id))


async def test_a_429_is_waited_out_and_the_answer_comes(parts, telegram):
    ann = await in_english(telegram)
    await telegram.fail("too_many", method="sendMessage", chat_id=ann.id, seconds=1, times=1)
    await ann.says("/help")
    await ann.sees("What this bot can do")
    assert count(ann, "What this bot can do") == 1


async def test_trouble_of_the_server_is_waited_out(parts, telegram):
    ann = await in_english(telegram)
    await telegram.fail("server_error", method="sendMessage", chat_id=ann.id, times=2)
    await ann.says("/help")
    await ann.sees("What this bot can do")


async def test_a_lost_reply_is_never_a_lost_answer(parts, telegram):
    ann = await in_english(telegram)
    await telegram.fail("lost_reply", method="sendMessage", chat_id=ann.id, times=1)
    await ann.says("/help")
    await telegram.quiet()
    assert count(ann, "What this bot can do") in {1, 2}  # an unknown outcome is sent again: one may double


async def test_a_reset_line_sends_once(parts, telegram):
    ann = await in_english(telegram)
    await telegram.fail("reset", method="sendMessage", chat_id=ann.id, times=1)
    await ann.says("/help")
    await ann.sees("What this bot can do")
    await telegram.quiet()
    assert count(ann, "What this bot can do") == 1


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("Forbidden: bot was blocked by the user", Unreachable.BLOCKED),
        ("Forbidden: user is deactivated", Unreachable.DEACTIVATED),
        ("Forbidden: bot can't initiate conversation with a user", Unreachable.UNKNOWN_CHAT),
    ],
)
async def test_who_cannot_be_reached_is_noted_and_welcome_back(parts, telegram, said, why):
    ann = await in_english(telegram)
    await telegram.fail("forbidden", method="sendMessage", chat_id=ann.id, text=said)
    await ann.says("/help")

    async def noted():
        return await unreachable(parts, ann) == why

    await telegram.until("the person is noted as unreachable", noted)
    await telegram.heal()
    await ann.says("/privacy")
    await ann.sees("Your data")
    assert await unreachable(parts, ann) is None


async def test_a_screen_whose_message_was_deleted_comes_anew(parts, telegram):
    ann = await in_english(telegram)
    menu = ann.screen
    await parts.application.bot.delete_message(ann.id, menu.id)
    await ann.presses(menu, menu.button("Help").data)
    seen = await ann.sees("What this bot can do")
    assert seen.id > menu.id


async def test_pressing_what_shows_already_is_no_fault(parts, telegram):
    ann = await in_english(telegram)
    await ann.taps("Help")
    shown = await ann.sees("What this bot can do")
    await ann.taps("Main menu")
    await ann.sees("What would you like to do?")
    for _ in range(2):
        await ann.presses(ann.screen, shown.button("Main menu").data)
    await telegram.quiet()
