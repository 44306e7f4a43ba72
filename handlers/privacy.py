"""/privacy: a citizen sees, takes along or erases what is kept of them."""

from typing import Any

from telegram import Update
from telegram.ext import BaseHandler

from handlers.context import Context
from handlers.guards import command, pressed
from handlers.screens import privacy as screens
from services import citizens, faq, privacy
from services.inbox import KEYS_ARE_KEPT


async def show(_update: Update, context: Context) -> None:
    held = await privacy.holdings(context.session, context.citizen)
    facts = await faq.facts(context.session, context.t.language)
    hours = int(KEYS_ARE_KEPT.total_seconds() // 3600)
    has_consented = context.citizen.consented_at is not None
    context.show(screens.policy(held, facts, has_consented=has_consented, inbox_hours=hours, t=context.t))


async def reopen(update: Update, context: Context, _press: screens.OpenPrivacy) -> None:
    await show(update, context)


async def take_along(_update: Update, context: Context, _press: screens.TakeAlong) -> None:
    exported = await privacy.export(context.session, context.citizen)
    context.show(screens.file(exported, context.t), anew=True)


async def revoke(_update: Update, context: Context, _press: screens.Revoke) -> None:
    citizens.revoke_consent(context.citizen)
    context.show(screens.revoked(context.t))


async def erase(_update: Update, context: Context, press: screens.Erase) -> None:
    """Erase only after the person has seen exactly what goes."""
    if not press.sure:
        context.show(screens.really_erase(await privacy.holdings(context.session, context.citizen), context.t))
        return
    t = context.t  # the person's language goes with the person
    await privacy.erase(context.session, context.citizen, inbox_id=context.turn.inbox_id, now=context.now)
    context.turn.forget_person()
    context.show(screens.erased(t))


def build() -> list["BaseHandler[Update, Context, Any]"]:
    return [
        command("privacy", show),
        pressed(screens.OpenPrivacy, reopen),
        pressed(screens.TakeAlong, take_along),
        pressed(screens.Revoke, revoke),
        pressed(screens.Erase, erase),
    ]
