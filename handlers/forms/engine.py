"""The engine that walks a person through a form. It knows no form in particular."""

from collections.abc import Awaitable, Callable
from typing import Any

from markupsafe import Markup
from telegram import Update
from telegram.ext import ConversationHandler

from handlers.context import Context, message_id_of, text_of
from handlers.errors import words
from handlers.forms import kept
from handlers.forms.attaching import attach
from handlers.forms.choosing import agrees, declines, named
from handlers.forms.table import ANYTIME, Act, Field, Form, Kind, Press
from handlers.screens import forms as screens
from handlers.screens.forms import PREVIEW
from handlers.screens.screen import Screen
from handlers.screens.start import menu_rows
from services import conversations
from services.errors import UNUSABLE, NotFound, TextTooLong

Step = str | int | None
END = ConversationHandler.END
AnswerQuestion = Callable[[Context, str], Awaitable[Screen]]


class Engine:
    """One form's transitions. ``answer_question`` is how a side question is answered."""

    def __init__(self, form: Form, answer_question: AnswerQuestion) -> None:
        self.form = form
        self._answer_question = answer_question

    async def open(self, context: Context, subject: Any, *, note: Markup | None = None) -> Step:
        """Continue a draft where it was left."""
        field = self.form.first_open(subject)
        conversations.park(context.conversation)
        if field:
            return await self.ask(context, subject, field, note=note)
        return await self.show_preview(context, subject, note)

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
        screen = screens.question(
            form,
            field,
            form.store.id_of(subject),
            t,
            number=form.number_of(subject, field),
            choices=form.store.attachments(context, subject) if field.kind is Kind.FILES else choices,
            note=note,
            present=form.present(subject, field, choices),
        )
        context.show(screen, over=over)
        context.remember(draft=form.store.id_of(subject), kept=None, aside=None, refused=None)
        return field.name

    async def show_preview(
        self, context: Context, subject: Any, note: Markup | None = None, *, over: int | None = None
    ) -> Step:
        """The live preview with "change" for every field."""
        screen: Screen = await self.form.preview(context, subject)
        context.remember(draft=self.form.store.id_of(subject), returning=None, kept=None, aside=None, refused=None)
        context.show(
            screen if note is None else Screen(Markup("\n\n").join([note, screen.text]), screen.rows, screen.before),
            over=over,
        )
        return PREVIEW

    async def go_on(self, context: Context, subject: Any, name: str, note: Markup | None = None) -> Step:
        """After an answer: back to the preview if that is where the person came from, else the next question."""
        if context.memory.get("returning"):
            raised = self.form.follow_up(subject)
            return await (
                self.ask(context, subject, raised, note=note) if raised else self.show_preview(context, subject, note)
            )
        field = self.form.after(subject, name)
        if field is None:
            field = self.form.first_open(subject)
        if field:
            return await self.ask(context, subject, field, note=note)
        return await self.show_preview(context, subject, note)

    # --- what was typed or sent ------------------------------------------------------------------------------

    async def take_text(self, update: Update, context: Context) -> Step:
        """Typed text: the answer in a text step; a question after "I have a question" or in a choice step, unless it
        names a choice."""
        subject, field = await self._present(context)
        text = text_of(update)
        draft_id = self.form.store.id_of(subject)
        is_correction = update.edited_message is not None
        is_aside = bool(context.memory.get("aside")) and not is_correction
        if field is not None and field.kind is Kind.CHOICE and not is_aside:
            chosen = named(field, await self.form.store.choices(context, subject, field.name), text)
            if chosen is not None:
                await self.form.store.answer(context, subject, field.name, chosen.id, None)
                return await self.go_on(context, subject, field.name)
        if is_aside or field is None or field.kind is not Kind.TEXT:
            if not is_aside and agrees(context, text):
                return await self.resume(context, subject, is_here=True, note=screens.not_sent_yet(context.t))
            context.remember(aside=None)
            screen = await self._answer_question(context, text)
            context.show(
                screen.led_by(*screens.back_to_form(self.form, draft_id, context.t, self._step(context) or PREVIEW))
            )
            return None
        if declines(field, text, context.t):
            await self.form.store.skip(context, subject, field.name)
            return await self.go_on(context, subject, field.name)
        if kept.looks_like_question(context, text):
            kept.keep(update, context, text, is_doubtful=True)
            context.show(screens.kept_as_question(self.form, field.name, draft_id, text, context.t))
            return None
        whole, note = kept.taken(update, context, text)
        return await self._take(context, subject, field, whole, message_id_of(update), note)

    async def _take(
        self,
        context: Context,
        subject: Any,
        field: Field,
        text: str,
        message_id: int | None,
        note: Markup | None = None,
    ) -> Step:
        try:
            await self.form.store.answer(context, subject, field.name, text, message_id)
        except UNUSABLE as refused:
            step = await self.ask(context, subject, field, note=words(refused, context.t))
            context.remember(refused=message_id)
            return step
        except TextTooLong as refused:
            said = words(refused, context.t)
            draft_id = self.form.store.id_of(subject)
            context.show(screens.too_long(self.form, field.name, draft_id, said, refused.at_most, context.t))
            return None
        return await self.go_on(context, subject, field.name, note)

    async def take_file(self, update: Update, context: Context) -> Step:
        """A document, photo or voice message is attached wherever the person is; its caption may be the answer.
        Anything else (a video, a sticker, a place) is said not to fit, and the question is asked again."""
        subject, field = await self._present(context)
        message = update.effective_message
        assert message is not None
        if message.contact and field is not None and field.takes_contact:
            return await self._take(context, subject, field, message.contact.phone_number, message.message_id)
        is_answer = bool(message.caption and field and field.kind is Kind.TEXT and not context.memory.get("aside"))
        note = await attach(self.form.store, context, subject, message, is_answer=is_answer)
        if is_answer and field is not None:
            kept.keep(update, context, text_of(update))
            return await self._take(context, subject, field, text_of(update), message.message_id, note)
        # An album comes as several updates: the first is answered with a screen, the others change that screen.
        album = message.media_group_id
        over = context.conversation.screen_message_id if album and context.memory.get("album") == album else None
        context.remember(album=album)
        if field is None:
            return await self.show_preview(context, subject, note, over=over)
        return await self.ask(context, subject, field, note=note, over=over)

    # --- what was pressed ------------------------------------------------------------------------------------

    async def press(self, update: Update, context: Context, press: Press) -> Step:
        """Any button of this form, however old. One drawn at an earlier step never answers a later one."""
        subject = await self.form.store.get(context, press.draft)
        if press.act in ANYTIME:
            return await self._anytime(context, subject, press)
        is_here = self._is_at(context, press.draft)
        if not is_here or self._step(context) != press.step:
            context.toast(context.t.plain("This button belongs to an earlier question."))
            return await self.resume(context, subject, is_here=is_here)
        field = self.form.field(press.step)
        match press.act:
            case Act.PICK:
                # Whether there is such a choice, and whether it is this person's, the service says: it notes what it
                # refuses in the audit trail.
                if field.kind is not Kind.CHOICE:
                    raise NotFound
                await self.form.store.answer(context, subject, field.name, press.value, None)
                return await self.go_on(context, subject, field.name)
            case Act.SKIP | Act.DONE:
                if press.act is Act.SKIP:
                    await self.form.store.skip(context, subject, field.name)
                return await self.go_on(context, subject, field.name)
            case Act.BACK:
                return await self._back(context, subject, field)
            case Act.DETACH:
                if press.value.isascii() and press.value.isdigit():
                    await self.form.store.detach(context, subject, int(press.value))
                return await self.ask(context, subject, field)
            case _:
                return await self._settle_kept(context, subject, field, press.act)

    async def _anytime(self, context: Context, subject: Any, press: Press) -> Step:
        form, draft_id = self.form, self.form.store.id_of(subject)
        match press.act:
            case Act.OPEN:
                return await self.resume(context, subject, is_here=self._is_at(context, draft_id))
            case Act.CHANGE:
                field = form.field(press.value)
                context.remember(draft=draft_id, returning=True)
                return await self.ask(context, subject, field)
            case Act.SEND | Act.CONSENT:
                context.remember(draft=draft_id)
                if press.act is Act.CONSENT:
                    form.store.consent(context)
                sent: Step = await form.send(context, subject)
                return sent
            case Act.ASIDE:
                step = self._step(context) if self._is_at(context, draft_id) else press.step
                if step != PREVIEW:
                    form.field(str(step))
                context.remember(draft=draft_id, aside=True)
                context.show(screens.aside(form, str(step), draft_id, context.t), anew=True)
                return step
            case Act.READ:
                for screen in form.read(context, subject):
                    context.show(screen, anew=True)
                return None
            case Act.DISCARD if press.value != "yes":
                context.show(screens.really_discard(form, draft_id, form.store.title(subject), context.t))
                return None
            case Act.DISCARD:
                await form.store.discard(context, subject)
                context.show(Screen(context.t("The draft is deleted."), menu_rows(context.t)))
                return self._close(context, draft_id)
            case _:
                return self.leave(context, draft_id)

    def leave(self, context: Context, draft_id: int) -> Step:
        """Close the form, keep the draft."""
        context.show(screens.left(self.form, draft_id, context.t))
        return self._close(context, draft_id)

    def _close(self, context: Context, draft_id: int) -> Step:
        """Old buttons of one draft do not close the form of another that is being filled in."""
        if context.conversation.flow is not None and not self._is_at(context, draft_id):
            return None
        conversations.park(context.conversation)
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

    async def resume(self, context: Context, subject: Any, *, is_here: bool, note: Markup | None = None) -> Step:
        """Show again where the person is in this draft, or go to where it was left."""
        step = self._step(context)
        if not is_here or step is None:
            return await self.open(context, subject, note=note)
        if step == PREVIEW:
            return await self.show_preview(context, subject, note)
        return await self.ask(context, subject, self.form.field(step), note=note)

    async def _settle_kept(self, context: Context, subject: Any, field: Field, act: Act) -> Step:
        text, message_id = kept.text_in(context)
        if not text or field.kind is not Kind.TEXT:
            return await self.ask(context, subject, field)
        if act is Act.IS_QUESTION:
            screen = await self._answer_question(context, text)
            draft_id = self.form.store.id_of(subject)
            context.remember(kept=None)
            context.show(screen.led_by(*screens.back_to_form(self.form, draft_id, context.t, field.name)))
            return None
        if act is Act.CUT:
            text = text[: self.form.store.at_most(field.name)]
        return await self._take(context, subject, field, text, message_id)

    async def _present(self, context: Context) -> tuple[Any, Field | None]:
        """The draft and field that the person is at; no field at the preview."""
        subject = await self.form.store.get(context, int(context.memory.get("draft", 0)))
        step = self._step(context)
        return subject, None if step in {None, PREVIEW} else self.form.field(str(step))

    def _is_at(self, context: Context, draft_id: int) -> bool:
        """Whether the person is filling in this very draft now."""
        return self._step(context) is not None and context.memory.get("draft") == draft_id

    def _step(self, context: Context) -> str | None:
        return context.conversation.step if context.conversation.flow == self.form.flow else None
