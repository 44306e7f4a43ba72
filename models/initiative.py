"""An initiative: a citizen's proposal for the next National Action Plan (NAP), from draft to decision.

Two axes, kept apart: how far the work on it is (``state``), and what the public sees (``published_at``,
``decision_published_at``).

    draft → submitted → under-review ⇄ clarification
                 └──────────┴──→ accepted → in-plan
                                 rejected
                                 merged
    withdrawn: by the author, from submitted, under-review or clarification

A decision is written first (a row of ``decisions``, ``decided_at``) and changes ``state`` only when it is published:
until then neither the author nor the public can see it anywhere.
"""

import enum
from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, BigId, EncryptedText, UtcDateTime, stored_enum
from models.citizen import Language
from models.content import Origin
from models.file import File


class InitiativeState(enum.StrEnum):
    """How far the work on an initiative is."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    UNDER_REVIEW = "under-review"
    CLARIFICATION = "clarification"
    ACCEPTED = "accepted"
    IN_PLAN = "in-plan"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"


UNDECIDED = frozenset({InitiativeState.SUBMITTED, InitiativeState.UNDER_REVIEW, InitiativeState.CLARIFICATION})


class Initiative(Base):
    """One initiative. The author's row may go (erasure); what was published stays, without a name."""

    __tablename__ = "initiatives"
    __table_args__ = (
        UniqueConstraint("number"),
        # A number is the receipt for having sent: no draft has one, nothing sent lacks one.
        CheckConstraint("(state = 'draft') = (number IS NULL)", name="numbered_when_sent"),
        CheckConstraint("(state = 'draft') = (submitted_at IS NULL)", name="dated_when_sent"),
        CheckConstraint("(state = 'merged') = (merged_into_id IS NOT NULL)", name="merged_into_something"),
        Index("ix_initiatives_author_id_state", "author_id", "state"),
        Index(
            "ix_initiatives_published_at",
            "published_at",
            sqlite_where=text("published_at IS NOT NULL"),
            postgresql_where=text("published_at IS NOT NULL"),
        ),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    number: Mapped[str | None] = mapped_column(String(20))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("citizens.id", ondelete="SET NULL"))

    lang: Mapped[Language] = mapped_column(stored_enum(Language, "lang"))  # the author's own text's language
    campaign_id: Mapped[str | None] = mapped_column(ForeignKey("campaigns.id"))
    theme_id: Mapped[str | None] = mapped_column(ForeignKey("themes.id"))
    agency_id: Mapped[str | None] = mapped_column(ForeignKey("agencies.id"))
    region_id: Mapped[str | None] = mapped_column(ForeignKey("regions.id"))
    # The seminar that the author was at on the day of sending.
    seminar_id: Mapped[int | None] = mapped_column(ForeignKey("seminars.id", ondelete="SET NULL"), index=True)
    is_short: Mapped[bool] = mapped_column(default=False)  # the author chose to send title, problem, proposal only
    # Never public, seen by the Secretariat only.
    name: Mapped[str | None] = mapped_column(EncryptedText)
    contact: Mapped[str | None] = mapped_column(EncryptedText)

    state: Mapped[InitiativeState] = mapped_column(stored_enum(InitiativeState, "state"))
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("initiatives.id"))
    # Whose task it is at the desk; the column says nothing to the author.
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("citizens.id", ondelete="SET NULL"))

    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    contact_consented_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decision_published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    texts: Mapped[list["InitiativeText"]] = relationship(
        lazy="raise", order_by="InitiativeText.lang", cascade="all, delete-orphan", passive_deletes=True
    )
    answers: Mapped[list["InitiativeAnswer"]] = relationship(
        lazy="raise", cascade="all, delete-orphan", passive_deletes=True
    )
    events: Mapped[list["InitiativeEvent"]] = relationship(
        lazy="raise", order_by="InitiativeEvent.id", cascade="all, delete-orphan", passive_deletes=True
    )
    attachments: Mapped[list["InitiativeFile"]] = relationship(
        lazy="raise", order_by="InitiativeFile.id", cascade="all, delete-orphan", passive_deletes=True
    )

    @property
    def text(self) -> "InitiativeText":
        """The text in the author's own language."""
        return next(found for found in self.texts if found.lang == self.lang)

    @property
    def is_undecided(self) -> bool:
        return self.state in UNDECIDED


class InitiativeText(Base):
    """The words of an initiative in one language."""

    __tablename__ = "initiative_texts"
    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiatives.id", ondelete="CASCADE"), primary_key=True)
    lang: Mapped[Language] = mapped_column(stored_enum(Language, "lang"), primary_key=True)
    title: Mapped[str | None] = mapped_column(EncryptedText)
    problem: Mapped[str | None] = mapped_column(EncryptedText)
    proposal: Mapped[str | None] = mapped_column(EncryptedText)
    result: Mapped[str | None] = mapped_column(EncryptedText)
    origin: Mapped[Origin] = mapped_column(stored_enum(Origin, "origin"))


class InitiativeAnswer(Base):
    """That a field was answered, or skipped on purpose, and by which message: an edit of that message
    corrects the answer until the initiative is sent."""

    __tablename__ = "initiative_answers"
    __table_args__ = (Index("ix_initiative_answers_message_id", "message_id"),)
    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiatives.id", ondelete="CASCADE"), primary_key=True)
    field: Mapped[str] = mapped_column(String(20), primary_key=True)
    message_id: Mapped[int | None] = mapped_column(BigInteger)  # none for a pressed button
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime)


class InitiativeEvent(Base):
    """A step in the history that the author sees."""

    __tablename__ = "initiative_events"
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiatives.id", ondelete="CASCADE"), index=True)
    state: Mapped[InitiativeState] = mapped_column(stored_enum(InitiativeState, "state"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # when the author may see it


class InitiativeFile(Base):
    """An attachment of an initiative."""

    __tablename__ = "initiative_files"
    __table_args__ = (UniqueConstraint("initiative_id", "file_id"),)
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiatives.id", ondelete="CASCADE"))
    file_id: Mapped[int] = mapped_column(ForeignKey("files.id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column(Integer)
    file: Mapped[File] = relationship(lazy="raise")
