"""The engine that walks a person through a form. It knows no form in particular."""

from collections.abc import Awaitable, Callable
from typing import Any

from markupsafe import Markup
from telegram import Update
from telegram.ext import ConversationHandler

from handlers.context import Context, message_id_of, text_of
from handlers.errors import words
from handlers.forms.table import Act, Field, Form, Kind, Press
from handlers.screens import forms as screens
from handlers.screens.forms import PREVIEW
from handlers.screens.screen import Screen
from handlers.screens.start import menu_rows
from handlers.uploads import received_in
from locales import content as files
from services import conversations
from services.errors import LinkRefused, MomentRefused, NumberRefused, Refused, TextTooLong, TextTooShort
from services.search import DecisionKind

Step = str | int | None
END = ConversationHandler.END
AnswerQuestion = Callable[[Context, str], Awaitable[Screen]]

# A client sends a pasted text of more than 4096 characters as several messages within the same second or two.
PASTE_SECONDS = 2
PASTE_FROM = 4000


class Engine:
    """One form's transitions. ``answer_question`` is how a side question is answered."""

    def __init__(self, form: Form, answer_question: AnswerQuestion) -> None:
        self.form = form
        self._answer_question = answer_question

    async def open(self, context: Context, subject: Any, *, note: Markup | None = None) -> Step:
        """Continue a draft where it was left."""
        field = self.form.first_open(subject)
        conversations.park(context.conversation)
        return await (
            self.ask(context, subject, field, note=note) if field else self.show_preview(context, subject, note)
        )

    async def ask(
        self,
        context: Context,
        subject: Any,
        field: Field,
        *,
        note: Markup | None = None,
        over: int | None = None,
    ) -> Step:
        """Show a field's question; its name is the step."""
        form, t = self.form, context.t
        choices = await form.store.choices(context, subject, field.name)
        asked = [one for one in form.asked(subject) if one.in_preview]
        screen = screens.question(
            form,
            field,
            form.store.id_of(subject),
            t,
            number=(asked.index(field) + 1, len(asked)) if field in asked else None,
            choices=form.store.attachments(context, subject) if field.kind is Kind.FILES else choices,
            note=note,
            present=form.store.present(subject, field.name) if context.memory.get("returning") else None,
        )
        context.show(screen, over=over)
        context.remember(draft=form.store.id_of(subject), kept=None, aside=None)
        return field.name

    async def show_preview(self, context: Context, subject: Any, note: Markup | None = None) -> Step:
        """The live preview with "change" for every field."""
        screen: Screen = await self.form.preview(context, subject)
        context.remember(draft=self.form.store.id_of(subject), returning=None, kept=None, aside=None)
        context.show(
            screen if note is None else Screen(Markup("\n\n").join([note, screen.text]), screen.rows, screen.before)
        )
        return PREVIEW

    async def go_on(self, context: Context, subject: Any, name: str, note: Markup | None = None) -> Step:
        """After an answer: back to the preview if that is where the person came from, else the next question."""
        if context.memory.get("returning"):
            return await self.show_preview(context, subject, note)
        field = self.form.after(subject, name)
        if field is None:
            field = self.form.first_open(subject)
        return await (
            self.ask(context, subject, field, note=note) if field else self.show_preview(context, subject, note)
        )

    # --- what was typed or sent ------------------------------------------------------------------------------

    async def take_text(self, update: Update, context: Context) -> Step:
        """Typed text: the answer in a text step; a question after "I have a question" or in a choice step."""
        subject, field = await self._present(context)
        text = text_of(update)
        draft_id = self.form.store.id_of(subject)
        if context.memory.get("aside") or field is None or field.kind is not Kind.TEXT:
            context.remember(aside=None)
            screen = await self._answer_question(context, text)
            context.show(
                screen.led_by(*screens.back_to_form(self.form, draft_id, context.t, self._step(context) or PREVIEW))
            )
            return None
        if self._is_question(context, text):
            context.remember(kept={"text": text, "message": message_id_of(update)})
            context.show(screens.kept_as_question(self.form, field.name, draft_id, text, context.t))
            return None
        return await self._take(context, subject, field, self._joined(update, context, text), message_id_of(update))

    async def _take(self, context: Context, subject: Any, field: Field, text: str, message_id: int | None) -> Step:
        try:
            await self.form.store.answer(context, subject, field.name, text, message_id)
        except (TextTooShort, LinkRefused, MomentRefused, NumberRefused) as refused:
            return await self.ask(context, subject, field, note=words(refused, context.t))
        except TextTooLong as refused:
            said = words(refused, context.t)
            context.remember(kept={"text": text, "message": message_id, "at": context.now.timestamp()})
            draft_id = self.form.store.id_of(subject)
            context.show(screens.too_long(self.form, field.name, draft_id, said, refused.at_most, context.t))
            return None
        return await self.go_on(context, subject, field.name)

    def _joined(self, update: Update, context: Context, text: str) -> str:
        kept = context.memory.get("kept") or {}
        said_at = update.effective_message.date.timestamp() if update.effective_message else 0
        if len(kept.get("text", "")) >= PASTE_FROM and said_at - kept.get("at", 0) <= PASTE_SECONDS:
            return f"{kept['text']}{text}"
        return text

    def _is_question(self, context: Context, text: str) -> bool:
        reading = context.turn.reading
        if reading is None or reading.kind is not DecisionKind.ANSWER:
            return False
        return "?" in text or (len(text) < 100 and bool(files.question_words() & set(text.lower().split())))

    async def take_file(self, update: Update, context: Context) -> Step:
        """A document, photo or voice message: an attachment where one is asked for; else it is said where."""
        subject, field = await self._present(context)
        message = update.effective_message
        assert message is not None
        if field is None or field.kind is not Kind.FILES:
            note = context.t("Files can be attached later in the form. Please answer this question first.")
            return await (
                self.ask(context, subject, field, note=note) if field else self.show_preview(context, subject, note)
            )
        note = context.t("The file is attached.")
        try:
            await self.form.store.attach(context, subject, received_in(message))
        except Refused as refused:
            note = words(refused, context.t)
        # An album comes as several updates: the first is answered with a screen, the others change that screen.
        album = message.media_group_id
        over = context.conversation.screen_message_id if album and context.memory.get("album") == album else None
        context.remember(album=album)
        return await self.ask(context, subject, field, note=note, over=over)

    # --- what was pressed ------------------------------------------------------------------------------------

    async def press(self, update: Update, context: Context, press: Press) -> Step:
        """Any button of this form, however old. One drawn at an earlier step never answers a later one."""
        subject = await self.form.store.get(context, press.draft)
        if press.act in _ANYTIME:
            return await self._anytime(context, subject, press)
        is_here = context.conversation.flow == self.form.flow and context.memory.get("draft") == press.draft
        if not is_here or self._step(context) != press.step:
            context.toast(context.t.plain("This button belongs to an earlier question."))
            return await self._resume(context, subject, is_here=is_here)
        field = self.form.field(press.step)
        match press.act:
            case Act.PICK:
                await self.form.store.answer(context, subject, field.name, press.value, None)
                return await self.go_on(context, subject, field.name)
            case Act.SKIP | Act.DONE:
                if press.act is Act.SKIP:
                    await self.form.store.skip(context, subject, field.name)
                return await self.go_on(context, subject, field.name)
            case Act.BACK:
                return await self._back(context, subject, field)
            case Act.DETACH:
                await self.form.store.detach(context, subject, int(press.value or 0))
                return await self.ask(context, subject, field)
            case _:
                return await self._settle_kept(context, subject, field, press.act)

    async def _anytime(self, context: Context, subject: Any, press: Press) -> Step:
        form, draft_id = self.form, self.form.store.id_of(subject)
        match press.act:
            case Act.OPEN:
                is_here = context.memory.get("draft") == draft_id and self._step(context) is not None
                return await self._resume(context, subject, is_here=is_here)
            case Act.CHANGE:
                context.remember(draft=draft_id, returning=True)
                return await self.ask(context, subject, form.field(press.value))
            case Act.SEND | Act.CONSENT:
                context.remember(draft=draft_id)
                step: Step = (
                    await form.send(context, subject) if press.act is Act.SEND else await self.consent(context, subject)
                )
                return step
            case Act.ASIDE:
                context.remember(draft=draft_id, aside=True)
                context.show(screens.aside(form, press.step, draft_id, context.t), anew=True)
                return None if context.conversation.flow == form.flow else press.step
            case Act.READ:
                for screen in form.read(context, subject):
                    context.show(screen, anew=True)
                return None
            case Act.DISCARD if press.value != "yes":
                context.show(screens.really_discard(form, draft_id, form.store.title(subject), context.t))
                return END
            case Act.DISCARD:
                await form.store.discard(context, subject)
                conversations.park(context.conversation)
                context.show(Screen(context.t("The draft is deleted."), menu_rows(context.t)))
                return END
            case _:
                return self.leave(context, draft_id)

    async def consent(self, context: Context, subject: Any) -> Step:
        """The person agrees and sends."""
        self.form.store.consent(context)
        step: Step = await self.form.send(context, subject)
        return step

    def leave(self, context: Context, draft_id: int) -> Step:
        """Close the form, keep the draft."""
        conversations.park(context.conversation)
        context.show(screens.left(self.form, draft_id, context.t))
        return END

    async def cancel(self, _update: Update, context: Context) -> Step:
        """/cancel within the form."""
        return self.leave(context, int(context.memory.get("draft", 0)))

    async def _back(self, context: Context, subject: Any, field: Field) -> Step:
        if context.memory.get("returning"):
            return await self.show_preview(context, subject)
        before = self.form.before(subject, field.name)
        if before is None:
            return self.leave(context, self.form.store.id_of(subject))
        return await self.ask(context, subject, before)

    async def _resume(self, context: Context, subject: Any, *, is_here: bool) -> Step:
        step = self._step(context)
        if not is_here or step is None:
            return await self.open(context, subject)
        if step == PREVIEW:
            return await self.show_preview(context, subject)
        return await self.ask(context, subject, self.form.field(step))

    async def _settle_kept(self, context: Context, subject: Any, field: Field, act: Act) -> Step:
        kept = context.memory.get("kept") or {}
        text = str(kept.get("text", ""))
        if not text:
            return await self.ask(context, subject, field)
        if act is Act.IS_QUESTION:
            screen = await self._answer_question(context, text)
            draft_id = self.form.store.id_of(subject)
            context.remember(kept=None)
            context.show(screen.led_by(*screens.back_to_form(self.form, draft_id, context.t, field.name)))
            return None
        if act is Act.CUT:
            text = text[: self.form.store.at_most(field.name)]
        return await self._take(context, subject, field, text, kept.get("message"))

    async def _present(self, context: Context) -> tuple[Any, Field | None]:
        """The draft and field that the person is at; no field at the preview."""
        subject = await self.form.store.get(context, int(context.memory.get("draft", 0)))
        step = self._step(context)
        return subject, None if step in {None, PREVIEW} else self.form.field(str(step))

    def _step(self, context: Context) -> str | None:
        return context.conversation.step if context.conversation.flow == self.form.flow else None


_ANYTIME = frozenset({Act.OPEN, Act.CHANGE, Act.SEND, Act.CONSENT, Act.ASIDE, Act.READ, Act.DISCARD, Act.LEAVE})
