"""Files that people attach: which are taken, and what is kept of them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Citizen, File, FileKind, Initiative, InitiativeAnswer, InitiativeFile, ReportDraft
from services.errors import FileRefused, LimitReached

MOST_BYTES = 20 * 1024 * 1024  # what a bot can download (Bot API, getFile)
MOST_ATTACHMENTS = 5
# Programs and scripts are of no use as an attachment to a proposal, and a danger to the officer who opens them.
REFUSED_ENDINGS = frozenset(
    {
        "exe",
        "msi",
        "bat",
        "cmd",
        "com",
        "scr",
        "js",
        "vbs",
        "ps1",
        "sh",
        "apk",
        "jar",
        "dll",
        "lnk",
        "html",
        "htm",
    }
)


@dataclass(frozen=True)
class Received:
    """A file as Telegram announced it."""

    kind: FileKind
    unique_id: str
    file_id: str
    size: int | None
    name: str | None = None
    mime: str | None = None


def check(received: Received) -> None:
    """Raises FileRefused for a kind or size that is not taken."""
    if received.size is not None and received.size > MOST_BYTES:
        raise FileRefused("size")
    _, dot, ending = (received.name or "").rpartition(".")
    if dot and ending.strip().lower() in REFUSED_ENDINGS:
        raise FileRefused("kind")


async def keep(session: AsyncSession, owner: Citizen, received: Received, *, bot_id: int, now: datetime) -> File:
    """The row of a file that somebody sent; the same file sent twice is one. Raises FileRefused."""
    check(received)
    file = await session.scalar(select(File).where(File.owner_id == owner.id, File.unique_id == received.unique_id))
    if file is None:
        file = File(
            owner_id=owner.id,
            unique_id=received.unique_id,
            telegram_file_id=received.file_id,
            bot_id=bot_id,
            kind=received.kind,
            mime=(received.mime or "")[:120] or None,
            size=received.size,
            name=received.name,
            received_at=now,
        )
        session.add(file)
        await session.flush()
    return file


async def attach(
    session: AsyncSession,
    owner: Citizen,
    draft: Initiative,
    received: Received,
    *,
    bot_id: int,
    now: datetime,
) -> InitiativeFile:
    """Attach a file to a draft; the same file twice is one. Raises FileRefused or LimitReached."""
    file = await keep(session, owner, received, bot_id=bot_id, now=now)
    for known in draft.attachments:
        if known.file_id == file.id:
            return known
    if len(draft.attachments) >= MOST_ATTACHMENTS:
        await forget_unused(session, [file.id])  # a refusal is said and committed: nothing of the file may stay
        raise LimitReached("attachments", MOST_ATTACHMENTS)
    attachment = InitiativeFile(file_id=file.id, file=file, position=len(draft.attachments) + 1)
    draft.attachments.append(attachment)
    draft.changed_at = now
    if not any(known.field == "files" for known in draft.answers):
        draft.answers.append(InitiativeAnswer(field="files", message_id=None, answered_at=now))
    await session.flush()
    return attachment


async def detach(session: AsyncSession, draft: Initiative, attachment_id: int, *, now: datetime) -> None:
    """Take an attachment off a draft; gone already is fine. A file that is attached to nothing else is forgotten."""
    for known in list(draft.attachments):
        if known.id == attachment_id:
            draft.attachments.remove(known)
            draft.changed_at = now
            await session.flush()
            await forget_unused(session, [known.file_id])


async def forget_unused(session: AsyncSession, file_ids: Collection[int]) -> None:
    """Forget those of these files that nothing refers to any more; their bytes follow."""
    written = await _in_report_drafts(session, file_ids)
    unused = File.id.in_(set(file_ids) - written), *(~exists().where(refers) for refers in _references())
    await session.execute(delete(File).where(*unused))


def _references() -> list[ColumnElement[bool]]:
    """One condition for each foreign key to a file, whatever tables there come to be.

    One and the same photo may illustrate an initiative, prove a report and go with a question: a list kept by
    hand would forget the next table, and take the photo from under it.
    """
    table = File.metadata.tables[File.__tablename__]
    return [
        and_(*(key.parent == key.column for key in constraint.elements))
        for other in File.metadata.sorted_tables
        for constraint in other.foreign_key_constraints
        if constraint.referred_table is table
    ]


async def _in_report_drafts(session: AsyncSession, file_ids: Collection[int]) -> set[int]:
    """The files that reports being written name: in their encrypted answers, where no foreign key tells of them."""
    owners = select(File.owner_id).where(File.id.in_(file_ids))
    drafts = await session.scalars(select(ReportDraft.answers).where(ReportDraft.author_id.in_(owners)))
    return {one["id"] for answers in drafts for one in answers.get("files") or []}
