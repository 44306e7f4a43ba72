"""Keys with which an agency's own system posts reports over HTTP."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigId, UtcDateTime


class AgencyToken(Base):
    """Only the hash is kept: who reads the database cannot report in an agency's name."""

    __tablename__ = "agency_tokens"
    __table_args__ = (
        UniqueConstraint("token_hash"),  # a token names one agency
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    agency_id: Mapped[str] = mapped_column(ForeignKey("agencies.id"))
    label: Mapped[str] = mapped_column(String(60))  # which system holds it, in the operator's words
    token_hash: Mapped[str] = mapped_column(String(64))
    is_trusted: Mapped[bool] = mapped_column(default=False)  # its reports are published without approval
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
