"""Screens of a question to the Secretariat."""

from dataclasses import dataclass
from typing import ClassVar

from handlers.callbacks import Payload
from handlers.screens.initiatives import OpenQuestion
from handlers.screens.screen import Button, Rows, Screen, column
from handlers.screens.start import OpenMenu
from locales.translator import Translator
from models import Question


@dataclass(frozen=True)
class DropQuestion(Payload):
    """Leave without asking."""

    prefix: ClassVar[str] = "noq"


def way_out(t: Translator) -> Rows:
    return ((Button(t.plain("Cancel"), DropQuestion()),),)


def ask(t: Translator) -> Screen:
    return Screen(
        t(
            "<b>A question to the Secretariat</b>\n\nType it in one message, 10 to 2000 characters, in Kyrgyz, Russian "
            "or English. The answer comes here, in this chat."
        ),
        way_out(t),
    )


def kept(question: Question, t: Translator) -> Screen:
    return Screen(
        t(
            "Your question has been passed on to the Secretariat. Its number: <b>{number}</b>. The answer comes here. "
            "You can find it under /my.",
            number=question.number,
        ),
        column([Button(t.plain("Open it"), OpenQuestion(question.id)), Button(t.plain("Main menu"), OpenMenu())]),
    )
