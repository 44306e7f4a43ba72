"""The morning list: what waits, once each working morning, to staff who want it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Citizen, Role
from models.database import Database
from services import audit, notices, staff, workdays


async def want_list(session: AsyncSession, officer: Citizen, *, wanted: bool, now: datetime) -> None:
    """Ask for the list, or for none any more. Raises NotYours."""
    await staff.require(session, officer, Role.MODERATOR, action="desk.morning", subject="desk:morning", now=now)
    if officer.wants_morning_list is not wanted:
        officer.wants_morning_list = wanted
        audit.note(session, officer, "desk.morning", "desk:morning", now=now, fields=["wants_morning_list"])
        await session.flush()


async def run_due_lists(database: Database, *, now: datetime, zone: ZoneInfo) -> None:
    """Give today's list to everybody whose hour for digests has come, once; none on days off."""
    here = now.astimezone(zone)
    async with database.begin() as session:
        if not (await workdays.calendar(session, zone)).is_working(here.date()):
            return
        people = select(Citizen.id).where(
            Citizen.wants_morning_list, Citizen.telegram_id.is_not(None), Citizen.digest_hour <= here.hour
        )
        await notices.give(
            session, people, cause=f"morning:{here.date().isoformat()}", kind="morning-list", subject="", now=now
        )
