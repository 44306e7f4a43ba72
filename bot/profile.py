"""How the bot presents itself in Telegram: commands, name and descriptions, each per language.

Only differences are set, since every method can be refused for flooding, and a refusal never stops the start.
"""

import asyncio
import hashlib
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from sqlalchemy import select
from telegram import BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat
from telegram.error import RetryAfter, TelegramError
from telegram.ext import ExtBot

from bot.pacing import Lane
from bot.request import retry_after_seconds
from handlers.screens.secretariat.words import commands as staff_commands
from handlers.screens.start import commands
from locales.translator import LANGUAGES, Translator, Voices, msg, suggested
from models import Citizen, Role
from models.database import Database

log = logging.getLogger(__name__)

NAME = msg("Achyk Okmot: Open Government")
SHORT = msg("Initiatives, questions and reports of the Open Government Partnership in the Kyrgyz Republic.")
LONG = msg(
    "Send an initiative for the National Action Plan, ask about the Open Government Partnership, and follow how the "
    "commitments are carried out. In Kyrgyz, Russian and English. Press “Start”."
)
_MOST_WAIT_S = 60.0
_AT_ONCE = 20  # chats whose list is taken back at one tick of the clock
# The list without a language code is what people with any other app language get: Kyrgyz, the state language.
_CODES = {"": "ky"} | {language: language for language in LANGUAGES}


class Profile:
    """Keeps what Telegram shows about the bot up to date."""

    def __init__(self, bot: ExtBot[Any], database: Database, voices: Voices) -> None:
        self._bot = bot
        self._database = database
        self._voices = voices
        self._tasks: set[asyncio.Task[None]] = set()
        said = repr([_chat_commands(voices[language], role) for language in LANGUAGES for role in (None, *Role)])
        self.release = hashlib.sha256(said.encode()).hexdigest()[:12]

    async def publish(self) -> None:
        """Set commands, name and descriptions where they differ from what is set."""
        for code, language in _CODES.items():
            t = self._voices[language]
            for step in (self._publish_commands, self._publish_name, self._publish_texts):
                try:
                    await self._patiently(step, code, t)
                except Exception as error:  # noqa: BLE001 - a server's odd answer about a name must not end the bot
                    log.warning("profile (%s): %s", code or "default", type(error).__name__)

    async def _patiently(self, step: Callable[[str, Translator], Awaitable[None]], code: str, t: Translator) -> None:
        try:
            await step(code, t)
        except RetryAfter as error:
            wait = retry_after_seconds(error)
            if wait > _MOST_WAIT_S:
                raise
            await asyncio.sleep(wait)
            await step(code, t)

    async def _publish_commands(self, code: str, t: Translator) -> None:
        scope = BotCommandScopeAllPrivateChats()
        wanted = tuple(BotCommand(name, about) for name, about in commands(t))
        if tuple(await self._bot.get_my_commands(scope, language_code=code)) != wanted:
            await self._bot.set_my_commands(wanted, scope, language_code=code)

    async def _publish_name(self, code: str, t: Translator) -> None:
        wanted = t.plain(NAME)
        if (await self._bot.get_my_name(language_code=code)).name != wanted:
            await self._bot.set_my_name(wanted, language_code=code)

    async def _publish_texts(self, code: str, t: Translator) -> None:
        if (await self._bot.get_my_description(language_code=code)).description != t.plain(LONG):
            await self._bot.set_my_description(t.plain(LONG), language_code=code)
        short = await self._bot.get_my_short_description(language_code=code)
        if short.short_description != t.plain(SHORT):
            await self._bot.set_my_short_description(t.plain(SHORT), language_code=code)

    def wanted_for(self, citizen: Citizen) -> str | None:
        """The list this chat needs: staff's own, or the chosen language's; none where Telegram's own choice by app
        language is right already."""
        if citizen.staff_menu is not None:
            return f"{citizen.language or suggested(citizen.language_code)}:{self.release}:{citizen.staff_menu}"
        if citizen.language is None or citizen.language == suggested(citizen.language_code):
            return None
        return f"{citizen.language}:{self.release}"

    def follow_choice(self, citizen: Citizen | None, telegram_id: int) -> None:
        """Bring the chat's own command list in line with the person's language, beside everything else. Of who has
        just been erased nothing stays, neither there."""
        if citizen is None:
            return
        is_erased = citizen.telegram_id is None
        wanted = None if is_erased else self.wanted_for(citizen)
        if not is_erased and citizen.commands_set == wanted:
            return
        task = asyncio.create_task(self._set_for_chat(citizen.id, telegram_id, wanted))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def take_back_due(self, _now: datetime) -> None:
        """Take staff's commands out of the chats of those who hold no role any more: they may never write again."""
        is_staff_list = Citizen.commands_set.like("%:%:%")
        query = select(Citizen).where(Citizen.staff_menu.is_(None), Citizen.telegram_id.is_not(None), is_staff_list)
        async with self._database.read() as session:
            found = (await session.scalars(query.limit(_AT_ONCE))).all()
        for citizen in found:
            assert citizen.telegram_id is not None
            await self._set_for_chat(citizen.id, citizen.telegram_id, self.wanted_for(citizen))

    async def _set_for_chat(self, citizen_id: int, telegram_id: int, wanted: str | None) -> None:
        scope = BotCommandScopeChat(telegram_id)
        try:
            if wanted is None:
                await self._bot.delete_my_commands(scope, rate_limit_args=Lane.BROADCAST)
            else:
                language, _, role = (*wanted.split(":"), None)[:3]
                listed = _chat_commands(self._voices[str(language)], role)
                await self._bot.set_my_commands(listed, scope, rate_limit_args=Lane.BROADCAST)
        except TelegramError as error:
            log.info("commands of one chat: %s; tried again at that person's next update", type(error).__name__)
            return
        async with self._database.begin() as session:
            citizen = await session.get(Citizen, citizen_id)
            if citizen is not None and citizen.telegram_id is not None:
                citizen.commands_set = wanted

    async def close(self) -> None:
        """Wait for what has begun."""
        await asyncio.gather(*self._tasks, return_exceptions=True)


def _chat_commands(t: Translator, role: str | None) -> list[tuple[str, str]]:
    """What one chat's list holds: staff's commands first, for those who hold a role."""
    return [*staff_commands(t, role), *commands(t)]
