"""What a person follows."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigId, UtcDateTime, stored_enum


class Topic(enum.StrEnum):
    """The kinds of things one may follow."""

    COMMITMENT = "commitment"
    AGENCY = "agency"
    THEME = "theme"
    EVERYTHING = "everything"


class Subscription(Base):
    """One followed thing. ``target`` is the id of the commitment, agency or theme; empty for everything."""

    __tablename__ = "subscriptions"
    __table_args__ = (
        UniqueConstraint("citizen_id", "topic", "target"),  # a double press follows once
        # In the order of people, so that an audience is read chunk by chunk without sorting it each time.
        Index("ix_subscriptions_topic_target", "topic", "target", "citizen_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    citizen_id: Mapped[int] = mapped_column(ForeignKey("citizens.id", ondelete="CASCADE"))
    topic: Mapped[Topic] = mapped_column(stored_enum(Topic, "topic"))
    target: Mapped[str] = mapped_column(String(40), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Mute(Base):
    """A commitment that somebody wants to hear nothing about, though they follow its theme, its body or all."""

    __tablename__ = "mutes"

    citizen_id: Mapped[int] = mapped_column(ForeignKey("citizens.id", ondelete="CASCADE"), primary_key=True)
    commitment_id: Mapped[str] = mapped_column(ForeignKey("commitments.id", ondelete="CASCADE"), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
