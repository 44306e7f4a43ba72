"""Seminars: the list, the card, the notices; the Secretariat's side."""

from collections.abc import Iterator
from datetime import timedelta

from bot.gallery import Example, samples, show
from handlers.screens import seminars as screens
from handlers.screens.secretariat import seminars as staff_screens
from handlers.secretariat.seminar_forms import FIELDS, FORM, MINUTES, MINUTES_FIELDS
from handlers.secretariat.seminars import CODE
from locales.translator import Translator
from models import Language, Question, QuestionState, Seminar, SeminarRegistration, SeminarState, SeminarText
from services.seminar_results import Results
from services.seminar_seats import Standing

LINK = f"https://t.me/{samples.BOT}?start=e_{samples.LARGE}"
ROOM = f"https://t.me/{samples.BOT}?start=p_{'x' * 22}"
SOON = samples.NOW + timedelta(days=8)
RESULTS = Results(registered=40, waiting=3, came=31, walked_in=12, questions=9, initiatives=4)


def seminar(number: int = 0, *, state: SeminarState = SeminarState.ANNOUNCED, is_short: bool = False) -> Seminar:
    """One with every field as long as it may be, or with only what is needed."""
    place, minutes = samples.LONG_TEXT[:200], (samples.LONG_TEXT * 2)[:3000]
    return Seminar(
        id=samples.LARGE + number,
        region_id="osh-city",
        starts_at=SOON,
        seats=None if is_short else 10_000,
        link=None if is_short else "https://example.kg/" + "x" * 480,
        skipped="",
        state=state,
        created_at=samples.NOW,
        changed_at=samples.NOW,
        announced_at=samples.NOW,
        texts=[SeminarText(lang=lang, title=samples.LONG_TITLE, place=place, minutes=minutes) for lang in Language],
    )


def registration(seat: int | None) -> SeminarRegistration:
    return SeminarRegistration(id=1, seminar_id=samples.LARGE, citizen_id=1, seat=seat, registered_at=samples.NOW)


def examples(t: Translator) -> Iterator[Example]:
    regions, now = samples.names()["region"], samples.NOW
    many, one, short = [seminar(number) for number in range(30)], seminar(), seminar(is_short=True)
    yield show("a page of many", screens.listing, many, {one.id: registration(1)}, regions, 1, t)
    yield show("none", screens.listing, [], {}, regions, 0, t)
    for note, stand in (
        ("free seats", Standing(5, 0)),
        ("registered", Standing(5, 0, registration(3))),
        ("waiting", Standing(10_000, 7, registration(None), 6)),
        ("full", Standing(10_000, 7)),
    ):
        yield show(note, screens.card, one, regions, stand, LINK, t, now=now)
    yield show("no limit", screens.card, short, regions, Standing(5, 0), LINK, t, now=now)
    yield show("has begun", screens.card, one, regions, Standing(5, 0), LINK, t, now=SOON)
    off = seminar(state=SeminarState.CANCELLED)
    yield show("called off", screens.card, off, regions, Standing(5, 0), LINK, t, now=now)
    yield show("", screens.really_withdraw, one, t)
    yield show("", screens.calendar, one, b"BEGIN:VCALENDAR", t)
    yield show("", screens.present, one, t)
    yield from _staff(t)


def _staff(t: Translator) -> Iterator[Example]:
    regions, now, one, draft = samples.names()["region"], samples.NOW, seminar(), seminar(state=SeminarState.DRAFT)
    every = [draft, *(seminar(number) for number in range(12)), seminar(state=SeminarState.CANCELLED)]
    yield show("a page of many", staff_screens.listing, every, 0, CODE, t, now=now)
    yield show("none", staff_screens.listing, [], 0, CODE, t, now=now)
    yield show("to come", staff_screens.card, one, RESULTS, regions, LINK, CODE, t, now=now)
    yield show("over", staff_screens.card, one, RESULTS, regions, LINK, CODE, t, now=SOON + timedelta(hours=5))
    yield show("a draft", staff_screens.preview, FORM, draft, FIELDS, regions, t)
    yield show("announced", staff_screens.preview, FORM, one, FIELDS, regions, t)
    yield show("", staff_screens.minutes_preview, MINUTES, one, MINUTES_FIELDS, 43, t)
    yield show("", staff_screens.minutes_in_full, one, MINUTES_FIELDS)
    yield show("", staff_screens.really_call_off, one, 43, t)
    yield show("", staff_screens.really_new_code, one, t)
    yield show("", staff_screens.code, one, ROOM, t)
    asked = [
        Question(
            id=number,
            number=f"Q-2026-{number:05}",
            author_id=1,
            lang=Language.EN,
            text=samples.LONG_TEXT,
            state=QuestionState.OPEN,
            asked_at=now,
        )
        for number in range(30)
    ]
    yield show("questions", staff_screens.sent, one, asked, staff_screens.ShowSent(one.id, "q", 1), t)
    yield show("none", staff_screens.sent, one, [], staff_screens.ShowSent(one.id, "i"), t)
