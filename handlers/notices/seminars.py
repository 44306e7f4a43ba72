"""What participants hear of a seminar: a seat, a reminder, a change, the end, the minutes."""

from collections.abc import Callable, Iterable, Sequence

from markupsafe import Markup

from handlers.notices.context import NoticeContext
from handlers.screens import seminar_notices as screens
from handlers.screens.screen import Screen
from locales.translator import Translator
from models import Notice, Seminar, SeminarState
from services import commitments, seminar_results, seminar_seats, seminars
from services.errors import NotFound


async def reminder(context: NoticeContext, notices: list[Notice]) -> Screen | None:
    """Only who holds a seat, only for the start that still stands, only before it; one a seminar."""
    wanted: dict[int, Seminar] = {}
    for notice in notices:
        id_, which, _ = notice.subject.split(":")
        seminar = await _find(context, id_)
        if (
            seminar is not None
            and seminars.is_open(seminar, now=context.now)
            and notice.subject == seminar_seats.reminder_of(seminar, which)
            and await _is_seated(context, seminar)
        ):
            wanted[seminar.id] = seminar
    return await _said(context, wanted.values(), screens.reminder)


async def seat(context: NoticeContext, notices: list[Notice]) -> Screen | None:
    """Moved up from the waiting list; nothing if the seat was given back meanwhile."""
    wanted = [one for one in await _each(context, notices) if await _is_seated(context, one)]
    return await _said(context, [one for one in wanted if seminars.is_open(one, now=context.now)], screens.seat)


async def changed(context: NoticeContext, notices: list[Notice]) -> Screen | None:
    """The seminar as it stands now, however often it was changed; nothing for who has left."""
    wanted = [one for one in await _each(context, notices) if await _is_registered(context, one)]
    return await _said(context, [one for one in wanted if seminars.is_open(one, now=context.now)], screens.changed)


async def cancelled(context: NoticeContext, notices: list[Notice]) -> Screen | None:
    """It will not be held; nothing for who has left."""
    wanted = [one for one in await _each(context, notices) if await _is_registered(context, one)]
    return await _said(context, [one for one in wanted if one.state is SeminarState.CANCELLED], screens.cancelled)


async def minutes(context: NoticeContext, notices: list[Notice]) -> Screen | None:
    """The minutes, to who was there; each in a message of its own, since they are long."""
    wanted = [
        one
        for one in await _each(context, notices)
        if one.minutes_sent_at is not None and await seminar_results.was_present(context.session, one, context.citizen)
    ]
    if not wanted:
        return None
    *before, last = [screens.minutes(one, context.t) for one in wanted]
    return Screen(last, screens.rows(wanted[-1:], context.t), before=tuple(before))


async def _said(
    context: NoticeContext, wanted: Iterable[Seminar], say: Callable[[Markup, Translator], Markup]
) -> Screen | None:
    found: Sequence[Seminar] = list(wanted)
    if not found:
        return None
    regions = await context.once("regions", lambda: commitments.names(context.session, "region"))
    # Several at once are several texts: together they might not fit into one message.
    *before, last = [say(screens.facts(one, regions, context.t), context.t) for one in found]
    return Screen(last, screens.rows(found, context.t), before=tuple(before))


async def _each(context: NoticeContext, notices: list[Notice]) -> list[Seminar]:
    ids = dict.fromkeys(notice.subject for notice in notices)
    return [seminar for seminar in [await _find(context, id_) for id_ in ids] if seminar is not None]


async def _find(context: NoticeContext, id_: str) -> Seminar | None:
    try:
        return await seminars.find(context.session, id_)
    except NotFound:
        return None


async def _is_registered(context: NoticeContext, seminar: Seminar) -> bool:
    return await seminar_seats.find_own(context.session, seminar.id, context.citizen) is not None


async def _is_seated(context: NoticeContext, seminar: Seminar) -> bool:
    own = await seminar_seats.find_own(context.session, seminar.id, context.citizen)
    return own is not None and not own.is_waiting


RENDERERS = {
    "seminar_reminder": reminder,
    "seminar_seat": seat,
    "seminar_changed": changed,
    "seminar_cancelled": cancelled,
    "seminar_minutes": minutes,
}
