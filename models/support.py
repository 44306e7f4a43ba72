"""Who supports which published initiative."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, UtcDateTime


class Support(Base):
    """One person's support. The key is the pair: a double press, or two devices, still count as one person."""

    __tablename__ = "supports"

    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiatives.id", ondelete="CASCADE"), primary_key=True)
    citizen_id: Mapped[int] = mapped_column(ForeignKey("citizens.id", ondelete="CASCADE"), primary_key=True, index=True)
    supported_at: Mapped[datetime] = mapped_column(UtcDateTime)
