"""Asking an author to clarify named fields."""

from typing import Any

from telegram import Update
from telegram.ext import BaseHandler

from handlers.context import Context, text_of
from handlers.guards import pressed
from handlers.initiative_fields import FIELDS
from handlers.screens.secretariat import clarifying as screens
from handlers.secretariat import cards
from handlers.secretariat.typing import Step, Taker, done, expect
from services import clarifications, reviews


async def choose(_update: Update, context: Context, press: screens.Clarify) -> Step:
    one = (await reviews.get(context.session, context.citizen, press.id, now=context.now)).initiative
    context.show(screens.choose(one, press.mask & screens.EVERY, FIELDS, context.t))
    return done(context)


async def describe(_update: Update, context: Context, press: screens.DescribeUnclear) -> Step:
    one = (await reviews.get(context.session, context.citizen, press.id, now=context.now)).initiative
    context.show(screens.describe(one, press.mask & screens.EVERY, context.t))
    return expect(context, "unclear", id=one.id, mask=press.mask)


async def ask_author(_update: Update, context: Context, press: screens.AskAuthor) -> Step:
    return await _ask(context, press.id, press.mask, None)


async def take_remark(update: Update, context: Context, about: dict[str, Any]) -> Step:
    return await _ask(context, int(about["id"]), int(about["mask"]), text_of(update))


async def _ask(context: Context, initiative_id: int, mask: int, remark: str | None) -> Step:
    await clarifications.ask(
        context.session, context.citizen, initiative_id, screens.chosen(mask), remark=remark, now=context.now
    )
    await cards.show_initiative(context, initiative_id, note=context.t("The author will be asked."))
    return done(context)


TAKERS: dict[str, Taker] = {"unclear": take_remark}


def build() -> list["BaseHandler[Update, Context, Any]"]:
    return [
        pressed(screens.Clarify, choose),
        pressed(screens.DescribeUnclear, describe),
        pressed(screens.AskAuthor, ask_author),
    ]
