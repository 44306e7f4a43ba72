"""An initiative's form: its fields in order, and the store that keeps the answers."""

from collections.abc import Sequence

from handlers.context import Context
from handlers.forms import Choice, Field, Kind
from handlers.screens import initiatives as screens
from locales.translator import OWN_NAMES, msg
from models import Initiative
from services import citizens, commitments, files, initiative_texts, initiatives
from services.files import Received

FLOW = "initiative"
CODE = "i"
NOT_KNOWN = "-"
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
            return [Choice(id_, t.plain(label), tuple(map(t.plain, also))) for id_, label, *also in _FIXED[field]]
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
        return initiative_texts.TEXT_LIMITS[field][1]

    def consent(self, context: Context) -> None:
        citizens.consent(context.citizen, now=context.now)


_FIXED = {
    "details": (("enough", msg("Go to the preview"), msg("No")), ("more", msg("Add details"), msg("Yes"))),
    "contact_consent": (
        ("agree", msg("I agree"), msg("Yes")),
        ("forget", msg("Do not keep my name and contact"), msg("No")),
    ),
}


async def all_names(context: Context) -> screens.Names:
    """The names of themes, bodies and regions."""
    return {what: await commitments.names(context.session, what) for what in initiatives.CHOICES}
