"""Anybody reads the published initiatives and supports what they find right."""

from collections.abc import Mapping
from dataclasses import astuple
from typing import Any

from telegram import Update
from telegram.ext import BaseHandler

from handlers.context import Context
from handlers.guards import command, pressed
from handlers.screens import initiatives_public as screens
from handlers.screens.initiatives_public import ALL, OpenInitiatives
from handlers.screens.screen import Screen
from models import Initiative
from services import commitments, decisions, initiatives, initiatives_public, supports
from services.errors import NotFound
from services.initiatives_public import Sort


async def show_list(_update: Update, context: Context) -> None:
    context.show(await list_screen(context, OpenInitiatives()))


async def open_list(_update: Update, context: Context, press: OpenInitiatives) -> None:
    context.show(await list_screen(context, press))


async def list_screen(context: Context, asked: OpenInitiatives) -> Screen:
    """A page of the list. Raises NotFound for a theme or region that is not there."""
    names = await _names(context)
    if asked.theme not in {ALL, *names["theme"]} or asked.region not in {ALL, *names["region"]}:
        raise NotFound
    page = await initiatives_public.list_page(
        context.session,
        asked.sort,
        theme=None if asked.theme == ALL else asked.theme,
        region=None if asked.region == ALL else asked.region,
        after=asked.after,
        before=asked.before,
    )
    context.remember(list=list(astuple(asked)))
    return screens.listing(page, asked, names, context.t)


async def choose_filter(_update: Update, context: Context, press: screens.FilterInitiatives) -> None:
    if press.what not in {"theme", "region"}:
        raise NotFound
    context.show(screens.filters(press, await _names(context), context.t))


async def open_one(_update: Update, context: Context, press: screens.OpenPublic) -> None:
    context.show(await card_screen(context, await initiatives_public.get(context.session, press.id)))


async def by_key(context: Context, key: str) -> Screen:
    """The card that a shared link leads to: by number, or by id. Raises NotFound for what is not public."""
    found = await initiatives.find_by_key(context.session, key)
    if found is None:
        raise NotFound
    return await card_screen(context, await initiatives_public.get(context.session, found.id))


async def card_screen(context: Context, one: Initiative) -> Screen:
    """A published initiative with what this person may do about it."""
    session, citizen = context.session, context.citizen
    merged_into = await initiatives_public.survivor_of(session, one) if screens.is_merged(one) else None
    return screens.card(
        one,
        (await supports.count(session, [one.id]))[one.id],
        await _names(context),
        context.t,
        is_own=one.author_id == citizen.id,
        is_supported=await supports.is_supporting(session, citizen, one),
        merged_into=merged_into,
        decision=await decisions.latest_published(session, one.id),
        back=_back(context),
    )


def _back(context: Context) -> OpenInitiatives | None:
    """The page of the list that the person came from, as far as it is still remembered."""
    match context.memory.get("list"):
        case [str(sort), str(theme), str(region), str(place)]:
            return OpenInitiatives(Sort(sort), theme, region, place)
        case _:
            return None


async def read_one(_update: Update, context: Context, press: screens.ReadPublic) -> None:
    """The whole text, as new messages under the card."""
    one = await initiatives_public.get(context.session, press.id)
    for screen in screens.in_full(one, context.t):
        context.show(screen, anew=True)


async def support(_update: Update, context: Context, press: screens.SupportIt) -> None:
    """Support it or take that back, whichever the button said; pressing twice changes nothing more."""
    t = context.t
    if press.on:
        await supports.support(context.session, context.citizen, press.id, now=context.now)
        context.toast(t.plain("Thank you: your support is counted. You can withdraw it any time."))
    else:
        await supports.withdraw(context.session, context.citizen, press.id)
        context.toast(t.plain("Your support is withdrawn."))
    context.show(await card_screen(context, await initiatives_public.get(context.session, press.id)))


async def _names(context: Context) -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    return {what: await commitments.names(context.session, what) for what in ("theme", "region")}


def build() -> list["BaseHandler[Update, Context, Any]"]:
    return [
        command("initiatives", show_list),
        pressed(OpenInitiatives, open_list),
        pressed(screens.FilterInitiatives, choose_filter),
        pressed(screens.OpenPublic, open_one),
        pressed(screens.ReadPublic, read_one),
        pressed(screens.SupportIt, support),
    ]
