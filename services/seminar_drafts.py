"""What staff write of a seminar: its fields, announcing it, changing it until it begins, its minutes."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from models import Citizen, Language, Region, Seminar, SeminarState, SeminarText
from services import audit, notices, seminar_seats, seminars
from services.errors import (
    AlreadyAnnounced,
    DraftIncomplete,
    LinkRefused,
    MinutesSent,
    MomentRefused,
    NotFound,
    NumberRefused,
    SeminarNotOver,
    SeminarOver,
    TextTooLong,
    TextTooShort,
)

TEXT_LIMITS = {"title": (5, 120), "place": (5, 200), "minutes": (20, 3000)}
MOST_SEATS = 10_000
LINK_LENGTH = 500
# Kyrgyz and Russian are needed; English is not.
LANGUAGES = (Language.KY, Language.RU, Language.EN)
OPTIONAL = frozenset({"title_en", "place_en", "minutes_en", "seats", "link"})
FIELDS = (
    *(f"{what}_{lang}" for what in ("title", "place") for lang in LANGUAGES),
    "region",
    "starts_at",
    "seats",
    "link",
)
MINUTES = tuple(f"minutes_{lang}" for lang in LANGUAGES)

# What those who come must hear of, and how long staff may go on correcting before they do.
_TOLD = ("place_", "region", "starts_at")
_SETTLES = timedelta(minutes=10)
_MOMENT = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})[\s,]+(\d{1,2})[:.](\d{2})")
_LINK = re.compile(r"https?://[^\s/.]+\.[^\s]+")


async def start(session: AsyncSession, officer: Citizen, *, now: datetime) -> Seminar:
    """A new, empty seminar that nobody sees. Raises NotYours."""
    await seminars.require(session, officer, "seminar.create", "seminars", now=now)
    draft = Seminar(
        created_by_id=officer.id,
        state=SeminarState.DRAFT,
        skipped="",
        created_at=now,
        changed_at=now,
        texts=[SeminarText(lang=lang) for lang in LANGUAGES],
    )
    session.add(draft)
    await session.flush()
    audit.note(session, officer, "seminar.create", f"seminar:{draft.id}", now=now)
    return draft


async def get(session: AsyncSession, officer: Citizen, seminar_id: int, *, now: datetime) -> Seminar:
    """A seminar whose fields may still be changed. Raises NotYours, NotFound or SeminarOver."""
    seminar = await seminars.get_for_staff(session, officer, seminar_id, action="seminar.change", now=now)
    if seminar.state is not SeminarState.DRAFT and not seminars.is_open(seminar, now=now):
        raise SeminarOver
    return seminar


async def get_for_minutes(session: AsyncSession, officer: Citizen, seminar_id: int, *, now: datetime) -> Seminar:
    """A seminar that has begun and whose minutes are not sent. Raises the same, SeminarNotOver or MinutesSent."""
    seminar = await seminars.get_for_staff(session, officer, seminar_id, action="seminar.minutes", now=now)
    if seminar.state is not SeminarState.ANNOUNCED or seminars.is_open(seminar, now=now):
        raise SeminarNotOver
    if seminar.minutes_sent_at is not None:
        raise MinutesSent
    return seminar


def value_of(seminar: Seminar, field: str) -> str | int | datetime | None:
    """What a field holds."""
    what, _, lang = field.partition("_")
    if what in TEXT_LIMITS:
        value: str | None = getattr(_text(seminar, lang), what)
        return value
    return {
        "region": seminar.region_id,
        "starts_at": seminar.starts_at,
        "seats": seminar.seats,
        "link": seminar.link,
    }[field]


def is_answered(seminar: Seminar, field: str) -> bool:
    """Whether a field holds something, or was left out on purpose."""
    return value_of(seminar, field) is not None or field in seminar.skipped.split(",")


async def answer(
    session: AsyncSession,
    officer: Citizen,
    seminar: Seminar,
    field: str,
    value: str,
    *,
    now: datetime,
    zone: ZoneInfo,
) -> None:
    """Keep an answer of staff; a start is read by the zone's clock.

    Of an announced seminar people hear what concerns them, and more seats are given out at once. Raises
    TextTooShort, TextTooLong, MomentRefused, NumberRefused, LinkRefused or NotFound.
    """
    await seminars.require(session, officer, "seminar.change", f"seminar:{seminar.id}", now=now)
    what, _, lang = field.partition("_")
    value = value.strip()
    if what in TEXT_LIMITS:
        setattr(_text(seminar, lang), what, _checked(value, *TEXT_LIMITS[what]))
    elif field == "region":
        if await session.get(Region, value) is None:
            raise NotFound
        seminar.region_id = value
    elif field == "starts_at":
        seminar.starts_at = read_moment(value, now=now, zone=zone)
    elif field == "seats":
        seminar.seats = await _read_seats(session, seminar, value)
    else:
        if len(value) > LINK_LENGTH or not _LINK.fullmatch(value):
            raise LinkRefused
        seminar.link = value
    _note_skipped(seminar, field, is_skipped=False)
    await _follow_up(session, officer, seminar, field, now=now)


async def skip(session: AsyncSession, officer: Citizen, seminar: Seminar, field: str, *, now: datetime) -> None:
    """Leave an optional field empty. Raises DraftIncomplete for one that is needed."""
    await seminars.require(session, officer, "seminar.change", f"seminar:{seminar.id}", now=now)
    if field not in OPTIONAL:
        raise DraftIncomplete([field])
    what, _, lang = field.partition("_")
    if what in TEXT_LIMITS:
        setattr(_text(seminar, lang), what, None)
    else:
        setattr(seminar, field, None)
    _note_skipped(seminar, field, is_skipped=True)
    await _follow_up(session, officer, seminar, field, now=now)


def missing(seminar: Seminar, fields: tuple[str, ...] = FIELDS) -> list[str]:
    """The fields that are needed and empty, in the order of the form."""
    return [field for field in fields if field not in OPTIONAL and value_of(seminar, field) is None]


async def announce(session: AsyncSession, officer: Citizen, seminar: Seminar, *, now: datetime) -> None:
    """Show it to everybody, open for registration. Twice is as good as once. Raises DraftIncomplete, MomentRefused."""
    await seminars.require(session, officer, "seminar.announce", f"seminar:{seminar.id}", now=now)
    if seminar.state is not SeminarState.DRAFT:
        return
    if empty := missing(seminar):
        raise DraftIncomplete(empty)
    assert seminar.starts_at is not None
    if seminar.starts_at <= now:
        raise MomentRefused
    seminar.state = SeminarState.ANNOUNCED
    seminar.announced_at = seminar.changed_at = now
    audit.note(session, officer, "seminar.announce", f"seminar:{seminar.id}", now=now)
    await session.flush()


async def discard(session: AsyncSession, officer: Citizen, seminar: Seminar, *, now: datetime) -> None:
    """Throw a draft away. Raises AlreadyAnnounced."""
    await seminars.require(session, officer, "seminar.discard", f"seminar:{seminar.id}", now=now)
    if seminar.state is not SeminarState.DRAFT:
        raise AlreadyAnnounced
    audit.note(session, officer, "seminar.discard", f"seminar:{seminar.id}", now=now)
    await session.delete(seminar)
    await session.flush()


async def discard_minutes(session: AsyncSession, officer: Citizen, seminar: Seminar, *, now: datetime) -> None:
    """Throw away what has been written of the minutes."""
    await seminars.require(session, officer, "seminar.minutes", f"seminar:{seminar.id}", now=now)
    for text in seminar.texts:
        text.minutes = None
    for field in MINUTES:
        _note_skipped(seminar, field, is_skipped=False)
    audit.note(session, officer, "seminar.minutes", f"seminar:{seminar.id}", now=now, fields=["minutes"])
    await session.flush()


def read_moment(text: str, *, now: datetime, zone: ZoneInfo) -> datetime:
    """ "01.12.2026 14:00" by the zone's clock, in UTC. Raises MomentRefused for anything else and for the past."""
    found = _MOMENT.fullmatch(text)
    if found is None:
        raise MomentRefused
    day, month, year, hour, minute = (int(part) for part in found.groups())
    try:
        moment = datetime(year, month, day, hour, minute, tzinfo=zone).astimezone(UTC)
    except ValueError:
        raise MomentRefused from None
    if moment <= now:
        raise MomentRefused
    return moment


async def _read_seats(session: AsyncSession, seminar: Seminar, value: str) -> int:
    # Nobody loses a seat because the hall has become smaller; staff call people, or call the seminar off.
    at_least = max(1, await seminar_seats.count_seats(session, seminar.id))
    if not (value.isascii() and value.isdigit() and len(value) <= 6 and at_least <= int(value) <= MOST_SEATS):
        raise NumberRefused(at_least, MOST_SEATS)
    return int(value)


async def _follow_up(session: AsyncSession, officer: Citizen, seminar: Seminar, field: str, *, now: datetime) -> None:
    seminar.changed_at = now
    await session.flush()
    if seminar.state is not SeminarState.ANNOUNCED or field in MINUTES:
        return
    audit.note(session, officer, "seminar.change", f"seminar:{seminar.id}", now=now, fields=[field])
    if field == "seats":
        await seminar_seats.refill(session, seminar, now=now)
    if field == "starts_at":
        await seminar_seats.remind(session, seminar, seminars.participants(seminar.id, seated_only=True), now=now)
    if field.startswith(_TOLD):
        await notices.give(
            session,
            seminars.participants(seminar.id),
            cause=f"seminar:{seminar.id}:changed:{now.astimezone(UTC):%Y%m%dT%H%M%S}",
            kind="seminar_changed",
            subject=str(seminar.id),
            now=now,
            due_at=now + _SETTLES,
        )


def _text(seminar: Seminar, lang: str) -> SeminarText:
    return next(text for text in seminar.texts if text.lang == lang)


def _checked(text: str, at_least: int, at_most: int) -> str:
    if len(text) < at_least:
        raise TextTooShort(len(text), at_least)
    if len(text) > at_most:
        raise TextTooLong(len(text), at_most)
    return text


def _note_skipped(seminar: Seminar, field: str, *, is_skipped: bool) -> None:
    skipped = [name for name in seminar.skipped.split(",") if name and name != field]
    seminar.skipped = ",".join([*skipped, field] if is_skipped else skipped)
