"""A request to the author of an initiative to clarify named fields, and what the author answered.

asked → answered
"""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, BigId, EncryptedText, UtcDateTime

_OPEN = text("answered_at IS NULL")


class Clarification(Base):
    """One request; ``fields`` are names of the initiative's form, comma-separated."""

    __tablename__ = "clarifications"
    __table_args__ = (
        # With two open requests at once neither side could say which one an answer belongs to.
        Index("uq_clarifications_open", "initiative_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_clarifications_initiative_id", "initiative_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiatives.id", ondelete="CASCADE"))
    fields: Mapped[str] = mapped_column(String(120))
    remark: Mapped[str | None] = mapped_column(EncryptedText)  # what exactly is unclear, in the author's language
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("citizens.id", ondelete="SET NULL"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    answers: Mapped[list["ClarificationAnswer"]] = relationship(
        lazy="raise", order_by="ClarificationAnswer.field", cascade="all, delete-orphan", passive_deletes=True
    )

    @property
    def names(self) -> list[str]:
        """The fields asked about."""
        return self.fields.split(",")


class ClarificationAnswer(Base):
    """The author's new answer to one field. ``before``: what it replaced when the clarification was sent."""

    __tablename__ = "clarification_answers"
    clarification_id: Mapped[int] = mapped_column(ForeignKey("clarifications.id", ondelete="CASCADE"), primary_key=True)
    field: Mapped[str] = mapped_column(String(20), primary_key=True)
    value: Mapped[str | None] = mapped_column(EncryptedText)
    before: Mapped[str | None] = mapped_column(EncryptedText)
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime)
