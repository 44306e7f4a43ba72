"""What the Secretariat's desk keeps beside initiatives and questions: notes, wordings, cards in the staff group,
its own term and holidays."""

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, BigId, EncryptedText, UtcDateTime, stored_enum
from models.citizen import Language
from models.content import Seeded
from models.decision import Outcome


class InternalNote(Base):
    """A note among staff about an initiative or a question; it goes when its subject goes, and is never exported
    to the person it is about."""

    __tablename__ = "internal_notes"
    __table_args__ = (
        # A note about nothing is lost; one about two things would be shown where it does not belong.
        CheckConstraint("(initiative_id IS NULL) <> (question_id IS NULL)", name="about_one_thing"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    initiative_id: Mapped[int | None] = mapped_column(ForeignKey("initiatives.id", ondelete="CASCADE"), index=True)
    question_id: Mapped[int | None] = mapped_column(ForeignKey("questions.id", ondelete="CASCADE"), index=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("citizens.id", ondelete="SET NULL"))
    text: Mapped[str] = mapped_column(EncryptedText)
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Template(Seeded, Base):
    """A wording offered when a reason is written, per outcome."""

    __tablename__ = "templates"
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    outcome: Mapped[Outcome] = mapped_column(stored_enum(Outcome, "outcome"))
    position: Mapped[int] = mapped_column(Integer)
    texts: Mapped[list["TemplateText"]] = relationship(lazy="raise", order_by="TemplateText.lang")


class TemplateText(Seeded, Base):
    """A wording in one language: its name on a button, and the reason itself."""

    __tablename__ = "template_texts"
    template_id: Mapped[str] = mapped_column(ForeignKey("templates.id", ondelete="CASCADE"), primary_key=True)
    lang: Mapped[Language] = mapped_column(stored_enum(Language, "lang"), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)


_UNSENT = text("sent_at IS NULL")


class StaffCard(Base):
    """A card owed to, or standing in, the staff group: number, theme and title only."""

    __tablename__ = "staff_cards"
    __table_args__ = (
        UniqueConstraint("subject"),  # one card a thing, however often it is looked for
        Index("ix_staff_cards_unsent", "id", sqlite_where=_UNSENT, postgresql_where=_UNSENT),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    subject: Mapped[str] = mapped_column(String(40))  # "initiative:17", "question:3"
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    chat_id: Mapped[int | None] = mapped_column(BigInteger)  # where it was sent
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    begun_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime
    )  # set before the call: after a kill it is not repeated
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Holiday(Base):
    """A day on which the desk does not work, beside Saturdays and Sundays."""

    __tablename__ = "holidays"
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    noted_by_id: Mapped[int | None] = mapped_column(ForeignKey("citizens.id", ondelete="SET NULL"))


class DeskRule(Base):
    """A number the desk sets itself, such as its own term in working days. No row: the default."""

    __tablename__ = "desk_rules"
    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[int] = mapped_column(Integer)


class ContentVersion(Base):
    """What a text that staff may edit said before an edit: FAQ entries, facts, templates, campaigns, commitments.
    Public texts, so they are not encrypted."""

    __tablename__ = "content_versions"
    __table_args__ = (Index("ix_content_versions_subject", "subject", "id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    subject: Mapped[str] = mapped_column(String(120))  # "faq:who-can-submit:ky", "fact:secretariat_email:ru"
    before: Mapped[str | None] = mapped_column(Text)  # none: it did not exist
    after: Mapped[str | None] = mapped_column(Text)
    edited_by_id: Mapped[int | None] = mapped_column(ForeignKey("citizens.id", ondelete="SET NULL"))
    edited_at: Mapped[datetime] = mapped_column(UtcDateTime)
