"""Screens of a question to the Secretariat."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from handlers.callbacks import Payload
from handlers.screens.initiatives import OpenQuestion
from handlers.screens.screen import Attached, Button, Rows, Screen, column, lines
from handlers.screens.start import OpenMenu, menu_rows
from handlers.screens.texts import shortened
from locales.translator import Translator
from models import Question, QuestionMessage, QuestionState


@dataclass(frozen=True)
class DropQuestion(Payload):
    """Leave without asking."""

    prefix: ClassVar[str] = "noq"


@dataclass(frozen=True)
class Thank(Payload):
    """The answer is enough."""

    prefix: ClassVar[str] = "qt"
    id: int


@dataclass(frozen=True)
class AskMore(Payload):
    """Ask on in the same thread."""

    prefix: ClassVar[str] = "qm"
    id: int


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


def ask_in_words(t: Translator) -> Screen:
    """The same when a file came instead of the question."""
    said = t("This is not kept: please write your question as a text. Files can be sent once it is answered.")
    asked = ask(t)
    return Screen(lines(said, asked.text), asked.rows)


def kept(question: Question, t: Translator) -> Screen:
    return Screen(
        t(
            "Your question has been passed on to the Secretariat. Its number: <b>{number}</b>. The answer comes here. "
            "You can find it under /my.",
            number=question.number,
        ),
        column([Button(t.plain("Open it"), OpenQuestion(question.id)), Button(t.plain("Main menu"), OpenMenu())]),
    )


def answer_rows(question: Question, t: Translator) -> Rows:
    """Under an answer of the Secretariat."""
    return column(
        [
            Button(t.plain("Thank you, that helped"), Thank(question.id)),
            Button(t.plain("Ask more"), AskMore(question.id)),
        ]
    )


def thanked(question: Question, t: Translator) -> Screen:
    return Screen(
        t("Question {number} is settled. You can still ask more.", number=question.number),
        column([Button(t.plain("Ask more"), AskMore(question.id)), Button(t.plain("Main menu"), OpenMenu())]),
    )


def ask_more(question: Question, t: Translator) -> Screen:
    return Screen(
        t(
            "What else would you like to know about {number}? Type it, or send a photo or a file.",
            number=question.number,
        ),
        way_out(t),
    )


def passed_on(question: Question, t: Translator) -> Screen:
    return Screen(
        t("Passed on to the Secretariat, with question {number}. The answer comes here.", number=question.number),
        column([Button(t.plain("Open it"), OpenQuestion(question.id)), Button(t.plain("Main menu"), OpenMenu())]),
    )


Part = tuple[Question, QuestionMessage]
_CAPTION = 800  # characters, of the 1024 that Telegram takes for a caption, with room for the frame


def answers(
    said: Sequence[Part], t: Translator, *, attached: Attached | None = None, is_correction: bool = False
) -> Screen:
    """What the Secretariat has answered, with "thank you" and "ask more"."""
    paragraphs = [_answer(question, message, t, is_correction=is_correction) for question, message in said]
    rows = answer_rows(said[-1][0], t)
    if attached is None:
        return Screen(lines(*paragraphs), rows)
    # The caption of a file is short: what is longer goes above it as messages of its own.
    text = lines(*paragraphs)
    if sum(len(message.text or "") for _, message in said) > _CAPTION:
        short = t("File to the answer to {number}", number=said[-1][0].number)
        return Screen(short, rows, before=(text,), attached=attached)
    return Screen(text, rows, attached=attached)


def _answer(question: Question, message: QuestionMessage, t: Translator, *, is_correction: bool) -> Markup:
    head = (
        t("<b>The Secretariat has corrected its answer to {number}</b>", number=question.number)
        if is_correction
        else t("<b>The Secretariat answers {number}</b>", number=question.number)
    )
    asked = t("You asked: <i>{text}</i>", text=shortened(question.text, 150))
    return lines(head, asked, Markup("{}").format(message.text) if message.text else None)


def asked_on(said: Sequence[Part], t: Translator) -> Markup:
    """To the officer."""
    return lines(
        *(
            t(
                "<b>{number}: the citizen asks on</b>\n{text}",
                number=question.number,
                text=shortened(message.text or t.plain("a file"), 800),
            )
            for question, message in said[-3:]
        )
    )


def own_thread(question: Question, messages: Sequence[QuestionMessage], t: Translator) -> Screen:
    """One's own question and what was said since, the latest in full."""
    state = t.plain("answered") if question.state is QuestionState.ANSWERED else t.plain("waiting for an answer")
    head = t(
        "<b>{number}</b> · {state}\n{moment}", number=question.number, state=state, moment=t.moment(question.asked_at)
    )
    said = [
        t("<b>Secretariat:</b> {text}", text=_shown(each, t))
        if each.is_staff
        else t("<b>You:</b> {text}", text=_shown(each, t))
        for each in messages[-6:]
    ]
    rows = ((Button(t.plain("Ask more"), AskMore(question.id)),), *menu_rows(t))
    return Screen(lines(head, Markup("{}").format(shortened(question.text, 800)), *said), rows)


def _shown(message: QuestionMessage, t: Translator) -> str:
    return shortened(message.text, 450) if message.text else t.plain("a file")
