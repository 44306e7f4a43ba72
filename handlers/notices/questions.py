"""What citizens hear of their questions, and officers of what was asked on."""

from handlers.notices.context import NoticeContext
from handlers.screens import questions as screens
from handlers.screens.screen import Attached, Button, Screen, column
from handlers.screens.secretariat.desk import OpenTask
from handlers.screens.secretariat.questions import AnswerQuestion
from models import Notice, Question, QuestionMessage
from services import answering
from services.tasks import Thing


async def _found(context: NoticeContext, notices: list[Notice]) -> list[tuple[Question, QuestionMessage]]:
    found = [await answering.find_message(context.session, int(notice.subject)) for notice in notices]
    return [one for one in found if one is not None]


def _file(message: QuestionMessage) -> Attached | None:
    file = message.file
    return Attached(file.kind.value, file.name or "", telegram_file_id=file.telegram_file_id) if file else None


async def answer(context: NoticeContext, notices: list[Notice]) -> Screen | None:
    """An answer, with "thank you" and "ask more" under it. A file travels with the last of several."""
    said = await _found(context, notices)
    if not said:
        return None
    return screens.answers(said, context.t, attached=_file(said[-1][1]))


async def corrected(context: NoticeContext, notices: list[Notice]) -> Screen | None:
    """A corrected answer, as it reads now; several corrections of one answer are told as one."""
    said = {message.id: (question, message) for question, message in await _found(context, notices)}
    return screens.answers(list(said.values()), context.t, is_correction=True) if said else None


async def asked_on(context: NoticeContext, notices: list[Notice]) -> Screen | None:
    """To the officer whose task it is: in the private chat, so the text may be shown."""
    said = await _found(context, notices)
    if not said:
        return None
    question = said[-1][0]
    buttons = [
        Button(context.t.plain("Answer"), AnswerQuestion(question.id)),
        Button(context.t.plain("Open {number}", number=question.number), OpenTask(Thing.QUESTION, question.id)),
    ]
    text = screens.asked_on(said, context.t)
    return Screen(text, column(buttons), attached=_file(said[-1][1]))


RENDERERS = {"answer": answer, "answer-edited": corrected, "asked-on": asked_on}
