"""The periods a report may be about."""

from dataclasses import dataclass
from datetime import date, timedelta

from services.errors import NotFound


@dataclass(frozen=True)
class Period:
    """A quarter ("2026Q3") or a year ("2026")."""

    id: str
    first: date
    last: date


def periods(today: date) -> list[Period]:
    """What an officer may report on: this quarter and the three before it, this year and the last."""
    quarters, year, quarter = [], today.year, (today.month - 1) // 3 + 1
    for _ in range(4):
        quarters.append(_quarter(year, quarter))
        year, quarter = (year, quarter - 1) if quarter > 1 else (year - 1, 4)
    return [*quarters, *(Period(str(one), date(one, 1, 1), date(one, 12, 31)) for one in (today.year, today.year - 1))]


def _quarter(year: int, quarter: int) -> Period:
    following = date(year + quarter // 4, quarter % 4 * 3 + 1, 1)
    return Period(f"{year}Q{quarter}", date(year, quarter * 3 - 2, 1), following - timedelta(days=1))


def find_period(id_: str) -> Period:
    """The period that a button named, however old. Raises NotFound."""
    year, _, quarter = id_.partition("Q")
    if not (year.isascii() and year.isdigit() and len(year) == 4 and year >= "2000"):
        raise NotFound
    if not quarter and "Q" not in id_:
        return Period(id_, date(int(year), 1, 1), date(int(year), 12, 31))
    if quarter not in {"1", "2", "3", "4"}:
        raise NotFound
    return _quarter(int(year), int(quarter))
