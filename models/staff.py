"""Who works for the Secretariat or for an agency, and as what."""

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigId, EncryptedText, UtcDateTime, stored_enum


class Role(enum.StrEnum):
    """What somebody may do. An administrator may do what a moderator and an announcer may."""

    ADMINISTRATOR = "administrator"
    MODERATOR = "moderator"  # reviews initiatives, answers questions, approves reports
    ANNOUNCER = "announcer"  # broadcasts
    AGENCY_OFFICER = "agency-officer"  # posts reports of one agency


class StaffRole(Base):
    """A role given to a person; taken away by ``revoked_at``, never deleted, so that the trail stays readable."""

    __tablename__ = "staff_roles"
    __table_args__ = (
        # An officer without an agency could report for any; anybody else with one would be mistaken for an officer.
        CheckConstraint("(role = 'agency-officer') = (agency_id IS NOT NULL)", name="agency_for_officers_only"),
        Index(
            "ix_staff_roles_citizen_id",
            "citizen_id",
            sqlite_where=text("revoked_at IS NULL"),
            postgresql_where=text("revoked_at IS NULL"),
        ),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    citizen_id: Mapped[int] = mapped_column(ForeignKey("citizens.id", ondelete="CASCADE"))
    role: Mapped[Role] = mapped_column(stored_enum(Role, "role"))
    agency_id: Mapped[str | None] = mapped_column(ForeignKey("agencies.id"))
    name: Mapped[str | None] = mapped_column(EncryptedText)  # as Telegram gave it on taking the role; for colleagues
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey("citizens.id", ondelete="SET NULL"))
    granted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class StaffInvitation(Base):
    """A link that makes whoever opens it first a member of staff. The token itself is shown once and not kept.

    open → used | revoked | expired (by ``expires_at``)
    """

    __tablename__ = "staff_invitations"
    __table_args__ = (
        UniqueConstraint("token_hash"),
        # As for roles: the link would make an officer of no agency.
        CheckConstraint("(role = 'agency-officer') = (agency_id IS NOT NULL)", name="agency_for_officers_only"),
        # A link that was taken back and used all the same would be a hole nobody could explain.
        CheckConstraint("used_at IS NULL OR revoked_at IS NULL", name="used_or_revoked"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64))
    role: Mapped[Role] = mapped_column(stored_enum(Role, "role"))
    agency_id: Mapped[str | None] = mapped_column(ForeignKey("agencies.id"))
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("citizens.id", ondelete="SET NULL"))
    used_by_id: Mapped[int | None] = mapped_column(ForeignKey("citizens.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
