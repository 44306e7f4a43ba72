"""Inbox → handlers → answers: order, tries, apologies, and what an update that breaks things leaves alone."""

import asyncio

import pytest
from sqlalchemy import func, select
from telegram import Update

from bot.assembly import Parts
from bot.election import elected
from bot.playground.driver import Persona, StandIn
from handlers.beforehand import Beforehand
from handlers.context import Context
from models import InboxState, InboxUpdate
from services import inbox
from tests.bot.conftest import KEY
from tests.conftest import START
from tests.dialogues.conftest import running_bot


async def in_english(telegram: StandIn, name: str = "Ann") -> Persona:
    person = telegram.person(name, language_code="en")
    await person.says("/start")
    await person.taps("lang:en")
    await person.sees("What would you like to do?")
    await telegram.quiet()
    return person


async def _async(value: object) -> object:
    return value


async def all_answered(parts: Parts, telegram: StandIn) -> None:
    async def none_open() -> bool:
        async with parts.database.read() as session:
            query = select(func.count()).where(InboxUpdate.state != InboxState.ANSWERED)
            return await session.scalar(query) == 0

    await telegram.until("an update stays open", none_open)


class TestOrder:
    async def test_what_one_person_sends_in_a_burst_is_answered_in_order(self, parts, telegram):
        ann = await in_english(telegram)
        for command in ("/help", "/privacy", "/my", "/language"):
            await ann.says(command)
        await ann.sees("language of the bot")
        said = [one.text for one in ann.chat if one.by_bot][-4:]
        beginnings = ["What this bot can do", "Your data", "nothing here yet", "language of the bot"]
        assert all(word.casefold() in text.casefold() for word, text in zip(beginnings, said, strict=True)), said

    async def test_a_stuck_person_does_not_hold_up_another(self, parts, telegram):
        ann, ben = await in_english(telegram), await in_english(telegram, "Ben")
        await telegram.fail("too_many", method="sendMessage", chat_id=ann.id, seconds=60)
        await ann.says("/help")
        await ben.says("/help")
        await ben.sees("What this bot can do")


class TestFailures:
    @pytest.fixture
    def broken_help(self, parts: Parts, monkeypatch: pytest.MonkeyPatch) -> list[int]:
        """/help raises; the list counts the tries."""
        tries: list[int] = []

        def breaks(*_: object) -> None:
            tries.append(1)
            raise ZeroDivisionError("a secret in the words of an error")

        monkeypatch.setattr("handlers.start.screens.help_screen", breaks)
        return tries

    async def test_three_tries_then_an_apology_in_the_persons_language(self, parts, telegram, broken_help):
        aizada = telegram.person("Айзада", language_code="ky")
        await aizada.says("/start")
        await aizada.taps("Кыргызча")
        await aizada.says("/help")
        await aizada.sees("Кечиресиз")
        assert len(broken_help) == 3
        async with parts.database.read() as session:
            [(_, kind, error)] = await inbox.dead_letters(session)
        assert (kind, error) == ("message", "ZeroDivisionError")

    async def test_the_next_update_of_the_same_person_is_answered(self, parts, telegram, broken_help):
        ann = await in_english(telegram)
        await ann.says("/help")
        await ann.says("/privacy")
        await ann.sees("Your data")
        await all_answered(parts, telegram)

    async def test_a_failed_press_is_answered_too(self, parts, telegram, monkeypatch):
        ann = await in_english(telegram)

        async def breaks(*_: object) -> None:
            raise ZeroDivisionError

        monkeypatch.setitem(__import__("handlers.start", fromlist=["PLACES"]).PLACES, "help", breaks)
        await ann.taps("Help")
        await ann.sees("Sorry")

    async def test_a_context_that_cannot_be_built_is_a_failure_not_silence(self, parts, telegram, monkeypatch):
        ann = await in_english(telegram)
        monkeypatch.setattr(Context, "from_update", classmethod(lambda *_: 1 / 0))
        await ann.says("/help")
        await ann.sees("Sorry")

    async def test_an_update_that_cannot_be_parsed_blocks_nobody(self, parts, telegram):
        ann = await in_english(telegram)
        broken = {"update_id": 999_999_001, "message": {"message_id": 5, "from": {"id": ann.id, "is_bot": False}}}
        await parts.intake.keep([broken])
        await ann.says("/help")
        await ann.sees("What this bot can do")
        await all_answered(parts, telegram)

    @pytest.mark.parametrize("where", ["message", "callback_query"])
    @pytest.mark.parametrize("chat", ["a word", [1], 7])
    async def test_an_update_that_even_an_apology_cannot_be_read_from_ends_too(self, parts, telegram, where, chat):
        ann = await in_english(telegram)
        message = {"message_id": 5, "date": 1, "chat": chat, "text": "x"}
        who = {"id": ann.id, "is_bot": False, "first_name": "Ann"}
        press = {"id": "p1", "from": who, "chat_instance": "1", "data": "x", "message": message}
        broken = press if where == "callback_query" else message | {"from": who}
        await parts.intake.keep([{"update_id": 999_999_003, where: broken}])
        await ann.says("/help")
        await ann.sees("What this bot can do")
        await all_answered(parts, telegram)

    async def test_whose_first_update_fails_gets_the_apology_in_the_apps_language(self, parts, telegram, monkeypatch):
        monkeypatch.setattr(Context, "from_update", classmethod(lambda *_: 1 / 0))
        ann = telegram.person("Ann", language_code="en-GB")
        await ann.says("/start")
        await ann.sees("Sorry")

    async def test_an_update_of_an_unknown_kind_is_taken_quietly(self, parts, telegram):
        await parts.intake.keep([{"update_id": 999_999_002, "something_of_tomorrow": {"id": "1"}}])
        await in_english(telegram)
        await all_answered(parts, telegram)


class TestOffice:
    """Of several processes on one database one works; the next takes over when it ends."""

    async def test_a_second_worker_waits_for_the_end_of_the_first(self, parts, telegram):
        await in_english(telegram)  # the first is at work
        give_up = asyncio.Event()
        async with asyncio.TaskGroup() as group, asyncio.timeout(10):
            second = group.create_task(self.takes_office(parts, give_up))
            assert not (await asyncio.wait({second}, timeout=0.2))[0]
            parts.worker.stop()
            assert await second

    async def takes_office(self, parts: Parts, give_up: asyncio.Event) -> bool:
        async with elected(parts.database, "worker", give_up=give_up) as still_elected:
            return still_elected is not None

    async def test_what_another_process_has_handled_is_not_handled_again(self, parts, telegram):
        """An office that was lost without notice, as when PostgreSQL drops the connection that holds it."""
        ann = await in_english(telegram)
        async with parts.database.begin() as session:
            row = InboxUpdate(
                bot_id=1, update_id=1, actor_id=ann.id, kind="message", state=InboxState.DONE, received_at=START
            )
            session.add(row)
        update = Update.de_json({"update_id": 1}, parts.application.bot)
        assert await parts.worker._in_one_unit_of_work(row.id, update, Beforehand()) is None


class TestRestart:
    async def test_a_kill_while_texts_wait_for_the_search_counts_against_nobody(self, telegram, database_url):
        """At every start texts wait a second or two; being killed then is no fault of theirs."""
        async with running_bot(telegram, database_url, KEY) as parts:
            ann = await in_english(telegram)
            built, parts.answers._index = parts.answers._index, None
            parts.answers._first = asyncio.get_running_loop().create_future()
            await ann.says("What is open government?")
            await telegram.until("the text is in hand", lambda: _async(parts.worker.in_hand == 1))
            async with parts.database.begin() as session:
                assert await inbox.count_crashes(session) == 0
            parts.answers._index = built
            parts.answers._first.set_result(None)
            await telegram.quiet()

    async def test_replies_owed_at_the_end_are_sent_by_the_next_process(self, telegram, database_url):
        async with running_bot(telegram, database_url, KEY):
            ann = await in_english(telegram)
            await telegram.fail("too_many", method="sendMessage", chat_id=ann.id, seconds=1)
            await ann.says("/help")
            await telegram.quiet(answered=False)
        await telegram.heal()
        async with running_bot(telegram, database_url, KEY):
            await ann.sees("What this bot can do")
        assert sum("What this bot can do" in one.text for one in ann.chat) == 1

    async def test_what_was_said_while_the_bot_was_down_is_answered(self, telegram, database_url):
        async with running_bot(telegram, database_url, KEY):
            ann = await in_english(telegram)
        await ann.says("/help")
        async with running_bot(telegram, database_url, KEY):
            await ann.sees("What this bot can do")

    async def test_an_update_that_kills_every_process_is_given_up_in_the_end(self, database):
        raw = {"update_id": 1, "message": {"from": {"id": 7}, "chat": {"id": 7}}}
        async with database.begin() as session:
            await inbox.keep(session, bot_id=1, raws=[raw], now=START)
        for _ in range(inbox.MOST_CRASHES):
            async with database.begin() as session:
                [waiting] = await inbox.list_due(session, now=START, busy=[], limit=5)
                await inbox.begin(session, [waiting.id], now=START)
            async with database.begin() as session:
                assert await inbox.count_crashes(session) == 1
        async with database.read() as session:
            assert inbox.is_hopeless(await session.get_one(InboxUpdate, waiting.id))
