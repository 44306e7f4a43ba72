"""Example data of the Secretariat's desk: people, threads, decisions, clarifications, as long as they may be."""

from datetime import date, datetime, timedelta

from bot.gallery import samples
from models import (
    AuditEntry,
    Clarification,
    ClarificationAnswer,
    ContentVersion,
    Decision,
    DecisionText,
    File,
    FileKind,
    InitiativeState,
    InternalNote,
    Language,
    Outcome,
    QuestionMessage,
    Role,
    StaffInvitation,
    StaffRole,
    Template,
    TemplateText,
)
from services.clarifications import FIELDS
from services.reviews import Review

ME = samples.LARGE
COLLEAGUE = ME + 1
# As Telegram gives names: up to 64 characters each of first and last name, and anything in them.
KNOWN = {ME: "Asel <b>" + "A" * 60, COLLEAGUE: "Bakyt & Co " + "B" * 120}
REASON = ("It is <part> of commitment 4 already & the register opens in May. " * 40)[:1500]
ANSWER = ("Yes: anybody may send an initiative, <b>also</b> from abroad & without a passport. " * 60)[:3000]
NOTE = ("Ask the ministry <first> & wait. " * 40)[:1000]


def message(*, is_staff: bool = False, most: int = 3000, has_file: bool = False) -> QuestionMessage:
    """What was said in a thread, at most ``most`` characters of it."""
    file = File(kind=FileKind.DOCUMENT, name="scan <1>.pdf", telegram_file_id="file", unique_id="file")
    return QuestionMessage(
        id=samples.LARGE,
        is_staff=is_staff,
        text=ANSWER[:most],
        said_at=samples.NOW,
        file=file if has_file else None,
    )


def note() -> InternalNote:
    return InternalNote(id=samples.LARGE, author_id=COLLEAGUE, text=NOTE, written_at=samples.NOW)


def decision(outcome: Outcome = Outcome.IN_PLAN, *, is_bare: bool = False, is_published: bool = False) -> Decision:
    """A decision with the longest reasons in three languages; ``is_bare``: without any."""
    return Decision(
        id=samples.LARGE,
        outcome=outcome,
        commitment_id="open-data-policy" if outcome is Outcome.IN_PLAN else None,
        decided_at=samples.NOW,
        published_at=samples.NOW if is_published else None,
        texts=[] if is_bare else [DecisionText(lang=lang, reason=REASON) for lang in Language],
    )


def template(outcome: Outcome = Outcome.REJECTED, id_: str = "t" * 40) -> Template:
    return Template(
        id=id_,
        outcome=outcome,
        position=1,
        texts=[TemplateText(lang=lang, name="Already in the plan & <open>", reason=REASON) for lang in Language],
    )


def clarification(*, is_answered: bool = False) -> Clarification:
    """A request about every field; ``is_answered``: with the longest answers."""
    answers = [
        ClarificationAnswer(field=name, value=_answer(name), before=None, answered_at=samples.NOW) for name in FIELDS
    ]
    return Clarification(
        id=samples.LARGE,
        fields=",".join(FIELDS),
        remark=NOTE,
        asked_at=samples.NOW,
        answered_at=samples.NOW if is_answered else None,
        answers=answers if is_answered else [],
    )


def _answer(name: str) -> str:
    chosen = {"theme": "justice-lawmaking", "agency": "adilet-sot", "region": "jalal-abad"}
    return chosen.get(name) or (samples.LONG_TITLE if name == "title" else samples.LONG_TEXT)


def review(state: InitiativeState = InitiativeState.UNDER_REVIEW, *, is_long: bool = False) -> Review:
    """An initiative as staff see it; ``is_long``: with everything that can hang on it."""
    one = samples.initiative(state, is_long=is_long)
    one.assignee_id = ME if is_long else None
    if not is_long:
        return Review(one, [], [], [], [], 0)
    like = [samples.initiative(is_long=True, id_=samples.LARGE + number) for number in range(5)]
    decisions = [decision(Outcome.ACCEPTED, is_published=True), decision()]
    asked = [clarification(is_answered=True)] * 3
    return Review(one, decisions, asked, [note()] * 7, like, samples.LARGE, merged_into="KG-2026-00018")


def role(held: Role = Role.AGENCY_OFFICER) -> StaffRole:
    return StaffRole(
        id=samples.LARGE,
        citizen_id=COLLEAGUE,
        role=held,
        agency_id="adilet-sot" if held is Role.AGENCY_OFFICER else None,
        granted_at=samples.NOW,
    )


def invitation(held: Role = Role.AGENCY_OFFICER) -> StaffInvitation:
    return StaffInvitation(
        id=samples.LARGE,
        role=held,
        agency_id="adilet-sot" if held is Role.AGENCY_OFFICER else None,
        expires_at=samples.NOW + timedelta(days=7),
    )


def entry(*, is_refused: bool = False) -> AuditEntry:
    """As wide as the columns are."""
    return AuditEntry(
        id=samples.LARGE,
        at=samples.NOW,
        actor_id=COLLEAGUE,
        action="initiative.clarify",
        subject="commitment:" + "c" * 40,
        fields="title,problem,proposal,result,theme,agency,region",
        is_refused=is_refused,
    )


def version(
    subject: str = "faq:who-can-submit:ky:answer", before: str = "Anybody may &amp; <b>from abroad</b> too. " * 60
) -> ContentVersion:
    return ContentVersion(
        id=1, subject=subject, before=before, after=before, edited_by_id=COLLEAGUE, edited_at=samples.NOW
    )


def holidays() -> list[date]:
    """Four years of them."""
    first = datetime(2026, 1, 1, tzinfo=samples.NOW.tzinfo).date()
    return [first + timedelta(days=25 * number) for number in range(60)]
