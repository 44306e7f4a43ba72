"""An officer's report from the first answer to sending. Role and agency are checked at every step: a button
outlives a revocation."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Citizen, Commitment, Completion, Language, Report, ReportDraft, ReportFile, ReportState, Role
from services import audit, commitments, files, languages, publication, staff
from services.errors import (
    DraftIncomplete,
    LimitReached,
    LinkRefused,
    NoCommitments,
    NotFound,
    NotYours,
    TextTooLong,
    TextTooShort,
)
from services.files import MOST_ATTACHMENTS, Received
from services.report_periods import find_period
from services.sources import receiving
from services.sources.config import CHAT
from services.sources.incoming import LITTLE_DONE, IncomingReport, Words, keepable, web_address

TEXT_LIMITS = {"done": (20, 3000), "obstacles": (10, 2000), "evidence_url": (8, 2000)}
MOST_DRAFTS = 5
_MESSAGES = "messages"  # among a draft's answers: field → id of the message that gave it


# --- whose -----------------------------------------------------------------------------------------------------


async def agencies_of(session: AsyncSession, officer: Citizen) -> list[str]:
    """The agencies in whose name the person may report now."""
    held = await staff.roles_of(session, officer)
    return [one.agency_id for one in held if one.role is Role.AGENCY_OFFICER and one.agency_id]


async def _require(session: AsyncSession, officer: Citizen, subject: str, *, now: datetime, agency: str | None) -> None:
    await staff.require(
        session, officer, Role.AGENCY_OFFICER, action="report.write", subject=subject, now=now, agency_id=agency
    )


async def require_officer(session: AsyncSession, officer: Citizen, *, now: datetime) -> None:
    """Raises NotYours, noted in the audit trail, for anybody who speaks for no agency."""
    await _require(session, officer, "report:new", now=now, agency=None)


async def list_commitments(session: AsyncSession, officer: Citizen) -> list[Commitment]:
    """What the officer may report on: the commitments that their agencies lead."""
    agencies = set(await agencies_of(session, officer))
    every = await commitments.list_all(session)
    return [one for one in every if agencies & {lead.agency_id for lead in one.leads}]


async def start(session: AsyncSession, officer: Citizen, *, now: datetime) -> ReportDraft:
    """A new draft. Raises NotYours for anybody but an officer, NoCommitments, LimitReached."""
    await require_officer(session, officer, now=now)
    if not await list_commitments(session, officer):
        raise NoCommitments
    if len(await list_own(session, officer)) >= MOST_DRAFTS:
        raise LimitReached("report_drafts", MOST_DRAFTS)
    draft = ReportDraft(author_id=officer.id, answers={}, created_at=now, changed_at=now)
    session.add(draft)
    await session.flush()
    return draft


async def list_own(session: AsyncSession, officer: Citizen) -> Sequence[ReportDraft]:
    """The officer's drafts, the latest first."""
    query = select(ReportDraft).where(ReportDraft.author_id == officer.id)
    return (await session.scalars(query.order_by(ReportDraft.changed_at.desc(), ReportDraft.id.desc()))).all()


async def get(session: AsyncSession, officer: Citizen, draft_id: int, *, now: datetime) -> ReportDraft:
    """The officer's own draft. Raises NotFound, or NotYours: another's draft, or the role is gone."""
    draft = await session.get(ReportDraft, draft_id)
    if draft is None:
        raise NotFound
    if draft.author_id != officer.id:
        audit.note(session, officer, "report.write", f"draft:{draft_id}", now=now, is_refused=True)
        raise NotYours
    await _require(session, officer, f"draft:{draft_id}", now=now, agency=draft.agency_id)
    return draft


async def find_sent(session: AsyncSession, officer: Citizen, draft_id: int) -> Report | None:
    """What has become of a draft that was sent."""
    report = await receiving.find(session, CHAT, f"draft:{draft_id}")
    return report if report is not None and report.author_id == officer.id else None


# --- answering ---------------------------------------------------------------------------------------------------


def is_little(draft: ReportDraft) -> bool:
    """Whether so little is done that the report must say what stands in the way."""
    return draft.answers.get("status") in LITTLE_DONE


def missing(draft: ReportDraft) -> list[str]:
    """The required fields that are still empty, in the order of the form."""
    required = ["commitment", "period", "status", "done", *(["obstacles"] if is_little(draft) else [])]
    return [field for field in required if not draft.answers.get(field)]


async def answer(
    session: AsyncSession,
    officer: Citizen,
    draft: ReportDraft,
    field: str,
    value: str,
    *,
    now: datetime,
    message_id: int | None = None,
) -> None:
    """Keep an answer, and by which message it was given.

    Raises TextTooShort, TextTooLong, LinkRefused, NotYours, or NotFound for no such choice.
    """
    if field == "commitment":
        await _choose_commitment(session, officer, draft, value, now=now)
    elif field == "period":
        find_period(value)
    elif field == "status":
        if value not in set(Completion):
            raise NotFound
    else:
        value = _checked(field, value)
    _keep(draft, field, value, now=now)
    _keep(draft, _MESSAGES, (draft.answers.get(_MESSAGES) or {}) | {field: message_id}, now=now)
    await session.flush()


async def find_answer(session: AsyncSession, officer: Citizen, message_id: int) -> tuple[ReportDraft, str] | None:
    """The draft and field that this message of the officer answered."""
    for draft in await list_own(session, officer):
        for field, known in (draft.answers.get(_MESSAGES) or {}).items():
            if known == message_id:
                return draft, field
    return None


async def _choose_commitment(
    session: AsyncSession, officer: Citizen, draft: ReportDraft, commitment_id: str, *, now: datetime
) -> None:
    allowed = {one.id: one for one in await list_commitments(session, officer)}
    if commitment_id not in allowed:
        audit.note(session, officer, "report.write", f"commitment:{commitment_id[:40]}", now=now, is_refused=True)
        raise NotYours
    own = await agencies_of(session, officer)
    draft.agency_id = next(one.agency_id for one in allowed[commitment_id].leads if one.agency_id in own)
    draft.commitment_id = commitment_id


def _checked(field: str, text: str) -> str:
    text = keepable(text)
    at_least, at_most = TEXT_LIMITS[field]
    if len(text) > at_most:
        raise TextTooLong(len(text), at_most)
    if field == "evidence_url":
        try:
            return web_address(text)
        except ValueError:
            raise LinkRefused from None
    if len(text) < at_least:
        raise TextTooShort(len(text), at_least)
    return text


async def skip(session: AsyncSession, draft: ReportDraft, field: str, *, now: datetime) -> None:
    """Leave an optional field empty on purpose. Raises DraftIncomplete for a required one."""
    if field not in {"evidence_url", "files"} and (field != "obstacles" or is_little(draft)):
        raise DraftIncomplete([field])
    _keep(draft, field, None, now=now)
    await session.flush()


def _keep(draft: ReportDraft, field: str, value: Any, *, now: datetime) -> None:
    draft.answers = draft.answers | {field: value}
    draft.changed_at = now


async def attach(
    session: AsyncSession, officer: Citizen, draft: ReportDraft, received: Received, *, bot_id: int, now: datetime
) -> None:
    """Attach evidence; the same file twice is one. Raises FileRefused or LimitReached."""
    file = await files.keep(session, officer, received, bot_id=bot_id, now=now)
    attached = list(draft.answers.get("files") or [])
    if any(one["id"] == file.id for one in attached):
        return
    if len(attached) >= MOST_ATTACHMENTS:
        await files.forget_unused(session, [file.id])  # a refusal is said and committed: nothing of the file may stay
        raise LimitReached("attachments", MOST_ATTACHMENTS)
    attached.append({"id": file.id, "kind": file.kind.value, "name": file.name})
    _keep(draft, "files", attached, now=now)
    await session.flush()


async def detach(session: AsyncSession, draft: ReportDraft, file_id: int, *, now: datetime) -> None:
    """Take a file off; gone already is fine. A file that serves nothing else is forgotten."""
    attached = _file_ids(draft)
    _keep(draft, "files", [one for one in draft.answers.get("files") or [] if one["id"] != file_id], now=now)
    await session.flush()
    if file_id in attached:
        await files.forget_unused(session, [file_id])


async def discard(session: AsyncSession, draft: ReportDraft) -> None:
    """Throw a draft away with its files, for good."""
    attached = _file_ids(draft)
    await session.delete(draft)
    await session.flush()
    await files.forget_unused(session, attached)


def _file_ids(draft: ReportDraft) -> list[int]:
    return [one["id"] for one in draft.answers.get("files") or []]


# --- sending -----------------------------------------------------------------------------------------------------


async def send(session: AsyncSession, officer: Citizen, draft: ReportDraft, *, now: datetime) -> Report:
    """Hand the report to the Secretariat. Raises DraftIncomplete, or NotYours when the agency no longer leads the
    commitment or the officer no longer speaks for it."""
    if empty := missing(draft):
        raise DraftIncomplete(empty)
    await _choose_commitment(session, officer, draft, draft.answers["commitment"], now=now)
    await _require(session, officer, f"draft:{draft.id}", now=now, agency=draft.agency_id)
    said = _incoming(draft, officer.language or Language.KY)
    report = Report(
        source=CHAT,
        external_id=said.external_id,
        content_hash=said.content_hash,
        commitment_id=said.commitment,
        agency_id=draft.agency_id,
        author_id=officer.id,
        state=ReportState.RECEIVED,
        version=1,
        received_at=now,
        texts=[],
        files=[
            ReportFile(file_id=one["id"], position=position)
            for position, one in enumerate(draft.answers.get("files") or [], 1)
        ],
    )
    publication.rewrite(report, said)
    session.add(report)
    await session.delete(draft)
    await session.flush()
    audit.note(session, officer, "report.send", f"report:{report.id}", now=now)
    return report


def _incoming(draft: ReportDraft, fallback: Language) -> IncomingReport:
    said = draft.answers
    period = find_period(said["period"])
    lang = languages.guess(said["done"], fallback)
    return IncomingReport(
        external_id=f"draft:{draft.id}",
        commitment=said["commitment"],
        period_from=period.first,
        period_to=period.last,
        status=Completion(said["status"]),
        texts={lang: Words(title=None, done=said["done"], obstacles=said.get("obstacles") or None)},
        evidence_url=said.get("evidence_url") or None,
        reported_on=None,
    )


def today(now: datetime, zone: ZoneInfo) -> date:
    """The day by the installation's clock."""
    return now.astimezone(zone).date()
