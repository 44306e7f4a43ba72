"""Where a person stands in a conversation."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, EncryptedJson, UtcDateTime


class Conversation(Base):
    """One row a person: starting another conversation parks the first (its draft stays), it never forks."""

    __tablename__ = "conversations"

    citizen_id: Mapped[int] = mapped_column(ForeignKey("citizens.id", ondelete="CASCADE"), primary_key=True)
    flow: Mapped[str | None] = mapped_column(String(40))
    step: Mapped[str | None] = mapped_column(String(40))
    memory: Mapped[dict[str, Any] | None] = mapped_column(EncryptedJson)  # what the step needs: ids, kept text
    screen_message_id: Mapped[int | None] = mapped_column(BigInteger)  # the newest screen: the one worth editing
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
