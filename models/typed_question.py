"""What became of questions that people typed: those without an answer, and what people said of the answers."""

import enum
from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigId, EncryptedText, UtcDateTime, stored_enum
from models.citizen import Language


class QuestionOutcome(enum.StrEnum):
    """What became of a typed question."""

    NO_ANSWER = "no-answer"
    NOT_HELPED = "not-helped"
    HELPED = "helped"


class TypedQuestion(Base):
    """One typed question. Its text is kept only where the Secretariat has something to learn from it."""

    __tablename__ = "typed_questions"
    __table_args__ = (
        # A second press, or the other button, changes the verdict and adds none. The author comes first: a number
        # made up by a person can meet none of anybody else's.
        UniqueConstraint("author_id", "inbox_id"),
        # A praised answer needs no words: what a person typed is not kept without a purpose.
        CheckConstraint("(outcome = 'helped') = (text IS NULL)", name="text_where_it_teaches"),
        # "Did not help" about no answer at all could never be acted on.
        CheckConstraint("outcome <> 'no-answer' OR entry_id IS NULL", name="entry_where_there_was_one"),
        Index("ix_typed_questions_outcome_asked_at", "outcome", "asked_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    inbox_id: Mapped[int] = mapped_column(BigInteger)  # the update that brought it; the inbox forgets it first
    author_id: Mapped[int] = mapped_column(ForeignKey("citizens.id", ondelete="CASCADE"))
    lang: Mapped[Language] = mapped_column(stored_enum(Language, "lang"))
    outcome: Mapped[QuestionOutcome] = mapped_column(stored_enum(QuestionOutcome, "outcome"))
    entry_id: Mapped[str | None] = mapped_column(ForeignKey("faq_entries.id", ondelete="SET NULL"))
    text: Mapped[str | None] = mapped_column(EncryptedText)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
