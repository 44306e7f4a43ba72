"""The cards of things that wait, for the officer's own chat and for the staff group."""

from markupsafe import Markup
from telegram import Update

from handlers.context import Context
from handlers.initiative_fields import SHOWN, all_names
from handlers.screens.secretariat import group as group_screens
from handlers.screens.secretariat import questions as question_screens
from handlers.screens.secretariat import reviews as screens
from services import answering, reviews, staffroom, tasks
from services.tasks import Thing


async def show(context: Context, thing: Thing, thing_id: int, *, note: Markup | None = None) -> None:
    """The card of an initiative or a question. Raises NotYours or NotFound."""
    if thing is Thing.INITIATIVE:
        await show_initiative(context, thing_id, note=note)
    else:
        await show_question(context, thing_id, note=note)


async def show_initiative(context: Context, initiative_id: int, *, note: Markup | None = None) -> None:
    session, officer = context.session, context.citizen
    review = await reviews.get(session, officer, initiative_id, now=context.now, found=context.turn.similar)
    known = dict(await tasks.reviewers(session))
    context.show(screens.card(review, SHOWN, await all_names(context), known, officer.id, context.t, note))


async def show_question(context: Context, question_id: int, *, note: Markup | None = None) -> None:
    session, officer = context.session, context.citizen
    thread = await answering.get(session, officer, question_id, now=context.now)
    known = dict(await tasks.reviewers(session))
    context.show(question_screens.card(thread, known, officer.id, context.t, note))


async def show_taken(update: Update, context: Context, thing: Thing, thing_id: int) -> None:
    """In the staff group: who has taken it; the officer gets the card in the private chat.

    The card is everybody's there, so it stays in the language in which it was posted, whatever its taker reads.
    """
    shown = await staffroom.describe(context.session, thing, thing_id)
    name = update.effective_user.first_name if update.effective_user else ""
    voice = context.turn.voices[group_screens.LANGUAGE]
    context.show(group_screens.card(shown, voice, context.turn.bot_name, taken_by=name))


async def number_of(context: Context, thing: Thing, thing_id: int) -> str:
    """The number people know it by. Raises NotYours or NotFound."""
    if thing is Thing.INITIATIVE:
        review = await reviews.get(context.session, context.citizen, thing_id, now=context.now)
        return review.initiative.number or ""
    thread = await answering.get(context.session, context.citizen, thing_id, now=context.now)
    return thread.question.number
