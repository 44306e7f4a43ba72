"""One staged reply, told to Telegram; where Telegram refuses it, told more simply, so that nobody waits in vain.

as staged → as plain text with its buttons → as plain text alone → one sentence: it could not be shown
"""

import base64
import html
import logging
import re
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from telegram import Bot, InlineKeyboardMarkup, InputFile, LinkPreviewOptions, Message
from telegram.constants import MessageLimit, ParseMode
from telegram.error import BadRequest, TelegramError

from bot import deferred, qr
from bot.exporting import TooLarge
from bot.watchdog import Watchdog
from handlers.errors import not_shown
from locales.translator import Voices
from models.database import Database
from services import citizens

log = logging.getLogger(__name__)

_NOT_MODIFIED = "message is not modified"
_NO_CHAT = "chat not found"
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_TAG = re.compile(r"</?[a-z][^<>]*>")


class Telling:
    """Makes the calls that handlers have staged."""

    def __init__(self, bot: Bot, database: Database, watchdog: Watchdog, voices: Voices) -> None:
        self._bot = bot
        self._database = database
        self._watchdog = watchdog
        self._voices = voices

    async def tell(self, reply: dict[str, Any], actor_id: int) -> int | None:
        """The id of the message made or edited; None where there is none. Raises TelegramError."""
        try:
            return await self._call(reply["method"], dict(reply["params"]))
        except BadRequest as error:
            if is_no_chat(error):
                raise
            log.error("Telegram refused a reply (%s): %s", reply["method"], error)
        except (TelegramError, SQLAlchemyError, OSError):
            raise
        except TooLarge:
            log.warning("a file that somebody asked for is larger than a bot may send")
        except Exception:  # a picture that cannot be drawn must not leave the person without an answer
            log.exception("a reply (%s) could not be made", reply["method"])
        return await self._more_simply(reply["params"], actor_id)

    async def ask_whether_answers_come(self) -> None:
        """A call that changes nothing and shows nobody anything. Raises TelegramError when its answer does not come."""
        await self._bot.get_me()

    async def say_not_shown(self, chat_id: int, actor_id: int) -> int:
        """Instead of a reply that cannot be sent: that it could not be shown. Raises TelegramError."""
        async with self._database.read() as session:
            citizen = await citizens.find(session, actor_id)
        said = await self._bot.send_message(chat_id, not_shown(citizen, self._voices))
        return said.message_id

    async def _more_simply(self, params: dict[str, Any], actor_id: int) -> int:
        chat_id = params["chat_id"]
        plain = _plain(str(params.get("otherwise") or params.get("text") or params.get("caption") or ""))
        keyboards = [self._keyboard(params.get("reply_markup")), None]
        for keyboard in keyboards if plain else ():
            try:
                said = await self._bot.send_message(
                    chat_id, plain, reply_markup=keyboard, link_preview_options=_NO_PREVIEW
                )
            except BadRequest as error:
                if is_no_chat(error):
                    raise
                log.error("Telegram refused it in plain words as well: %s", error)
            else:
                return said.message_id
        return await self.say_not_shown(chat_id, actor_id)

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
            if _NOT_MODIFIED in str(error).casefold():
                return message_id
            if is_no_chat(error):
                raise
            # Deleted by the person, too old, of another kind: whatever it is, the screen comes as a new message.
            log.info("a screen could not be edited, so it comes anew: %s", error)
            return (await self._say(params, keyboard)).message_id
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


def is_no_chat(error: BadRequest) -> bool:
    """Whether it is the chat that Telegram does not know, and not what was sent that it refuses."""
    return _NO_CHAT in str(error).casefold()


def without_sharing(markup: dict[str, Any]) -> dict[str, Any]:
    """The keyboard without "share in a chat" buttons: where inline mode is off they would lead nowhere, and one bad
    button refuses the whole message. `achyk doctor` says how to switch it on."""
    rows = [[one for one in row if "switch_inline_query" not in one] for row in markup["inline_keyboard"]]
    return {"inline_keyboard": [row for row in rows if row]}


def _plain(text: str) -> str:
    """Telegram's HTML without its tags, as much of it as one message holds."""
    return html.unescape(_TAG.sub("", text))[: MessageLimit.MAX_TEXT_LENGTH]
