"""A file that somebody sent."""

import enum
from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigId, EncryptedText, UtcDateTime, stored_enum


class FileKind(enum.StrEnum):
    """What Telegram calls it."""

    DOCUMENT = "document"
    PHOTO = "photo"
    VOICE = "voice"


_TO_FETCH = text("stored_at IS NULL AND fetch_fault IS NULL")


class File(Base):
    """``telegram_file_id`` is a cache bound to one bot; ``unique_id`` names the file across bots."""

    __tablename__ = "files"
    __table_args__ = (
        UniqueConstraint("owner_id", "unique_id"),  # the same photo sent twice is one file of its owner
        # The job asks only for what is still to be fetched; the index stays as small as that.
        Index("ix_files_to_fetch", "fetch_due_at", sqlite_where=_TO_FETCH, postgresql_where=_TO_FETCH),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("citizens.id", ondelete="CASCADE"))
    unique_id: Mapped[str] = mapped_column(String(64))
    telegram_file_id: Mapped[str] = mapped_column(String(255))
    bot_id: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[FileKind] = mapped_column(stored_enum(FileKind, "kind"))
    mime: Mapped[str | None] = mapped_column(String(120))
    size: Mapped[int | None] = mapped_column(BigInteger)  # bytes, as Telegram says; it may not say
    name: Mapped[str | None] = mapped_column(EncryptedText)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)

    # The bytes: fetched by a durable job, kept encrypted outside the database under this row's id.
    sha256: Mapped[str | None] = mapped_column(String(64))
    stored_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    fetch_attempts: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    fetch_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # not before: the next try
    fetch_fault: Mapped[str | None] = mapped_column(String(60))  # why it was given up for good
