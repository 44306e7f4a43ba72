"""Whom an announcement is for: chosen step by step, counted anew at each."""

from dataclasses import replace
from typing import Any

from telegram import Update
from telegram.ext import BaseHandler

from handlers.context import Context, text_of
from handlers.guards import pressed
from handlers.screens.secretariat import broadcast_audience as screens
from handlers.secretariat.broadcasts import names_of_things
from handlers.secretariat.typing import Step, Taker, done, expect
from models import Broadcast, Language
from services import broadcasts, commitments, seminars
from services.audiences import TARGETED, Audience, Who
from services.errors import NotFound

_MOST_SEMINARS = 40
Press = screens.SetWho | screens.NarrowRegion | screens.NarrowLanguage | screens.SpareBusy


def changed(audience: Audience, press: Press) -> Audience:
    """What a press makes of an audience; the same where something is asked first, or is not known."""
    match press:
        case screens.SetWho(who=who, target=target) if who not in TARGETED:
            return replace(audience, who=who, target=None)
        case screens.SetWho(who=who, target=target) if target != screens.ANY:
            return replace(audience, who=who, target=target)
        case screens.NarrowRegion(region=region):
            return replace(audience, region=None if region == screens.ANY else region)
        case screens.NarrowLanguage(lang=lang) if lang == screens.ANY:
            return replace(audience, language=None)
        case screens.NarrowLanguage(lang=lang) if lang in set(Language):
            return replace(audience, language=Language(lang))
        case screens.SpareBusy(on=on):
            return replace(audience, spares_busy=on == 1)
        case _:
            return audience


async def choose_audience(_update: Update, context: Context, press: screens.ChooseAudience) -> Step:
    found = await broadcasts.get(context.session, context.citizen, press.id, now=context.now)
    return await _show_audience(context, found)


async def _show_audience(context: Context, found: Broadcast) -> Step:
    counts = await broadcasts.count(context.session, found, now=context.now, outlook=context.turn.outlook)
    context.show(screens.audience(found, counts, await names_of_things(context), context.t))
    return done(context)


async def set_who(_update: Update, context: Context, press: screens.SetWho) -> Step:
    session, t = context.session, context.t
    await broadcasts.get(session, context.citizen, press.id, now=context.now)
    if press.who not in TARGETED:
        return await _narrow(context, press)
    if press.who is Who.SUPPORTERS:
        context.show(screens.ask_initiative(press.id, t))
        return expect(context, "broadcast-supporters", id=press.id)
    if press.who is Who.SEMINAR:
        return await _choose_seminar(context, press)
    found = (await names_of_things(context))[press.who.value]
    if press.target == screens.ANY:
        context.show(screens.choose_target(press.id, press.who, found, t))
        return done(context)
    if press.target not in found:
        raise NotFound
    return await _narrow(context, press)


async def _choose_seminar(context: Context, press: screens.SetWho) -> Step:
    if press.target != screens.ANY:
        await seminars.find(context.session, press.target)
        return await _narrow(context, press)
    found = await seminars.list_public(context.session, limit=_MOST_SEMINARS)
    context.show(screens.choose_seminar(press.id, found, context.t))
    return done(context)


async def take_initiative(update: Update, context: Context, about: dict[str, Any]) -> Step:
    one = await broadcasts.find_initiative(context.session, text_of(update))
    return await _narrow(context, screens.SetWho(int(about["id"]), Who.SUPPORTERS, str(one.id)))


async def choose_region(_update: Update, context: Context, press: screens.ChooseRegion) -> Step:
    await broadcasts.get(context.session, context.citizen, press.id, now=context.now)
    context.show(screens.choose_region(press.id, await commitments.names(context.session, "region"), context.t))
    return done(context)


async def narrow_region(_update: Update, context: Context, press: screens.NarrowRegion) -> Step:
    if press.region != screens.ANY and press.region not in await commitments.names(context.session, "region"):
        raise NotFound
    return await _narrow(context, press)


async def narrow_language(_update: Update, context: Context, press: screens.NarrowLanguage) -> Step:
    if press.lang != screens.ANY and press.lang not in set(Language):
        raise NotFound
    return await _narrow(context, press)


async def spare_busy(_update: Update, context: Context, press: screens.SpareBusy) -> Step:
    return await _narrow(context, press)


async def _narrow(context: Context, press: Press) -> Step:
    session, officer, now = context.session, context.citizen, context.now
    kept = (await broadcasts.get(session, officer, press.id, now=now)).audience
    becomes = changed(Audience.parse(kept), press)
    return await _show_audience(context, await broadcasts.narrow(session, officer, press.id, becomes, now=now))


TAKERS: dict[str, Taker] = {"broadcast-supporters": take_initiative}


def build() -> list["BaseHandler[Update, Context, Any]"]:
    return [
        pressed(screens.ChooseAudience, choose_audience),
        pressed(screens.SetWho, set_who),
        pressed(screens.ChooseRegion, choose_region),
        pressed(screens.NarrowRegion, narrow_region),
        pressed(screens.NarrowLanguage, narrow_language),
        pressed(screens.SpareBusy, spare_busy),
    ]
