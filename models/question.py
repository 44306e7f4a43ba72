"""A citizen's question to the Secretariat.

open → answered → open (asked on) → …
"""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigId, EncryptedText, UtcDateTime, stored_enum
from models.citizen import Language


class QuestionState(enum.StrEnum):
    """Whose turn it is."""

    OPEN = "open"
    ANSWERED = "answered"


class Question(Base):
    """One question, numbered like ``Q-2026-00003`` so that both sides can name it."""

    __tablename__ = "questions"
    __table_args__ = (UniqueConstraint("number"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    number: Mapped[str] = mapped_column(String(20))
    author_id: Mapped[int] = mapped_column(ForeignKey("citizens.id", ondelete="CASCADE"), index=True)
    lang: Mapped[Language] = mapped_column(stored_enum(Language, "lang"))
    text: Mapped[str] = mapped_column(EncryptedText)
    state: Mapped[QuestionState] = mapped_column(stored_enum(QuestionState, "state"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # The seminar that the author was at on the day of asking.
    seminar_id: Mapped[int | None] = mapped_column(ForeignKey("seminars.id", ondelete="SET NULL"), index=True)
