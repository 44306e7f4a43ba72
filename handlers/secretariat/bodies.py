"""Staff name the bodies that are responsible for a commitment."""

from typing import Any

from telegram import Update
from telegram.ext import BaseHandler

from handlers.context import Context
from handlers.guards import pressed
from handlers.screens.secretariat import bodies as screens
from handlers.secretariat.typing import Step, done
from services import commitments


async def open_bodies(_update: Update, context: Context, press: screens.OpenBodies) -> Step:
    await commitments.require_editor(context.session, context.citizen, press.id, now=context.now)
    return await _show(context, press.id, press.page)


async def set_body(_update: Update, context: Context, press: screens.SetBody) -> Step:
    await commitments.set_lead(
        context.session, context.citizen, press.id, press.agency, is_lead=press.on == 1, now=context.now
    )
    return await _show(context, press.id, press.page)


async def _show(context: Context, commitment_id: str, page: int) -> Step:
    one = await commitments.get(context.session, commitment_id)
    active = await commitments.names(context.session, "agency", active_only=True)
    every = await commitments.names(context.session, "agency")
    context.show(screens.chooser(one, active, every, page, context.t))
    return done(context)


def build() -> list["BaseHandler[Update, Context, Any]"]:
    return [pressed(screens.OpenBodies, open_bodies), pressed(screens.SetBody, set_body)]
