"""A citizen's question to the Secretariat, and the thread that follows.

open → answered → open (asked on) → answered → …
"""

import enum
from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, BigId, EncryptedText, UtcDateTime, stored_enum
from models.citizen import Language
from models.file import File


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
    # Since when it waits for staff: the question, or what the citizen asked on. Empty while it does not.
    waits_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    thanked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # the citizen said that the answer is enough
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("citizens.id", ondelete="SET NULL"))
    # The seminar that the author was at on the day of asking.
    seminar_id: Mapped[int | None] = mapped_column(ForeignKey("seminars.id", ondelete="SET NULL"), index=True)

    messages: Mapped[list["QuestionMessage"]] = relationship(
        lazy="raise", order_by="QuestionMessage.id", cascade="all, delete-orphan", passive_deletes=True
    )


class QuestionMessage(Base):
    """What either side said after the question: an answer of staff, or what the citizen asked on."""

    __tablename__ = "question_messages"
    __table_args__ = (
        # A redelivered update must not answer twice.
        UniqueConstraint("question_id", "chat_id", "message_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id", ondelete="CASCADE"), index=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("citizens.id", ondelete="SET NULL"))
    is_staff: Mapped[bool] = mapped_column()
    text: Mapped[str | None] = mapped_column(EncryptedText)
    file_id: Mapped[int | None] = mapped_column(ForeignKey("files.id", ondelete="SET NULL"))
    # The message it was written as: an edit of that message mirrors here, and ``version`` counts the edits.
    chat_id: Mapped[int] = mapped_column(BigInteger)
    message_id: Mapped[int] = mapped_column(BigInteger)
    version: Mapped[int] = mapped_column(Integer, default=1)
    said_at: Mapped[datetime] = mapped_column(UtcDateTime)
    file: Mapped[File | None] = relationship(lazy="raise")
