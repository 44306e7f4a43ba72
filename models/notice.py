"""Notices: who is to learn what, each once; messages: what is sent to tell them.

A cause is a stable text of fact and version ("report:17:v2"), so several matching subscriptions, a repeated
source and a crash in the middle all make one notice.
"""

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigId, UtcDateTime, stored_enum


class MessageState(enum.StrEnum):
    """The state machine is drawn in ``services.outbox``."""

    OPEN = "open"
    CLAIMED = "claimed"
    SENDING = "sending"
    SENT = "sent"
    RETRY = "retry"
    SKIPPED = "skipped"
    PAUSED = "paused"
    UNREACHABLE = "unreachable"
    FAILED = "failed"
    UNKNOWN = "unknown"


# Said word for word in the queries too: SQLite uses a partial index only where it finds its condition again.
UNFINISHED = text("state IN ('open', 'claimed', 'sending', 'retry')")


class Message(Base):
    """One message to one person: all of their notices that are due together, rendered when it is sent."""

    __tablename__ = "messages"
    __table_args__ = (
        # A claim looks at open rows only, however many have been sent.
        Index("ix_messages_open", "lane", "due_at", "id", sqlite_where=UNFINISHED, postgresql_where=UNFINISHED),
        Index("ix_messages_batch", "batch", "state"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    citizen_id: Mapped[int] = mapped_column(ForeignKey("citizens.id", ondelete="CASCADE"), index=True)
    lane: Mapped[int] = mapped_column(Integer)  # the pacing lane: 1 notification, 2 broadcast
    kind: Mapped[str] = mapped_column(String(40))  # what its notices are about: one message tells one kind of thing
    batch: Mapped[str | None] = mapped_column(String(80))  # what is counted together: "broadcast:9", "report:17:v2"
    state: Mapped[MessageState] = mapped_column(stored_enum(MessageState, "state"))
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    reason: Mapped[str | None] = mapped_column(String(200))  # why skipped, unreachable, failed or unknown
    telegram_message_id: Mapped[int | None] = mapped_column(BigId)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)  # not before: the first try, or the next one
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Notice(Base):
    """One fact for one person. ``kind`` names how it is rendered, ``subject`` what it is about (an id)."""

    __tablename__ = "notices"
    __table_args__ = (
        UniqueConstraint("cause", "citizen_id"),  # nobody hears the same thing twice
        Index(
            "ix_notices_waiting",
            "due_at",
            "citizen_id",
            sqlite_where=text("message_id IS NULL"),
            postgresql_where=text("message_id IS NULL"),
        ),
        # Not of those that wait: SQLite would read all of them to find the ones that are due.
        Index(
            "ix_notices_message_id",
            "message_id",
            sqlite_where=text("message_id IS NOT NULL"),
            postgresql_where=text("message_id IS NOT NULL"),
        ),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    citizen_id: Mapped[int] = mapped_column(ForeignKey("citizens.id", ondelete="CASCADE"), index=True)
    cause: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(Text)
    message_id: Mapped[int | None] = mapped_column(ForeignKey("messages.id", ondelete="SET NULL"))
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Fanout(Base):
    """A fact that is being told to a commitment's followers or a broadcast's audience, some thousands at a time.

    The rest of a large audience is not written where the fact happened: it would keep everybody's writes waiting.
    """

    __tablename__ = "fanouts"
    __table_args__ = (
        # Of neither it would have no audience, of both two.
        CheckConstraint("(commitment_id IS NULL) <> (broadcast_id IS NULL)", name="one_audience"),
        UniqueConstraint("cause"),  # a fact told anew by its source is not spread a second time
        Index("ix_fanouts_open", "id", sqlite_where=text("done_at IS NULL"), postgresql_where=text("done_at IS NULL")),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    cause: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(Text)
    commitment_id: Mapped[str | None] = mapped_column(ForeignKey("commitments.id", ondelete="CASCADE"))
    broadcast_id: Mapped[int | None] = mapped_column(ForeignKey("broadcasts.id", ondelete="CASCADE"))
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # when its messages are made; none: at once
    told_up_to: Mapped[int] = mapped_column(BigId, default=0)  # the last citizen of the last chunk
    told: Mapped[int] = mapped_column(Integer, default=0, server_default="0")  # people, so far
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
