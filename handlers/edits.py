"""An edited message: a correction of the answer it gave, never a new answer."""

from typing import Any

from markupsafe import Markup
from telegram import Update
from telegram.ext import BaseHandler, MessageHandler, filters

from handlers import report_form
from handlers.context import Context, message_id_of, text_of
from handlers.errors import words
from handlers.forms import Field, kept
from handlers.guards import refusing
from handlers.initiative_fields import FLOW
from handlers.initiatives import ENGINE, FORM
from handlers.screens.forms import PREVIEW
from handlers.screens.initiatives import correction_hint
from handlers.screens.screen import Screen
from locales.translator import Translator
from models import InitiativeState
from services import answering, citizens, initiatives
from services.errors import Refused

Step = str | int | None
EDITED = filters.UpdateType.EDITED_MESSAGE & filters.ChatType.PRIVATE & (filters.TEXT | filters.CAPTION)
EDITED_IN_GROUP = filters.UpdateType.EDITED_MESSAGE & filters.ChatType.GROUPS & (filters.TEXT | filters.CAPTION)


async def correct(update: Update, context: Context) -> Step:
    """An edited message corrects the answer it gave, until the report or the initiative is sent; a part of a
    question's thread is mirrored."""
    if await _mirror(update, context):
        context.show(Screen(context.t("Corrected.")))
        return None
    if await report_form.correct(update, context):
        return None
    if context.conversation.flow == FLOW and kept.awaits_correction(update, context):
        return enter(context, await ENGINE.take_text(update, context))
    found = await initiatives.find_answer(context.session, context.citizen, message_id_of(update))
    if found is None:
        said = context.t(
            "That message is not part of a form any more, so the edit changes nothing. Please send the corrected words "
            "as a new message."
        )
        context.show(Screen(said))
        return None
    initiative, name = found
    if initiative.state is not InitiativeState.DRAFT:
        context.show(Screen(correction_hint(initiative.number, context.t)))
        return None
    field, message_id = FORM.field(name), message_id_of(update)
    try:
        await initiatives.answer(
            context.session, initiative, name, text_of(update), now=context.now, message_id=message_id
        )
    except Refused as refused:
        context.show(Screen(_not_corrected(words(refused, context.t), field, context.t)))
        return None
    note = context.t("Corrected: {field}.", field=context.t.plain(field.label))
    is_here = context.conversation.flow == FLOW and context.memory.get("draft") == initiative.id
    if is_here and context.conversation.step == PREVIEW:
        return await ENGINE.show_preview(context, initiative, note)
    context.show(Screen(note))
    return None


def enter(context: Context, step: Step) -> Step:
    """Note a step that was reached outside the ConversationHandler, which notes only those of its own calls."""
    if isinstance(step, str):
        context.conversation.flow, context.conversation.step = FLOW, step
    return step


def _not_corrected(said: Markup, field: Field, t: Translator) -> Markup:
    return t("The answer to “{field}” stays as it was. {reason}", field=t.plain(field.label), reason=said)


async def correct_in_group(update: Update, context: Context) -> None:
    """An answer given by a reply in the staff group. Everybody else's edits there are no business of the bot."""
    user = update.effective_user
    officer = await citizens.find(context.session, user.id) if user else None
    if officer is not None:
        context.turn.citizen = officer
        await _mirror(update, context)


async def _mirror(update: Update, context: Context) -> bool:
    assert update.effective_chat is not None
    mirrored = await answering.edit(
        context.session,
        context.citizen,
        chat_id=update.effective_chat.id,
        message_id=message_id_of(update),
        text=text_of(update),
        now=context.now,
    )
    return mirrored is not None


def build() -> list["BaseHandler[Update, Context, Any]"]:
    return [MessageHandler(EDITED, refusing(correct)), MessageHandler(EDITED_IN_GROUP, refusing(correct_in_group))]
