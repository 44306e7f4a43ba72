"""A file that somebody sent, attached to their draft."""

from typing import Any

from markupsafe import Markup
from telegram import Message

from handlers.context import Context
from handlers.errors import words
from handlers.forms.table import Store
from handlers.uploads import received_in
from services.errors import Refused


async def attach(store: Store, context: Context, subject: Any, message: Message) -> Markup:
    """Attach it; what to say of it, also when it is refused."""
    try:
        await store.attach(context, subject, received_in(message))
    except Refused as refused:
        return words(refused, context.t)
    return context.t("The file is attached.")
