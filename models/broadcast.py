"""Broadcasts: one announcement to many people, each once.

    draft ── propose ──> awaiting ── approve, by a second person ──┐      (only where BROADCAST_APPROVAL asks for it)
      │ ▲                   │                                      │
      │ └──── take back ────┘                                      ▼
      ├── confirm for later ───────────────────────────────> scheduled ── unschedule ──> stopped  (and a new draft
      │                                                            │                               with the same words)
      │                                                            │ its hour
      └── confirm for now ──────────────────────────────────> running ── everybody closed ──> finished
                                                             pause │ ▲ resume
                                                                   ▼ │
                                                                  paused
                                              running, paused ── stop ──> stopped

Always: only a draft is edited; recipients are frozen by the act that leads to scheduled or running; stopped and
finished are final, so a broadcast never begins twice and nobody gets it twice.
"""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, CheckConstraint, ForeignKey, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, BigId, UtcDateTime, stored_enum
from models.citizen import Language


class BroadcastState(enum.StrEnum):
    """The state machine is drawn above."""

    DRAFT = "draft"
    AWAITING = "awaiting"
    SCHEDULED = "scheduled"
    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"
    FINISHED = "finished"


class MediaKind(enum.StrEnum):
    """What may travel with a broadcast, as Telegram calls it."""

    PHOTO = "photo"
    DOCUMENT = "document"
    VIDEO = "video"


_UNSETTLED = text("settled_at IS NULL")


class Broadcast(Base):
    """One announcement. Its texts, links and file are public, so they are not encrypted."""

    __tablename__ = "broadcasts"
    __table_args__ = (
        # What has begun without an hour could not be told from what waits for one.
        CheckConstraint(
            "state IN ('draft', 'awaiting') OR starts_at IS NOT NULL", name="what_was_confirmed_has_an_hour"
        ),
        # Half a file would fail once for every recipient.
        CheckConstraint("(media_kind IS NULL) = (media_file_id IS NULL)", name="file_whole_or_none"),
        Index("ix_broadcasts_unsettled", "id", sqlite_where=_UNSETTLED, postgresql_where=_UNSETTLED),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    state: Mapped[BroadcastState] = mapped_column(stored_enum(BroadcastState, "state"), default=BroadcastState.DRAFT)
    audience: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # services.audiences.Audience
    links: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)  # url, and a label under each language
    # Addresses that gave no answer when they were asked, and of which an announcer has said that they are right.
    trusted_links: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    # Readers without a text of their own get this one, labelled as such. None: nobody has confirmed that.
    fallback: Mapped[Language | None] = mapped_column(stored_enum(Language, "fallback"))
    media_kind: Mapped[MediaKind | None] = mapped_column(stored_enum(MediaKind, "media_kind"))
    media_file_id: Mapped[str | None] = mapped_column(String(255))
    media_name: Mapped[str | None] = mapped_column(Text)

    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("citizens.id", ondelete="SET NULL"))
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("citizens.id", ondelete="SET NULL"))
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("citizens.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    starts_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # finished or stopped
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # ended, nothing of it is left open

    # For the rate: since when it has been running without a pause, and how many were done by then.
    running_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_before: Mapped[int] = mapped_column(Integer, default=0)
    # The live message, and what it says, so that it is edited only when that has changed.
    live_chat_id: Mapped[int | None] = mapped_column(BigInteger)
    live_message_id: Mapped[int | None] = mapped_column(BigInteger)
    is_live_final: Mapped[bool] = mapped_column(Boolean, default=False)

    texts: Mapped[list["BroadcastText"]] = relationship(
        lazy="raise", order_by="BroadcastText.lang", cascade="all, delete-orphan"
    )

    @property
    def cause(self) -> str:
        """What its notices and messages are counted by."""
        return f"broadcast:{self.id}"

    def text_in(self, lang: str) -> str | None:
        """Its HTML in a language, if it has one there."""
        return next((one.text for one in self.texts if one.lang == lang), None)


class BroadcastText(Base):
    """What a broadcast says in one language, as Telegram's HTML."""

    __tablename__ = "broadcast_texts"

    broadcast_id: Mapped[int] = mapped_column(ForeignKey("broadcasts.id", ondelete="CASCADE"), primary_key=True)
    lang: Mapped[Language] = mapped_column(stored_enum(Language, "lang"), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
