"""Decisions of the Secretariat on initiatives: written first, published by a second act.

written → published
   └→ rewritten (as long as it is not published)
"""

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, BigId, EncryptedText, UtcDateTime, stored_enum
from models.citizen import Language


class Outcome(enum.StrEnum):
    """What can be decided. The values are those of the initiative's states that follow."""

    ACCEPTED = "accepted"
    IN_PLAN = "in-plan"
    REJECTED = "rejected"


class Decision(Base):
    """One decision. ``position`` counts an initiative's decisions: an accepted one may later be put into the plan."""

    __tablename__ = "decisions"
    __table_args__ = (
        UniqueConstraint("initiative_id", "position"),  # two officers at once would write two first decisions
        # "In the plan" without a commitment would leave its people with nothing to follow.
        CheckConstraint("(outcome = 'in-plan') = (commitment_id IS NOT NULL)", name="commitment_when_in_plan"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiatives.id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column(Integer)
    outcome: Mapped[Outcome] = mapped_column(stored_enum(Outcome, "outcome"))
    commitment_id: Mapped[str | None] = mapped_column(ForeignKey("commitments.id"))
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("citizens.id", ondelete="SET NULL"))
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    texts: Mapped[list["DecisionText"]] = relationship(
        lazy="raise", order_by="DecisionText.lang", cascade="all, delete-orphan", passive_deletes=True
    )


class DecisionText(Base):
    """The reason in one language. Encrypted: until it is published it is nobody's business, and it may quote."""

    __tablename__ = "decision_texts"
    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id", ondelete="CASCADE"), primary_key=True)
    lang: Mapped[Language] = mapped_column(stored_enum(Language, "lang"), primary_key=True)
    reason: Mapped[str] = mapped_column(EncryptedText)
