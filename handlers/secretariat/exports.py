"""/export: an officer exports data to a file, which comes into their own chat only."""

from typing import Any

from telegram import Update
from telegram.ext import BaseHandler

from handlers.context import Context
from handlers.guards import command, pressed
from handlers.screens.secretariat import exports as screens
from handlers.screens.secretariat.words import OpenExports
from handlers.secretariat.typing import Step, done
from models import Role
from services import exports, staff
from services.errors import NotFound


async def show(_update: Update, context: Context) -> Step:
    await exports.require(context.session, context.citizen, now=context.now)
    context.show(screens.choices(context.t, is_administrator=await _is_administrator(context)))
    return done(context)


async def open_exports(update: Update, context: Context, _press: OpenExports) -> Step:
    return await show(update, context)


async def choose_format(_update: Update, context: Context, press: screens.ChooseFormat) -> Step:
    personal = press.personal == 1
    await exports.require(context.session, context.citizen, press.what, personal=personal, now=context.now)
    may = await _is_administrator(context)
    context.show(screens.formats(press.what, context.t, personal=personal, may_personal=may))
    return done(context)


async def make(_update: Update, context: Context, press: screens.MakeExport) -> Step:
    personal = press.personal == 1
    what, kind, now = press.what, press.format, context.now
    await exports.require(context.session, context.citizen, what, personal=personal, now=now)
    if not context.turn.is_private:  # a forged press under a message of a group: the file would go there
        raise NotFound
    count, parts = await exports.order(context.session, context.citizen, what, kind, personal=personal, now=now)
    context.show(screens.begun(what, count, len(parts), context.t))
    for screen in screens.files(what, kind, parts, now, context.t, personal=personal):
        context.show(screen, anew=True)
    return done(context)


async def _is_administrator(context: Context) -> bool:
    return await staff.has_role(context.session, context.citizen, Role.ADMINISTRATOR)


def build() -> list["BaseHandler[Update, Context, Any]"]:
    return [
        command("export", show),
        pressed(OpenExports, open_exports),
        pressed(screens.ChooseFormat, choose_format),
        pressed(screens.MakeExport, make),
    ]
