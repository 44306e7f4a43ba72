"""What an announcer presses once a broadcast is confirmed: pause, go on, stop, cancel the schedule; the report."""

from typing import Any

from telegram import Update
from telegram.ext import BaseHandler

from handlers.context import Context
from handlers.guards import pressed
from handlers.screens.secretariat import broadcast_progress as screens
from handlers.screens.secretariat import broadcast_report as reports
from handlers.secretariat.broadcasts import leave_live, show
from handlers.secretariat.typing import Step, done
from models import BroadcastState
from services import broadcasting, broadcasts
from services.errors import AlreadySettled, NotFound


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
        if found.state not in {BroadcastState.RUNNING, BroadcastState.PAUSED}:
            raise AlreadySettled
        await leave_live(update, context)
        context.show(screens.confirm_stop(found, await broadcasting.progress(session, found, now=now), context.t))
        return done(context)
    return await show(context, await broadcasting.stop(session, officer, press.id, now=now), over=update)


async def unschedule(update: Update, context: Context, press: screens.UnscheduleBroadcast) -> Step:
    session, officer, now = context.session, context.citizen, context.now
    if press.sure != 1:
        found = await broadcasts.get(session, officer, press.id, now=now)
        if found.state is not BroadcastState.SCHEDULED:
            raise AlreadySettled
        await leave_live(update, context)
        context.show(screens.confirm_unschedule(found, context.t))
        return done(context)
    draft = await broadcasting.unschedule(session, officer, press.id, now=now)
    note = context.t("The schedule is cancelled; nobody gets it. This is a new draft with everything in it.")
    return await show(context, draft, note=note)


async def draw(_update: Update, context: Context, press: reports.DrawReport) -> Step:
    session, now = context.session, context.now
    found = await broadcasts.get(session, context.citizen, press.id, now=now)
    if found.settled_at is None:
        raise NotFound
    shown = await broadcasting.progress(session, found, now=now)
    context.show(reports.picture(found, shown, await broadcasting.reasons(session, found), context.t), anew=True)
    return done(context)


async def resend(_update: Update, context: Context, press: reports.ResendUnknown) -> Step:
    session, officer, now = context.session, context.citizen, context.now
    if press.sure != 1:
        found = await broadcasts.get(session, officer, press.id, now=now)
        context.show(reports.confirm_resend(found, await broadcasting.progress(session, found, now=now), context.t))
        return done(context)
    found = await broadcasting.resend_unknown(session, officer, press.id, now=now)
    return await show(context, found, note=context.t("They are being sent again."))


def build() -> list["BaseHandler[Update, Context, Any]"]:
    return [
        pressed(screens.PauseBroadcast, pause),
        pressed(screens.ResumeBroadcast, resume),
        pressed(screens.StopBroadcast, stop),
        pressed(screens.UnscheduleBroadcast, unschedule),
        pressed(reports.DrawReport, draw),
        pressed(reports.ResendUnknown, resend),
    ]
