"""Greeting, language, menu, help."""

from collections.abc import Iterator

from bot.gallery import Example, samples, show
from handlers.screens import start as screens
from handlers.screens.screen import Screen
from locales.translator import LANGUAGES, Translator, Voices


def examples(t: Translator) -> Iterator[Example]:
    for language in LANGUAGES:
        yield show(f"suggested: {language}", screens.welcome, Voices(t.zone), language)
    yield show("", screens.languages, t)
    yield show("a newcomer", screens.menu, t, has_drafts=False)
    yield show("with a draft", screens.menu, t, has_drafts=True)
    yield show("", screens.help_screen, t)
    yield show("in a group", screens.elsewhere, samples.BOT, t)
    yield show("a sticker, an unknown command", screens.not_understood, t)
    yield show("a flood", screens.slow_down, t)
    yield Example(screens.unknown_link, "above the menu", (Screen(screens.unknown_link(t)),))
