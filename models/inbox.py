"""Updates as they came from Telegram, until they are answered."""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, Integer, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigId, EncryptedBytes, EncryptedJson, UtcDateTime, stored_enum


class InboxState(enum.StrEnum):
    """received → done → answered; or received → dead → answered after three failures."""

    RECEIVED = "received"  # kept, not handled
    DONE = "done"  # handled and committed; its replies are owed
    ANSWERED = "answered"  # replies sent: the person's next update may run


class InboxUpdate(Base):
    """One update. ``id`` is our own order of arrival: Telegram's next id is random after a quiet week."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("bot_id", "update_id"),  # Telegram delivers at least once: a double is one row
        # The worker asks only for open rows; the index stays as small as the queue.
        Index(
            "ix_inbox_open",
            "actor_id",
            "id",
            sqlite_where=text("state <> 'answered'"),
            postgresql_where=text("state <> 'answered'"),
        ),
        Index("ix_inbox_answered_at", "answered_at"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    bot_id: Mapped[int] = mapped_column(BigInteger)
    update_id: Mapped[int] = mapped_column(BigInteger)
    # Read tolerantly from the raw JSON and kept plain: order per person and erasure need them.
    actor_id: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str] = mapped_column(String(40))
    payload: Mapped[bytes | None] = mapped_column(EncryptedBytes)  # as received; emptied once answered

    state: Mapped[InboxState] = mapped_column(stored_enum(InboxState, "state"))
    replies: Mapped[list[dict[str, Any]] | None] = mapped_column(EncryptedJson)
    replies_sent: Mapped[int] = mapped_column(Integer, default=0)  # a crash between two replies repeats neither
    reply_attempts: Mapped[int] = mapped_column(Integer, default=0)
    failures: Mapped[int] = mapped_column(Integer, default=0)  # handler errors
    crashes: Mapped[int] = mapped_column(Integer, default=0)  # the process died while handling it
    error: Mapped[str | None] = mapped_column(String(200))  # the type and place of the last error, no text of people
    is_dead: Mapped[bool] = mapped_column(default=False)  # given up after the last failure; kept for the operator

    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    begun_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # not before: a retry, or the end of a 429
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
