"""Greeting, language, main menu, help."""

from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup
from telegram.helpers import create_deep_linked_url

from handlers.callbacks import Payload
from handlers.screens.screen import Button, Rows, Screen, column, lines
from locales.translator import LANGUAGES, OWN_NAMES, Translator, Voices
from models import Language


@dataclass(frozen=True)
class PickLanguage(Payload):
    """One of the three languages, each named in itself."""

    prefix: ClassVar[str] = "lang"
    language: Language


@dataclass(frozen=True)
class OpenMenu(Payload):
    """Back to the main menu."""

    prefix: ClassVar[str] = "menu"


@dataclass(frozen=True)
class Open(Payload):
    """An entry of the main menu, by the name of its command."""

    prefix: ClassVar[str] = "open"
    what: str


def welcome(voices: Voices, suggested: str) -> Screen:
    """Greeting and language choice in one message: in the suggested language, and in Kyrgyz."""
    said = [_greeting(voices[suggested])]
    if suggested != "ky":
        said.append(_greeting(voices["ky"]))
    return Screen(lines(*said), _languages())


def _greeting(t: Translator) -> Markup:
    return t(
        "<b>Welcome!</b> This is the bot of the Open Government Partnership (“Achyk Okmot”) in the Kyrgyz "
        "Republic. Here you can send an initiative for the National Action Plan, get answers, and follow "
        "how commitments are carried out.\n\nPlease choose your language:"
    )


def languages(t: Translator) -> Screen:
    """The language choice for somebody who has one."""
    return Screen(t("Choose the language of the bot. Your drafts stay as they are."), _languages()).with_rows(
        [Button(t.plain("Main menu"), OpenMenu())]
    )


def _languages() -> Rows:
    return column(Button(OWN_NAMES[code], PickLanguage(Language(code))) for code in LANGUAGES)


def menu(t: Translator, *, has_drafts: bool) -> Screen:
    """Everything the bot does, no typing needed."""
    entries = [
        ("initiative", t.plain("Continue my initiative") if has_drafts else t.plain("Submit an initiative")),
        ("initiatives", t.plain("Published initiatives")),
        ("commitments", t.plain("Commitments of the plan")),
        ("reports", t.plain("Reports of the agencies")),
        ("subscriptions", t.plain("My subscriptions")),
        ("my", t.plain("My initiatives and questions")),
        ("faq", t.plain("Frequently asked questions")),
        ("ask", t.plain("Ask the Secretariat")),
        ("events", t.plain("Seminars")),
        ("language", t.plain("Change language")),
        ("settings", t.plain("Settings")),
        ("privacy", t.plain("My data")),
        ("help", t.plain("Help")),
    ]
    text = t("<b>Main menu</b>\n\nWhat would you like to do? You can also simply type a question.")
    return Screen(text, column(Button(label, Open(name)) for name, label in entries))


def menu_rows(t: Translator) -> Rows:
    """The way back, under any screen."""
    return ((Button(t.plain("Main menu"), OpenMenu()),),)


def help_screen(t: Translator) -> Screen:
    """Every command, a line each."""
    said = [
        t("<b>What this bot can do</b>"),
        Markup("\n").join(f"/{name} — {about}" for name, about in commands(t)),
    ]
    said.append(t("You can also simply type a question, in Kyrgyz, Russian or English."))
    return Screen(lines(*said), menu_rows(t))


def commands(t: Translator) -> list[tuple[str, str]]:
    """Command → its description (at most 256 characters: Bot API, BotCommand)."""
    return [
        ("start", t.plain("Main menu")),
        ("initiative", t.plain("Submit an initiative for the National Action Plan")),
        ("my", t.plain("My drafts, initiatives and questions")),
        ("initiatives", t.plain("Published initiatives; support them")),
        ("commitments", t.plain("The 18 commitments of the plan")),
        ("reports", t.plain("What the agencies report")),
        ("subscriptions", t.plain("My subscriptions")),
        ("faq", t.plain("Frequently asked questions")),
        ("ask", t.plain("Ask the Secretariat a question")),
        ("events", t.plain("Seminars near you: register and attend")),
        ("language", t.plain("Change language")),
        ("settings", t.plain("Region, notifications, quiet hours, announcements")),
        ("privacy", t.plain("What is kept about me: get a copy or erase it")),
        ("cancel", t.plain("Leave the form; the draft is kept")),
        ("help", t.plain("What this bot can do")),
    ]


def elsewhere(bot_name: str, t: Translator) -> Screen:
    """For a group: the bot works in private chats, and this is the way there."""
    to_me = Button(t.plain("Open a private chat"), url=create_deep_linked_url(bot_name))
    return Screen(
        t("I work in private chats. Please open a chat with me to submit an initiative or to ask."), ((to_me,),)
    )


def not_understood(t: Translator) -> Screen:
    """A sticker, a location, an unknown command."""
    return Screen(t("I cannot do anything with that. Please type a question, or choose from the menu."), menu_rows(t))


def slow_down(t: Translator) -> Screen:
    """Once in a while, to somebody who writes or presses very fast."""
    return Screen(t("That is a little fast for me. Nothing is lost: I answer one thing after the other."))


def old_button(t: Translator) -> str:
    return t.plain("This button is from an older version. Here is the menu.")


def unknown_link(t: Translator) -> Markup:
    return t("The link you followed leads to something that is not here (any more). Here is the menu instead.")
