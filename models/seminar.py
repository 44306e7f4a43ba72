"""Seminars in the regions: who holds a seat, who waits for one, who was there.

draft → announced → cancelled

What follows from the clock (open for registration, going on, over) is not kept: ``starts_at`` says it.
"""

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, BigId, UtcDateTime, stored_enum
from models.citizen import Language


class SeminarState(enum.StrEnum):
    """Whether people see it, and whether it will be held."""

    DRAFT = "draft"
    ANNOUNCED = "announced"
    CANCELLED = "cancelled"


class Seminar(Base):
    """One meeting at one place. ``seats`` empty: as many as come."""

    __tablename__ = "seminars"
    __table_args__ = (
        # Two seminars opened by one code would each count the other's people.
        UniqueConstraint("presence_hash"),
        # Reminders, the calendar file and the code of the room all reckon from the start: nobody is invited to none.
        CheckConstraint(
            "state = 'draft' OR (starts_at IS NOT NULL AND region_id IS NOT NULL)", name="complete_when_announced"
        ),
        CheckConstraint("(state = 'draft') = (announced_at IS NULL)", name="dated_when_announced"),
        CheckConstraint("(state = 'cancelled') = (cancelled_at IS NOT NULL)", name="dated_when_cancelled"),
        CheckConstraint("seats IS NULL OR seats > 0", name="some_seats"),  # with none, everybody would wait for ever
        Index("ix_seminars_state_starts_at", "state", "starts_at"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("citizens.id", ondelete="SET NULL"))

    region_id: Mapped[str | None] = mapped_column(ForeignKey("regions.id"))
    starts_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    seats: Mapped[int | None] = mapped_column(Integer)
    link: Mapped[str | None] = mapped_column(String(500))
    skipped: Mapped[str] = mapped_column(String(200), default="")  # fields left empty on purpose, comma-separated
    presence_hash: Mapped[str | None] = mapped_column(String(64))  # SHA-256 of the secret in the room's code

    state: Mapped[SeminarState] = mapped_column(stored_enum(SeminarState, "state"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    announced_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    minutes_sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    texts: Mapped[list["SeminarText"]] = relationship(
        lazy="raise", order_by="SeminarText.lang", cascade="all, delete-orphan", passive_deletes=True
    )

    def by_language(self, what: str) -> dict[str, str]:
        """{language: text} of the title, the place or the minutes, where there is one."""
        return {text.lang.value: getattr(text, what) for text in self.texts if getattr(text, what)}


class SeminarText(Base):
    """A seminar's words in one language, all by staff. Public, so not encrypted."""

    __tablename__ = "seminar_texts"
    seminar_id: Mapped[int] = mapped_column(ForeignKey("seminars.id", ondelete="CASCADE"), primary_key=True)
    lang: Mapped[Language] = mapped_column(stored_enum(Language, "lang"), primary_key=True)
    title: Mapped[str | None] = mapped_column(Text)
    place: Mapped[str | None] = mapped_column(Text)
    minutes: Mapped[str | None] = mapped_column(Text)


class SeminarRegistration(Base):
    """Somebody's wish to come. With a ``seat`` they are registered; without one they wait, in the order of ``id``."""

    __tablename__ = "seminar_registrations"
    __table_args__ = (
        UniqueConstraint("seminar_id", "citizen_id"),  # a double press would take two seats
        UniqueConstraint("seminar_id", "seat"),  # two people who register at once would get the last one both
        CheckConstraint("seat > 0", name="seat_of_the_hall"),
        {"sqlite_autoincrement": True},  # who cancels and comes again stands at the end, not where they were
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    seminar_id: Mapped[int] = mapped_column(ForeignKey("seminars.id", ondelete="CASCADE"))
    citizen_id: Mapped[int] = mapped_column(ForeignKey("citizens.id", ondelete="CASCADE"), index=True)
    seat: Mapped[int | None] = mapped_column(Integer)
    registered_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def is_waiting(self) -> bool:
        return self.seat is None


class SeminarPresence(Base):
    """That somebody was there, registered before or not. The key is the pair: scanning twice counts once."""

    __tablename__ = "seminar_presences"
    seminar_id: Mapped[int] = mapped_column(ForeignKey("seminars.id", ondelete="CASCADE"), primary_key=True)
    citizen_id: Mapped[int] = mapped_column(ForeignKey("citizens.id", ondelete="CASCADE"), primary_key=True, index=True)
    present_at: Mapped[datetime] = mapped_column(UtcDateTime)
