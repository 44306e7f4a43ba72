"""The last steps before an announcement begins: preview, a test, now or when, a second person's word."""

from typing import Any

from telegram import Update
from telegram.ext import BaseHandler

from handlers.context import Context, text_of
from handlers.guards import pressed
from handlers.screens import broadcasts as public
from handlers.screens.secretariat import broadcast_confirming as screens
from handlers.secretariat.broadcasts import show
from handlers.secretariat.typing import Step, Taker, done, expect
from models import Language
from services import broadcast_confirming, broadcast_live, broadcasts, moments
from services.errors import Blocked, HourIsPast, MomentRefused
from services.links import Reach


async def preview(_update: Update, context: Context, press: screens.PreviewBroadcast) -> Step:
    """Exactly the messages that people will get, one per language, then the card again."""
    found = await broadcasts.get(context.session, context.citizen, press.id, now=context.now)
    for lang in Language:
        if found.text_in(lang) or (lang is Language.EN and found.fallback):
            context.show(public.announcement(found, context.turn.voices[lang]), anew=True)
    return await show(context, found, anew=True)


async def try_out(_update: Update, context: Context, press: screens.TryBroadcast) -> Step:
    await broadcast_confirming.send_test(context.session, context.citizen, press.id, now=context.now)
    context.toast(context.t.plain("The test is on its way to you."))
    return done(context)


async def trust_links(_update: Update, context: Context, press: screens.TrustLinks) -> Step:
    outlook = context.turn.outlook
    unreached = [one for one, reach in outlook.reached.items() if reach is Reach.UNKNOWN] if outlook else []
    session, officer = context.session, context.citizen
    return await show(context, await broadcasts.trust_links(session, officer, press.id, unreached, now=context.now))


async def confirm(update: Update, context: Context, press: screens.ConfirmBroadcast) -> Step:
    session, officer, now = context.session, context.citizen, context.now
    needs_approval, outlook = context.turn.broadcast_approval, context.turn.outlook
    if press.sure != 1:
        found = await broadcasts.get(session, officer, press.id, now=now)
        counts = await broadcasts.count(session, found, now=now, outlook=outlook)
        context.show(screens.confirm(found, counts, needs_approval, context.t))
        return done(context)
    zone = context.turn.voices.zone
    try:
        found = await broadcast_confirming.confirm(
            session, officer, press.id, now=now, zone=zone, needs_approval=needs_approval, outlook=outlook
        )
    except Blocked:  # something has come up since the question; the card lists what
        return await show(context, await broadcasts.get(session, officer, press.id, now=now))
    return await show(context, found, over=update)


async def schedule(_update: Update, context: Context, press: screens.ScheduleBroadcast) -> Step:
    await broadcasts.get(context.session, context.citizen, press.id, now=context.now)
    context.show(screens.ask_hour(press.id, context.t))
    return expect(context, "broadcast-hour", id=press.id)


async def take_hour(update: Update, context: Context, about: dict[str, Any]) -> Step:
    """An hour that cannot be is said, and asked for again."""
    session, officer, now, t = context.session, context.citizen, context.now, context.t
    zone, one = context.turn.voices.zone, int(about["id"])
    try:
        starts_at = moments.read(text_of(update), now=now, zone=zone)
        found = await broadcast_confirming.confirm(
            session,
            officer,
            one,
            now=now,
            zone=zone,
            starts_at=starts_at,
            needs_approval=context.turn.broadcast_approval,
            outlook=context.turn.outlook,
        )
    except MomentRefused:
        context.show(screens.hour_unread(one, t))
        return None
    except HourIsPast:
        context.show(screens.hour_past(one, now, t))
        return None
    except Blocked as held:
        context.show(screens.held_back(one, held.blockers, t))
        return None
    await broadcast_live.show(session, found, officer.telegram_id)
    return await show(context, found)


async def approve(_update: Update, context: Context, press: screens.ApproveBroadcast) -> Step:
    session, officer, now = context.session, context.citizen, context.now
    zone, outlook = context.turn.voices.zone, context.turn.outlook
    try:
        found = await broadcast_confirming.approve(session, officer, press.id, now=now, zone=zone, outlook=outlook)
    except Blocked as held:
        context.show(screens.held_back(press.id, held.blockers, context.t))
        return done(context)
    await broadcast_live.show_to_announcer(session, found)
    return await show(context, found)


async def take_back(_update: Update, context: Context, press: screens.TakeBackBroadcast) -> Step:
    found = await broadcast_confirming.take_back(context.session, context.citizen, press.id, now=context.now)
    return await show(context, found)


TAKERS: dict[str, Taker] = {"broadcast-hour": take_hour}


def build() -> list["BaseHandler[Update, Context, Any]"]:
    return [
        pressed(screens.PreviewBroadcast, preview),
        pressed(screens.TryBroadcast, try_out),
        pressed(screens.TrustLinks, trust_links),
        pressed(screens.ConfirmBroadcast, confirm),
        pressed(screens.ScheduleBroadcast, schedule),
        pressed(screens.ApproveBroadcast, approve),
        pressed(screens.TakeBackBroadcast, take_back),
    ]
