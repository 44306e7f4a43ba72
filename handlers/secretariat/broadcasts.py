"""/broadcast: the list, and one announcement as it stands: a draft's card, the live message, the report."""

from typing import Any

from markupsafe import Markup
from telegram import Message, Update
from telegram.ext import BaseHandler

from handlers.context import Context
from handlers.guards import command, pressed
from handlers.screens.secretariat import broadcast_confirming as confirming
from handlers.screens.secretariat import broadcast_progress as progress
from handlers.screens.secretariat import broadcast_report as reports
from handlers.screens.secretariat import broadcasts as screens
from handlers.secretariat.typing import Step, done
from models import Broadcast, BroadcastState
from services import broadcast_live, broadcasting, broadcasts
from services.broadcast_confirming import blockers


async def names_of_things(context: Context) -> dict[str, dict[str, dict[str, str]]]:
    """What audiences name, by kind, id and language."""
    return await broadcasts.names(context.session)


async def show_list(_update: Update, context: Context) -> Step:
    context.show(
        screens.listed(await broadcasts.list_latest(context.session, context.citizen, now=context.now), context.t)
    )
    return done(context)


async def open_list(update: Update, context: Context, _press: progress.ListBroadcasts) -> Step:
    await leave_live(update, context)
    return await show_list(update, context)


async def new(_update: Update, context: Context, _press: screens.NewBroadcast) -> Step:
    return await show(context, await broadcasts.start(context.session, context.citizen, now=context.now))


async def open_one(update: Update, context: Context, press: progress.OpenBroadcast) -> Step:
    found = await broadcasts.get(context.session, context.citizen, press.id, now=context.now)
    return await show(context, found, over=update)


async def show(
    context: Context,
    found: Broadcast,
    *,
    note: Markup | None = None,
    anew: bool = False,
    over: Update | None = None,
) -> Step:
    """Its screen by its state; ``over``: the pressed message becomes the live one."""
    session, now, t, outlook = context.session, context.now, context.t, context.turn.outlook
    if found.state is BroadcastState.DRAFT:
        counts = await broadcasts.count(session, found, now=now, outlook=outlook)
        zone = context.turn.voices.zone
        held = await blockers(session, found, starts_at=now, zone=zone, now=now, outlook=outlook)
        context.show(screens.draft(found, counts, held, await names_of_things(context), t, note), anew=anew)
    elif found.state is BroadcastState.AWAITING:
        counts = await broadcasts.count(session, found, now=now, outlook=outlook)
        is_own = found.confirmed_by_id == context.citizen.id
        names = await names_of_things(context)
        context.show(confirming.to_approve(found, names, t, counts=counts, is_own=is_own), anew=anew)
    else:
        shown = await broadcasting.progress(session, found, now=now)
        if found.settled_at is not None:
            why = await broadcasting.reasons(session, found)
            context.show(reports.report(found, shown, why, t, note), anew=anew)
        else:
            context.show(progress.live(found, shown, t), anew=anew)
            await _make_live(context, found, over)
    return done(context)


async def leave_live(update: Update, context: Context) -> None:
    """The pressed message shows something else from now on."""
    message = update.callback_query.message if update.callback_query else None
    if message is not None:
        await broadcast_live.leave(context.session, message.chat.id, message.message_id)


async def _make_live(context: Context, found: Broadcast, over: Update | None) -> None:
    """The pressed message is edited from now on, unless somebody else's is."""
    pressed_on = over.callback_query.message if over is not None and over.callback_query else None
    if not isinstance(pressed_on, Message) or not pressed_on.text:
        return
    if found.live_chat_id in {None, pressed_on.chat_id}:
        await broadcast_live.show(context.session, found, pressed_on.chat_id, pressed_on.message_id)


async def delete(update: Update, context: Context, press: screens.DeleteBroadcast) -> Step:
    await broadcasts.delete_draft(context.session, context.citizen, press.id, now=context.now)
    context.toast(context.t.plain("The draft is deleted."))
    return await show_list(update, context)


def build() -> list["BaseHandler[Update, Context, Any]"]:
    return [
        command("broadcast", show_list),
        pressed(progress.ListBroadcasts, open_list),
        pressed(progress.OpenBroadcast, open_one),
        pressed(screens.NewBroadcast, new),
        pressed(screens.DeleteBroadcast, delete),
    ]
