"""Citizens' comments and photos on a report, to be looked at: in order, or abuse that is hidden."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from handlers.callbacks import Payload
from handlers.screens.answered import ShowPhoto, answer
from handlers.screens.publishing import Names
from handlers.screens.screen import Button, Screen, column, lines
from handlers.screens.secretariat.words import desk_rows
from locales.translator import Translator
from models import Assessment


@dataclass(frozen=True)
class SettleComment(Payload):
    """Looked at: in order, or (``hide``) taken out of the count."""

    prefix: ClassVar[str] = "ok"
    id: int
    hide: int


def listing(title: str, found: Sequence[Assessment], names: Names, t: Translator) -> Screen:
    """The next ones of a report; without who they are."""
    buttons = []
    for number, one in enumerate(found, 1):
        if one.photo_id is not None:
            buttons.append(Button(t.plain("{n}: show the photo", n=number), ShowPhoto(one.id)))
        buttons.append(Button(t.plain("{n}: looks fine", n=number), SettleComment(one.id, 0)))
        buttons.append(Button(t.plain("{n}: hide", n=number), SettleComment(one.id, 1)))
    said = [
        t("<b>Citizens’ comments on a report</b>"),
        Markup("{}").format(title),
        *(answer(number, one, names, t) for number, one in enumerate(found, 1)),
        None if found else t("Nothing is waiting here."),
    ]
    return Screen(lines(*said), (*column(buttons), *desk_rows(t)))
