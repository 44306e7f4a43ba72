"""/settings: a citizen says in which language, about what and when the bot may write."""

from typing import Any

from markupsafe import Markup
from telegram import Update
from telegram.ext import BaseHandler

from handlers.context import Context
from handlers.guards import command, pressed
from handlers.screens import settings as screens
from handlers.screens.settings import NONE, Wish
from models import Frequency
from services import citizens, commitments
from services.kinds import Off


async def show(_update: Update, context: Context) -> None:
    context.show(screens.overview(context.citizen, await _regions(context), context.t))


async def reopen(update: Update, context: Context, _press: screens.OpenSettings) -> None:
    await show(update, context)


async def open_wish(_update: Update, context: Context, press: screens.OpenWish) -> None:
    citizen, t = context.citizen, context.t
    match press.what:
        case Wish.REGION:
            context.show(screens.region(citizen, await _regions(context), t))
        case Wish.FREQUENCY:
            context.show(screens.frequency(citizen, t))
        case Wish.HOUR:
            context.show(screens.hour(t))
        case Wish.QUIET:
            context.show(screens.quiet(citizen, t))
        case Wish.ANNOUNCEMENTS:
            context.show(screens.announcements(citizen, t))
        case Wish.KINDS:
            context.show(screens.kinds(citizen, t))


async def set_region(_update: Update, context: Context, press: screens.SetRegion) -> None:
    t = context.t
    await citizens.set_region(context.session, context.citizen, None if press.id == NONE else press.id)
    if context.citizen.region_id is None:
        await _saved(context, t("Saved. You hear of announcements for the whole country."))
    else:
        await _saved(context, t("Saved. You hear of announcements and seminars of your region too."))


async def set_frequency(_update: Update, context: Context, press: screens.SetFrequency) -> None:
    t = context.t
    citizens.set_frequency(context.citizen, press.frequency)
    said = {
        Frequency.AT_ONCE: t("Saved. You hear of each report as soon as it is published."),
        Frequency.DAILY: t("Saved. Once a day you get one message with everything new."),
        Frequency.WEEKLY: t("Saved. Once a week you get one message with everything new."),
    }
    await _saved(context, said[press.frequency])


async def set_hour(_update: Update, context: Context, press: screens.SetHour) -> None:
    citizens.set_digest_hour(context.citizen, press.hour)
    await _saved(context, context.t("Saved. The message with everything comes at {hour}.", hour=f"{press.hour:02}:00"))


async def ask_quiet_end(_update: Update, context: Context, press: screens.QuietFrom) -> None:
    citizens.check_hours(press.hour)
    context.show(screens.quiet_until(press.hour, context.t))


async def set_quiet(_update: Update, context: Context, press: screens.SetQuiet) -> None:
    t = context.t
    citizens.set_quiet_hours(context.citizen, press.start, press.end)
    if press.start == press.end:
        said = t("Saved. Notifications and announcements may come at any hour.")
    else:
        said = t("Saved. In these hours only what you are waiting for yourself comes, without a sound. The rest waits.")
    await _saved(context, said)


async def set_switch(_update: Update, context: Context, press: screens.SetSwitch) -> None:
    t = context.t
    citizens.switch(context.citizen, press.what, wanted=bool(press.on))
    if press.what is not Off.ANNOUNCEMENTS:
        context.show(screens.kinds(context.citizen, t))
    elif press.on:
        await _saved(context, t("Saved. You get the announcements of the Secretariat."))
    else:
        await _saved(context, t("Saved. You get no announcements any more."))


async def _saved(context: Context, said: Markup) -> None:
    overview = screens.overview(context.citizen, await _regions(context), context.t)
    context.show(screens.saved(overview, said))


async def _regions(context: Context) -> dict[str, dict[str, str]]:
    return await commitments.names(context.session, "region")


def build() -> list["BaseHandler[Update, Context, Any]"]:
    return [
        command("settings", show),
        pressed(screens.OpenSettings, reopen),
        pressed(screens.OpenWish, open_wish),
        pressed(screens.SetRegion, set_region),
        pressed(screens.SetFrequency, set_frequency),
        pressed(screens.SetHour, set_hour),
        pressed(screens.QuietFrom, ask_quiet_end),
        pressed(screens.SetQuiet, set_quiet),
        pressed(screens.SetSwitch, set_switch),
    ]
