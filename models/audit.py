"""Who did, or tried, what: append-only, ids and names of fields only, never people's text."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigId, UtcDateTime


class AuditEntry(Base):
    """One act or refused attempt. No foreign key: the trail outlives what it speaks of."""

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_at", "at"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int | None] = mapped_column(BigInteger)  # citizens.id
    action: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(80))  # kind:id, as in "initiative:17"
    fields: Mapped[str] = mapped_column(String(200), default="")  # names, comma-separated
    is_refused: Mapped[bool] = mapped_column(default=False)
