"""A citizen turns an idea into a numbered initiative."""

from collections.abc import Sequence
from typing import Any

from telegram import Update
from telegram.ext import ConversationHandler

from handlers import faq
from handlers.context import Context, message_id_of, text_of
from handlers.errors import words
from handlers.forms import Choice, Engine, Field, Form, Kind, Press
from handlers.guards import ATTACHED, TYPED, command, conversation, pressed, wrote
from handlers.screens import initiatives as screens
from handlers.screens.forms import PREVIEW
from handlers.screens.screen import Screen
from handlers.screens.start import menu_rows
from locales.translator import OWN_NAMES, Translator, msg
from models import Initiative, InitiativeState
from services import campaigns, citizens, commitments, conversations, files, initiatives
from services.errors import ConsentNeeded, NotFound, Refused
from services.files import Received

FLOW = "initiative"
CODE = "i"
NOT_KNOWN = "-"
Step = str | int | None

FIELDS = (
    Field(
        "title",
        msg("Title"),
        msg("What is your initiative called? One short sentence, 10 to 120 characters."),
        msg("For example: Publish every school’s budget online"),
    ),
    Field(
        "problem",
        msg("Problem"),
        msg("What problem should it solve? 20 to 2000 characters."),
        msg("For example: Parents cannot see how a school spends its money."),
    ),
    Field(
        "proposal",
        msg("Proposal"),
        msg("What do you propose, and who should do what? 20 to 2000 characters."),
        msg("For example: Every school publishes its income and spending each quarter."),
    ),
    Field(
        "details",
        msg("Details"),
        msg("This is enough to send. Would you like to add details? They help the Secretariat."),
        kind=Kind.CHOICE,
        in_preview=False,
    ),
    Field(
        "result",
        msg("Expected result"),
        msg("What will be different when it is done? How could one measure it?"),
        msg("For example: In a year the spending of all schools can be seen on one site."),
        is_optional=True,
    ),
    Field("theme", msg("Theme"), msg("Which theme does it belong to?"), kind=Kind.CHOICE, is_optional=True),
    Field(
        "agency",
        msg("Responsible body"),
        msg("Which body could carry it out?"),
        kind=Kind.CHOICE,
        is_optional=True,
    ),
    Field("region", msg("Region"), msg("Which region is it about?"), kind=Kind.CHOICE, is_optional=True),
    Field(
        "files",
        msg("Files"),
        msg(
            "Send up to 5 files if you like: documents, photos or voice messages, up to 20 MB each. "
            "Files are never published."
        ),
        kind=Kind.FILES,
        is_optional=True,
    ),
    Field(
        "name",
        msg("Name"),
        msg("What is your name? You may leave it out. Only the Secretariat sees it."),
        is_optional=True,
    ),
    Field(
        "contact",
        msg("Contact"),
        msg("How can the Secretariat reach you outside this chat (phone or e-mail)? You may leave it out."),
        is_optional=True,
    ),
    Field(
        "contact_consent",
        msg("Consent"),
        msg(
            "Do you agree that the Secretariat keeps your name and contact, to reach you about this initiative? "
            "They are never published, and you can erase them any time under /privacy."
        ),
        kind=Kind.CHOICE,
        is_asked=lambda draft: bool((draft.name or draft.contact) and draft.contact_consented_at is None),
        in_preview=False,
    ),
    Field(
        "lang",
        msg("Language of the text"),
        msg("In which language is your text written?"),
        kind=Kind.CHOICE,
        is_asked=lambda _draft: False,  # guessed from the words; the preview offers to change it
    ),
)
SHOWN = tuple(field for field in FIELDS if field.in_preview)
# Never public: names, contacts, files.
PUBLIC = tuple(one for one in SHOWN if one.name not in {"files", "name", "contact", "lang"})


class Drafts:
    """The form's store: drafts of initiatives."""

    async def get(self, context: Context, draft_id: int) -> Initiative:
        return await initiatives.get_draft(context.session, context.citizen, draft_id, now=context.now)

    def id_of(self, subject: Initiative) -> int:
        return subject.id

    def is_answered(self, subject: Initiative, field: str) -> bool:
        if field == "contact_consent":
            return subject.contact_consented_at is not None
        if subject.is_short and field not in initiatives.REQUIRED:
            return True
        return initiatives.is_answered(subject, field)

    async def answer(
        self, context: Context, subject: Initiative, field: str, value: str, message_id: int | None
    ) -> None:
        if field == "agency" and value == NOT_KNOWN:
            await self.skip(context, subject, field)
            return
        await initiatives.answer(context.session, subject, field, value, now=context.now, message_id=message_id)

    async def skip(self, context: Context, subject: Initiative, field: str) -> None:
        await initiatives.skip(context.session, subject, field, now=context.now)

    async def choices(self, context: Context, subject: Initiative, field: str) -> Sequence[Choice]:
        t = context.t
        if field in _FIXED:
            return [Choice(id_, t.plain(label)) for id_, label in _FIXED[field]]
        if field == "lang":
            return [Choice(code, name) for code, name in OWN_NAMES.items()]
        if field not in initiatives.CHOICES:
            return []
        known = await commitments.names(context.session, field, active_only=True)
        choices = [Choice(id_, str(t.pick(names))) for id_, names in known.items()]
        return [*choices, Choice(NOT_KNOWN, t.plain("I do not know"))] if field == "agency" else choices

    async def attach(self, context: Context, subject: Initiative, received: Received) -> None:
        turn = context.turn
        await files.attach(context.session, context.citizen, subject, received, bot_id=turn.bot_id, now=turn.now)

    async def detach(self, context: Context, subject: Initiative, attachment_id: int) -> None:
        await files.detach(context.session, subject, attachment_id, now=context.now)

    def attachments(self, context: Context, subject: Initiative) -> Sequence[Choice]:
        return [
            Choice(
                str(each.id),
                each.file.name or f"{context.t.plain(screens.KINDS[each.file.kind])} {each.position}",
            )
            for each in subject.attachments
        ]

    async def discard(self, context: Context, subject: Initiative) -> None:
        await initiatives.discard(context.session, subject)

    def present(self, subject: Initiative, field: str) -> str | None:
        value = initiatives.value_of(subject, field)
        return value if field in initiatives.TEXT_LIMITS and isinstance(value, str) else None

    def title(self, subject: Initiative) -> str | None:
        return subject.text.title

    def at_most(self, field: str) -> int:
        return initiatives.TEXT_LIMITS[field][1]

    def consent(self, context: Context) -> None:
        citizens.consent(context.citizen, now=context.now)


_FIXED = {
    "details": (("enough", msg("Go to the preview")), ("more", msg("Add details"))),
    "contact_consent": (("agree", msg("I agree")), ("forget", msg("Do not keep my name and contact"))),
}


async def all_names(context: Context) -> screens.Names:
    """The names of themes, bodies and regions."""
    return {what: await commitments.names(context.session, what) for what in initiatives.CHOICES}


async def show_preview(context: Context, draft: Initiative) -> Screen:
    return screens.preview(FORM, draft, SHOWN, await all_names(context), context.t)


async def send(context: Context, draft: Initiative) -> Step:
    """Send the draft; the first time after the person's consent."""
    for field in initiatives.missing(draft):
        note = context.t("This is needed before sending.")
        return await ENGINE.ask(context, draft, FORM.field(field), note=note)
    try:
        sent = await initiatives.submit(
            context.session, context.citizen, draft, now=context.now, zone=context.turn.voices.zone
        )
    except ConsentNeeded:
        context.show(screens.consent(FORM, draft.id, context.t))
        return PREVIEW
    except Refused as refused:
        conversations.park(context.conversation)
        context.show(Screen(words(refused, context.t), menu_rows(context.t)))
        return ConversationHandler.END
    conversations.park(context.conversation)
    context.show(screens.receipt(sent, SHOWN, await all_names(context), context.t))
    return ConversationHandler.END


def read(context: Context, draft: Initiative) -> list[Screen]:
    return screens.in_full(draft, [one for one in SHOWN if one.kind is Kind.TEXT], {}, context.t)


FORM = Form(FLOW, CODE, FIELDS, Drafts(), show_preview, send, read)
ENGINE = Engine(FORM, faq.side_question)


async def start(_update: Update, context: Context) -> Step:
    """/initiative: for which plan and until when; drafts are offered before anything new."""
    collection = await campaigns.current(context.session, now=context.now)
    drafts = await initiatives.list_own(context.session, context.citizen, drafts=True)
    if collection.is_closed:
        context.show(screens.closed(collection, context.t, has_drafts=bool(drafts)))
        return None
    if drafts:
        context.show(screens.offer_drafts(drafts, collection, CODE, context.t))
        return None
    return await begin(context)


async def start_new(_update: Update, context: Context, _press: screens.NewInitiative) -> Step:
    return await begin(context)


async def begin(context: Context) -> Step:
    """A new draft and its first question."""
    collection = await campaigns.current(context.session, now=context.now)
    if collection.is_closed:
        context.show(screens.closed(collection, context.t, has_drafts=False))
        return None
    draft = await initiatives.start_draft(context.session, context.citizen, now=context.now)
    return await ENGINE.open(context, draft, note=screens.introduction(collection, context.t))


async def press(update: Update, context: Context, pressed_button: Press) -> Step:
    """Any button of the form. What was sent meanwhile is shown as sent, not an error."""
    known = await initiatives.get_own(context.session, context.citizen, pressed_button.draft, now=context.now)
    if known.state is not InitiativeState.DRAFT:
        context.toast(context.t.plain("Already sent: {number}", number=known.number))
        context.show(screens.receipt(known, SHOWN, await all_names(context), context.t))
        return None
    return await ENGINE.press(update, context, pressed_button)


async def public_screen(context: Context, key: str) -> Screen:
    """A published initiative by its number or id; one's own is shown whole. Raises NotFound."""
    one = await initiatives.find_by_key(context.session, key)
    if one is None or (one.published_at is None and one.author_id != context.citizen.id):
        raise NotFound
    names = await all_names(context)
    if one.author_id == context.citizen.id and one.state is not InitiativeState.DRAFT:
        return screens.own_card(one, SHOWN, names, context.t)
    if one.published_at is None:
        raise NotFound
    return screens.public_card(one, PUBLIC, names, context.t)


async def tell_me(_update: Update, context: Context, _press: screens.TellMe) -> Step:
    await campaigns.wait_for_opening(context.session, context.citizen, now=context.now)
    collection = await campaigns.current(context.session, now=context.now)
    context.show(screens.closed(collection, context.t, has_drafts=False, is_waiting=True))
    return None


async def correct(update: Update, context: Context) -> Step:
    """An edited message corrects the answer it gave, until the initiative is sent."""
    found = await initiatives.find_answer(context.session, context.citizen, message_id_of(update))
    if found is None:
        context.show(Screen(context.t("That message is not part of a form any more, so the edit changes nothing.")))
        return None
    initiative, name = found
    if initiative.state is not InitiativeState.DRAFT:
        context.show(Screen(screens.correction_hint(initiative.number, context.t)))
        return None
    field, message_id = FORM.field(name), message_id_of(update)
    try:
        await initiatives.answer(
            context.session, initiative, name, text_of(update), now=context.now, message_id=message_id
        )
    except Refused as refused:
        context.show(Screen(_not_corrected(words(refused, context.t), field, context.t)))
        return None
    if context.conversation.flow == FLOW and context.conversation.step == PREVIEW:
        return await ENGINE.show_preview(
            context, initiative, context.t("Corrected: {field}.", field=context.t.plain(field.label))
        )
    context.show(Screen(context.t("Corrected: {field}.", field=context.t.plain(field.label))))
    return None


def _not_corrected(said: Any, field: Field, t: Translator) -> Any:
    return t("The answer to “{field}” stays as it was. {reason}", field=t.plain(field.label), reason=said)


def build() -> "ConversationHandler[Context]":
    """Every step takes the same: a press of the form's buttons, typed text, a file, /cancel."""
    steps = [field.name for field in FIELDS] + [PREVIEW]
    takes = [wrote(TYPED, ENGINE.take_text), wrote(ATTACHED, ENGINE.take_file)]
    return conversation(
        FLOW,
        entry_points=[
            command("initiative", start),
            pressed(screens.NewInitiative, start_new),
            pressed(Press, press, where=FORM.owns),
            pressed(screens.TellMe, tell_me),
        ],
        states=dict.fromkeys(steps, takes),
        cancel=ENGINE.cancel,
    )
