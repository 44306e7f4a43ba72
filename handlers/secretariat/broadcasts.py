"""/broadcast: composing, previewing, confirming, and what is pressed while it runs."""

from datetime import datetime
from typing import Any

from markupsafe import Markup
from telegram import Message, Update
from telegram.ext import BaseHandler

from handlers.context import Context, text_of
from handlers.guards import command, pressed
from handlers.screens import broadcasts as public
from handlers.screens.screen import Screen
from handlers.screens.secretariat import broadcast_progress as progress
from handlers.screens.secretariat import broadcasts as screens
from handlers.secretariat.typing import Step, Taker, done, expect
from models import Broadcast, BroadcastState, Language, MediaKind
from services import broadcast_confirming, broadcasting, broadcasts, commitments
from services.audiences import TARGETED, Who
from services.broadcast_confirming import blockers
from services.commitments import by_language
from services.errors import FileRefused, NotFound

_HOUR = "%Y-%m-%d %H:%M"


async def _names(context: Context) -> dict[str, dict[str, dict[str, str]]]:
    session = context.session
    found = {what: await commitments.names(session, what) for what in ("agency", "theme", "region")}
    found["commitment"] = {one.id: by_language(one.texts, "title") for one in await commitments.list_all(session)}
    return found


async def show_list(_update: Update, context: Context) -> Step:
    context.show(
        screens.listed(await broadcasts.list_latest(context.session, context.citizen, now=context.now), context.t)
    )
    return done(context)


async def open_list(update: Update, context: Context, _press: progress.ListBroadcasts) -> Step:
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
    session, now, t = context.session, context.now, context.t
    if found.state is BroadcastState.DRAFT:
        counts = await broadcasts.count(session, found, now=now)
        found_blockers = await blockers(session, found, starts_at=now, zone=context.turn.voices.zone, now=now)
        context.show(screens.draft(found, counts, found_blockers, await _names(context), t, note), anew=anew)
    elif found.state is BroadcastState.AWAITING:
        context.show(screens.to_approve(found, t), anew=anew)
    else:
        shown = await broadcasting.progress(session, found, now=now)
        if found.settled_at is not None:
            context.show(progress.report(found, shown, await broadcasting.reasons(session, found), t), anew=anew)
        else:
            context.show(progress.live(found, shown, t), anew=anew)
            pressed_on = over.callback_query.message if over is not None and over.callback_query else None
            if isinstance(pressed_on, Message) and pressed_on.text:
                await broadcasting.show_live(session, found, pressed_on.chat_id, pressed_on.message_id)
    return done(context)


async def write(_update: Update, context: Context, press: screens.WriteBroadcast) -> Step:
    await broadcasts.get(context.session, context.citizen, press.id, now=context.now)
    context.show(screens.ask_text(press.id, press.lang, context.t))
    return expect(context, "broadcast-text", id=press.id, lang=press.lang.value)


async def take_text(update: Update, context: Context, about: dict[str, Any]) -> Step:
    message = update.effective_message
    html = message.text_html if message is not None and message.text else ""
    lang = Language(about["lang"])
    found = await broadcasts.set_text(context.session, context.citizen, int(about["id"]), lang, html, now=context.now)
    return await show(context, found)


async def use_instead(_update: Update, context: Context, press: screens.UseInstead) -> Step:
    session, officer = context.session, context.citizen
    return await show(context, await broadcasts.set_fallback(session, officer, press.id, press.lang, now=context.now))


async def attach(_update: Update, context: Context, press: screens.AttachToBroadcast) -> Step:
    if press.on != 1:
        session, officer = context.session, context.citizen
        return await show(context, await broadcasts.set_media(session, officer, press.id, None, now=context.now))
    await broadcasts.get(context.session, context.citizen, press.id, now=context.now)
    context.show(screens.ask_media(press.id, context.t))
    return expect(context, "broadcast-media", id=press.id)


async def take_media(update: Update, context: Context, about: dict[str, Any]) -> Step:
    message = update.effective_message
    assert message is not None
    media: tuple[MediaKind, str, str | None]
    if message.photo:
        media = (MediaKind.PHOTO, message.photo[-1].file_id, None)
    elif message.video:
        media = (MediaKind.VIDEO, message.video.file_id, message.video.file_name)
    elif message.document:
        media = (MediaKind.DOCUMENT, message.document.file_id, message.document.file_name)
    else:
        raise FileRefused("no-file")
    found = await broadcasts.set_media(context.session, context.citizen, int(about["id"]), media, now=context.now)
    return await show(context, found)


async def link(_update: Update, context: Context, press: screens.LinkBroadcast) -> Step:
    if press.on != 1:
        session, officer = context.session, context.citizen
        return await show(context, await broadcasts.clear_links(session, officer, press.id, now=context.now))
    await broadcasts.get(context.session, context.citizen, press.id, now=context.now)
    context.show(screens.ask_link(press.id, context.t))
    return expect(context, "broadcast-link", id=press.id)


async def take_link(update: Update, context: Context, about: dict[str, Any]) -> Step:
    said = text_of(update).splitlines()
    found = await broadcasts.add_link(context.session, context.citizen, int(about["id"]), said, now=context.now)
    return await show(context, found)


async def choose_audience(_update: Update, context: Context, press: screens.ChooseAudience) -> Step:
    found = await broadcasts.get(context.session, context.citizen, press.id, now=context.now)
    return await _show_audience(context, found)


async def _show_audience(context: Context, found: Broadcast) -> Step:
    counts = await broadcasts.count(context.session, found, now=context.now)
    context.show(screens.audience(found, counts, await _names(context), context.t))
    return done(context)


async def set_who(_update: Update, context: Context, press: screens.SetWho) -> Step:
    await broadcasts.get(context.session, context.citizen, press.id, now=context.now)
    if press.who not in TARGETED:
        return await _narrow(context, press.id, who=press.who, target=None)
    if press.who is Who.SUPPORTERS:
        context.show(screens.ask_initiative(press.id, context.t))
        return expect(context, "broadcast-supporters", id=press.id)
    found = (await _names(context))[press.who.value]
    if press.target == screens.ANY:
        context.show(screens.choose_target(press.id, press.who, found, context.t))
        return done(context)
    if press.target not in found:
        raise NotFound
    return await _narrow(context, press.id, who=press.who, target=press.target)


async def take_initiative(update: Update, context: Context, about: dict[str, Any]) -> Step:
    one = await broadcasts.find_initiative(context.session, text_of(update))
    return await _narrow(context, int(about["id"]), who=Who.SUPPORTERS, target=str(one.id))


async def choose_region(_update: Update, context: Context, press: screens.ChooseRegion) -> Step:
    await broadcasts.get(context.session, context.citizen, press.id, now=context.now)
    context.show(screens.choose_region(press.id, await commitments.names(context.session, "region"), context.t))
    return done(context)


async def narrow_region(_update: Update, context: Context, press: screens.NarrowRegion) -> Step:
    await broadcasts.get(context.session, context.citizen, press.id, now=context.now)
    if press.region == screens.ANY:
        return await _narrow(context, press.id, region=None)
    if press.region not in await commitments.names(context.session, "region"):
        raise NotFound
    return await _narrow(context, press.id, region=press.region)


async def narrow_language(_update: Update, context: Context, press: screens.NarrowLanguage) -> Step:
    await broadcasts.get(context.session, context.citizen, press.id, now=context.now)
    if press.lang == screens.ANY:
        return await _narrow(context, press.id, language=None)
    if press.lang not in set(Language):
        raise NotFound
    return await _narrow(context, press.id, language=Language(press.lang))


async def spare_busy(_update: Update, context: Context, press: screens.SpareBusy) -> Step:
    return await _narrow(context, press.id, spares_busy=press.on == 1)


async def _narrow(context: Context, broadcast_id: int, **changes: Any) -> Step:
    found = await broadcasts.narrow(context.session, context.citizen, broadcast_id, now=context.now, **changes)
    return await _show_audience(context, found)


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


async def confirm(update: Update, context: Context, press: screens.ConfirmBroadcast) -> Step:
    session, officer, now = context.session, context.citizen, context.now
    needs_approval = context.turn.broadcast_approval
    if press.sure != 1:
        found = await broadcasts.get(session, officer, press.id, now=now)
        counts = await broadcasts.count(session, found, now=now)
        context.show(screens.confirm(found, counts, needs_approval, context.t))
        return done(context)
    found = await broadcast_confirming.confirm(
        session, officer, press.id, now=now, zone=context.turn.voices.zone, needs_approval=needs_approval
    )
    return await show(context, found, over=update)


async def schedule(_update: Update, context: Context, press: screens.ScheduleBroadcast) -> Step:
    await broadcasts.get(context.session, context.citizen, press.id, now=context.now)
    context.show(screens.ask_hour(press.id, context.t))
    return expect(context, "broadcast-hour", id=press.id)


async def take_hour(update: Update, context: Context, about: dict[str, Any]) -> Step:
    zone = context.turn.voices.zone
    try:
        starts_at = datetime.strptime(text_of(update), _HOUR).replace(tzinfo=zone)
    except ValueError:
        context.show(Screen(context.t("Please type a day and an hour like this: 2027-01-11 10:00.")))
        return None
    found = await broadcast_confirming.confirm(
        context.session,
        context.citizen,
        int(about["id"]),
        now=context.now,
        zone=zone,
        starts_at=starts_at,
        needs_approval=context.turn.broadcast_approval,
    )
    return await show(context, found)


async def approve(update: Update, context: Context, press: screens.ApproveBroadcast) -> Step:
    zone = context.turn.voices.zone
    found = await broadcast_confirming.approve(context.session, context.citizen, press.id, now=context.now, zone=zone)
    return await show(context, found)


async def take_back(_update: Update, context: Context, press: screens.TakeBackBroadcast) -> Step:
    found = await broadcast_confirming.take_back(context.session, context.citizen, press.id, now=context.now)
    return await show(context, found)


async def delete(update: Update, context: Context, press: screens.DeleteBroadcast) -> Step:
    await broadcasts.delete_draft(context.session, context.citizen, press.id, now=context.now)
    context.toast(context.t.plain("The draft is deleted."))
    return await show_list(update, context)


TAKERS: dict[str, Taker] = {
    "broadcast-text": take_text,
    "broadcast-media": take_media,
    "broadcast-link": take_link,
    "broadcast-supporters": take_initiative,
    "broadcast-hour": take_hour,
}


def build() -> list["BaseHandler[Update, Context, Any]"]:
    return [
        command("broadcast", show_list),
        pressed(progress.ListBroadcasts, open_list),
        pressed(progress.OpenBroadcast, open_one),
        pressed(screens.NewBroadcast, new),
        pressed(screens.WriteBroadcast, write),
        pressed(screens.UseInstead, use_instead),
        pressed(screens.AttachToBroadcast, attach),
        pressed(screens.LinkBroadcast, link),
        pressed(screens.ChooseAudience, choose_audience),
        pressed(screens.SetWho, set_who),
        pressed(screens.ChooseRegion, choose_region),
        pressed(screens.NarrowRegion, narrow_region),
        pressed(screens.NarrowLanguage, narrow_language),
        pressed(screens.SpareBusy, spare_busy),
        pressed(screens.PreviewBroadcast, preview),
        pressed(screens.TryBroadcast, try_out),
        pressed(screens.ConfirmBroadcast, confirm),
        pressed(screens.ScheduleBroadcast, schedule),
        pressed(screens.ApproveBroadcast, approve),
        pressed(screens.TakeBackBroadcast, take_back),
        pressed(screens.DeleteBroadcast, delete),
    ]
