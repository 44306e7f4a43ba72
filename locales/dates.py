"""Dates as people here write them. CLDR's own forms ("2026-ж., 23-ноябрь", «2026 г.») are not what official
texts use («2018-жылдын 16-октябры»)."""

from datetime import date, datetime

_MONTHS = {
    # The month carries the possessive ending: -ы/-и by vowel harmony, so it is data, not glue.
    "ky": (
        "январы", "февралы", "марты", "апрели", "майы", "июну",
        "июлу", "августу", "сентябры", "октябры", "ноябры", "декабры",
    ),
    "ru": (
        "января", "февраля", "марта", "апреля", "мая", "июня",
        "июля", "августа", "сентября", "октября", "ноября", "декабря",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip
_DAY = {
    "ky": "{d.year}-жылдын {d.day}-{month}",
    "ru": "{d.day} {month} {d.year} года",
    "en": "{d.day} {month} {d.year}",
}


def day_words(day: date, language: str) -> str:
    """The day in words."""
    return _DAY[language].format(d=day, month=_MONTHS[language][day.month - 1])


def moment_words(moment: datetime, language: str) -> str:
    """The day in words and the time of day, 24 hours."""
    return f"{day_words(moment, language)}, {moment:%H:%M}"
