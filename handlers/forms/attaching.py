"""A file that somebody sent, attached to their draft."""

from typing import Any

from markupsafe import Markup
from telegram import Message

from handlers.context import Context
from handlers.errors import words
from handlers.forms.table import Store
from handlers.screens.screen import lines
from handlers.uploads import received_in
from services.errors import Refused


async def attach(store: Store, context: Context, subject: Any, message: Message, *, is_answer: bool) -> Markup:
    """Attach it; what to say of it, also when it is refused. A caption that is no answer has no place in a draft,
    and whoever wrote it is told rather than left to believe that somebody will read it."""
    t = context.t
    try:
        await store.attach(context, subject, received_in(message))
        said = t("The file is attached.")
    except Refused as refused:
        said = words(refused, t)
    if not is_answer and _has_caption(context, message):
        said = lines(said, t("What you wrote under the file is not kept: please put it into one of the answers."))
    return said


def _has_caption(context: Context, message: Message) -> bool:
    """Whether something is written under the file, or under its album, whose screen each of its files changes."""
    album = message.media_group_id
    if message.caption and album:
        context.remember(captioned=album)
    return bool(message.caption) or (album is not None and context.memory.get("captioned") == album)
