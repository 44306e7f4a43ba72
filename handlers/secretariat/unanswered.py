"""Typed questions without an answer: read in groups, made into an FAQ entry, settled.

The groups are made before the unit of work begins (``handlers.beforehand``): that takes up to seconds of a core.
"""

from typing import Any

from telegram import Update
from telegram.ext import BaseHandler

from handlers.context import Context
from handlers.guards import pressed
from handlers.screens.secretariat import library as library_screens
from handlers.screens.secretariat import unanswered as screens
from handlers.screens.secretariat.words import ListUnanswered
from handlers.secretariat import library as entries
from handlers.secretariat.typing import Step, done
from models import TypedQuestion
from services import faq, library, typed_questions
from services.errors import NotFound

_CHOOSE = "-"


async def list_all(_update: Update, context: Context, press: ListUnanswered) -> Step:
    context.show(screens.listing(await _groups(context), press.page, context.t))
    return done(context)


async def open_group(_update: Update, context: Context, press: screens.OpenUnanswered) -> Step:
    context.show(screens.group(await _group(context, press.id), press, context.t))
    return done(context)


async def settle(_update: Update, context: Context, press: screens.Settle) -> Step:
    ids = [one.id for one in await _group(context, press.id)]
    await typed_questions.settle(context.session, context.citizen, ids, now=context.now)
    context.toast(context.t.plain("Settled."))
    context.show(screens.listing(await _groups(context), 0, context.t))
    return done(context)


async def make_faq(_update: Update, context: Context, press: screens.MakeFaqOfTyped) -> Step:
    await _group(context, press.id)  # asks the role
    if press.category != _CHOOSE:
        entry = await library.draft_from_typed(
            context.session, context.citizen, press.id, press.category, now=context.now
        )
        return await entries.show_entry(context, entry.id)

    def make(category: str) -> screens.MakeFaqOfTyped:
        return screens.MakeFaqOfTyped(press.id, press.up_to, category)

    found = await faq.list_categories(context.session)
    context.show(library_screens.categories(found, context.t, make=make))
    return done(context)


async def _groups(context: Context) -> list[list[TypedQuestion]]:
    groups = context.turn.unanswered
    return await typed_questions.list_unanswered(context.session, context.citizen, groups, now=context.now)


async def _group(context: Context, typed_id: int) -> list[TypedQuestion]:
    """The group that a question is in. Raises NotYours, or NotFound once it is settled or erased."""
    for group in await _groups(context):
        if any(one.id == typed_id for one in group):
            return group
    raise NotFound


def build() -> list["BaseHandler[Update, Context, Any]"]:
    return [
        pressed(ListUnanswered, list_all),
        pressed(screens.OpenUnanswered, open_group),
        pressed(screens.Settle, settle),
        pressed(screens.MakeFaqOfTyped, make_faq),
    ]
