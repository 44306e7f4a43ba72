"""What staff do from an initiative's card: read, publish, note, merge, see the contact."""

from typing import Any

from telegram import Update
from telegram.ext import BaseHandler

from handlers.context import Context, text_of
from handlers.guards import pressed
from handlers.initiative_fields import SHOWN, all_names
from handlers.screens import initiatives as public
from handlers.screens.screen import Screen
from handlers.screens.secretariat import reviews as screens
from handlers.secretariat import cards
from handlers.secretariat.typing import Step, Taker, done, expect
from services import initiatives, reviews
from services.errors import OneLanguageOnly
from services.tasks import Thing


async def read(_update: Update, context: Context, press: screens.ReadInitiative) -> Step:
    """The whole text and the files, as new messages under the card."""
    review = await reviews.get(context.session, context.citizen, press.id, now=context.now)
    shown = [field for field in SHOWN if field.name not in {"name", "contact"}]
    for screen in public.in_full(review.initiative, shown, await all_names(context), context.t):
        context.show(screen, anew=True)
    for screen in public.attachments(review.initiative, context.t):
        context.show(screen, anew=True)
    context.show(Screen(context.t("That is all."), screens.back_row(press.id, context.t)), anew=True)
    return done(context)


async def publish(_update: Update, context: Context, press: screens.PublishInitiative) -> Step:
    try:
        await reviews.publish(context.session, context.citizen, press.id, now=context.now, confirmed=press.sure == 1)
    except OneLanguageOnly as refused:
        one = await reviews.load(context.session, press.id)
        context.show(screens.confirm_publishing(one, refused.missing, context.t))
        return done(context)
    context.toast(context.t.plain("Published. The author will be told."))
    await cards.show_initiative(context, press.id)
    return done(context)


async def unpublish(_update: Update, context: Context, press: screens.UnpublishInitiative) -> Step:
    await reviews.unpublish(context.session, context.citizen, press.id, now=context.now)
    context.toast(context.t.plain("It is no longer on the public list."))
    await cards.show_initiative(context, press.id)
    return done(context)


async def show_contact(_update: Update, context: Context, press: screens.ShowContact) -> Step:
    one = await reviews.see_contact(context.session, context.citizen, press.id, now=context.now)
    if context.turn.is_private:  # a button forged in a group shows nothing there
        context.show(screens.contact(one, context.t))
    return done(context)


async def merge(_update: Update, context: Context, press: screens.Merge) -> Step:
    similar = context.turn.similar
    review = await reviews.get(context.session, context.citizen, press.id, now=context.now, found=similar)
    context.show(screens.merging(review, context.t))
    return expect(context, "merge", id=press.id)


async def take_number(update: Update, context: Context, about: dict[str, Any]) -> Step:
    """The number of the one to merge into."""
    one = (await reviews.get(context.session, context.citizen, int(about["id"]), now=context.now)).initiative
    survivor = await initiatives.find_by_key(context.session, text_of(update).upper())
    if survivor is None or survivor.number is None or survivor.id == one.id:
        context.show(
            Screen(
                context.t("There is no such initiative. Please type its number again."),
                screens.back_row(one.id, context.t),
            )
        )
        return None
    context.show(screens.confirm_merging(one, survivor, context.t))
    return done(context)


async def merge_into(_update: Update, context: Context, press: screens.MergeInto) -> Step:
    if press.sure != 1:
        one = (await reviews.get(context.session, context.citizen, press.id, now=context.now)).initiative
        survivor = await reviews.load(context.session, press.into)
        context.show(screens.confirm_merging(one, survivor, context.t))
        return done(context)
    await reviews.merge(context.session, context.citizen, press.id, into_id=press.into, now=context.now)
    context.toast(context.t.plain("Merged."))
    await cards.show_initiative(context, press.id)
    return done(context)


async def write_note(_update: Update, context: Context, press: screens.WriteNote) -> Step:
    number = await cards.number_of(context, press.thing, press.id)
    context.show(screens.ask_note(number, press.thing, press.id, context.t))
    return expect(context, "note", thing=press.thing.value, id=press.id)


async def take_note(update: Update, context: Context, about: dict[str, Any]) -> Step:
    thing, thing_id = Thing(about["thing"]), int(about["id"])
    key = "initiative_id" if thing is Thing.INITIATIVE else "question_id"
    await reviews.add_note(context.session, context.citizen, text_of(update), now=context.now, **{key: thing_id})
    await cards.show(context, thing, thing_id, note=context.t("The note is kept."))
    return done(context)


TAKERS: dict[str, Taker] = {"merge": take_number, "note": take_note}


def build() -> list["BaseHandler[Update, Context, Any]"]:
    return [
        pressed(screens.ReadInitiative, read),
        pressed(screens.PublishInitiative, publish),
        pressed(screens.UnpublishInitiative, unpublish),
        pressed(screens.ShowContact, show_contact),
        pressed(screens.Merge, merge),
        pressed(screens.MergeInto, merge_into),
        pressed(screens.WriteNote, write_note),
    ]
