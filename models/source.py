"""What is remembered of a source of reports between two readings."""

from datetime import datetime

from sqlalchemy import Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, UtcDateTime


class SourceReading(Base):
    """One configured source: when it was read, what its server said for the next conditional request."""

    __tablename__ = "source_readings"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    etag: Mapped[str | None] = mapped_column(String(400))
    last_modified: Mapped[str | None] = mapped_column(String(100))
    content_hash: Mapped[str | None] = mapped_column(
        String(64)
    )  # of a folder's files; of a feed or page: of what is read there
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # the last time that went well
    next_at: Mapped[datetime] = mapped_column(UtcDateTime)
    failures: Mapped[int] = mapped_column(Integer, default=0)  # in a row; they stretch the wait
    failing_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    fault: Mapped[str | None] = mapped_column(
        String(300)
    )  # the last one, told once; without failures: what was left out
