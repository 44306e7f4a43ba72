"""The first screen, the language, the menu, links that lead into the bot, and everything nobody else took."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from telegram import Update
from telegram.ext import (
    ApplicationHandlerStop,
    BaseHandler,
    CallbackQueryHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from handlers import (
    commitments,
    faq,
    initiative_fields,
    initiatives,
    initiatives_public,
    my,
    privacy,
    questions,
    report_form,
    reports,
    seminars,
    settings,
)
from handlers.context import Context, text_of
from handlers.errors import words
from handlers.guards import NEW, command, pressed, refusing
from handlers.screens import start as screens
from handlers.screens.screen import Screen, lines
from handlers.screens.start import PickLanguage
from handlers.secretariat import team
from locales.translator import suggested
from models import Conversation
from services import citizens, conversations
from services import initiatives as initiative_service
from services.errors import NotFound, Refused

Go = Callable[[Update, Context], Awaitable[object]]

# Telegram's rule for the start parameter: 64 characters of A-Z a-z 0-9 _ -
_LINK = re.compile(r"([a-z])_([A-Za-z0-9_-]{1,62})")


MENU = "menu"  # the start parameter of a button that leads to no thing in particular


# --- before anything else: a language ------------------------------------------------------------------------


async def ask_language_first(update: Update, context: Context) -> None:
    """Whoever has no language yet chooses one; what they came for is remembered and follows at once."""
    turn = context.turn
    if not turn.is_private or turn.citizen is None or turn.citizen.language is not None:
        return
    press = update.callback_query
    if press is not None and PickLanguage.matches(press.data):
        return
    if update.message is None and press is None:
        return
    message = update.message
    if message is not None and (message.text or "") != "/start":
        turn.citizen.came_for = {"text": (message.text or "")[:4096]}
    context.show(screens.welcome(turn.voices, suggested(turn.citizen.language_code)), anew=True)
    raise ApplicationHandlerStop


async def pick_language(update: Update, context: Context, press: PickLanguage) -> None:
    """The choice takes effect at once; then the thing the person came for, or the menu."""
    citizens.choose_language(context.citizen, press.language)
    flow = context.conversation.flow
    if flow in _CONTINUED:
        await _CONTINUED[flow](context)
        return
    came_for = (context.citizen.came_for or {}).get("text", "")
    context.citizen.came_for = None
    if came_for:
        await arrive(update, context, came_for)
    else:
        await show_menu(update, context)


async def arrive(update: Update, context: Context, text: str) -> None:
    """What a stranger typed before the language was chosen, done now."""
    word, _, rest = text.partition(" ")
    if word == "/start" and rest.strip() not in {"", MENU}:
        await follow_link(update, context, rest.strip())
    elif word.startswith("/") and word[1:] in PLACES:
        await go(update, context, word[1:])
    elif text.startswith("/"):
        await show_menu(update, context)
    else:
        context.show(await faq.side_question(context, text))


# --- menu ----------------------------------------------------------------------------------------------------


async def start(update: Update, context: Context) -> None:
    """/start, perhaps with a link's parameter."""
    _, _, parameter = text_of(update).partition(" ")
    if parameter.strip() not in {"", MENU}:
        await follow_link(update, context, parameter.strip())
    else:
        await leave_for_menu(update, context)


async def leave_for_menu(update: Update, context: Context) -> None:
    """The menu invites people to type a question: what is typed next is no answer to a form out of sight."""
    conversations.park(context.conversation)
    await show_menu(update, context)


async def show_menu(_update: Update, context: Context) -> None:
    drafts = await initiative_service.list_own(context.session, context.citizen, drafts=True)
    context.show(screens.menu(context.t, has_drafts=bool(drafts)))


async def open_menu(update: Update, context: Context, _press: screens.OpenMenu) -> None:
    await leave_for_menu(update, context)


async def open_entry(update: Update, context: Context, press: screens.Open) -> None:
    await go(update, context, press.what)


async def show_languages(_update: Update, context: Context) -> None:
    context.show(screens.languages(context.t))


async def show_help(_update: Update, context: Context) -> None:
    context.show(screens.help_screen(context.t))


PLACES: dict[str, Go] = {
    "start": show_menu,
    "initiative": initiatives.start,
    "my": my.show,
    "initiatives": initiatives_public.show_list,
    "commitments": commitments.show_list,
    "subscriptions": commitments.show_subscriptions,
    "reports": reports.show_list,
    "report": report_form.start,
    "faq": faq.show_categories,
    "ask": questions.start,
    "events": seminars.show_list,
    "language": show_languages,
    "settings": settings.show,
    "privacy": privacy.show,
    "help": show_help,
}
# In the middle of these, the new language shows at once in the question that was asked.
_CONTINUED: dict[str | None, Callable[[Context], Awaitable[object]]] = {
    initiative_fields.FLOW: initiatives.ask_again,
    questions.FLOW: questions.ask_again,
}
_FLOWS = {"initiative": initiative_fields.FLOW, "ask": questions.FLOW, "report": report_form.FLOW}


async def go(update: Update, context: Context, place: str) -> None:
    """Open a place by its name, from a button or after the language choice."""
    if place not in PLACES:
        raise NotFound
    step = await PLACES[place](update, context)
    if place in _FLOWS and isinstance(step, str):
        enter(context.conversation, _FLOWS[place], step)


def enter(conversation: Conversation, flow: str, step: str) -> None:
    """Begin a conversation from outside its ConversationHandler, which notes the step only of its own calls."""
    conversation.flow, conversation.step = flow, step


# --- links ---------------------------------------------------------------------------------------------------


# Not links to share: one makes its reader staff, the other opens a card of the staff group.
_STAFF_LINKS = {"staff": team.follow_invitation, "desk": team.follow_card}


async def follow_link(update: Update, context: Context, parameter: str) -> None:
    """A shared thing, see _LINKS. One that is unknown or refused gets a polite answer."""
    word, _, rest = parameter.partition("_")
    try:
        if word in _STAFF_LINKS:
            await _STAFF_LINKS[word](update, context, rest)
        else:
            context.show(await linked(context, parameter))
    except Refused as refused:  # with the menu: an alert alone would leave a newcomer at the choice of a language
        said = screens.unknown_link(context.t) if isinstance(refused, NotFound) else words(refused, context.t)
        drafts = await initiative_service.list_own(context.session, context.citizen, drafts=True)
        menu = screens.menu(context.t, has_drafts=bool(drafts))
        context.show(Screen(lines(said, menu.text), menu.rows))


async def linked(context: Context, parameter: str) -> Screen:
    """The screen that a link's parameter leads to. Raises NotFound."""
    found = _LINK.fullmatch(parameter)
    opener = _LINKS.get(found[1]) if found else None
    if found is None or opener is None:
        raise NotFound
    return await opener(context, found[2])


_LINKS: dict[str, Callable[[Context, str], Awaitable[Screen]]] = {
    # A commitment, an initiative, an FAQ entry, a seminar, and the room of one.
    "c": commitments.card_screen,
    "i": initiatives.public_screen,
    "f": faq.entry_screen,
    "r": reports.card_screen,
    "e": seminars.card_screen,
    "p": seminars.presence_screen,
}


# --- what nobody else took -----------------------------------------------------------------------------------


async def answer_anything(update: Update, context: Context) -> None:
    """A sticker, a location, an unknown command: a short answer. In groups and channels: silence."""
    if context.turn.is_private:
        context.show(screens.not_understood(context.t))


async def answer_old_button(update: Update, context: Context) -> None:
    """A button of an older version, or a forged one."""
    context.toast(screens.old_button(context.t))
    if context.turn.is_private:
        await show_menu(update, context)


async def stay_quiet(_update: Update, _context: Context) -> None:
    """Nothing to say: a group or a channel is talking."""


def build_gate() -> "BaseHandler[Update, Context, Any]":
    return TypeHandler(Update, ask_language_first)


def build() -> list["BaseHandler[Update, Context, Any]"]:
    return [
        command("start", start),
        command("menu", leave_for_menu),
        command("help", show_help),
        command("language", show_languages),
        pressed(PickLanguage, pick_language),
        pressed(screens.OpenMenu, open_menu),
        pressed(screens.Open, open_entry),
    ]


def build_last() -> list["BaseHandler[Update, Context, Any]"]:
    """After everything else, in this order."""
    return [
        command("cancel", leave_for_menu),
        CallbackQueryHandler(refusing(answer_old_button)),
        MessageHandler(NEW & ~filters.StatusUpdate.ALL, refusing(answer_anything)),
        TypeHandler(Update, stay_quiet),
    ]
