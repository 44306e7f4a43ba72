"""The link and the QR code of a thing, for chats, posters and halls."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from telegram import Update
from telegram.ext import BaseHandler
from telegram.helpers import create_deep_linked_url

from handlers.context import Context
from handlers.guards import pressed
from handlers.screens import commitments as commitment_screens
from handlers.screens import seminars as seminar_screens
from handlers.screens import sharing as screens
from services import commitments, initiatives, initiatives_public, reports, seminars
from services.errors import NotFound


async def _commitment(context: Context, id_: str) -> str:
    return commitment_screens.title(await commitments.get(context.session, id_), context.t)


async def _initiative(context: Context, key: str) -> str:
    found = await initiatives.find_by_key(context.session, key)
    if found is None:
        raise NotFound
    one = await initiatives_public.get(context.session, found.id)
    return f"{one.number}. {initiatives_public.text_for(one, context.t.language).title}"


async def _seminar(context: Context, key: str) -> str:
    return seminar_screens.title(await seminars.find(context.session, key), context.t)


async def _report(context: Context, key: str) -> str:
    report = await reports.get_public(context.session, int(key) if re.fullmatch(r"[0-9]{1,17}", key) else 0)
    commitment = await commitments.get(context.session, report.commitment_id or "")
    return context.t.plain("Report: {commitment}", commitment=commitment_screens.title(commitment, context.t))


# A link's letter → the title of the thing, looked up anew: what is no longer public is no longer shared.
SHAREABLE: dict[str, Callable[[Context, str], Awaitable[str]]] = {
    "c": _commitment,
    "i": _initiative,
    "e": _seminar,
    "r": _report,
}


def link_to(bot_name: str, letter: str, id_: str) -> str:
    """The deep link that opens a thing in this bot."""
    return create_deep_linked_url(bot_name, f"{letter}_{id_}")


async def share(_update: Update, context: Context, press: screens.Share) -> None:
    title = SHAREABLE.get(press.letter)
    if title is None:
        raise NotFound
    said = await title(context, press.id)
    link = link_to(context.turn.bot_name, press.letter, press.id)
    context.show(screens.shared(said, link, context.t), anew=True)


def build() -> list["BaseHandler[Update, Context, Any]"]:
    return [pressed(screens.Share, share)]
