"""Sharing a thing: in any chat, by its link, by its QR code."""

from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from handlers.callbacks import Payload
from handlers.screens.screen import Attached, Button, Rows, Screen, lines
from handlers.screens.start import menu_rows
from locales.translator import Translator


@dataclass(frozen=True)
class Share(Payload):
    """The link and the QR code of a thing: ``letter`` is the one its links begin with."""

    prefix: ClassVar[str] = "shr"
    letter: str
    id: str


def share_rows(letter: str, id_: str, query: str, t: Translator) -> Rows:
    """Under the card of a shareable thing. ``query`` finds it inline, in a chat that the person chooses."""
    return (
        (
            Button(t.plain("Share in a chat"), share=query),
            Button(t.plain("Link and QR code"), Share(letter, id_)),
        ),
    )


def shared(title: str, link: str, t: Translator) -> Screen:
    """A QR picture with the link under it, to be forwarded, shown or printed."""
    said = lines(
        Markup("<b>{}</b>").format(title),
        link,
        t("Whoever opens this link or scans the code comes to this bot and sees it. Print it or forward it."),
    )
    return Screen(said, menu_rows(t), attached=Attached(kind="photo", name="qr.png", qr=link))
