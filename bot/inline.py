"""Inline queries: answered at once, beside the inbox.

Telegram waits 30 seconds for an answer and a new query comes with every letter, so a query that was kept for
after a restart would be worth nothing. Nothing is written, so nothing can be lost.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
)
from telegram.constants import ParseMode
from telegram.error import TelegramError
from telegram.helpers import create_deep_linked_url

from handlers import inline
from handlers.screens.inline import Found
from handlers.start import MENU
from locales.translator import Translator, Voices
from models.database import Database
from services import inbox
from services.answers import Answers

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]
KIND = "inline_query"
_AT_ONCE = 8
_CACHED_S = 10  # by Telegram, for this person only
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class InlineDesk:
    """Takes inline queries off the stream of updates and answers each, a few at once."""

    def __init__(self, bot: Bot, database: Database, answers: Answers, voices: Voices, clock: Clock) -> None:
        self._clock = clock
        self._bot = bot
        self._database = database
        self._answers = answers
        self._voices = voices
        self._room = asyncio.Semaphore(_AT_ONCE)
        self._newest: dict[int, str] = {}  # person → their newest query: an older one is no longer looked at
        self._tasks: set[asyncio.Task[None]] = set()

    def take(self, raw: dict[str, Any]) -> bool:
        """Whether this update is an inline query; if so, it is answered in its own time."""
        query = raw.get(KIND)
        if query is None:
            return False
        person = inbox.actor_of(raw)
        if isinstance(query, dict) and isinstance(query.get("id"), str) and person:
            self._newest[person] = query["id"]
            task = asyncio.create_task(self._see_to(query, person), name=KIND)
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return True

    async def close(self) -> None:
        """Finish what has begun."""
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _see_to(self, query: dict[str, Any], person: int) -> None:
        try:
            async with self._room:
                if self._newest.get(person) == query["id"]:
                    await self._answer(query, person)
        except TelegramError as error:
            log.info("an inline query could not be answered: %s", type(error).__name__)
        except Exception:  # one query must not end the intake
            log.exception("an inline query failed")
        finally:
            if self._newest.get(person) == query["id"]:
                del self._newest[person]

    async def _answer(self, query: dict[str, Any], person: int) -> None:
        t = await inline.voice_of(self._database, self._voices, person, _code_of(query))
        found = await inline.find(self._database, self._answers, str(query.get("query") or ""), t, now=self._clock())
        await self._bot.answer_inline_query(
            query["id"],
            [self._result(one, t) for one in found],
            is_personal=True,
            cache_time=_CACHED_S,
            button=None
            if found
            else InlineQueryResultsButton(t.plain("Nothing found. Open the bot"), start_parameter=MENU),
        )

    def _result(self, one: Found, t: Translator) -> InlineQueryResultArticle:
        link = create_deep_linked_url(self._bot.username, one.parameter)
        button = InlineKeyboardButton(t.plain("Open in the bot"), url=link)
        return InlineQueryResultArticle(
            id=one.parameter,
            title=one.title,
            description=one.description,
            input_message_content=InputTextMessageContent(
                str(one.text), parse_mode=ParseMode.HTML, link_preview_options=_NO_PREVIEW
            ),
            reply_markup=InlineKeyboardMarkup([[button]]),
        )


def _code_of(query: dict[str, Any]) -> str | None:
    code = query["from"].get("language_code")
    return code if isinstance(code, str) else None
