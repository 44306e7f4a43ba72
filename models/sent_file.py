"""Files of ours that Telegram already has: uploaded once, then sent by their id."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, UtcDateTime, stored_enum
from models.file import FileKind


class SentFile(Base):
    """The file_id under which Telegram keeps a content, as one kind of file. Bound to this database's bot."""

    __tablename__ = "sent_files"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[FileKind] = mapped_column(stored_enum(FileKind, "kind"), primary_key=True)
    telegram_file_id: Mapped[str] = mapped_column(String(255))
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime)
