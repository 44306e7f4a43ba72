"""/stats: how much there is of everything, as pictures and as text."""

from typing import Any

from telegram import Update
from telegram.ext import BaseHandler

from handlers.context import Context
from handlers.guards import command, pressed
from handlers.screens.report_form import numbered_titles
from handlers.screens.secretariat import stats as screens
from handlers.secretariat.typing import Step, done
from models import Role
from services import commitments, staff, statistics


async def show(_update: Update, context: Context) -> Step:
    session, t = context.session, context.t
    await statistics.require(session, context.citizen, now=context.now)
    numbers = context.turn.numbers or await statistics.collect(session)
    names = {what: await commitments.names(session, what) for what in ("theme", "region")}
    titles = numbered_titles(await commitments.list_all(session), t)
    may_export = await staff.has_role(session, context.citizen, Role.MODERATOR)
    for picture in screens.charts(numbers, names, titles, context.now, t):
        context.show(picture, anew=True)
    context.show(screens.overview(numbers, names, titles, context.now, t, may_export=may_export), anew=True)
    return done(context)


async def show_anew(update: Update, context: Context, _press: screens.ShowStats) -> Step:
    return await show(update, context)


def build() -> list["BaseHandler[Update, Context, Any]"]:
    return [command("stats", show), pressed(screens.ShowStats, show_anew)]
