"""A screen measured against what Telegram takes."""

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from bot.playground.errors import Refusal
from bot.playground.html import parse
from handlers.callbacks import MOST_BYTES
from handlers.screens.screen import MOST_BUTTONS, MOST_CHARACTERS, Button, Screen

MOST_OF_A_CAPTION = 1024
MOST_ENTITIES = 100
WIDEST_ROW = 8
LONGEST_QUERY = 256  # characters after the bot's name that a "share" button types


@dataclass(frozen=True)
class Measures:
    """What a screen takes of each limit, and which it breaks."""

    characters: int
    of_characters: int
    buttons: int
    widest_row: int
    longest_payload: int  # bytes
    faults: tuple[str, ...]


def measure(screen: Screen) -> Measures:
    """Lengths after Telegram's own reading of HTML."""
    most = MOST_OF_A_CAPTION if screen.attached else MOST_CHARACTERS
    buttons = [button for row in screen.rows for button in row]
    faults = [*_text_faults(screen.text, most)]
    for text in screen.before:
        faults += _text_faults(text, MOST_CHARACTERS)
    faults += _button_faults(screen, buttons)
    return Measures(
        characters=_length(screen.text),
        of_characters=most,
        buttons=len(buttons),
        widest_row=max((len(row) for row in screen.rows), default=0),
        longest_payload=max((len(one.press.pack().encode()) for one in buttons if one.press), default=0),
        faults=tuple(faults),
    )


def _length(text: Markup) -> int:
    try:
        return len(parse(str(text))[0])
    except Refusal:
        return len(text)


def _text_faults(text: Markup, most: int) -> Iterator[str]:
    try:
        shown, entities = parse(str(text))
    except Refusal as refusal:
        yield f"Telegram cannot read it: {refusal}"
        return
    if not shown.strip():
        yield "it says nothing"
    if len(shown) > most:
        yield f"{len(shown)} characters of {most}"
    if len(entities) > MOST_ENTITIES:
        yield f"{len(entities)} entities of {MOST_ENTITIES}"


def _button_faults(screen: Screen, buttons: list[Button]) -> Iterator[str]:
    if len(buttons) > MOST_BUTTONS:
        yield f"{len(buttons)} buttons of {MOST_BUTTONS}"
    for row in screen.rows:
        if not 1 <= len(row) <= WIDEST_ROW:
            yield f"{len(row)} buttons in a row"
    for button in buttons:
        if not button.label.strip():
            yield "a button without words"
        if sum(part is not None for part in (button.press, button.url, button.share)) != 1:
            yield f"“{button.label}” must do exactly one thing"
        if button.press is not None and len(button.press.pack().encode()) > MOST_BYTES:
            yield f"the payload of “{button.label}” is too long"
        if button.share is not None and len(button.share) > LONGEST_QUERY:
            yield f"“{button.label}” types too much"
