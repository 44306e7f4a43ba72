"""The ready wordings for reasons: read and changed by staff, with what they said before kept."""

from typing import Any

from markupsafe import Markup
from telegram import Update
from telegram.ext import BaseHandler

from handlers.context import Context, text_of
from handlers.guards import pressed
from handlers.screens.secretariat import wording as screens
from handlers.secretariat.typing import Step, Taker, done, expect
from models import Language
from services import library, tasks, templates


async def show_list(_update: Update, context: Context, _press: screens.ListWordings) -> Step:
    found = await templates.list_for_staff(context.session, context.citizen, now=context.now)
    context.show(screens.listing(found, context.t))
    return done(context)


async def open_one(_update: Update, context: Context, press: screens.OpenWording) -> Step:
    return await _show(context, press.id)


async def _show(context: Context, template_id: str, note: Markup | None = None) -> Step:
    session = context.session
    versions = await library.history(session, context.citizen, f"template:{template_id}", now=context.now)
    template = await templates.get(session, template_id)
    context.show(screens.card(template, versions, dict(await tasks.reviewers(session)), context.t, note))
    return done(context)


async def ask(_update: Update, context: Context, press: screens.EditWording) -> Step:
    await templates.list_for_staff(context.session, context.citizen, now=context.now)
    context.show(screens.ask(await templates.get(context.session, press.id), press.lang, context.t))
    return expect(context, "template", id=press.id, lang=press.lang.value)


async def take(update: Update, context: Context, about: dict[str, Any]) -> Step:
    lang = Language(about["lang"])
    await templates.edit(context.session, context.citizen, str(about["id"]), lang, text_of(update), now=context.now)
    return await _show(context, str(about["id"]), context.t("The wording is changed."))


TAKERS: dict[str, Taker] = {"template": take}


def build() -> list["BaseHandler[Update, Context, Any]"]:
    return [
        pressed(screens.ListWordings, show_list),
        pressed(screens.OpenWording, open_one),
        pressed(screens.EditWording, ask),
    ]
