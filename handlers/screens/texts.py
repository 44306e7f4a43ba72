"""Lengths as Telegram counts them, shortening and splitting."""

import html
import re
from collections.abc import Iterable

from markupsafe import Markup, escape

from handlers.screens.screen import MOST_CHARACTERS, lines

_TAG = re.compile(r"<[^<>]*>")


def telegram_length(text: str) -> int:
    """Characters after entity parsing, in code points: what the limit of 4096 is about (Bot API, sendMessage)."""
    return len(html.unescape(_TAG.sub("", text)))


def shortened(text: str, at_most: int) -> str:
    """The text, or its beginning with an ellipsis, cut between words where that costs little."""
    if len(text) <= at_most:
        return text
    cut = text[: at_most - 1]
    space = cut.rfind(" ")
    if space > at_most * 2 // 3:
        cut = cut[:space]
    return f"{cut.rstrip()}…"


def pages(plain: str, at_most: int = MOST_CHARACTERS) -> list[Markup]:
    """Plain text as escaped messages that fit. It is split before it is escaped, so no tag or entity is cut."""
    rest, found = plain, []
    while len(rest) > at_most:
        cut = max(rest.rfind("\n", 0, at_most), rest.rfind(" ", 0, at_most))
        if cut < at_most // 2:
            cut = at_most
        found.append(escape(rest[:cut]))
        rest = rest[cut:].lstrip()
    return [*found, escape(rest)] if rest else found


def spread(paragraphs: Iterable[Markup | None]) -> tuple[Markup, tuple[Markup, ...]]:
    """Paragraphs as few messages that fit, none of them cut: the last message, and those that go above it."""
    filled: list[Markup] = []
    for one in paragraphs:
        if not one:
            continue
        together = lines(filled[-1], one) if filled else one
        filled[-1:] = [together] if telegram_length(together) <= MOST_CHARACTERS else [*filled[-1:], one]
    return filled[-1], tuple(filled[:-1])
