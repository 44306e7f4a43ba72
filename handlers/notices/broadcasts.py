"""Broadcasts on their way to people, and what announcers hear of them."""

from functools import partial

from handlers.notices.context import Held, NoticeContext
from handlers.screens import broadcasts as screens
from handlers.screens.screen import Screen
from handlers.screens.secretariat import broadcast_confirming as confirming
from handlers.screens.secretariat import broadcast_report as reports
from models import Broadcast, BroadcastState, Notice, Role
from services import broadcasting, broadcasts, staff
from services.errors import NotFound


async def announcement(context: NoticeContext, notices: list[Notice]) -> Screen | None:
    """Looked at right before sending: somebody may have stopped it."""
    found = await _found(context, notices)
    if found is None:
        return None
    if found.state in {BroadcastState.PAUSED, BroadcastState.SCHEDULED, BroadcastState.STOPPED}:
        raise Held  # ``broadcasting.settle`` lets it go, or closes it as stopped

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
    names = await context.once(("broadcast-names",), partial(broadcasts.names, context.session))
    return confirming.to_approve(found, names, context.t)


async def approved(context: NoticeContext, notices: list[Notice]) -> Screen | None:
    """To whoever confirmed it."""
    found = await _found(context, notices)
    return confirming.approved(found, context.t) if found and await _is_announcer(context) else None


async def returned(context: NoticeContext, notices: list[Notice]) -> Screen | None:
    """To whoever confirmed it; confirmed again meanwhile: no news."""
    found = await _found(context, notices)
    if found is None or found.state is not BroadcastState.DRAFT or not await _is_announcer(context):
        return None
    return confirming.returned(found, context.t)


async def report(context: NoticeContext, notices: list[Notice]) -> Screen | None:
    """What became of it, with a chart."""
    found = await _found(context, notices)
    if found is None or not await _is_announcer(context):
        return None
    shown = await broadcasting.progress(context.session, found, now=context.now)
    why = await broadcasting.reasons(context.session, found)
    return reports.picture(found, shown, why, context.t)


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
    "broadcast-approved": approved,
    "broadcast-returned": returned,
    "broadcast-report": report,
}
