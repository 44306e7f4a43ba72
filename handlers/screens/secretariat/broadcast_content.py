"""What is asked to fill in an announcement: its texts, its file, its buttons."""

from dataclasses import dataclass
from typing import ClassVar

from handlers.callbacks import Payload
from handlers.screens.screen import Button, Rows, Screen, column
from handlers.screens.secretariat.broadcast_progress import OpenBroadcast
from locales.translator import OWN_NAMES, Translator
from models import Language


@dataclass(frozen=True)
class WriteBroadcast(Payload):
    """Type its text in a language."""

    prefix: ClassVar[str] = "bw"
    id: int
    lang: Language


@dataclass(frozen=True)
class UseInstead(Payload):
    """Readers of English get this language."""

    prefix: ClassVar[str] = "bf"
    id: int
    lang: Language


@dataclass(frozen=True)
class AttachToBroadcast(Payload):
    """Send a file for it; ``on`` 0: take the file off."""

    prefix: ClassVar[str] = "bm"
    id: int
    on: int


@dataclass(frozen=True)
class LinkBroadcast(Payload):
    """Type a button; ``on`` 0: no buttons."""

    prefix: ClassVar[str] = "bk"
    id: int
    on: int


def ask_text(broadcast_id: int, lang: Language, t: Translator) -> Screen:
    """Formatting is kept as it is typed in Telegram."""
    said = t(
        "Type the announcement in this language: {language}. Bold, italics and links are kept as you format them in "
        "Telegram. You can also send a photo, document or video with the text as its caption.",
        language=OWN_NAMES[lang],
    )
    return Screen(said, back(broadcast_id, t))


def ask_media(broadcast_id: int, t: Translator) -> Screen:
    """One file."""
    return Screen(t("Send one photo, document or video. A caption is not used."), back(broadcast_id, t))


def ask_link(broadcast_id: int, t: Translator) -> Screen:
    """An address and its labels, a line each."""
    said = t(
        "Type the button in one message, one line each: the web address, its label in Kyrgyz, in Russian and, if there "
        "is one, in English.\n\n<code>https://www.ogp.el.kg\nlabel in Kyrgyz\nlabel in Russian\nlabel in English</code>"
    )
    return Screen(said, back(broadcast_id, t))


def back(broadcast_id: int, t: Translator) -> Rows:
    """The way back to the draft."""
    return column([Button(t.plain("Back to the announcement"), OpenBroadcast(broadcast_id))])
