"""Broadcasts on their way to people, and what announcers hear of them."""

from functools import partial

from handlers.notices.context import Held, NoticeContext
from handlers.screens import broadcasts as screens
from handlers.screens.screen import Screen
from handlers.screens.secretariat import broadcast_progress
from handlers.screens.secretariat import broadcasts as desk_screens
from models import Broadcast, BroadcastState, Notice, Role
from services import broadcasting, broadcasts, staff
from services.errors import NotFound


async def announcement(context: NoticeContext, notices: list[Notice]) -> Screen | None:
    """Looked at right before sending: somebody may have switched announcements off, or stopped this one."""
    found = await _found(context, notices)
    if found is None or not context.citizen.wants_announcements or found.state is BroadcastState.STOPPED:
        return None
    if found.state in {BroadcastState.PAUSED, BroadcastState.SCHEDULED}:
        raise Held

    async def draw() -> Screen:
        return screens.announcement(found, context.t)

    return await context.once(("broadcast-screen", found.id, context.t.language), draw)


async def trial(context: NoticeContext, notices: list[Notice]) -> Screen | None:
    """To the announcer alone."""
    found = await _found(context, notices)
    return screens.announcement(found, context.t) if found and await _is_announcer(context) else None


async def approval(context: NoticeContext, notices: list[Notice]) -> Screen | None:
    """To the others who may approve; taken back or approved meanwhile: no news."""
    found = await _found(context, notices)
    if found is None or found.state is not BroadcastState.AWAITING or not await _is_announcer(context):
        return None
    return desk_screens.to_approve(found, context.t)


async def report(context: NoticeContext, notices: list[Notice]) -> Screen | None:
    """What became of it."""
    found = await _found(context, notices)
    if found is None or not await _is_announcer(context):
        return None
    shown = await broadcasting.progress(context.session, found, now=context.now)
    why = await broadcasting.reasons(context.session, found)
    return broadcast_progress.report(found, shown, why, context.t)


async def _is_announcer(context: NoticeContext) -> bool:
    return await staff.has_role(context.session, context.citizen, Role.ANNOUNCER)


async def _found(context: NoticeContext, notices: list[Notice]) -> Broadcast | None:
    broadcast_id = int(notices[-1].subject)
    try:
        return await context.once(("broadcast", broadcast_id), partial(broadcasts.find, context.session, broadcast_id))
    except NotFound:
        return None


RENDERERS = {
    "broadcast": announcement,
    "broadcast-test": trial,
    "broadcast-approval": approval,
    "broadcast-report": report,
}
