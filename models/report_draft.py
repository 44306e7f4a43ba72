"""An officer's report while it is being written in the chat."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigId, EncryptedJson, UtcDateTime


class ReportDraft(Base):
    """``answers`` holds field → what was answered, None for what was skipped; gone once the report is sent."""

    __tablename__ = "report_drafts"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("citizens.id", ondelete="CASCADE"), index=True)
    agency_id: Mapped[str | None] = mapped_column(ForeignKey("agencies.id"))  # follows from the commitment
    commitment_id: Mapped[str | None] = mapped_column(String(40))  # for the list of drafts; checked when sent
    answers: Mapped[dict[str, Any]] = mapped_column(EncryptedJson, default=dict)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
