"""What is kept of a person: shown, handed over, erased."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import (
    Assessment,
    CampaignWait,
    Citizen,
    Conversation,
    File,
    Initiative,
    InitiativeAnswer,
    InitiativeFile,
    InitiativeState,
    Message,
    Mute,
    Notice,
    Question,
    Report,
    ReportDraft,
    ReportFile,
    Subscription,
    Support,
    TypedQuestion,
)
from services import (
    assessments,
    audit,
    campaigns,
    citizens,
    desk_traces,
    inbox,
    initiatives,
    questions,
    report_drafts,
    seminar_seats,
    subscriptions,
    supports,
    typed_questions,
)
from services.kinds import SWITCHES


@dataclass(frozen=True)
class Holdings:
    """Counts of what is kept of a person."""

    drafts: int
    initiatives: int
    published: int
    questions: int
    subscriptions: int
    assessments: int
    files: int
    supported: int
    seminars: int  # registrations and presences
    # What stays when the person is erased, beside what is published; see `erase`.
    merged_into: int = 0  # initiatives that others' were merged into
    reports: int = 0
    evidence: int = 0  # files of these reports


async def holdings(session: AsyncSession, citizen: Citizen) -> Holdings:
    """How much of each kind is kept."""
    own = select(func.count()).select_from(Initiative).where(Initiative.author_id == citizen.id)
    is_draft = Initiative.state == InitiativeState.DRAFT

    async def count(query: Any) -> int:
        return int(await session.scalar(query) or 0)

    return Holdings(
        drafts=await count(own.where(is_draft))
        + await count(select(func.count()).select_from(ReportDraft).where(ReportDraft.author_id == citizen.id)),
        initiatives=await count(own.where(~is_draft)),
        published=await count(own.where(Initiative.published_at.is_not(None))),
        questions=await count(select(func.count()).select_from(Question).where(Question.author_id == citizen.id)),
        subscriptions=await count(
            select(func.count()).select_from(Subscription).where(Subscription.citizen_id == citizen.id)
        ),
        assessments=await count(
            select(func.count()).select_from(Assessment).where(Assessment.citizen_id == citizen.id)
        ),
        files=await count(select(func.count()).select_from(File).where(File.owner_id == citizen.id)),
        supported=await count(select(func.count()).select_from(Support).where(Support.citizen_id == citizen.id)),
        seminars=len(await seminar_seats.history(session, citizen)),
        merged_into=await count(own.where(Initiative.published_at.is_(None), Initiative.id.in_(_merged_into()))),
        reports=await count(select(func.count()).select_from(Report).where(Report.author_id == citizen.id)),
        evidence=await count(
            select(func.count()).select_from(File).where(File.owner_id == citizen.id, File.id.in_(_evidence()))
        ),
    )


def _merged_into() -> Select[Any]:
    """Initiatives that others' were merged into: they speak for these too, so they stay, anonymised."""
    return select(Initiative.merged_into_id).where(Initiative.merged_into_id.is_not(None))


def _evidence() -> Select[Any]:
    return select(ReportFile.file_id)


async def export(session: AsyncSession, citizen: Citizen) -> dict[str, Any]:
    """All that is kept of this person and nothing of anybody else: no staff names, notes or others' text."""
    own = [
        *await initiatives.list_own(session, citizen, drafts=True),
        *await initiatives.list_own(session, citizen, drafts=False),
    ]
    return {
        "telegram_id": citizen.telegram_id,
        "language": citizen.language,
        "telegram_language_code": citizen.language_code,
        "region": citizen.region_id,
        "first_seen": _iso(citizen.created_at),
        "last_seen": _iso(citizen.seen_at),
        "consented_at": _iso(citizen.consented_at),
        "wishes": {
            "frequency": citizen.frequency,
            "digest_hour": citizen.digest_hour,
            "quiet_from": citizen.quiet_from,
            "quiet_until": citizen.quiet_until,
            **{column: getattr(citizen, column) for column in SWITCHES.values()},
        },
        "waits_for_the_next_collection": await campaigns.is_waiting(session, citizen),
        "not_finished": await _not_finished(session, citizen),
        "initiatives": [_initiative(one) for one in own],
        "questions": [
            {
                "number": one.number,
                "asked_at": _iso(one.asked_at),
                "language": one.lang,
                "text": one.text,
                "state": one.state,
            }
            for one in await questions.list_own(session, citizen)
        ],
        "typed_questions_without_an_answer": [
            {"asked_at": _iso(one.asked_at), "language": one.lang, "text": one.text}
            for one in await typed_questions.list_own(session, citizen)
        ],
        "question_threads": await desk_traces.threads(session, citizen),
        "clarifications": await desk_traces.clarifications(session, citizen),
        **await _followed(session, citizen),
        "seminars": await _seminars(session, citizen),
        "supported_initiatives": [
            {"number": number, "since": _iso(since)} for number, since in await supports.list_of(session, citizen)
        ],
        **await _about_reports(session, citizen),
    }


async def _followed(session: AsyncSession, citizen: Citizen) -> dict[str, Any]:
    return {
        "subscriptions": [
            {"topic": one.topic, "target": one.target, "since": _iso(one.created_at)}
            for one in await subscriptions.list_of(session, citizen)
        ],
        "muted_commitments": [
            {"commitment": one.commitment_id, "since": _iso(one.created_at)}
            for one in await subscriptions.list_muted(session, citizen)
        ],
    }


async def _about_reports(session: AsyncSession, citizen: Citizen) -> dict[str, Any]:
    return {
        "assessments_of_reports": [
            {
                "report": one.report_id,
                "answer": one.verdict,
                "region": one.region_id,
                "comment": one.comment,
                "photo": one.photo_id is not None,
                "answered_at": _iso(one.changed_at),
            }
            for one in await assessments.list_own(session, citizen)
        ],
        "report_drafts": [
            {"changed_at": _iso(one.changed_at), "answers": one.answers}
            for one in await report_drafts.list_own(session, citizen)
        ],
    }


async def _not_finished(session: AsyncSession, citizen: Citizen) -> list[str]:
    """What was typed and is kept only until the person says what it is, or whether to pass it on."""
    row = await session.get(Conversation, citizen.id)
    memory = (row.memory if row is not None else None) or {}
    return [str(memory[name]["text"]) for name in ("asked", "kept") if (memory.get(name) or {}).get("text")]


def _initiative(one: Initiative) -> dict[str, Any]:
    return {
        "number": one.number,
        "state": one.state,
        "language": one.lang,
        **{field: getattr(one.text, field) for field in ("title", "problem", "proposal", "result")},
        "theme": one.theme_id,
        "responsible_body": one.agency_id,
        "region": one.region_id,
        "name": one.name,
        "contact": one.contact,
        "contact_consented_at": _iso(one.contact_consented_at),
        "created_at": _iso(one.created_at),
        "submitted_at": _iso(one.submitted_at),
        "published_at": _iso(one.published_at),
        "history": [
            {"state": event.state, "at": _iso(event.at)} for event in one.events if event.published_at is not None
        ],
        "attachments": [
            {"kind": each.file.kind, "name": each.file.name, "bytes": each.file.size} for each in one.attachments
        ],
    }


async def _seminars(session: AsyncSession, citizen: Citizen) -> list[dict[str, Any]]:
    return [
        {
            "seminar": seminar_id,
            "registered_at": _iso(one.registered_at),
            "waiting": one.waited,
            "present_at": _iso(one.present_at),
        }
        for seminar_id, one in (await seminar_seats.history(session, citizen)).items()
    ]


async def erase(session: AsyncSession, citizen: Citizen, *, inbox_id: int, now: datetime) -> None:
    """Erase the person. Gone: drafts, unpublished initiatives, questions, subscriptions, answers about reports,
    seats at seminars and having been there, files, the conversation, what they wrote in the inbox, and the link to
    Telegram. Published initiatives stay without name, contact, attachments or author: others have read and supported
    them. An agency's reports and their evidence stay too, without the officer.

    The citizen's row itself stays, empty, so that its id is never used again.
    """
    telegram_id = citizen.telegram_id
    assert telegram_id is not None
    mine = Initiative.author_id == citizen.id
    await session.execute(
        delete(Initiative).where(mine, Initiative.published_at.is_(None), Initiative.id.not_in(_merged_into()))
    )
    staying = select(Initiative.id).where(mine)
    for table in (InitiativeAnswer, InitiativeFile):
        await session.execute(delete(table).where(table.initiative_id.in_(staying)))
    await session.execute(
        update(Initiative).where(mine).values(author_id=None, name=None, contact=None, contact_consented_at=None)
    )
    await session.execute(update(Report).where(Report.author_id == citizen.id).values(author_id=None))
    owned: tuple[tuple[Any, Any], ...] = (
        (Assessment, Assessment.citizen_id),
        (ReportDraft, ReportDraft.author_id),
        (Question, Question.author_id),
        (TypedQuestion, TypedQuestion.author_id),
        (Subscription, Subscription.citizen_id),
        (Support, Support.citizen_id),
        (Mute, Mute.citizen_id),
        (CampaignWait, CampaignWait.citizen_id),
        (Notice, Notice.citizen_id),
        (Message, Message.citizen_id),
        (Conversation, Conversation.citizen_id),
    )
    for owned_table, owner in owned:
        await session.execute(delete(owned_table).where(owner == citizen.id))
    await session.execute(delete(File).where(File.owner_id == citizen.id, File.id.not_in(_evidence())))
    await seminar_seats.forget(session, citizen, now=now)
    await inbox.forget_person(session, telegram_id, handled_now=inbox_id, now=now)
    citizen.telegram_id = citizen.language = citizen.language_code = citizen.region_id = None
    citizen.commands_set = None
    citizens.forget_wishes(citizen)
    citizen.came_for = citizen.consented_at = citizen.unreachable = citizen.unreachable_since = None
    await desk_traces.forget(session, citizen, now=now)
    audit.note(session, citizen, "citizen.erase", f"citizen:{citizen.id}", now=now)
    await session.flush()


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None
