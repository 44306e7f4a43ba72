"""Citizens watch: what a person says about a published report."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, BigId, EncryptedText, UtcDateTime, stored_enum
from models.file import File


class Verdict(enum.StrEnum):
    """Whether what the report says is so, as far as the person can see."""

    DONE = "done"
    PARTLY = "partly"
    NOT_DONE = "not-done"
    UNKNOWN = "unknown"


class Assessment(Base):
    """One person's answer to "Is it true?". Comment and photo are for the Secretariat, never published."""

    __tablename__ = "assessments"
    __table_args__ = (
        UniqueConstraint("report_id", "citizen_id"),  # one voice each, however often somebody answers
        Index("ix_assessments_report_id_verdict", "report_id", "verdict"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id", ondelete="CASCADE"))
    citizen_id: Mapped[int] = mapped_column(ForeignKey("citizens.id", ondelete="CASCADE"), index=True)
    verdict: Mapped[Verdict] = mapped_column(stored_enum(Verdict, "verdict"))
    region_id: Mapped[str | None] = mapped_column(ForeignKey("regions.id", ondelete="SET NULL"))
    comment: Mapped[str | None] = mapped_column(EncryptedText)
    photo_id: Mapped[int | None] = mapped_column(ForeignKey("files.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    hidden_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # abuse: kept, and not counted
    # The Secretariat has looked at comment and photo; what changes afterwards waits to be looked at anew.
    checked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    photo: Mapped[File | None] = relationship(lazy="raise")
