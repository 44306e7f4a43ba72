"""Replies owed after a commit: answers to presses at once, then the screens, each through the pacing.

A reply whose outcome is unknown is sent again: one person may see a screen twice after a crash or a lost
answer from Telegram, but nobody waits for a reply that never comes. (Notices to others are never repeated.)
"""

import base64
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from telegram import Bot, InlineKeyboardMarkup, InputFile, LinkPreviewOptions, Message
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot import deferred, qr
from bot.deferred import NotMade
from bot.request import retry_after_seconds
from bot.watchdog import Watchdog
from models import InboxState, InboxUpdate, Unreachable
from models.database import Database
from services import chats, citizens, conversations, inbox

log = logging.getLogger(__name__)
Clock = Callable[[], datetime]

MOST_ATTEMPTS = 8
MOST_MAKING = 3  # tries to make a file
_NOT_MODIFIED = "message is not modified"
_GONE = ("message to edit not found", "message can't be edited", "there is no text in the message to edit")
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


@dataclass(frozen=True)
class Outcome:
    """What became of a reply: whether to go on, and the id of the message it made or edited."""

    message_id: int | None = None
    unreachable: Unreachable | None = None
    until: datetime | None = None
    fault: str | None = None
    is_fault: bool = False  # counts against the number of tries; a pause that Telegram asked for does not


class Replies:
    """Sends what an update's handling has staged, and records that it did."""

    def __init__(self, bot: Bot, database: Database, watchdog: Watchdog, clock: Clock) -> None:
        self._bot = bot
        self._database = database
        self._watchdog = watchdog
        self._clock = clock

    async def send(self, row: InboxUpdate) -> bool:
        """Send the replies of a row that is done. False when they must wait (the row then knows until when)."""
        sent = row.replies_sent
        screen_id: int | None = None
        outcome = Outcome()
        replies = row.replies or []
        for reply in replies[sent:]:
            outcome = await self._one(reply, row.reply_attempts)
            if outcome.until or outcome.unreachable:
                break
            if outcome.message_id and reply["params"].get("reply_markup"):
                screen_id = outcome.message_id
            sent += 1
            if sent < len(replies) and reply["method"].startswith("send"):
                await self._note_progress(row.id, sent)
        await self._record(row, sent, screen_id, outcome)
        return outcome.until is None

    async def _note_progress(self, inbox_id: int, sent: int) -> None:
        """Of several messages a crash may double the last one only."""
        async with self._database.begin() as session:
            (await inbox.get(session, inbox_id)).replies_sent = sent

    async def _record(self, row: InboxUpdate, sent: int, screen_id: int | None, outcome: Outcome) -> None:
        now = self._clock()
        async with self._database.begin() as session:
            kept = await inbox.get(session, row.id)
            kept.replies_sent = sent
            if kept.state is InboxState.DONE:
                if outcome.until:
                    inbox.put_off(kept, until=outcome.until, is_fault=outcome.is_fault)
                else:
                    inbox.close(kept, now=now)
            if outcome.fault:
                kept.error = outcome.fault[:200]
            if outcome.unreachable:
                await citizens.lose(session, kept.actor_id, outcome.unreachable, now=now)
            if screen_id:
                await conversations.note_screen(session, kept.actor_id, screen_id)

    async def _one(self, reply: dict[str, Any], attempts: int) -> Outcome:
        try:
            return Outcome(message_id=await self._call(reply["method"], dict(reply["params"])))
        except RetryAfter as error:
            return Outcome(until=self._clock() + timedelta(seconds=retry_after_seconds(error)))
        except Forbidden as error:
            return Outcome(unreachable=why_unreachable(error), fault=_kind(error))
        except ChatMigrated as error:
            async with self._database.begin() as session:
                await chats.note_migration(session, int(reply["params"]["chat_id"]), error.new_chat_id)
            reply["params"]["chat_id"] = error.new_chat_id
            return await self._one(reply, attempts)
        except BadRequest as error:
            if "chat not found" in str(error).casefold():
                return Outcome(unreachable=Unreachable.UNKNOWN_CHAT, fault=_kind(error))
            log.error("Telegram refused a reply (%s): %s", reply["method"], error)
            return Outcome(fault=_kind(error))
        except InvalidToken:
            raise
        except NotMade as error:
            if error.is_final or attempts + 1 >= MOST_MAKING:
                trace = None if error.is_final else error.__cause__  # what is too large is nobody's fault
                log.error("a file could not be made: %s", type(error.__cause__).__name__, exc_info=trace)
                return await self._one(_in_words(reply), attempts)
            return Outcome(until=self._clock() + timedelta(seconds=2**attempts), is_fault=True)
        except TelegramError as error:  # the network, or Telegram's own trouble
            if attempts >= MOST_ATTEMPTS:
                log.error("gave up a reply after %d tries: %s", attempts, type(error).__name__)
                return Outcome(fault=_kind(error))
            return Outcome(until=self._clock() + timedelta(seconds=min(60, 0.5 * 2**attempts)), is_fault=True)

    async def _call(self, method: str, params: dict[str, Any]) -> int | None:
        if method == "answerCallbackQuery":
            await self._watchdog.answer(params["callback_query_id"], params.get("text"), params.get("show_alert"))
            return None
        keyboard = self._keyboard(params.pop("reply_markup", None))
        if method == "editMessageText":
            return await self._edit(params, keyboard)
        if method == "sendMessage":
            return (await self._say(params, keyboard)).message_id
        return (await self._send_file(method, params, keyboard)).message_id

    def _keyboard(self, markup: dict[str, Any] | None) -> InlineKeyboardMarkup | None:
        if markup and not self._bot.supports_inline_queries:
            markup = without_sharing(markup)
        return InlineKeyboardMarkup.de_json(markup, self._bot) if markup else None

    async def _say(self, params: dict[str, Any], keyboard: InlineKeyboardMarkup | None) -> Message:
        return await self._bot.send_message(
            params["chat_id"],
            params["text"],
            parse_mode=ParseMode.HTML,
            reply_markup=keyboard,
            link_preview_options=_NO_PREVIEW,
        )

    async def _edit(self, params: dict[str, Any], keyboard: InlineKeyboardMarkup | None) -> int | None:
        message_id = int(params["message_id"])
        try:
            await self._bot.edit_message_text(
                params["text"],
                chat_id=params["chat_id"],
                message_id=message_id,
                parse_mode=ParseMode.HTML,
                reply_markup=keyboard,
                link_preview_options=_NO_PREVIEW,
            )
        except BadRequest as error:
            said = str(error).casefold()
            if _NOT_MODIFIED in said:
                return message_id
            if any(gone in said for gone in _GONE):
                return (await self._say(params, keyboard)).message_id
            raise
        return message_id

    async def _send_file(self, method: str, params: dict[str, Any], keyboard: InlineKeyboardMarkup | None) -> Message:
        chat_id, caption = params["chat_id"], params.get("caption")
        what = params.get("file_id") or InputFile(await self._content(params), filename=params["name"])
        match method:
            case "sendPhoto":
                return await self._bot.send_photo(
                    chat_id, what, caption=caption, parse_mode=ParseMode.HTML, reply_markup=keyboard
                )
            case "sendVoice":
                return await self._bot.send_voice(
                    chat_id, what, caption=caption, parse_mode=ParseMode.HTML, reply_markup=keyboard
                )
            case "sendDocument":
                return await self._bot.send_document(
                    chat_id, what, caption=caption, parse_mode=ParseMode.HTML, reply_markup=keyboard
                )
            case "sendVideo":
                return await self._bot.send_video(
                    chat_id, what, caption=caption, parse_mode=ParseMode.HTML, reply_markup=keyboard
                )
            case _:
                raise ValueError(f"no way to send {method!r}")

    async def _content(self, params: dict[str, Any]) -> bytes:
        """A file's bytes; pictures and exports are made here, after the commit: they have no place in a transaction."""
        if "made" in params:
            return await deferred.made(self._database, **params["made"])
        return qr.png(params["qr"]) if "qr" in params else base64.b64decode(params["content"])


def _in_words(reply: dict[str, Any]) -> dict[str, Any]:
    """What is said instead of a file that could not be made."""
    params = reply["params"]
    kept = {name: params[name] for name in ("chat_id", "reply_markup") if name in params}
    return {"method": "sendMessage", "params": kept | {"text": params.get("otherwise") or params["caption"]}}


def without_sharing(markup: dict[str, Any]) -> dict[str, Any]:
    """The keyboard without "share in a chat" buttons: where inline mode is off they would lead nowhere, and one bad
    button refuses the whole message. `achyk doctor` says how to switch it on."""
    rows = [[one for one in row if "switch_inline_query" not in one] for row in markup["inline_keyboard"]]
    return {"inline_keyboard": [row for row in rows if row]}


def why_unreachable(error: Forbidden) -> Unreachable:
    """What a 403 means for this person (the texts of the real server)."""
    said = str(error).casefold()
    if "deactivated" in said:
        return Unreachable.DEACTIVATED
    if "blocked" in said:
        return Unreachable.BLOCKED
    return Unreachable.UNKNOWN_CHAT


def _kind(error: TelegramError) -> str:
    return f"{type(error).__name__}: {error}"
