"""/desk, /review, /questions: the queue, and whose task each thing is."""

from typing import Any

from telegram import Update
from telegram.ext import BaseHandler

from handlers.context import Context
from handlers.guards import command, pressed
from handlers.screens.report_form import numbered_titles
from handlers.screens.secretariat import desk as screens
from handlers.screens.secretariat.desk import Axis, Door, ShowQueue
from handlers.screens.secretariat.words import OpenDesk, ToggleMorningList
from handlers.secretariat import cards
from handlers.secretariat.typing import Step, done
from services import commitments, desk, morning, tasks, team, typed_questions


async def open_all(update: Update, context: Context) -> Step:
    return await _show(update, context, ShowQueue())


async def open_initiatives(update: Update, context: Context) -> Step:
    return await _show(update, context, ShowQueue(Door.INITIATIVES))


async def open_questions(update: Update, context: Context) -> Step:
    return await _show(update, context, ShowQueue(Door.QUESTIONS))


async def back_to_desk(update: Update, context: Context, _press: OpenDesk) -> Step:
    return await _show(update, context, ShowQueue())


async def show_queue(update: Update, context: Context, press: ShowQueue) -> Step:
    return await _show(update, context, press)


async def _show(update: Update, context: Context, view: ShowQueue) -> Step:
    session, officer = context.session, context.citizen
    themes = await commitments.names(session, "theme")
    regions = await commitments.names(session, "region")
    wanted = desk.Filter(view.door.kinds, view.whose, screens.at(themes, view.theme), screens.at(regions, view.region))
    zone = context.turn.voices.zone
    found = await desk.queue(session, officer, wanted, now=context.now, zone=zone, page=view.page)
    if update.effective_user is not None:
        await team.learn_name(session, officer, update.effective_user.first_name)
    known = dict(await tasks.reviewers(session))
    wants_list = officer.wants_morning_list
    titles = numbered_titles(await commitments.list_all(session), context.t)
    unanswered = await typed_questions.count_unanswered(session)
    context.show(
        screens.queue(found, view, themes, regions, known, officer.id, context.t, titles, unanswered).with_rows(
            screens.morning_row(context.t, wants_list=wants_list)
        )
    )
    return done(context)


async def pick_filter(_update: Update, context: Context, press: screens.PickFilter) -> Step:
    # The lists themselves are public, but a staff button is answered to staff only.
    zone = context.turn.voices.zone
    await desk.queue(context.session, context.citizen, desk.Filter(), now=context.now, zone=zone)
    what = "theme" if press.axis is Axis.THEME else "region"
    context.show(screens.pick_filter(press, await commitments.names(context.session, what), context.t))
    return done(context)


async def open_task(_update: Update, context: Context, press: screens.OpenTask) -> Step:
    await cards.show(context, press.thing, press.id)
    return done(context)


async def take(update: Update, context: Context, press: screens.TakeTask) -> Step:
    is_private = context.turn.is_private
    await tasks.take(context.session, context.citizen, press.thing, press.id, now=context.now, in_group=not is_private)
    if not is_private:
        await cards.show_taken(update, context, press.thing, press.id)
        return None
    context.toast(context.t.plain("It is your task now."))
    await cards.show(context, press.thing, press.id)
    return done(context)


async def release(_update: Update, context: Context, press: screens.ReleaseTask) -> Step:
    await tasks.release(context.session, context.citizen, press.thing, press.id, now=context.now)
    context.toast(context.t.plain("Released."))
    await cards.show(context, press.thing, press.id)
    return done(context)


async def hand_over(_update: Update, context: Context, press: screens.HandOver) -> Step:
    if not press.to:
        found = await tasks.list_takers(context.session, context.citizen, press.thing, press.id, now=context.now)
        context.show(screens.pick_colleague(press, found, context.t))
        return done(context)
    await tasks.hand_over(context.session, context.citizen, press.thing, press.id, to_id=press.to, now=context.now)
    context.toast(context.t.plain("Handed over. Your colleague will be told."))
    await cards.show(context, press.thing, press.id)
    return done(context)


async def set_morning_list(update: Update, context: Context, press: ToggleMorningList) -> Step:
    await morning.want_list(context.session, context.citizen, wanted=press.on == 1, now=context.now)
    if press.on:
        context.toast(context.t.plain("Every working morning you will get a list of what is waiting."))
    else:
        context.toast(context.t.plain("The morning list will not come any more."))
    return await _show(update, context, ShowQueue())


def build() -> list["BaseHandler[Update, Context, Any]"]:
    return [
        command("desk", open_all),
        command("review", open_initiatives),
        command("questions", open_questions),
        pressed(OpenDesk, back_to_desk),
        pressed(ShowQueue, show_queue),
        pressed(screens.PickFilter, pick_filter),
        pressed(screens.OpenTask, open_task),
        pressed(screens.TakeTask, take),
        pressed(screens.ReleaseTask, release),
        pressed(screens.HandOver, hand_over),
        pressed(ToggleMorningList, set_morning_list),
    ]
