"""What is kept of a person: shown, handed over, erased."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import (
    CampaignWait,
    Citizen,
    Conversation,
    File,
    Initiative,
    InitiativeAnswer,
    InitiativeFile,
    InitiativeState,
    Question,
    SeminarPresence,
    SeminarRegistration,
    Subscription,
)
from services import audit, inbox, initiatives, questions, seminar_seats, subscriptions


@dataclass(frozen=True)
class Holdings:
    """Counts of what is kept of a person."""

    drafts: int
    initiatives: int
    published: int
    questions: int
    subscriptions: int
    files: int
    seminars: int  # registrations and presences


async def holdings(session: AsyncSession, citizen: Citizen) -> Holdings:
    """How much of each kind is kept."""
    own = select(func.count()).select_from(Initiative).where(Initiative.author_id == citizen.id)
    is_draft = Initiative.state == InitiativeState.DRAFT

    async def count(query: Any) -> int:
        return int(await session.scalar(query) or 0)

    return Holdings(
        drafts=await count(own.where(is_draft)),
        initiatives=await count(own.where(~is_draft)),
        published=await count(own.where(Initiative.published_at.is_not(None))),
        questions=await count(select(func.count()).select_from(Question).where(Question.author_id == citizen.id)),
        subscriptions=await count(
            select(func.count()).select_from(Subscription).where(Subscription.citizen_id == citizen.id)
        ),
        files=await count(select(func.count()).select_from(File).where(File.owner_id == citizen.id)),
        seminars=len(await _seminars(session, citizen)),
    )


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
        "subscriptions": [
            {"topic": one.topic, "target": one.target, "since": _iso(one.created_at)}
            for one in await subscriptions.list_of(session, citizen)
        ],
        "seminars": await _seminars(session, citizen),
    }


async def _seminars(session: AsyncSession, citizen: Citizen) -> list[dict[str, Any]]:
    registered = select(SeminarRegistration).where(SeminarRegistration.citizen_id == citizen.id)
    present = select(SeminarPresence).where(SeminarPresence.citizen_id == citizen.id)
    known: dict[int, dict[str, Any]] = {}
    for one in (await session.scalars(registered.order_by(SeminarRegistration.seminar_id))).all():
        known[one.seminar_id] = {"registered_at": _iso(one.registered_at), "waiting": one.is_waiting}
    for there in (await session.scalars(present.order_by(SeminarPresence.seminar_id))).all():
        known.setdefault(there.seminar_id, {})["present_at"] = _iso(there.present_at)
    return [{"seminar": seminar_id} | facts for seminar_id, facts in known.items()]


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


async def erase(session: AsyncSession, citizen: Citizen, *, inbox_id: int, now: datetime) -> None:
    """Erase the person. Gone: drafts, unpublished initiatives, questions, subscriptions, files, the conversation,
    what they wrote in the inbox, seats at seminars and having been there, and the link to Telegram. Published
    initiatives stay without name, contact, attachments or author: others have read and supported them.

    The citizen's row itself stays, empty, so that its id is never used again.
    """
    telegram_id = citizen.telegram_id
    assert telegram_id is not None
    mine = Initiative.author_id == citizen.id
    # What others' initiatives were merged into speaks for them too: it stays, anonymised.
    merged_into = select(Initiative.merged_into_id).where(Initiative.merged_into_id.is_not(None))
    await session.execute(
        delete(Initiative).where(mine, Initiative.published_at.is_(None), Initiative.id.not_in(merged_into))
    )
    staying = select(Initiative.id).where(mine)
    for table in (InitiativeAnswer, InitiativeFile):
        await session.execute(delete(table).where(table.initiative_id.in_(staying)))
    await session.execute(
        update(Initiative).where(mine).values(author_id=None, name=None, contact=None, contact_consented_at=None)
    )
    owned: tuple[tuple[Any, Any], ...] = (
        (Question, Question.author_id),
        (Subscription, Subscription.citizen_id),
        (File, File.owner_id),
        (CampaignWait, CampaignWait.citizen_id),
        (Conversation, Conversation.citizen_id),
    )
    for owned_table, owner in owned:
        await session.execute(delete(owned_table).where(owner == citizen.id))
    await seminar_seats.forget(session, citizen, now=now)
    await inbox.forget_person(session, telegram_id, handled_now=inbox_id)
    citizen.telegram_id = citizen.language = citizen.language_code = citizen.region_id = None
    citizen.came_for = citizen.consented_at = citizen.unreachable = citizen.unreachable_since = None
    audit.note(session, citizen, "citizen.erase", f"citizen:{citizen.id}", now=now)
    await session.flush()


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None
