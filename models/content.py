"""What the files under ``locales/content`` seed and the Secretariat may then edit: themes, regions, agencies,
plans, commitments, FAQ, facts, collection campaigns.

Each seeded row remembers ``seed_hash``, the hash of the file version it was loaded from. A row whose present
content still has that hash has not been edited and may follow the file; any other is the Secretariat's.
"""

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, BigId, UtcDateTime, stored_enum
from models.citizen import Language


class Origin(enum.StrEnum):
    """Who wrote a text."""

    SEED = "seed"
    STAFF = "staff"
    AUTHOR = "author"


class Completion(enum.StrEnum):
    """The completion levels of the OGP commitment form."""

    NOT_STARTED = "not-started"
    LIMITED = "limited"
    SUBSTANTIAL = "substantial"
    COMPLETED = "completed"


class Seeded:
    seed_hash: Mapped[str | None] = mapped_column(String(64))


class _Named(Seeded):
    lang: Mapped[Language] = mapped_column(stored_enum(Language, "lang"), primary_key=True)
    name: Mapped[str] = mapped_column(Text)


class Theme(Seeded, Base):
    __tablename__ = "themes"
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    position: Mapped[int] = mapped_column(Integer)
    texts: Mapped[list["ThemeText"]] = relationship(lazy="raise", order_by="ThemeText.lang")


class ThemeText(_Named, Base):
    __tablename__ = "theme_texts"
    theme_id: Mapped[str] = mapped_column(ForeignKey("themes.id", ondelete="CASCADE"), primary_key=True)


class Region(Seeded, Base):
    """A first-level unit of the country, or one of the two further choices "nationwide" and "abroad"."""

    __tablename__ = "regions"
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    position: Mapped[int] = mapped_column(Integer)
    iso: Mapped[str | None] = mapped_column(String(6))  # ISO 3166-2; none for the two that are not regions
    texts: Mapped[list["RegionText"]] = relationship(lazy="raise", order_by="RegionText.lang")


class RegionText(_Named, Base):
    __tablename__ = "region_texts"
    region_id: Mapped[str] = mapped_column(ForeignKey("regions.id", ondelete="CASCADE"), primary_key=True)


class Agency(Seeded, Base):
    """A state body. Bodies are renamed, merged and re-assigned by the Secretariat without a release."""

    __tablename__ = "agencies"
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    position: Mapped[int] = mapped_column(Integer)
    is_active: Mapped[bool] = mapped_column(default=True)
    texts: Mapped[list["AgencyText"]] = relationship(lazy="raise", order_by="AgencyText.lang")


class AgencyText(_Named, Base):
    __tablename__ = "agency_texts"
    agency_id: Mapped[str] = mapped_column(ForeignKey("agencies.id", ondelete="CASCADE"), primary_key=True)


class Plan(Seeded, Base):
    """A National Action Plan."""

    __tablename__ = "plans"
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)
    is_approved: Mapped[bool] = mapped_column(default=False)  # whether the plan's commitments are known


class Commitment(Seeded, Base):
    """A commitment of a plan; ``status`` is empty until a source states it."""

    __tablename__ = "commitments"
    __table_args__ = (UniqueConstraint("plan_id", "position"),)
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    plan_id: Mapped[str] = mapped_column(ForeignKey("plans.id"))
    position: Mapped[int] = mapped_column(Integer)  # the founding document's order, 1 to 18
    ogp_code: Mapped[str | None] = mapped_column(String(10))
    theme_id: Mapped[str] = mapped_column(ForeignKey("themes.id"))
    ogp_values: Mapped[str] = mapped_column(String(120))  # comma-separated ids
    starts_on: Mapped[date | None] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)
    status: Mapped[Completion | None] = mapped_column(stored_enum(Completion, "status"))

    texts: Mapped[list["CommitmentText"]] = relationship(lazy="raise", order_by="CommitmentText.lang")
    leads: Mapped[list["CommitmentAgency"]] = relationship(lazy="raise", order_by="CommitmentAgency.position")


class CommitmentText(Seeded, Base):
    __tablename__ = "commitment_texts"
    commitment_id: Mapped[str] = mapped_column(ForeignKey("commitments.id", ondelete="CASCADE"), primary_key=True)
    lang: Mapped[Language] = mapped_column(stored_enum(Language, "lang"), primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    short: Mapped[str] = mapped_column(Text)


class CommitmentAgency(Seeded, Base):
    """A body that leads a commitment. None at all: "to be named by the Secretariat"."""

    __tablename__ = "commitment_agencies"
    commitment_id: Mapped[str] = mapped_column(ForeignKey("commitments.id", ondelete="CASCADE"), primary_key=True)
    agency_id: Mapped[str] = mapped_column(ForeignKey("agencies.id"), primary_key=True)
    position: Mapped[int] = mapped_column(Integer)


class FaqCategory(Seeded, Base):
    __tablename__ = "faq_categories"
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    position: Mapped[int] = mapped_column(Integer)
    texts: Mapped[list["FaqCategoryText"]] = relationship(lazy="raise", order_by="FaqCategoryText.lang")


class FaqCategoryText(_Named, Base):
    __tablename__ = "faq_category_texts"
    category_id: Mapped[str] = mapped_column(ForeignKey("faq_categories.id", ondelete="CASCADE"), primary_key=True)


class FaqEntry(Seeded, Base):
    """A question people ask often. ``related`` holds ids of other entries, comma-separated."""

    __tablename__ = "faq_entries"
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    category_id: Mapped[str] = mapped_column(ForeignKey("faq_categories.id"))
    position: Mapped[int] = mapped_column(Integer)
    related: Mapped[str] = mapped_column(String(300), default="")
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # empty: a draft of the Secretariat
    texts: Mapped[list["FaqText"]] = relationship(lazy="raise", order_by="FaqText.lang")
    phrasings: Mapped[list["FaqPhrasing"]] = relationship(lazy="raise", order_by="FaqPhrasing.id")


class FaqText(Seeded, Base):
    __tablename__ = "faq_texts"
    entry_id: Mapped[str] = mapped_column(ForeignKey("faq_entries.id", ondelete="CASCADE"), primary_key=True)
    lang: Mapped[Language] = mapped_column(stored_enum(Language, "lang"), primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    answer: Mapped[str] = mapped_column(Text)


class FaqPhrasing(Base):
    """Another way in which people type the question; it feeds the search and is never shown."""

    __tablename__ = "faq_phrasings"
    __table_args__ = (UniqueConstraint("entry_id", "lang", "text"),)
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    entry_id: Mapped[str] = mapped_column(ForeignKey("faq_entries.id", ondelete="CASCADE"))
    lang: Mapped[Language] = mapped_column(stored_enum(Language, "lang"))
    text: Mapped[str] = mapped_column(String(400))
    origin: Mapped[Origin] = mapped_column(stored_enum(Origin, "origin"))


class Fact(Base):
    """A fact only the Secretariat knows (its e-mail, who may submit, …). No row: not announced."""

    __tablename__ = "facts"
    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    lang: Mapped[Language] = mapped_column(stored_enum(Language, "lang"), primary_key=True)
    value: Mapped[str] = mapped_column(Text)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Campaign(Seeded, Base):
    """A collection of initiatives for a plan. None at all: the Secretariat has not announced one."""

    __tablename__ = "campaigns"
    __table_args__ = (CheckConstraint("closes_at > opens_at", name="closes_after_opening"),)
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    plan_id: Mapped[str] = mapped_column(ForeignKey("plans.id"))
    opens_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closes_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CampaignWait(Base):
    """A person who asked to be told when the next collection opens."""

    __tablename__ = "campaign_waits"
    citizen_id: Mapped[int] = mapped_column(ForeignKey("citizens.id", ondelete="CASCADE"), primary_key=True)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
