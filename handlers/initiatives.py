"""A citizen turns an idea into a numbered initiative."""

from collections.abc import Sequence

from telegram import Update
from telegram.ext import ConversationHandler

from handlers import faq, initiatives_public
from handlers.context import Context
from handlers.errors import words
from handlers.forms import Choice, Engine, Field, Form, Kind, Press
from handlers.guards import NOT_TYPED, TYPED, command, conversation, pressed, wrote
from handlers.screens import initiatives as screens
from handlers.screens import similar as similar_screens
from handlers.screens.forms import PREVIEW
from handlers.screens.screen import Screen
from handlers.screens.start import menu_rows
from locales.translator import OWN_NAMES, msg
from models import Initiative, InitiativeState
from services import campaigns, citizens, commitments, conversations, files, initiatives, similar, supports
from services import initiatives_public as public_service
from services.errors import CollectionClosed, ConsentNeeded, NotFound, Refused
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
        takes_contact=True,
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
        if field == "agency" and value is None and initiatives.is_answered(subject, field):
            return NOT_KNOWN
        return str(value) if isinstance(value, str) else None

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
    if raised := FORM.follow_up(draft):
        context.remember(returning=True)
        return await ENGINE.ask(context, draft, raised)
    if draft.state is InitiativeState.DRAFT and not initiatives.is_answered(draft, "similar"):
        found = await similar.of_others(context.session, context.citizen, context.turn.similar)
        if found:
            context.show(similar_screens.offer(FORM, found, draft.id, await all_names(context), context.t))
            return PREVIEW
    try:
        sent = await initiatives.submit(
            context.session, context.citizen, draft, now=context.now, zone=context.turn.voices.zone
        )
    except ConsentNeeded:
        context.show(screens.consent(FORM, draft.id, context.t))
        return PREVIEW
    except CollectionClosed:
        return await turn_away(context, has_drafts=True)
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
        return await turn_away(context, has_drafts=bool(drafts))
    if drafts:
        # What is typed under this list is no answer to a form that is out of sight.
        conversations.park(context.conversation)
        context.show(screens.offer_drafts(drafts, collection, CODE, context.t))
        return ConversationHandler.END
    return await begin(context)


async def turn_away(context: Context, *, has_drafts: bool) -> Step:
    """Nothing is collected now: drafts stay, and the person may ask to be told when it opens."""
    conversations.park(context.conversation)
    collection = await campaigns.current(context.session, now=context.now)
    context.show(screens.closed(collection, context.t, has_drafts=has_drafts))
    return ConversationHandler.END


async def start_new(_update: Update, context: Context, _press: screens.NewInitiative) -> Step:
    return await begin(context)


async def begin(context: Context) -> Step:
    """A new draft and its first question."""
    collection = await campaigns.current(context.session, now=context.now)
    if collection.is_closed:
        return await turn_away(context, has_drafts=False)
    draft = await initiatives.start_draft(context.session, context.citizen, now=context.now)
    return await ENGINE.open(context, draft, note=screens.introduction(collection, context.t))


async def ask_again(context: Context) -> Step:
    """The present question in a language chosen meanwhile."""
    draft = await FORM.store.get(context, int(context.memory.get("draft", 0)))
    return await ENGINE.resume(context, draft, is_here=True)


async def press(update: Update, context: Context, pressed_button: Press) -> Step:
    """Any button of the form. What was sent meanwhile is shown as sent, not an error."""
    if pressed_button.form != CODE:
        raise NotFound
    known = await initiatives.get_own(context.session, context.citizen, pressed_button.draft, now=context.now)
    if known.state is not InitiativeState.DRAFT:
        context.toast(context.t.plain("Already sent: {number}", number=known.number))
        context.show(screens.receipt(known, SHOWN, await all_names(context), context.t))
        return None
    return await ENGINE.press(update, context, pressed_button)


async def public_screen(context: Context, key: str) -> Screen:
    """What a link to an initiative opens: one's own is shown whole, anybody else's as published. Raises NotFound."""
    one = await initiatives.find_by_key(context.session, key)
    if one is not None and one.author_id == context.citizen.id and one.state is not InitiativeState.DRAFT:
        return screens.own_card(one, SHOWN, await all_names(context), context.t)
    return await initiatives_public.by_key(context, key)


async def tell_me(_update: Update, context: Context, _press: screens.TellMe) -> Step:
    await campaigns.wait_for_opening(context.session, context.citizen, now=context.now)
    collection = await campaigns.current(context.session, now=context.now)
    context.show(screens.closed(collection, context.t, has_drafts=False, is_waiting=True))
    return None


async def send_anyway(_update: Update, context: Context, press: similar_screens.SendAnyway) -> Step:
    """ "Mine is different": it is sent as it is, and not asked about again."""
    known = await initiatives.get_own(context.session, context.citizen, press.draft, now=context.now)
    if known.state is InitiativeState.DRAFT:
        await initiatives.note_different(context.session, known, now=context.now)
    context.remember(draft=press.draft)
    return await send(context, known)


async def support_instead(_update: Update, context: Context, press: similar_screens.SupportInstead) -> Step:
    """Support somebody else's; the draft is kept until the person throws it away."""
    draft = await initiatives.get_draft(context.session, context.citizen, press.draft, now=context.now)
    await supports.support(context.session, context.citizen, press.id, now=context.now)
    conversations.park(context.conversation)
    one = await public_service.get(context.session, press.id)
    context.show(similar_screens.supported_instead(FORM, one, draft.id, context.t))
    return ConversationHandler.END


def build() -> "ConversationHandler[Context]":
    """Every step takes the same: a press of the form's buttons, typed text, a file, /cancel."""
    steps = [field.name for field in FIELDS] + [PREVIEW]
    takes = [wrote(TYPED, ENGINE.take_text), wrote(NOT_TYPED, ENGINE.take_file)]
    return conversation(
        FLOW,
        entry_points=[
            command("initiative", start),
            pressed(screens.NewInitiative, start_new),
            pressed(Press, press, where=FORM.owns),
            pressed(screens.TellMe, tell_me),
            pressed(similar_screens.SendAnyway, send_anyway),
            pressed(similar_screens.SupportInstead, support_instead),
        ],
        states=dict.fromkeys(steps, takes),
        cancel=ENGINE.cancel,
    )
