"""What citizens hear of their questions, and officers of what was asked on."""

from dataclasses import replace
from datetime import timedelta

from handlers.notices.context import Later, NoticeContext
from handlers.screens import questions as screens
from handlers.screens.screen import Attached, Button, Screen, column
from handlers.screens.secretariat.desk import OpenTask
from handlers.screens.secretariat.questions import AnswerQuestion
from models import Message, MessageState, Notice, Question, QuestionMessage, Role
from services import answering, outbox, staff
from services.tasks import Thing

_EDITED = "answer-edited"
_WAITING = frozenset({MessageState.OPEN, MessageState.RETRY})
_ON_ITS_WAY = timedelta(seconds=2)  # an answer that is being sent: it can be edited once its message is known


async def _found(context: NoticeContext, notices: list[Notice]) -> list[tuple[Question, QuestionMessage]]:
    found = [await answering.find_message(context.session, int(notice.subject)) for notice in notices]
    return [one for one in found if one is not None]


def _file(message: QuestionMessage) -> Attached | None:
    file = message.file
    return Attached(file.kind.value, file.name or "", telegram_file_id=file.telegram_file_id) if file else None


async def answer(context: NoticeContext, notices: list[Notice]) -> Screen | None:
    """An answer, with "thank you" and "ask more" under it; each comes in a message of its own."""
    said = await _found(context, notices)
    if not said:
        return None
    return screens.answers(said, context.t, attached=_file(said[-1][1]))


async def corrected(context: NoticeContext, notices: list[Notice]) -> Screen | None:
    """A corrected answer, as it reads now, in the place of what was sent; of several corrections only the last."""
    notice = notices[-1]
    found = await answering.find_message(context.session, int(notice.subject))
    if found is None or not notice.cause.endswith(f":v{found[1].version}"):
        return None
    told = await _told(context, notice)
    if told is None or told.state in _WAITING:
        return None  # the answer itself has not been told yet: it will be as it reads now
    if told.state in {MessageState.CLAIMED, MessageState.SENDING}:
        raise Later(_ON_ITS_WAY)
    # What does not fit under a file any more comes as a text of its own.
    screen = screens.answers([found], context.t, attached=_file(found[1]), is_correction=True)
    if told.telegram_message_id is None or screen.before:
        return screens.answers([found], context.t, is_correction=True)
    return replace(screen, over=told.telegram_message_id)


async def _told(context: NoticeContext, notice: Notice) -> Message | None:
    """The latest message with the answer. Not a correction that still waits: this one is newer."""
    kinds = ("answer", _EDITED)
    told = await outbox.list_told(context.session, context.citizen.id, kinds, notice.subject, before=notice.id)
    return next((one for one in told if one.kind != _EDITED or one.state not in _WAITING), None)


async def asked_on(context: NoticeContext, notices: list[Notice]) -> Screen | None:
    """To the officer whose task it is: in the private chat, so the text may be shown. Not to somebody whose role was
    taken away meanwhile."""
    if not await staff.has_role(context.session, context.citizen, Role.MODERATOR):
        return None
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


RENDERERS = {"answer": answer, _EDITED: corrected, "asked-on": asked_on}
