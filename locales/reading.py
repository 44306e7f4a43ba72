"""Reading what people and sites of this country write: dates, completion, the headings of a table."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache

from locales.content import read

_NUMBERS = (
    re.compile(r"(?<![\d.])(?P<year>\d{4})(?P<sign>[-./])(?P<month>\d{1,2})(?P=sign)(?P<day>\d{1,2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<day>\d{1,2})(?P<sign>[-./])(?P<month>\d{1,2})(?P=sign)(?P<year>\d{4})(?!\d)"),
    # Of two digits only as people here write a date in short; what else has this look is too rare to mind.
    re.compile(r"(?<![\d.])(?P<day>\d{2})\.(?P<month>\d{2})\.(?P<year>\d{2})(?![\d.]*\d)"),
)
_YEAR, _WORD, _DAY = r"(?P<year>\d{4})", r"(?P<month>[^\W\d]+)", r"(?P<day>\d{1,2})"
_IN_WORDS = (
    re.compile(rf"(?<!\d){_DAY}(?:\s+|-){_WORD}\.?,?\s+{_YEAR}"),
    re.compile(rf"{_YEAR}\s*-?\s*(?:[^\W\d]+\.?)?,?\s*{_DAY}\s*-?\s*{_WORD}"),
    re.compile(rf"{_WORD}\s+{_DAY},\s+{_YEAR}"),
)


@lru_cache(maxsize=1)
def _words() -> Mapping[str, Mapping[str, list[str]]]:
    found: Mapping[str, Mapping[str, list[str]]] = read("report_words")
    return found


def read_day(text: str) -> date | None:
    """The first date in a text: 2026-11-23, 23.11.2026, or a day and month in words in any of our languages."""
    for pattern in _NUMBERS:
        if found := pattern.search(text):
            return _date(_year(found["year"]), int(found["month"]), int(found["day"]))
    for pattern in _IN_WORDS:
        for found in pattern.finditer(text.casefold()):
            month = _month(found["month"])
            if month:
                return _date(int(found["year"]), month, int(found["day"]))
    return None


def _year(digits: str) -> int:
    return int(digits) + (2000 if len(digits) == 2 else 0)


def _month(word: str) -> int | None:
    for number, stems in enumerate(_words()["months"].values(), 1):
        if any(word.startswith(stem) for stem in stems):
            return number
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return datetime(year, month, day).date()  # noqa: DTZ001 - a calendar day has no zone
    except ValueError:
        return None


def read_status(text: str) -> str | None:
    """The completion level that these words name, as it is stored."""
    return _named("statuses", text)


def read_heading(text: str) -> str | None:
    """The field that a table's heading names."""
    return _named("headings", text)


def _named(what: str, text: str) -> str | None:
    wanted = " ".join(text.replace("_", " ").replace("-", " ").casefold().split())
    for name, ways in _words()[what].items():
        if wanted == name.replace("_", " ").replace("-", " ") or wanted in ways:
            return name
    return None
