"""An edited message: a correction of the answer it gave, never a new answer."""

from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, MessageHandler, filters

from handlers import initiatives
from handlers.context import Context, message_id_of, text_of
from handlers.errors import words
from handlers.forms import Field
from handlers.guards import refusing
from handlers.screens import initiatives as screens
from handlers.screens.forms import PREVIEW
from handlers.screens.screen import Screen
from locales.translator import Translator
from models import InitiativeState
from services import initiatives as service
from services.errors import Refused

EDITED = filters.UpdateType.EDITED_MESSAGE & filters.ChatType.PRIVATE & filters.TEXT
Step = str | int | None


async def correct(update: Update, context: Context) -> Step:
    """An edited message corrects the answer it gave, until the initiative is sent."""
    found = await service.find_answer(context.session, context.citizen, message_id_of(update))
    if found is None:
        said = context.t(
            "That message is not part of a form any more, so the edit changes nothing. Please send the corrected words "
            "as a new message."
        )
        context.show(Screen(said))
        return None
    initiative, name = found
    if initiative.state is not InitiativeState.DRAFT:
        context.show(Screen(screens.correction_hint(initiative.number, context.t)))
        return None
    field, message_id = initiatives.FORM.field(name), message_id_of(update)
    try:
        await service.answer(context.session, initiative, name, text_of(update), now=context.now, message_id=message_id)
    except Refused as refused:
        context.show(Screen(_not_corrected(words(refused, context.t), field, context.t)))
        return None
    if context.conversation.flow == initiatives.FLOW and context.conversation.step == PREVIEW:
        return await initiatives.ENGINE.show_preview(
            context, initiative, context.t("Corrected: {field}.", field=context.t.plain(field.label))
        )
    context.show(Screen(context.t("Corrected: {field}.", field=context.t.plain(field.label))))
    return None


def _not_corrected(said: Any, field: Field, t: Translator) -> Any:
    return t("The answer to “{field}” stays as it was. {reason}", field=t.plain(field.label), reason=said)


def build() -> "BaseHandler[Update, Context, Any]":
    return MessageHandler(EDITED, refusing(correct))
