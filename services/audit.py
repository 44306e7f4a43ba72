"""The audit trail: who did, or was refused, what. Ids and names of fields, never people's text."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from models import AuditEntry, Citizen


def note(
    session: AsyncSession,
    actor: Citizen | None,
    action: str,
    subject: str,
    *,
    now: datetime,
    fields: Iterable[str] = (),
    is_refused: bool = False,
) -> None:
    """Append an entry; ``subject`` reads like ``initiative:17``."""
    session.add(
        AuditEntry(
            at=now,
            actor_id=actor.id if actor else None,
            action=action,
            subject=subject,
            fields=",".join(fields),
            is_refused=is_refused,
        )
    )
