"""The people of the desk: one-time invitation links, roles given and taken away, and the trail of what was done.

invitation: open → used
             ├──→ revoked
             └──→ expired (by the clock)
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import Agency, AuditEntry, Citizen, Initiative, Question, Role, StaffInvitation, StaffRole
from services import audit, staff
from services.errors import InvitationGone, LastAdministrator, NotFound

VALID_FOR = timedelta(days=3)
TRAIL_PAGE = 10
# The role whose command list a person gets when several are held.
_RANK = (Role.ADMINISTRATOR, Role.MODERATOR, Role.ANNOUNCER, Role.AGENCY_OFFICER)


@dataclass(frozen=True)
class Invited:
    """A fresh invitation and its token, which is told once and kept nowhere."""

    invitation: StaffInvitation
    token: str


async def _require(session: AsyncSession, actor: Citizen, action: str, subject: str, now: datetime) -> None:
    await staff.require(session, actor, Role.ADMINISTRATOR, action=action, subject=subject, now=now)


async def invite(
    session: AsyncSession, actor: Citizen, role: Role, *, now: datetime, agency_id: str | None = None
) -> Invited:
    """A link for one person, valid three days. Raises NotYours, or NotFound for an agency that is not there, or no
    more."""
    await _require(session, actor, "staff.invite", f"role:{role}", now)
    is_officer = role is Role.AGENCY_OFFICER
    agency = await session.get(Agency, agency_id) if agency_id else None
    if is_officer and (agency is None or not agency.is_active):
        raise NotFound
    token = secrets.token_urlsafe(24)
    invitation = StaffInvitation(
        token_hash=_hash(token),
        role=role,
        agency_id=agency_id if is_officer else None,
        invited_by_id=actor.id,
        created_at=now,
        expires_at=now + VALID_FOR,
    )
    session.add(invitation)
    await session.flush()
    audit.note(session, actor, "staff.invite", f"invitation:{invitation.id}", now=now, fields=["role", "agency"])
    return Invited(invitation, token)


async def accept(session: AsyncSession, citizen: Citizen, token: str, *, name: str, now: datetime) -> StaffRole:
    """Take the role that a link offers. Raises InvitationGone; the attempt is noted in the audit trail."""
    query = select(StaffInvitation).where(StaffInvitation.token_hash == _hash(token)).with_for_update()
    invitation = await session.scalar(query)
    if invitation is None or not is_open(invitation, now=now):
        subject = f"invitation:{invitation.id}" if invitation else "invitation:unknown"
        audit.note(session, citizen, "staff.accept", subject, now=now, is_refused=True)
        raise InvitationGone
    invitation.used_at, invitation.used_by_id = now, citizen.id
    audit.note(session, citizen, "staff.accept", f"invitation:{invitation.id}", now=now, fields=["role", "agency"])
    for held in await staff.roles_of(session, citizen):
        if held.role is invitation.role and held.agency_id == invitation.agency_id:
            held.name = name
            return held
    given = StaffRole(
        citizen_id=citizen.id,
        role=invitation.role,
        agency_id=invitation.agency_id,
        name=name,
        granted_by_id=invitation.invited_by_id,
        granted_at=now,
    )
    session.add(given)
    await session.flush()
    await settle_menu(session, citizen)
    return given


def is_open(invitation: StaffInvitation, *, now: datetime) -> bool:
    """Whether the link still makes somebody a member of staff."""
    return invitation.used_at is None and invitation.revoked_at is None and now < invitation.expires_at


async def list_staff(session: AsyncSession, actor: Citizen, *, now: datetime) -> Sequence[StaffRole]:
    """Every role held now. Raises NotYours."""
    await _require(session, actor, "staff.list", "staff:all", now)
    return await colleagues(session)


async def colleagues(session: AsyncSession) -> Sequence[StaffRole]:
    """Every role held now, for the services of the desk."""
    query = select(StaffRole).where(StaffRole.revoked_at.is_(None)).order_by(StaffRole.id)
    return (await session.scalars(query)).all()


async def list_invitations(session: AsyncSession, actor: Citizen, *, now: datetime) -> Sequence[StaffInvitation]:
    """Links that still work. Raises NotYours."""
    await _require(session, actor, "staff.list", "invitation:all", now)
    query = select(StaffInvitation).where(
        StaffInvitation.used_at.is_(None), StaffInvitation.revoked_at.is_(None), StaffInvitation.expires_at > now
    )
    return (await session.scalars(query.order_by(StaffInvitation.id))).all()


async def revoke_invitation(session: AsyncSession, actor: Citizen, invitation_id: int, *, now: datetime) -> None:
    """Take a link back; harmless when it no longer works. Raises NotYours or NotFound."""
    await _require(session, actor, "staff.revoke-invitation", f"invitation:{invitation_id}", now)
    invitation = await session.get(StaffInvitation, invitation_id, with_for_update=True)
    if invitation is None:
        raise NotFound
    if is_open(invitation, now=now):
        invitation.revoked_at = now
        audit.note(session, actor, "staff.revoke-invitation", f"invitation:{invitation_id}", now=now)
        await session.flush()


async def revoke_role(session: AsyncSession, actor: Citizen, role_id: int, *, now: datetime) -> StaffRole:
    """Take a role away; buttons drawn before stop working at once, and what was the person's task is nobody's.

    Raises NotYours, NotFound, LastAdministrator.
    """
    await _require(session, actor, "staff.revoke", f"staff-role:{role_id}", now)
    # Locking every administrator's role: two who dismiss each other at once would leave nobody.
    query = select(StaffRole).where(StaffRole.revoked_at.is_(None), StaffRole.role == Role.ADMINISTRATOR)
    administrators = (await session.scalars(query.with_for_update())).all()
    held = await session.get(StaffRole, role_id)
    if held is None or held.revoked_at is not None:
        raise NotFound
    if held.role is Role.ADMINISTRATOR and len(administrators) == 1:
        raise LastAdministrator
    held.revoked_at = now
    audit.note(session, actor, "staff.revoke", f"staff-role:{role_id}", now=now, fields=["role"])
    await session.flush()
    person = await session.get_one(Citizen, held.citizen_id)
    await settle_menu(session, person)
    if not await staff.has_role(session, person, Role.MODERATOR):
        await release_tasks(session, person)
    return held


async def release_tasks(session: AsyncSession, citizen: Citizen) -> None:
    """Whoever reviews no more holds nothing that colleagues would then look for in vain."""
    for table in (Initiative, Question):
        await session.execute(update(table).where(table.assignee_id == citizen.id).values(assignee_id=None))


async def settle_menu(session: AsyncSession, citizen: Citizen) -> None:
    """Bring the person's command list in line with the roles they hold."""
    held = {one.role for one in await staff.roles_of(session, citizen)}
    citizen.staff_menu = next((role.value for role in _RANK if role in held), None)
    if citizen.staff_menu is None:
        citizen.wants_morning_list = False
    await session.flush()


async def learn_name(session: AsyncSession, citizen: Citizen, name: str) -> None:
    """Colleagues know each other by the name Telegram gives; the first administrators have none before they come."""
    for held in await staff.roles_of(session, citizen):
        if held.name != name:
            held.name = name
    await session.flush()


async def trail(
    session: AsyncSession, actor: Citizen, *, now: datetime, before: int | None = None
) -> Sequence[AuditEntry]:
    """A page of the audit trail, the latest first, of entries older than ``before``. Raises NotYours."""
    await _require(session, actor, "staff.trail", "audit:all", now)
    query = select(AuditEntry).order_by(AuditEntry.id.desc()).limit(TRAIL_PAGE + 1)
    if before:
        query = query.where(AuditEntry.id < before)
    return (await session.scalars(query)).all()


def _hash(token: str) -> str:
    """What is kept of a token. It is long and random, so a plain hash cannot be turned back."""
    return hashlib.sha256(token.encode()).hexdigest()
