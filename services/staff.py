"""Who may do what. Every staff action asks here, in the service, each time: buttons outlive roles."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Citizen, Role, StaffRole
from services import audit
from services.errors import NotYours

_IMPLIED = {Role.MODERATOR: {Role.ADMINISTRATOR}, Role.ANNOUNCER: {Role.ADMINISTRATOR}}


async def roles_of(session: AsyncSession, citizen: Citizen) -> Sequence[StaffRole]:
    """The roles a person holds now."""
    query = select(StaffRole).where(StaffRole.citizen_id == citizen.id, StaffRole.revoked_at.is_(None))
    return (await session.scalars(query.order_by(StaffRole.id))).all()


async def has_role(session: AsyncSession, citizen: Citizen, role: Role, *, agency_id: str | None = None) -> bool:
    """Whether the person may act in this role; for an officer, of this agency."""
    accepted = {role} | _IMPLIED.get(role, set())
    return any(
        held.role in accepted and (agency_id is None or held.agency_id == agency_id)
        for held in await roles_of(session, citizen)
    )


async def require(
    session: AsyncSession,
    citizen: Citizen,
    role: Role,
    *,
    action: str,
    subject: str,
    now: datetime,
    agency_id: str | None = None,
) -> None:
    """Raises NotYours, noted in the audit trail, unless the person holds the role now."""
    if not await has_role(session, citizen, role, agency_id=agency_id):
        audit.note(session, citizen, action, subject, now=now, is_refused=True)
        raise NotYours


async def appoint_first(session: AsyncSession, citizen: Citizen, *, now: datetime) -> None:
    """Make somebody named in SECRETARIAT_IDS an administrator; once is enough, and a revocation stays one."""
    known = select(StaffRole.id).where(StaffRole.citizen_id == citizen.id, StaffRole.role == Role.ADMINISTRATOR)
    if await session.scalar(known.limit(1)) is None:
        session.add(StaffRole(citizen_id=citizen.id, role=Role.ADMINISTRATOR, granted_at=now))
        citizen.staff_menu = Role.ADMINISTRATOR.value
        audit.note(session, citizen, "staff.appoint", f"citizen:{citizen.id}", now=now, fields=["role"])
        await session.flush()
