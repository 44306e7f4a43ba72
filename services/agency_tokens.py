"""Tokens with which an agency's system posts reports: made and shown once, kept as a hash, revocable."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Agency, AgencyToken
from services import audit
from services.errors import NotFound

_PREFIX = "achyk_"  # so that a leaked token is recognised for what it is


async def create(
    session: AsyncSession, agency_id: str, *, label: str, now: datetime, is_trusted: bool = False
) -> tuple[AgencyToken, str]:
    """A new token of an agency and its secret, which nobody can read again. Raises NotFound for no such agency."""
    if await session.get(Agency, agency_id) is None:
        raise NotFound
    secret = _PREFIX + secrets.token_urlsafe(32)
    token = AgencyToken(
        agency_id=agency_id, label=label[:60], token_hash=_hash(secret), is_trusted=is_trusted, created_at=now
    )
    session.add(token)
    await session.flush()
    audit.note(
        session, None, "agency-token.create", f"agency-token:{token.id}", now=now, fields=[f"agency:{agency_id}"]
    )
    return token, secret


async def revoke(session: AsyncSession, token_id: int, *, now: datetime) -> AgencyToken:
    """End a token; ended already is fine. Raises NotFound."""
    token = await session.get(AgencyToken, token_id)
    if token is None:
        raise NotFound
    if token.revoked_at is None:
        token.revoked_at = now
        audit.note(session, None, "agency-token.revoke", f"agency-token:{token.id}", now=now)
        await session.flush()
    return token


async def list_all(session: AsyncSession) -> Sequence[AgencyToken]:
    """Every token there was, the latest first."""
    return (await session.scalars(select(AgencyToken).order_by(AgencyToken.id.desc()))).all()


async def find_by_secret(session: AsyncSession, secret: str) -> AgencyToken | None:
    """The token in force with this secret. 256 random bits need no slow hash, and equal hashes no careful compare."""
    query = select(AgencyToken).where(AgencyToken.token_hash == _hash(secret), AgencyToken.revoked_at.is_(None))
    return await session.scalar(query)


async def use(session: AsyncSession, token_id: int, *, now: datetime) -> AgencyToken | None:
    """Note that the token is used; None when it has been revoked meanwhile."""
    token = await session.get(AgencyToken, token_id, with_for_update=True)
    if token is None or token.revoked_at is not None:
        return None
    token.used_at = now
    return token


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
