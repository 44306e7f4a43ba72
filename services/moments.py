"""A day and an hour as somebody types them: in numbers, with the name of the month, or as "tomorrow 10:00"."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from locales.moments import DAYS, FILLERS, MONTHS
from services.errors import HourIsPast, MomentRefused

_ISO = re.compile(r"(?<!\d)(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?!\d)t?")
_DOTTED = re.compile(r"(?<!\d)(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})(?!\d)")
_WITHOUT_YEAR = re.compile(r"(?<!\d)(\d{1,2})[./](\d{1,2})(?!\d)")
_DAY_FIRST = re.compile(r"(?<!\d)(?P<day>\d{1,2})(?:st|nd|rd|th)?[\s-]*(?P<month>[^\W\d_]{3,})")
_MONTH_FIRST = re.compile(r"(?P<month>[^\W\d_]{3,})\s+(?P<day>\d{1,2})(?![\d:])")
_YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)")
_TIME = re.compile(r"(?<!\d)(\d{1,2}):(\d{2})(?::00)?(?!\d)")
_TIME_OTHERWISE = re.compile(r"(?<!\d)(\d{1,2})[.-](\d{2})(?!\d)")
_WORD = re.compile(r"[^\W\d_]+")


def read(text: str, *, now: datetime, zone: ZoneInfo) -> datetime:
    """The moment by the zone's clock, in UTC. Raises MomentRefused for what is none, HourIsPast for what has been.

    A day without a year is the next such day; an hour alone is today's.
    """
    today = now.astimezone(zone).date()
    day, rest = _take_day(" ".join(text.casefold().split()), today)
    hour, minute, rest = _take_time(rest)
    if re.search(r"\d", rest) or not set(_WORD.findall(rest)) <= FILLERS:
        raise MomentRefused
    try:
        moment = datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        raise MomentRefused from None
    if moment <= now:
        raise HourIsPast
    return moment


def _take_day(text: str, today: date) -> tuple[date, str]:
    """The day, and the text without it."""
    for word in _WORD.finditer(text):
        if (ahead := DAYS.get(word[0])) is not None:
            return today + timedelta(days=ahead), _without(text, word)
    if found := _ISO.search(text):
        return _day(found[1], found[2], found[3]), _without(text, found)
    if found := _DOTTED.search(text):
        year = found[3] if len(found[3]) == 4 else f"20{found[3]}"
        return _day(year, found[2], found[1]), _without(text, found)
    if (named := _named_day(text, today)) is not None:
        return named
    # "11.01 10:00", but "10.30" alone is a time of today.
    if (found := _WITHOUT_YEAR.search(text)) and re.search(r"\d", _without(text, found)):
        return _next(today, found[2], found[1]), _without(text, found)
    return today, text


def _named_day(text: str, today: date) -> tuple[date, str] | None:
    """A day whose month is a word."""
    for form in (_DAY_FIRST, _MONTH_FIRST):
        for found in form.finditer(text):
            month = next((number for number, stems in enumerate(MONTHS, 1) if found["month"].startswith(stems)), None)
            if month is None:
                continue
            rest = _without(text, found)
            if year := _YEAR.search(rest):
                return _day(year[1], month, found["day"]), _without(rest, year)
            return _next(today, month, found["day"]), rest
    return None


def _take_time(text: str) -> tuple[int, int, str]:
    found = _TIME.search(text) or _TIME_OTHERWISE.search(text)
    if found is None:
        raise MomentRefused  # an hour is never guessed
    return int(found[1]), int(found[2]), _without(text, found)


def _day(year: str | int, month: str | int, day: str | int) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise MomentRefused from None


def _next(today: date, month: str | int, day: str | int) -> date:
    """The next such day, today included. Raises MomentRefused."""
    for year in range(today.year, today.year + 5):  # 29 February may be years away
        try:
            found = date(year, int(month), int(day))
        except ValueError:
            continue
        if found >= today:
            return found
    raise MomentRefused


def _without(text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()]} {text[found.end() :]}"
