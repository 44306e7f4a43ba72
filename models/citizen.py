"""A person who talks to the bot."""

import enum
from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, UniqueConstraint, false, true
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigId, EncryptedJson, UtcDateTime, stored_enum


class Language(enum.StrEnum):
    """The three languages of the bot, Kyrgyz first: it is the state language."""

    KY = "ky"
    RU = "ru"
    EN = "en"


class Unreachable(enum.StrEnum):
    """Why Telegram would not deliver to this person."""

    BLOCKED = "blocked"  # may come back: subscriptions stay
    DEACTIVATED = "deactivated"  # the account is gone
    UNKNOWN_CHAT = "unknown-chat"  # never started the bot, or a wrong id


class Frequency(enum.StrEnum):
    """How often somebody wants to hear about what they follow."""

    AT_ONCE = "at-once"
    DAILY = "daily"
    WEEKLY = "weekly"


class Citizen(Base):
    """One person. ``id`` is ours and never used again; Telegram's id goes when the person is erased."""

    __tablename__ = "citizens"
    __table_args__ = (
        UniqueConstraint("telegram_id"),  # two rows of one person would split their drafts and double notices
        CheckConstraint("quiet_from BETWEEN 0 AND 23 AND quiet_until BETWEEN 0 AND 23", name="quiet_hours_of_the_day"),
        CheckConstraint("digest_hour BETWEEN 0 AND 23", name="digest_hour_of_the_day"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    telegram_id: Mapped[int | None] = mapped_column(BigInteger)

    language: Mapped[Language | None] = mapped_column(stored_enum(Language, "language"))
    language_code: Mapped[str | None] = mapped_column(String(35))  # Telegram's tag: a suggestion only
    region_id: Mapped[str | None] = mapped_column(ForeignKey("regions.id", ondelete="SET NULL"))
    # What a stranger came for (a deep link, a command, a text) until the language is chosen.
    came_for: Mapped[dict[str, str] | None] = mapped_column(EncryptedJson)

    unreachable: Mapped[Unreachable | None] = mapped_column(stored_enum(Unreachable, "unreachable"))
    # The command list set for this chat alone, as "<language>:<release>:<role>"; None: Telegram's own choice is right.
    commands_set: Mapped[str | None] = mapped_column(String(40))
    # The highest role held, for the command list alone: permission is asked of ``staff_roles`` at every act.
    staff_menu: Mapped[str | None] = mapped_column(String(20))
    wants_morning_list: Mapped[bool] = mapped_column(default=False, server_default=false())

    # Their wishes; hours are of the installation's zone. Quiet from 22 until 8: what comes in between
    # is told by ``services.kinds``.
    frequency: Mapped[Frequency] = mapped_column(stored_enum(Frequency, "frequency"), default=Frequency.AT_ONCE)
    digest_hour: Mapped[int] = mapped_column(default=9)
    quiet_from: Mapped[int] = mapped_column(default=22)
    quiet_until: Mapped[int] = mapped_column(default=8)
    wants_announcements: Mapped[bool] = mapped_column(default=True)
    wants_supported: Mapped[bool] = mapped_column(default=True, server_default=true())  # news of what they support
    wants_seminars: Mapped[bool] = mapped_column(default=True, server_default=true())  # reminders and minutes
    wants_deadlines: Mapped[bool] = mapped_column(default=True, server_default=true())  # of reports, with a role

    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    consented_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    unreachable_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
