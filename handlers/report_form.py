"""An agency officer reports on a commitment of their agency."""

from collections.abc import Sequence

from telegram import Update
from telegram.ext import ConversationHandler

from handlers import faq
from handlers.context import Context, message_id_of, text_of
from handlers.errors import words
from handlers.forms import Choice, Engine, Field, Form, Kind, Press
from handlers.forms.doors import form_conversation
from handlers.guards import command, pressed
from handlers.screens import report_form as screens
from handlers.screens.commitments import STATUSES
from handlers.screens.forms import PREVIEW
from handlers.screens.initiatives import KINDS
from handlers.screens.reports import period_words
from handlers.screens.screen import Screen
from handlers.screens.start import menu_rows
from locales.translator import msg
from models import Completion, FileKind, ReportDraft
from services import commitments, conversations, report_drafts, report_periods, reports
from services.commitments import by_language
from services.errors import NotFound, Refused
from services.files import Received

FLOW = "report"
CODE = "r"
Step = str | int | None

# Obstacles stand in the table twice: they are required only where little is done (as in Canada's NAP tracker),
# and are asked in other words then.
_WAYS = {"hurdles": "obstacles"}

FIELDS = (
    Field("commitment", msg("Commitment"), msg("Which commitment do you report on?"), kind=Kind.CHOICE),
    Field("period", msg("Period"), msg("Which period is the report about?"), kind=Kind.CHOICE),
    Field(
        "status",
        msg("Status"),
        msg("How far is the commitment carried out? This is the scale of the Open Government Partnership."),
        kind=Kind.CHOICE,
    ),
    Field(
        "done",
        msg("What was done"),
        msg("What was done in this period? 20 to 3000 characters. One language is enough."),
        msg("For example: The register was tested in five courts; 1,200 acts were published."),
    ),
    Field(
        "obstacles",
        msg("Obstacles"),
        msg("What stands in the way, and what happens next? This is needed because little is done so far."),
        msg("For example: The tender failed in May; a new one is announced for September."),
        is_asked=report_drafts.is_little,
    ),
    Field(
        "hurdles",
        msg("Obstacles"),
        msg("Was there anything in the way? You may leave it out."),
        is_optional=True,
        is_asked=lambda draft: not report_drafts.is_little(draft),
    ),
    Field(
        "evidence_url",
        msg("Link"),
        msg("Is there a page that shows the result? Send its address. You may leave it out."),
        msg("For example: https://www.ogp.el.kg"),
        is_optional=True,
    ),
    Field(
        "files",
        msg("Files"),
        msg(
            "Send up to 5 documents or photos as evidence, up to 20 MB each. They are published with the report. "
            "Please make sure that they hold no personal data."
        ),
        kind=Kind.FILES,
        is_optional=True,
    ),
)


class Drafts:
    """The form's store: drafts of reports. Every step checks the officer's role and agency."""

    async def get(self, context: Context, draft_id: int) -> ReportDraft:
        return await report_drafts.get(context.session, context.citizen, draft_id, now=context.now)

    def id_of(self, subject: ReportDraft) -> int:
        return subject.id

    def is_answered(self, subject: ReportDraft, field: str) -> bool:
        return _stored(field) in subject.answers

    async def answer(
        self, context: Context, subject: ReportDraft, field: str, value: str, message_id: int | None
    ) -> None:
        await report_drafts.answer(
            context.session, context.citizen, subject, _stored(field), value, now=context.now, message_id=message_id
        )

    async def skip(self, context: Context, subject: ReportDraft, field: str) -> None:
        await report_drafts.skip(context.session, subject, _stored(field), now=context.now)

    async def choices(self, context: Context, subject: ReportDraft, field: str) -> Sequence[Choice]:
        t = context.t
        if field == "commitment":
            own = await report_drafts.list_commitments(context.session, context.citizen)
            return [Choice(one.id, f"{one.position}. {t.pick(by_language(one.texts, 'short'))}") for one in own]
        if field == "period":
            today = report_drafts.today(context.now, context.turn.voices.zone)
            return [Choice(one.id, period_words(one.first, one.last, t)) for one in report_periods.periods(today)]
        if field == "status":
            return [Choice(status.value, t.plain(STATUSES[status])) for status in Completion]
        return []

    async def attach(self, context: Context, subject: ReportDraft, received: Received) -> None:
        turn = context.turn
        await report_drafts.attach(
            context.session, context.citizen, subject, received, bot_id=turn.bot_id, now=turn.now
        )

    async def detach(self, context: Context, subject: ReportDraft, attachment_id: int) -> None:
        await report_drafts.detach(context.session, subject, attachment_id, now=context.now)

    def attachments(self, context: Context, subject: ReportDraft) -> Sequence[Choice]:
        attached = subject.answers.get("files") or []
        return [
            Choice(str(one["id"]), one["name"] or f"{context.t.plain(KINDS[FileKind(one['kind'])])} {n}")
            for n, one in enumerate(attached, 1)
        ]

    async def discard(self, context: Context, subject: ReportDraft) -> None:
        await report_drafts.discard(context.session, subject)

    def present(self, subject: ReportDraft, field: str) -> str | None:
        value = subject.answers.get(_stored(field))
        return value if _stored(field) in report_drafts.TEXT_LIMITS and isinstance(value, str) else None

    def title(self, subject: ReportDraft) -> str | None:
        return subject.commitment_id

    def at_most(self, field: str) -> int:
        return report_drafts.TEXT_LIMITS[_stored(field)][1]

    def consent(self, context: Context) -> None:
        """Nothing to agree to: an officer reports by office."""


def _stored(field: str) -> str:
    return _WAYS.get(field, field)


async def _titles(context: Context) -> dict[str, str]:
    every = await commitments.list_all(context.session)
    return screens.numbered_titles(every, context.t)


async def show_preview(context: Context, draft: ReportDraft) -> Screen:
    shown = [field for field in FORM.asked(draft) if field.in_preview]
    return screens.preview(FORM, draft, shown, await _titles(context), context.t)


async def send(context: Context, draft: ReportDraft) -> Step:
    """Send the report to the Secretariat."""
    for field in report_drafts.missing(draft):
        note = context.t("This is needed before sending.")
        return await ENGINE.ask(context, draft, FORM.field(field), note=note)
    try:
        sent = await report_drafts.send(context.session, context.citizen, draft, now=context.now)
    except Refused as refused:
        conversations.park(context.conversation)
        context.show(Screen(words(refused, context.t), menu_rows(context.t)))
        return ConversationHandler.END
    conversations.park(context.conversation)
    context.show(screens.receipt(sent, await _titles(context), context.t))
    return ConversationHandler.END


def read(context: Context, draft: ReportDraft) -> list[Screen]:
    return screens.in_full(draft, context.t)


FORM = Form(
    FLOW,
    CODE,
    FIELDS,
    Drafts(),
    show_preview,
    send,
    read,
    left=msg("The form is closed. Your draft is kept: you can continue it any time under /report."),
)
ENGINE = Engine(FORM, faq.side_question)


async def start(_update: Update, context: Context) -> Step:
    """/report: drafts and what was sent lately, or at once the first question."""
    await report_drafts.require_officer(context.session, context.citizen, now=context.now)
    drafts = await report_drafts.list_own(context.session, context.citizen)
    own = await report_drafts.agencies_of(context.session, context.citizen)
    sent = await reports.list_of_agencies(context.session, own)
    if not drafts and not sent:
        return await begin(context)
    conversations.park(context.conversation)
    context.show(screens.overview(drafts, sent, await _titles(context), CODE, context.t))
    return ConversationHandler.END


async def start_new(_update: Update, context: Context, _press: screens.NewReport) -> Step:
    return await begin(context)


async def begin(context: Context) -> Step:
    """A new draft and its first question."""
    draft = await report_drafts.start(context.session, context.citizen, now=context.now)
    return await ENGINE.open(context, draft, note=screens.introduction(context.t))


async def press(update: Update, context: Context, pressed_button: Press) -> Step:
    """Any button of the form. What was sent meanwhile is shown as sent, not an error."""
    try:
        return await ENGINE.press(update, context, pressed_button)
    except NotFound:
        sent = await report_drafts.find_sent(context.session, context.citizen, pressed_button.draft)
        if sent is None:
            raise
        context.show(screens.receipt(sent, await _titles(context), context.t))
        return None


async def correct(update: Update, context: Context) -> bool:
    """An edited message corrects the answer it gave to a draft. False when it gave none."""
    found = await report_drafts.find_answer(context.session, context.citizen, message_id_of(update))
    if found is None:
        return False
    draft, stored = await report_drafts.get(context.session, context.citizen, found[0].id, now=context.now), found[1]
    field = next(one for one in FORM.asked(draft) if _stored(one.name) == stored)
    label, message_id = context.t.plain(field.label), message_id_of(update)
    try:
        await FORM.store.answer(context, draft, field.name, text_of(update), message_id)
    except Refused as refused:
        said = context.t(
            "The answer to “{field}” stays as it was. {reason}", field=label, reason=words(refused, context.t)
        )
        context.show(Screen(said))
        return True
    note = context.t("Corrected: {field}.", field=label)
    if context.conversation.flow == FLOW and context.conversation.step == PREVIEW:
        await ENGINE.show_preview(context, draft, note)
    else:
        context.show(Screen(note))
    return True


def build() -> "ConversationHandler[Context]":
    return form_conversation(ENGINE, command("report", start), pressed(screens.NewReport, start_new), press=press)
