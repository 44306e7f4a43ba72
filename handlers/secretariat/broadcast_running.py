"""What an announcer presses while a broadcast runs: pause, go on, stop, cancel the schedule."""

from typing import Any

from telegram import Update
from telegram.ext import BaseHandler

from handlers.context import Context
from handlers.guards import pressed
from handlers.screens.secretariat import broadcast_progress as screens
from handlers.secretariat.broadcasts import show
from handlers.secretariat.typing import Step, done
from services import broadcasting, broadcasts


async def pause(update: Update, context: Context, press: screens.PauseBroadcast) -> Step:
    found = await broadcasting.pause(context.session, context.citizen, press.id, now=context.now)
    return await show(context, found, over=update)


async def resume(update: Update, context: Context, press: screens.ResumeBroadcast) -> Step:
    found = await broadcasting.resume(context.session, context.citizen, press.id, now=context.now)
    return await show(context, found, over=update)


async def stop(update: Update, context: Context, press: screens.StopBroadcast) -> Step:
    session, officer, now = context.session, context.citizen, context.now
    if press.sure != 1:
        found = await broadcasts.get(session, officer, press.id, now=now)
        context.show(screens.confirm_stop(found, await broadcasting.progress(session, found, now=now), context.t))
        return done(context)
    return await show(context, await broadcasting.stop(session, officer, press.id, now=now), over=update)


async def unschedule(_update: Update, context: Context, press: screens.UnscheduleBroadcast) -> Step:
    session, officer, now = context.session, context.citizen, context.now
    if press.sure != 1:
        context.show(screens.confirm_unschedule(await broadcasts.get(session, officer, press.id, now=now), context.t))
        return done(context)
    draft = await broadcasting.unschedule(session, officer, press.id, now=now)
    note = context.t("The schedule is cancelled; nobody gets it. This is a new draft with everything in it.")
    return await show(context, draft, note=note)


def build() -> list["BaseHandler[Update, Context, Any]"]:
    return [
        pressed(screens.PauseBroadcast, pause),
        pressed(screens.ResumeBroadcast, resume),
        pressed(screens.StopBroadcast, stop),
        pressed(screens.UnscheduleBroadcast, unschedule),
    ]
