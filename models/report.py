"""Implementation reports: what an agency says it has done for a commitment.

received → published → withdrawn
    └→ rejected
published, and changed by its source: ``pending`` holds the new version (or its withdrawal) beside the
published one, which people go on seeing until the Secretariat approves or rejects the change.
rejected or withdrawn, and sent anew by its source: received
"""

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, BigId, UtcDateTime, stored_enum
from models.citizen import Language
from models.content import Completion, Origin
from models.file import File

_WAITS = text("state = 'received' OR pending IS NOT NULL")


class ReportState(enum.StrEnum):
    """Where a report stands."""

    RECEIVED = "received"  # waits for the Secretariat's approval, or for its commitment to be confirmed
    PUBLISHED = "published"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"  # its source no longer has it


class Report(Base):
    """One report. ``version`` counts published changes: followers hear of each version once."""

    __tablename__ = "reports"
    __table_args__ = (
        UniqueConstraint("source", "external_id"),  # a source read twice makes one report
        # A report published without its commitment would reach nobody and could be found nowhere.
        CheckConstraint("state <> 'published' OR commitment_id IS NOT NULL", name="published_on_a_commitment"),
        CheckConstraint("state <> 'published' OR published_at IS NOT NULL", name="dated_when_published"),
        # Only what people see can have a change waiting beside it; elsewhere the change simply replaces it.
        CheckConstraint("pending IS NULL OR state = 'published'", name="pending_beside_published"),
        Index("ix_reports_commitment_id_published_at", "commitment_id", "published_at"),
        Index("ix_reports_waiting", "received_at", sqlite_where=_WAITS, postgresql_where=_WAITS),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    source: Mapped[str] = mapped_column(
        String(60)
    )  # "chat", "api:<agency>", "import:<name>", or a configured source's name
    external_id: Mapped[str] = mapped_column(String(200))
    content_hash: Mapped[str] = mapped_column(String(64))

    commitment_id: Mapped[str | None] = mapped_column(ForeignKey("commitments.id"))  # none until matched
    suggested_commitment_id: Mapped[str | None] = mapped_column(ForeignKey("commitments.id"))
    agency_id: Mapped[str | None] = mapped_column(ForeignKey("agencies.id"))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("citizens.id", ondelete="SET NULL"))
    period_from: Mapped[date | None] = mapped_column(Date)
    period_to: Mapped[date | None] = mapped_column(Date)
    status: Mapped[Completion | None] = mapped_column(stored_enum(Completion, "status"))
    status_before: Mapped[Completion | None] = mapped_column(stored_enum(Completion, "status_before"))
    evidence_url: Mapped[str | None] = mapped_column(Text)
    reported_on: Mapped[date | None] = mapped_column(Date)  # as the source dates it

    state: Mapped[ReportState] = mapped_column(stored_enum(ReportState, "state"))
    version: Mapped[int] = mapped_column(Integer, default=1)
    rejection_reason: Mapped[str | None] = mapped_column(Text)
    pending: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    pending_since: Mapped[datetime | None] = mapped_column(UtcDateTime)  # says nothing once ``pending`` is empty
    # When the report on its present period came; a correction of it does not come anew. Deadlines ask for this.
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # of the version that is shown
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    files: Mapped[list["ReportFile"]] = relationship(
        lazy="raise", order_by="ReportFile.position", cascade="all, delete-orphan", passive_deletes=True
    )
    texts: Mapped[list["ReportText"]] = relationship(
        lazy="raise", order_by="ReportText.lang", cascade="all, delete-orphan", passive_deletes=True
    )

    @property
    def waits_since(self) -> datetime:
        """Since when the Secretariat has it, or the change beside it, to decide."""
        return (self.pending_since if self.pending is not None else None) or self.received_at


class ReportText(Base):
    """A report's words in one language. Public once published, so not encrypted."""

    __tablename__ = "report_texts"
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id", ondelete="CASCADE"), primary_key=True)
    lang: Mapped[Language] = mapped_column(stored_enum(Language, "lang"), primary_key=True)
    title: Mapped[str | None] = mapped_column(Text)
    done: Mapped[str] = mapped_column(Text)
    obstacles: Mapped[str | None] = mapped_column(Text)
    origin: Mapped[Origin] = mapped_column(stored_enum(Origin, "origin"))


class ReportFile(Base):
    """A document or photo that an officer gave as evidence: public with the report."""

    __tablename__ = "report_files"
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id", ondelete="CASCADE"), primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("files.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(Integer)
    file: Mapped[File] = relationship(lazy="raise")
