"""A file that somebody sent."""

import enum
from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigId, EncryptedText, UtcDateTime, stored_enum


class FileKind(enum.StrEnum):
    """What Telegram calls it."""

    DOCUMENT = "document"
    PHOTO = "photo"
    VOICE = "voice"


class File(Base):
    """``telegram_file_id`` is a cache bound to one bot; ``unique_id`` names the file across bots."""

    __tablename__ = "files"
    __table_args__ = (
        UniqueConstraint("owner_id", "unique_id"),  # the same photo sent twice is one file of its owner
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
