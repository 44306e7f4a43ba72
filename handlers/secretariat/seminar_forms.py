"""Staff write a seminar and its minutes, field by field and language by language."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from telegram import Update
from telegram.ext import ConversationHandler

from handlers import faq
from handlers.context import Context
from handlers.errors import words
from handlers.forms import Choice, Engine, Field, Form, Kind
from handlers.forms.doors import form_conversation
from handlers.guards import pressed
from handlers.screens.screen import Screen
from handlers.screens.secretariat import seminars as screens
from handlers.secretariat import seminars as desk
from locales.translator import msg
from models import Seminar
from services import commitments, conversations, seminar_drafts, seminar_results
from services.errors import MomentRefused, NotFound
from services.files import Received

MINUTES_CODE = "m"
END = ConversationHandler.END
Step = str | int | None
Get = Callable[..., Awaitable[Seminar]]

FIELDS = (
    Field("title_ky", msg("Title in Kyrgyz"), msg("What is the seminar called in Kyrgyz? 5 to 120 characters.")),
    Field("title_ru", msg("Title in Russian"), msg("What is it called in Russian? 5 to 120 characters.")),
    Field(
        "title_en",
        msg("Title in English"),
        msg("And in English? You may leave it out: then English readers see the Kyrgyz title."),
        is_optional=True,
    ),
    Field(
        "place_ky",
        msg("Place in Kyrgyz"),
        msg("Where is it, in Kyrgyz? Town, street, building, room: 5 to 200 characters."),
    ),
    Field("place_ru", msg("Place in Russian"), msg("Where is it, in Russian? 5 to 200 characters.")),
    Field(
        "place_en",
        msg("Place in English"),
        msg("And in English? You may leave it out: then English readers see the Kyrgyz text."),
        is_optional=True,
    ),
    Field("region", msg("Region"), msg("In which region is it held?"), kind=Kind.CHOICE),
    Field(
        "starts_at",
        msg("Start"),
        msg("When does it begin, by Bishkek time?"),
        msg("For example: 01.12.2026 14:00"),
    ),
    Field(
        "seats",
        msg("Seats"),
        msg("How many seats are there? You may leave it out: then as many as wish can register."),
        msg("For example: 40"),
        is_optional=True,
    ),
    Field(
        "link",
        msg("Link"),
        msg("Is there a page with more, or a video call? Send its address. You may leave it out."),
        msg("For example: https://www.ogp.el.kg"),
        is_optional=True,
    ),
)
MINUTES_FIELDS = (
    Field(
        "minutes_ky",
        msg("Minutes in Kyrgyz"),
        msg("What was discussed and decided? In Kyrgyz, 20 to 3000 characters. Please name nobody without consent."),
    ),
    Field("minutes_ru", msg("Minutes in Russian"), msg("The same in Russian, 20 to 3000 characters.")),
    Field(
        "minutes_en",
        msg("Minutes in English"),
        msg("And in English? You may leave it out: then English readers get the Kyrgyz text."),
        is_optional=True,
    ),
)


@dataclass(frozen=True)
class Fields:
    """A store of a seminar's fields, for both forms. Every step asks for the role: ``get_one`` does."""

    get_one: Get
    discard_all: Callable[..., Awaitable[None]]

    async def get(self, context: Context, draft_id: int) -> Seminar:
        return await self.get_one(context.session, context.citizen, draft_id, now=context.now)

    def id_of(self, subject: Seminar) -> int:
        return subject.id

    def is_answered(self, subject: Seminar, field: str) -> bool:
        return seminar_drafts.is_answered(subject, field)

    async def answer(self, context: Context, subject: Seminar, field: str, value: str, _message_id: int | None) -> None:
        await seminar_drafts.answer(
            context.session,
            context.citizen,
            subject,
            field,
            value,
            now=context.now,
            zone=context.turn.voices.zone,
        )

    async def skip(self, context: Context, subject: Seminar, field: str) -> None:
        await seminar_drafts.skip(context.session, context.citizen, subject, field, now=context.now)

    async def choices(self, context: Context, _subject: Seminar, field: str) -> Sequence[Choice]:
        if field != "region":
            return []
        regions = await commitments.names(context.session, "region")
        return [Choice(id_, str(context.t.pick(names))) for id_, names in regions.items()]

    async def attach(self, _context: Context, _subject: Seminar, _received: Received) -> None:
        raise NotFound  # no field of these forms takes files

    async def detach(self, _context: Context, _subject: Seminar, _attachment_id: int) -> None:
        raise NotFound

    def attachments(self, _context: Context, _subject: Seminar) -> Sequence[Choice]:
        return []

    async def discard(self, context: Context, subject: Seminar) -> None:
        await self.discard_all(context.session, context.citizen, subject, now=context.now)

    def present(self, subject: Seminar, field: str) -> str | None:
        value = seminar_drafts.value_of(subject, field)
        return None if value is None or isinstance(value, datetime) else str(value)

    def title(self, subject: Seminar) -> str | None:
        return next(iter(subject.by_language("title").values()), None)

    def at_most(self, field: str) -> int:
        return seminar_drafts.TEXT_LIMITS[field.partition("_")[0]][1]

    def consent(self, _context: Context) -> None:
        """Nothing of staff's own is kept here."""


async def show_preview(context: Context, seminar: Seminar) -> Screen:
    regions = await commitments.names(context.session, "region")
    return screens.preview(FORM, seminar, FIELDS, regions, context.t)


async def announce(context: Context, seminar: Seminar) -> Step:
    """Announce a draft; of an announced one the changes stand already."""
    note = context.t("This is needed before sending.")
    for field in seminar_drafts.missing(seminar):
        return await ENGINE.ask(context, seminar, FORM.field(field), note=note)
    try:
        await seminar_drafts.announce(context.session, context.citizen, seminar, now=context.now)
    except MomentRefused as refused:  # the draft has been waiting for longer than its start
        return await ENGINE.ask(context, seminar, FORM.field("starts_at"), note=words(refused, context.t))
    conversations.park(context.conversation)
    context.show(await desk.card_screen(context, seminar))
    return END


async def show_minutes(context: Context, seminar: Seminar) -> Screen:
    results = await seminar_results.of(context.session, seminar)
    return screens.minutes_preview(MINUTES, seminar, MINUTES_FIELDS, results.present, context.t)


async def send_minutes(context: Context, seminar: Seminar) -> Step:
    for field in seminar_drafts.missing(seminar, seminar_drafts.MINUTES):
        note = context.t("This is needed before sending.")
        return await MINUTES_ENGINE.ask(context, seminar, MINUTES.field(field), note=note)
    await seminar_results.send_minutes(context.session, context.citizen, seminar, now=context.now)
    conversations.park(context.conversation)
    context.toast(context.t.plain("The minutes are being sent."))
    context.show(await desk.card_screen(context, seminar))
    return END


LEFT = msg("The form is closed. What you entered is kept under /seminars.")
FORM = Form(
    "seminar",
    desk.CODE,
    FIELDS,
    Fields(seminar_drafts.get, seminar_drafts.discard),
    show_preview,
    announce,
    lambda _context, _seminar: [],
    left=LEFT,
)
MINUTES = Form(
    "minutes",
    MINUTES_CODE,
    MINUTES_FIELDS,
    Fields(seminar_drafts.get_for_minutes, seminar_drafts.discard_minutes),
    show_minutes,
    send_minutes,
    lambda _context, seminar: screens.minutes_in_full(seminar, MINUTES_FIELDS),
    left=LEFT,
)
ENGINE, MINUTES_ENGINE = Engine(FORM, faq.side_question), Engine(MINUTES, faq.side_question)


async def begin(_update: Update, context: Context, _press: screens.NewSeminar) -> Step:
    draft = await seminar_drafts.start(context.session, context.citizen, now=context.now)
    return await ENGINE.open(context, draft)


async def begin_minutes(_update: Update, context: Context, press: screens.WriteMinutes) -> Step:
    seminar = await seminar_drafts.get_for_minutes(context.session, context.citizen, press.id, now=context.now)
    return await MINUTES_ENGINE.open(context, seminar)


def build() -> list["ConversationHandler[Context]"]:
    """A conversation a form."""
    return [
        form_conversation(ENGINE, pressed(screens.NewSeminar, begin)),
        form_conversation(MINUTES_ENGINE, pressed(screens.WriteMinutes, begin_minutes)),
    ]
