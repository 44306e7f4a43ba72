"""What announcers type and send to fill an announcement in: texts, a file, buttons."""

from typing import Any

from telegram import Message, Update
from telegram.ext import BaseHandler

from handlers.context import Context, text_of
from handlers.guards import pressed
from handlers.screens.secretariat import broadcast_content as screens
from handlers.secretariat.broadcasts import show
from handlers.secretariat.typing import Step, Taker, expect
from models import Language, MediaKind
from services import broadcasts
from services.errors import FileRefused


async def write(_update: Update, context: Context, press: screens.WriteBroadcast) -> Step:
    await broadcasts.get(context.session, context.citizen, press.id, now=context.now)
    context.show(screens.ask_text(press.id, press.lang, context.t))
    return expect(context, "broadcast-text", id=press.id, lang=press.lang.value)


async def take_text(update: Update, context: Context, about: dict[str, Any]) -> Step:
    """A file sent with the text as its caption is the announcement's file."""
    session, officer, now = context.session, context.citizen, context.now
    message = update.effective_message
    assert message is not None
    broadcast_id, media = int(about["id"]), _media(message)
    html = message.text_html if message.text else message.caption_html if media and message.caption else None
    if html is None:
        raise FileRefused("no-file")
    found = await broadcasts.set_text(session, officer, broadcast_id, Language(about["lang"]), html, now=now)
    if media is not None:
        found = await broadcasts.set_media(session, officer, broadcast_id, media, now=now)
    return await show(context, found)


async def use_instead(_update: Update, context: Context, press: screens.UseInstead) -> Step:
    session, officer = context.session, context.citizen
    return await show(context, await broadcasts.set_fallback(session, officer, press.id, press.lang, now=context.now))


async def attach(_update: Update, context: Context, press: screens.AttachToBroadcast) -> Step:
    if press.on != 1:
        session, officer = context.session, context.citizen
        return await show(context, await broadcasts.set_media(session, officer, press.id, None, now=context.now))
    await broadcasts.get(context.session, context.citizen, press.id, now=context.now)
    context.show(screens.ask_media(press.id, context.t))
    return expect(context, "broadcast-media", id=press.id)


async def take_media(update: Update, context: Context, about: dict[str, Any]) -> Step:
    message = update.effective_message
    media = _media(message) if message is not None else None
    if media is None:
        raise FileRefused("no-file")
    found = await broadcasts.set_media(context.session, context.citizen, int(about["id"]), media, now=context.now)
    return await show(context, found)


def _media(message: Message) -> tuple[MediaKind, str, str | None] | None:
    if message.photo:
        return MediaKind.PHOTO, message.photo[-1].file_id, None
    if message.video:
        return MediaKind.VIDEO, message.video.file_id, message.video.file_name
    if message.document:
        return MediaKind.DOCUMENT, message.document.file_id, message.document.file_name
    return None


async def link(_update: Update, context: Context, press: screens.LinkBroadcast) -> Step:
    if press.on != 1:
        session, officer = context.session, context.citizen
        return await show(context, await broadcasts.clear_links(session, officer, press.id, now=context.now))
    await broadcasts.get(context.session, context.citizen, press.id, now=context.now)
    context.show(screens.ask_link(press.id, context.t))
    return expect(context, "broadcast-link", id=press.id)


async def take_link(update: Update, context: Context, about: dict[str, Any]) -> Step:
    said = text_of(update).splitlines()
    found = await broadcasts.add_link(context.session, context.citizen, int(about["id"]), said, now=context.now)
    return await show(context, found)


TAKERS: dict[str, Taker] = {
    "broadcast-text": take_text,
    "broadcast-media": take_media,
    "broadcast-link": take_link,
}


def build() -> list["BaseHandler[Update, Context, Any]"]:
    return [
        pressed(screens.WriteBroadcast, write),
        pressed(screens.UseInstead, use_instead),
        pressed(screens.AttachToBroadcast, attach),
        pressed(screens.LinkBroadcast, link),
    ]
