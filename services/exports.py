"""What the Secretariat takes along as a file: initiatives, questions, reports, decisions, the audit trail.

Names and contacts are in a file only when somebody has explicitly asked for them; that is noted in the audit trail.
A chat takes files of a limited size, so that much comes in parts; the command line writes one file of everything.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Citizen, Role
from models.database import Database
from services import audit, staff
from services.errors import LimitReached
from services.export_kinds import HAS_PERSONAL, What
from services.export_tables import TABLES
from services.sheets import Format, Row

BATCH = 200
PART = 5000  # things in one file for a chat; with texts as people write them it stays far below 50 MB
MOST_PARTS = 20
PERSONAL = ("name", "contact")


@dataclass(frozen=True)
class Part:
    """The things with ids after ``after`` up to ``until``; None: to the end."""

    after: int = 0
    until: int | None = None


WHOLE = Part()


def columns(what: What, *, personal: bool) -> tuple[str, ...]:
    """The head of the table. The names are stable: other programs read them."""
    return TABLES[what].columns + (PERSONAL if personal and what in HAS_PERSONAL else ())


async def count(session: AsyncSession, what: What) -> int:
    """How many things there are to export; a decided initiative may make several rows."""
    table = TABLES[what]
    return await session.scalar(select(func.count()).select_from(table.of).where(*table.where)) or 0


async def read(
    database: Database, what: What, *, personal: bool, part: Part = WHOLE
) -> AsyncIterator[tuple[int, list[Row]]]:
    """(things read, their rows), a batch at a time, each in a look of its own: a long export holds nothing up."""
    table, last = TABLES[what], part.after
    within = (*table.where, table.of.id <= part.until) if part.until is not None else table.where
    while True:
        async with database.read() as session:
            query = select(table.of).where(*within, table.of.id > last).order_by(table.of.id).limit(BATCH)
            found = (await session.scalars(query.options(*table.loaded))).all()
            rows = await table.read(session, found)
        if not found:
            return
        last = found[-1].id
        if personal and what in HAS_PERSONAL:
            rows = [[*row, one.name, one.contact] for row, one in zip(rows, found, strict=True)]
        yield len(found), list(rows)


async def order(
    session: AsyncSession, officer: Citizen, what: What, kind: Format, *, personal: bool, now: datetime
) -> tuple[int, list[Part]]:
    """Note that somebody takes data along, and say how many things they are and in which parts they come.

    Raises NotYours, or LimitReached for more than a chat carries.

    Moderators may, since they read all of it at the desk; the audit trail, and names and contacts, are for
    administrators only.
    """
    await require(session, officer, what, personal=personal, now=now)
    things = await count(session, what)
    if things > PART * MOST_PARTS:
        raise LimitReached("export", PART * MOST_PARTS)
    note(session, officer, what, kind, personal=personal, now=now)
    await session.flush()
    return things, await _parts(session, what, things)


async def _parts(session: AsyncSession, what: What, things: int) -> list[Part]:
    """Cut by id, not by place: what comes in meanwhile is in the last part, and nothing is in two."""
    table = TABLES[what]
    ids = select(table.of.id).where(*table.where).order_by(table.of.id)
    cuts = [await session.scalar(ids.offset(place - 1).limit(1)) for place in range(PART, things, PART)]
    return [Part(after or 0, until) for after, until in zip([0, *cuts], [*cuts, None], strict=True)]


async def require(
    session: AsyncSession, officer: Citizen, what: What | None = None, *, personal: bool = False, now: datetime
) -> None:
    """Raises NotYours unless the person may export this; without ``what``: anything at all."""
    role = Role.ADMINISTRATOR if personal or what is What.AUDIT else Role.MODERATOR
    await staff.require(session, officer, role, action="export.make", subject=f"export:{what or 'any'}", now=now)


def note(
    session: AsyncSession, officer: Citizen | None, what: What, kind: Format, *, personal: bool, now: datetime
) -> None:
    """An entry in the audit trail; ``officer`` is None for the operator at the command line."""
    fields = [kind.value, *(PERSONAL if personal and what in HAS_PERSONAL else ())]
    audit.note(session, officer, "export.make", f"export:{what}", now=now, fields=fields)
