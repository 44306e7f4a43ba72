"""One screen to one chat, and what the attempt proves."""

import asyncio
import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from telegram import InlineKeyboardMarkup, InputFile, LinkPreviewOptions, Message
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, InvalidToken, RetryAfter, TelegramError
from telegram.ext import ExtBot

from bot import deferred
from bot.pacing import Lane, Pacing
from bot.request import AiohttpRequest, NotSent
from handlers.screens.screen import Attached, Screen
from models import FileKind, MediaKind, SentFile
from models.database import Database

_MOST_WORDED = 64  # screens whose parameters are kept: languages times what is being told at a time


class PartlySent(Exception):
    """The first messages of a long screen went out and a later one did not: sending anew would repeat them."""


class Sender:
    """Sends screens in a lane of the pacing. A file of ours is uploaded once and then sent by its id."""

    def __init__(self, bot: ExtBot[Any], pacing: Pacing, database: Database, clock: Callable[[], datetime]) -> None:
        self._bot = bot
        self._pacing = pacing
        self._database = database
        self._clock = clock
        self._uploads: dict[tuple[str, FileKind], asyncio.Lock] = {}
        self._worded: dict[int, tuple[Screen, bytes]] = {}  # by identity: thousands are given the very same screen

    async def send(self, chat_id: int, screen: Screen, lane: Lane, *, calling: Callable[[], None]) -> int:
        """The id of the (last) message made. ``calling`` is told when the first call begins: until then nothing can
        have been sent. Raises TelegramError, Paused, PartlySent."""
        if screen.over is not None and await self._edit(chat_id, screen, screen.over, lane, calling):
            return screen.over
        for number, text in enumerate(screen.before):
            try:
                await self._say(chat_id, Screen(text, is_silent=screen.is_silent), lane, calling)
            except Exception as error:
                if number == 0:
                    raise
                raise PartlySent from error
        try:
            if screen.attached is not None:
                return await self._send_file(chat_id, screen, screen.attached, lane, calling)
            return await self._say(chat_id, screen, lane, calling)
        except Exception as error:
            if screen.before:
                raise PartlySent from error
            raise

    async def _say(self, chat_id: int, screen: Screen, lane: Lane, calling: Callable[[], None]) -> int:
        """sendMessage without PTB's objects, which cost more than the call itself; its pacing and its errors stay."""
        body = b'{"chat_id":%d,%b' % (chat_id, self._wording(screen))
        slot = await self._pacing.slot(lane, chat_id)
        calling()
        request = self._bot.request
        assert isinstance(request, AiohttpRequest)
        sent: Any = await self._pacing.process_request(
            request.post_prepared,
            (f"{self._bot.base_url}/sendMessage", body),
            {},
            "sendMessage",
            {"chat_id": chat_id},
            slot,
        )
        return int(sent["message_id"])

    async def _edit(
        self, chat_id: int, screen: Screen, message_id: int, lane: Lane, calling: Callable[[], None]
    ) -> bool:
        """Whether the message shows the screen now. Too old, deleted, or of another form: it is to be sent anew."""
        how: dict[str, Any] = {
            "chat_id": chat_id,
            "message_id": message_id,
            "parse_mode": ParseMode.HTML,
            "reply_markup": self._keyboard(screen),
        }
        slot = await self._pacing.slot(lane, chat_id)
        calling()
        try:
            if screen.attached is not None:
                await self._bot.edit_message_caption(caption=str(screen.text), rate_limit_args=slot, **how)
            else:
                preview = LinkPreviewOptions(is_disabled=True)
                await self._bot.edit_message_text(
                    str(screen.text), link_preview_options=preview, rate_limit_args=slot, **how
                )
        except BadRequest as error:
            return "not modified" in str(error).casefold()
        except (RetryAfter, Forbidden, InvalidToken):
            raise
        except TelegramError as error:
            raise NotSent(str(error)) from error  # an edit that may have arrived is repeated without harm
        return True

    def _wording(self, screen: Screen) -> bytes:
        """The parameters of a screen but for the chat, as the rest of a JSON object."""
        known = self._worded.get(id(screen))
        if known is not None:
            return known[1]
        how: dict[str, Any] = {
            "text": str(screen.text),
            "parse_mode": ParseMode.HTML,
            "link_preview_options": {"is_disabled": True},
        }
        if screen.is_silent:
            how["disable_notification"] = True
        if screen.rows:
            rows = [[button.to_dict() for button in row] for row in screen.rows]
            how["reply_markup"] = {"inline_keyboard": rows}
        worded = json.dumps(how, ensure_ascii=False).encode()[1:]
        if len(self._worded) >= _MOST_WORDED:
            self._worded.clear()
        self._worded[id(screen)] = (screen, worded)  # with the screen, so that its identity is not another's
        return worded

    def _keyboard(self, screen: Screen) -> InlineKeyboardMarkup | None:
        if not screen.rows:
            return None
        rows = [[button.to_dict() for button in row] for row in screen.rows]
        return InlineKeyboardMarkup.de_json({"inline_keyboard": rows}, self._bot)

    async def _send_file(
        self, chat_id: int, screen: Screen, file: Attached, lane: Lane, calling: Callable[[], None]
    ) -> int:
        if file.made is not None:
            made = await deferred.made(self._database, file.made.what, file.made.data)
            file = replace(file, content=made, made=None)
        if file.content is None:
            return (await self._call(chat_id, screen, file, file.telegram_file_id, lane, calling)).message_id
        kind = FileKind(file.kind)
        key = (hashlib.sha256(file.content).hexdigest(), kind)
        # Whoever comes first uploads; the others wait for the id, and only then for their turn to send.
        async with self._uploads.setdefault(key, asyncio.Lock()):
            known = await self._known(*key)
            if known is None:
                message = await self._call(chat_id, screen, file, None, lane, calling)
                await self._remember(key, message)
                return message.message_id
        try:
            return (await self._call(chat_id, screen, file, known, lane, calling)).message_id
        except BadRequest as error:
            if "file" not in str(error).casefold():
                raise
            # Telegram no longer knows the id. Nothing was sent, so it may be uploaded anew.
            await self._forget(key)
            message = await self._call(chat_id, screen, file, None, lane, calling)
            await self._remember(key, message)
            return message.message_id

    async def _call(
        self,
        chat_id: int,
        screen: Screen,
        file: Attached,
        file_id: str | None,
        lane: Lane,
        calling: Callable[[], None],
    ) -> Message:
        what: Any = file_id or InputFile(file.content or b"", filename=file.name)
        slot = await self._pacing.slot(lane, chat_id)
        calling()
        how: dict[str, Any] = {
            "caption": str(screen.text),
            "parse_mode": ParseMode.HTML,
            "reply_markup": self._keyboard(screen),
            "disable_notification": screen.is_silent or None,
            "rate_limit_args": slot,
        }
        match file.kind:
            case FileKind.PHOTO:
                return await self._bot.send_photo(chat_id, what, **how)
            case FileKind.VOICE:
                return await self._bot.send_voice(chat_id, what, **how)
            case FileKind.DOCUMENT:
                return await self._bot.send_document(chat_id, what, **how)
            case MediaKind.VIDEO:
                return await self._bot.send_video(chat_id, what, **how)
            case _:
                raise ValueError(f"no way to send {file.kind!r}")

    async def _known(self, sha256: str, kind: FileKind) -> str | None:
        async with self._database.read() as session:
            known = await session.get(SentFile, (sha256, kind))
        return known.telegram_file_id if known else None

    async def _remember(self, key: tuple[str, FileKind], message: Message) -> None:
        sent: Any = message.photo[-1] if message.photo else message.voice or message.document
        if sent is None:  # a local stand-in may answer without the file
            return
        async with self._database.begin() as session:
            await session.merge(
                SentFile(sha256=key[0], kind=key[1], telegram_file_id=sent.file_id, uploaded_at=self._clock())
            )

    async def _forget(self, key: tuple[str, FileKind]) -> None:
        async with self._database.begin() as session:
            known = await session.get(SentFile, key)
            if known is not None:
                await session.delete(known)
