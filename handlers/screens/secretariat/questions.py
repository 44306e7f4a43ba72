"""A question as staff see it: the thread, and answering it."""

from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from handlers.callbacks import Payload
from handlers.screens.screen import Attached, Button, Rows, Screen, column, lines
from handlers.screens.secretariat.desk import OpenTask, task_rows
from handlers.screens.secretariat.library import MakeFaq
from handlers.screens.secretariat.reviews import WriteNote
from handlers.screens.secretariat.words import Colleagues, colleague, desk_rows
from handlers.screens.texts import shortened, telegram_length
from locales.translator import OWN_NAMES, Translator
from models import Question, QuestionMessage, QuestionState
from services.answering import Thread
from services.tasks import Thing

_ROOM = 3600
_LENGTHS = (2000, 200, 100)  # characters of each thing said: the first that leaves the card within a message


@dataclass(frozen=True)
class AnswerQuestion(Payload):
    """Type the answer."""

    prefix: ClassVar[str] = "qa"
    id: int


@dataclass(frozen=True)
class ShowThreadFiles(Payload):
    """The files of a thread."""

    prefix: ClassVar[str] = "qf"
    id: int


def card(thread: Thread, known: Colleagues, me: int, t: Translator, note: Markup | None = None) -> Screen:
    """The question, what was said since, notes. Replying to this message answers the question."""
    question = thread.question
    head = t(
        "<b>{number}</b> · {state} · language: {language} · asked {moment}",
        number=question.number,
        state=_state(question, t),
        language=OWN_NAMES[question.lang],
        moment=t.moment(question.asked_at),
    )

    def text(at_most: int) -> Markup:
        notes = [
            t("{who}: {text}", who=colleague(each.author_id, known, t), text=shortened(each.text, min(at_most, 200)))
            for each in thread.notes[-5:]
        ]
        return lines(
            note,
            head,
            Markup("{}").format(shortened(question.text, max(at_most, 1500))),
            *(_said(each, at_most, t) for each in thread.messages[-8:]),
            t("Assigned to: {whose}", whose=colleague(question.assignee_id, known, t)),
            lines(t("<b>Internal notes</b>"), Markup("\n").join(notes)) if notes else None,
            t("Reply to this message to answer, or press the button."),
        )

    tried = (text(at_most) for at_most in _LENGTHS)
    fitting = next((one for one in tried if telegram_length(one) <= _ROOM), None) or text(_LENGTHS[-1])
    return Screen(fitting, _rows(thread, me, t))


def _state(question: Question, t: Translator) -> str:
    if question.state is QuestionState.ANSWERED:
        return t.plain("answered, thanked") if question.thanked_at else t.plain("answered")
    return t.plain("waiting for an answer")


def _said(message: QuestionMessage, at_most: int, t: Translator) -> Markup:
    text = shortened(message.text, at_most) if message.text else t.plain("a file")
    if message.is_staff:
        return t("<b>Secretariat:</b> {text}", text=text)
    return t("<b>Citizen:</b> {text}", text=text)


def _rows(thread: Thread, me: int, t: Translator) -> Rows:
    question = thread.question
    buttons = [Button(t.plain("Answer"), AnswerQuestion(question.id))]
    if any(each.file is not None for each in thread.messages):
        buttons.append(Button(t.plain("Show the files"), ShowThreadFiles(question.id)))
    if any(each.is_staff and each.text for each in thread.messages):
        buttons.append(Button(t.plain("Make this an FAQ entry"), MakeFaq(question.id, "-")))
    buttons.append(Button(t.plain("Write a note"), WriteNote(Thing.QUESTION, question.id)))
    return (
        *task_rows(Thing.QUESTION, question.id, question.assignee_id, me, t),
        *column(buttons),
        *desk_rows(t),
    )


def ask_answer(question: Question, t: Translator) -> Screen:
    """The answer, in the citizen's language."""
    said = t(
        "Type the answer to {number} in the citizen’s language: {language}. Up to 3000 characters, or send a photo or "
        "a file. Editing your message later corrects the answer.",
        number=question.number,
        language=OWN_NAMES[question.lang],
    )
    return Screen(said, ((Button(t.plain("Back to the card"), OpenTask(Thing.QUESTION, question.id)),),))


def answered(question: Question, t: Translator) -> Screen:
    """Said to the officer, in the staff group too: nothing of the text."""
    return Screen(t("The answer to {number} is on its way.", number=question.number))


def files(thread: Thread, t: Translator) -> list[Screen]:
    """The files of the thread, sent by their ids."""
    return [
        Screen(
            t("File of {number}", number=thread.question.number),
            attached=Attached(each.file.kind.value, each.file.name or "", telegram_file_id=each.file.telegram_file_id),
        )
        for each in thread.messages
        if each.file is not None
    ]
