"""A screen: what one message shows. Same inputs, same screen; nothing here sends."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from handlers.callbacks import Payload

MOST_CHARACTERS = 4096  # of a message, counted after entity parsing (Bot API, sendMessage)
MOST_BUTTONS = 100


@dataclass(frozen=True)
class Button:
    """One inline button: exactly one of a payload to come back, a web address, or a text to share inline."""

    label: str
    press: Payload | None = None
    url: str | None = None
    share: str | None = None

    def to_dict(self) -> dict[str, str]:
        if self.press is not None:
            return {"text": self.label, "callback_data": self.press.pack()}
        if self.url is not None:
            return {"text": self.label, "url": self.url}
        return {"text": self.label, "switch_inline_query": self.share or ""}


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True)
class Made:
    """A file that is made when it is sent, from plain data staged with the reply: drawing a chart or writing a
    spreadsheet takes seconds, which do not belong into the transaction everybody else waits for."""

    what: str  # a maker in bot/deferred.py
    data: Mapping[str, Any]  # JSON
    otherwise: Markup | None = None  # said when it cannot be made or is too large; else its caption is


@dataclass(frozen=True)
class Attached:
    """A file that travels with a screen: ours as bytes, one that Telegram already has, by its id, the QR code
    of a link, which is drawn when it is sent, or what else is made then."""

    kind: str  # photo, document, voice, video
    name: str
    content: bytes | None = None
    telegram_file_id: str | None = None
    qr: str | None = None
    made: Made | None = None


@dataclass(frozen=True)
class Screen:
    """HTML text with rows of buttons under it. ``before`` are longer texts shown above, each its own message.

    ``over``: of a notice, the message that it replaces where Telegram still lets it. ``is_silent``: of a notice, that
    the telephone makes no sound.
    """

    text: Markup
    rows: Rows = ()
    before: tuple[Markup, ...] = ()
    attached: Attached | None = None
    over: int | None = None
    is_silent: bool = False

    def with_rows(self, *rows: Iterable[Button]) -> "Screen":
        return replace(self, rows=(*self.rows, *(tuple(row) for row in rows)))

    def led_by(self, *rows: Iterable[Button]) -> "Screen":
        """The same with these rows on top: the way back to what somebody was doing comes first."""
        return replace(self, rows=(*(tuple(row) for row in rows), *self.rows))


def column(buttons: Iterable[Button]) -> Rows:
    """One button a row: long Kyrgyz labels are not cut on a narrow phone."""
    return tuple((button,) for button in buttons)


def lines(*parts: Markup | str | None) -> Markup:
    """The parts that there are, each a paragraph."""
    return Markup("\n\n").join(part for part in parts if part)
