"""Small bookkeeping: running numbers, and what this database belongs to."""

from sqlalchemy import Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Counter(Base):
    """The last number given of a series in a year. A row, not MAX + 1: an erased object's number stays used."""

    __tablename__ = "counters"
    series: Mapped[str] = mapped_column(String(20), primary_key=True)
    year: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    value: Mapped[int] = mapped_column(Integer)


class Belonging(Base):
    """A fact about the installation, such as the bot that this database belongs to."""

    __tablename__ = "belongings"
    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str] = mapped_column(Text)
