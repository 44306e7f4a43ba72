"""A citizen looks at the commitments and follows what matters to them."""

from collections.abc import Sequence
from typing import Any

from telegram import Update
from telegram.ext import BaseHandler

from handlers.context import Context
from handlers.guards import command, pressed
from handlers.reports import timeline
from handlers.screens import commitments as screens
from handlers.screens.commitments import ALL
from handlers.screens.screen import Screen
from models import Subscription, Topic
from services import commitments, subscriptions
from services.errors import NotFound


async def show_list(_update: Update, context: Context) -> None:
    context.show(await list_screen(context, screens.OpenList(0)))


async def open_list(_update: Update, context: Context, press: screens.OpenList) -> None:
    context.show(await list_screen(context, press))


async def list_screen(context: Context, press: screens.OpenList) -> Screen:
    """A page of the list. Raises NotFound for a theme or body that is not there."""
    names = {what: await commitments.names(context.session, what) for what in ("theme", "agency")}
    theme, agency = press.theme, press.agency
    if theme not in {ALL, *names["theme"]} or agency not in {ALL, *names["agency"]}:
        raise NotFound
    found = await commitments.list_all(
        context.session, theme=None if theme == ALL else theme, agency=None if agency == ALL else agency
    )
    topic, target = (
        (Topic.THEME, theme) if theme != ALL else (Topic.AGENCY, agency) if agency != ALL else (Topic.EVERYTHING, "")
    )
    followed = await subscriptions.is_following(context.session, context.citizen, topic, target)
    return screens.listing(found, press.page, theme, agency, names, followed, context.t)


async def open_filter(_update: Update, context: Context, press: screens.OpenFilter) -> None:
    if press.what not in {"theme", "agency"}:
        raise NotFound
    context.show(screens.filters(press.what, await commitments.names(context.session, press.what), context.t))


async def open_commitment(_update: Update, context: Context, press: screens.OpenCommitment) -> None:
    context.show(await card_screen(context, press.id))


async def card_screen(context: Context, commitment_id: str) -> Screen:
    """One commitment's card. Raises NotFound."""
    session = context.session
    one = await commitments.get(session, commitment_id)
    names = {what: await commitments.names(session, what) for what in ("theme", "agency")}
    followed = await subscriptions.is_following(session, context.citizen, Topic.COMMITMENT, one.id)
    plan, history = await commitments.plan_of(session, one), await timeline(context, one.id)
    return screens.card(one, plan, names, history, is_followed=followed, t=context.t)


async def follow(_update: Update, context: Context, press: screens.Follow) -> None:
    """Follow or stop, whichever the button said when it was drawn; pressing twice changes nothing more."""
    t = context.t
    if press.on:
        await subscriptions.follow(context.session, context.citizen, press.topic, press.target, now=context.now)
        context.toast(t.plain("You are subscribed. You can unsubscribe any time under /subscriptions."))
    else:
        await subscriptions.unfollow(context.session, context.citizen, press.topic, press.target)
        context.toast(t.plain("You are unsubscribed."))
    if press.place == "mine":
        await show_subscriptions(_update, context)
    elif press.place == "card":
        context.show(await card_screen(context, press.target))
    else:
        theme = press.target if press.topic is Topic.THEME else ALL
        agency = press.target if press.topic is Topic.AGENCY else ALL
        context.show(await list_screen(context, screens.OpenList(0, theme, agency)))


async def show_subscriptions(_update: Update, context: Context) -> None:
    found = await subscriptions.list_of(context.session, context.citizen)
    context.show(screens.following(found, await _labels(context, found), context.t))


async def _labels(context: Context, found: Sequence[Subscription]) -> dict[int, str]:
    t, labels = context.t, {}
    themes = await commitments.names(context.session, "theme")
    agencies = await commitments.names(context.session, "agency")
    titles = {one.id: screens.title(one, t) for one in await commitments.list_all(context.session)}
    for one in found:
        match one.topic:
            case Topic.COMMITMENT:
                labels[one.id] = titles.get(one.target, one.target)
            case Topic.THEME:
                labels[one.id] = str(t.pick(themes[one.target]))
            case Topic.AGENCY:
                labels[one.id] = str(t.pick(agencies[one.target]))
            case _:
                labels[one.id] = t.plain("all commitments")
    return labels


def build() -> list["BaseHandler[Update, Context, Any]"]:
    return [
        command("commitments", show_list),
        command("subscriptions", show_subscriptions),
        pressed(screens.OpenList, open_list),
        pressed(screens.OpenFilter, open_filter),
        pressed(screens.OpenCommitment, open_commitment),
        pressed(screens.Follow, follow),
    ]
