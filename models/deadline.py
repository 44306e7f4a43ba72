"""When a report on a commitment is due, so that silence can be noticed."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigId, UtcDateTime


class ReportDeadline(Base):
    """One due report. It has come when a report on the commitment came on or after ``opens_on``; a correction of an
    earlier one has not."""

    __tablename__ = "report_deadlines"
    __table_args__ = (
        UniqueConstraint("commitment_id", "due_on"),  # set twice, followers would be told of one silence twice
        CheckConstraint("opens_on <= due_on", name="opens_before_due"),  # else every earlier report would meet it
        CheckConstraint("grace_days BETWEEN 0 AND 365", name="grace_of_at_most_a_year"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    commitment_id: Mapped[str] = mapped_column(String(40), ForeignKey("commitments.id", ondelete="CASCADE"))
    opens_on: Mapped[date] = mapped_column(Date)
    due_on: Mapped[date] = mapped_column(Date)
    grace_days: Mapped[int] = mapped_column(Integer)
    is_on: Mapped[bool] = mapped_column(default=True)
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)
