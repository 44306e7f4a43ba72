"""An author clarifies named fields of an initiative: the initiative's own form, with just these fields."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from telegram import Update
from telegram.ext import ConversationHandler

from handlers import faq
from handlers.context import Context
from handlers.forms import Choice, Engine, Form, Kind, Press
from handlers.guards import NOT_TYPED, TYPED, conversation, pressed, wrote
from handlers.initiative_fields import FIELDS, SHOWN, Drafts, all_names
from handlers.screens import clarifications as screens
from handlers.screens import initiatives as public
from handlers.screens.forms import PREVIEW
from handlers.screens.screen import Screen
from locales.translator import msg
from models import Clarification, Initiative
from services import clarifications, conversations, initiative_texts, initiatives
from services.errors import NotFound
from services.files import Received

FLOW = "clarification"
CODE = "c"
Step = str | int | None


@dataclass(frozen=True)
class Subject:
    """What the form is about: the request, and the initiative it speaks of."""

    asked: Clarification
    one: Initiative


class Answers:
    """The form's store: answers lie beside the initiative until all of them are sent."""

    _drafts: ClassVar[Drafts] = Drafts()

    async def get(self, context: Context, draft_id: int) -> Subject:
        asked, one = await clarifications.get_own(context.session, context.citizen, draft_id, now=context.now)
        return Subject(asked, one)

    def id_of(self, subject: Subject) -> int:
        return subject.asked.id

    def is_answered(self, subject: Subject, field: str) -> bool:
        return clarifications.answer_of(subject.asked, field) is not None

    async def answer(self, context: Context, subject: Subject, field: str, value: str, message_id: int | None) -> None:
        await clarifications.answer(
            context.session, subject.asked, field, value, now=context.now, message_id=message_id
        )

    async def skip(self, context: Context, subject: Subject, field: str) -> None:
        """Leave it as it is."""
        await clarifications.answer(context.session, subject.asked, field, None, now=context.now)

    async def choices(self, context: Context, subject: Subject, field: str) -> Sequence[Choice]:
        known = await self._drafts.choices(context, subject.one, field)
        return [one for one in known if field not in initiatives.CHOICES or len(one.id) > 1]

    async def attach(self, context: Context, subject: Subject, received: Received) -> None:
        await self._drafts.attach(context, subject.one, received)
        await clarifications.answer(context.session, subject.asked, "files", None, now=context.now)

    async def detach(self, context: Context, subject: Subject, attachment_id: int) -> None:
        await self._drafts.detach(context, subject.one, attachment_id)

    def attachments(self, context: Context, subject: Subject) -> Sequence[Choice]:
        return self._drafts.attachments(context, subject.one)

    async def discard(self, _context: Context, _subject: Subject) -> None:
        raise NotFound  # a request of the Secretariat is answered or left, never thrown away

    def present(self, subject: Subject, field: str) -> str | None:
        answer = clarifications.answer_of(subject.asked, field)
        if answer is not None and answer.value and field in initiative_texts.TEXT_LIMITS:
            return answer.value
        return self._drafts.present(subject.one, field)

    def title(self, subject: Subject) -> str | None:
        return subject.one.text.title

    def at_most(self, field: str) -> int:
        return initiative_texts.TEXT_LIMITS[field][1]

    def consent(self, context: Context) -> None:
        """Nothing to consent to anew: the initiative was sent with consent."""


def _asked_about(name: str) -> Any:
    return lambda subject: name in subject.asked.names


# Every field can be left as it is, so each is optional here.
_CLARIFIED = tuple(
    replace(field, is_optional=True, is_asked=_asked_about(field.name), in_preview=True)
    for field in FIELDS
    if field.name in clarifications.FIELDS
)


async def show_preview(context: Context, subject: Subject) -> Screen:
    """Each field as it is and as it will be."""
    fields = [field for field in _CLARIFIED if field.name in subject.asked.names]
    return screens.preview(FORM, subject.asked, subject.one, fields, await all_names(context), context.t)


async def send(context: Context, subject: Subject) -> Step:
    for name in clarifications.missing(subject.asked):
        return await ENGINE.ask(context, subject, FORM.field(name), note=context.t("This is needed before sending."))
    was_public = subject.one.published_at is not None
    one = await clarifications.send(context.session, context.citizen, subject.asked, subject.one, now=context.now)
    conversations.park(context.conversation)
    context.show(screens.sent(one, context.t, is_off_list=was_public and one.published_at is None))
    return ConversationHandler.END


def read(context: Context, subject: Subject) -> list[Screen]:
    texts = [field for field in SHOWN if field.kind is Kind.TEXT and field.name in subject.asked.names]
    return public.in_full(subject.one, texts, {}, context.t)


class ClarificationEngine(Engine):
    """The form's engine; leaving it keeps the request open, and there is nothing to delete."""

    def leave(self, context: Context, draft_id: int) -> Step:
        conversations.park(context.conversation)
        context.show(screens.left(draft_id, context.t))
        return ConversationHandler.END


FORM = Form(
    FLOW,
    CODE,
    _CLARIFIED,
    Answers(),
    show_preview,
    send,
    read,
    left=msg("You can answer later: the request stays open."),
)
ENGINE = ClarificationEngine(FORM, faq.side_question)


async def start(_update: Update, context: Context, press: screens.Answer) -> Step:
    """From the notice, or from one's own card: what is unclear, then the first field."""
    asked, one = await clarifications.get_own(context.session, context.citizen, press.id, now=context.now)
    note = screens.introduction(asked, one, context.t)
    return await ENGINE.open(context, Subject(asked, one), note=note)


def build() -> "ConversationHandler[Context]":
    takes = [wrote(TYPED, ENGINE.take_text), wrote(NOT_TYPED, ENGINE.take_file)]
    steps = [field.name for field in _CLARIFIED] + [PREVIEW]
    return conversation(
        FLOW,
        entry_points=[pressed(screens.Answer, start), pressed(Press, ENGINE.press, where=FORM.owns)],
        states=dict.fromkeys(steps, takes),
        cancel=ENGINE.cancel,
    )
