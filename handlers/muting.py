"""A reader has heard enough: of one commitment, or of a kind of message."""

from typing import Any

from telegram import Update
from telegram.ext import BaseHandler

from handlers.context import Context
from handlers.guards import pressed
from handlers.screens.notices import Mute
from handlers.screens.ways_out import SwitchOff
from services import citizens, subscriptions


async def mute(_update: Update, context: Context, press: Mute) -> None:
    """The message stays as it is; pressing again changes nothing more."""
    await subscriptions.mute(context.session, context.citizen, press.commitment, now=context.now)
    context.toast(
        context.t.plain(
            "You will get no more messages about this commitment. To hear of it again, subscribe to it under "
            "/commitments."
        ),
        alert=True,
    )


async def switch_off(_update: Update, context: Context, press: SwitchOff) -> None:
    """The message stays as it is, as with ``mute``."""
    citizens.switch(context.citizen, press.what, wanted=False)
    context.toast(
        context.t.plain("You will get no more messages of this kind. They can be switched on again under /settings."),
        alert=True,
    )


def build() -> list["BaseHandler[Update, Context, Any]"]:
    return [pressed(Mute, mute), pressed(SwitchOff, switch_off)]
