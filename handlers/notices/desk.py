"""What staff hear: a task that is theirs now, and the morning list."""

from handlers.notices.context import NoticeContext
from handlers.notices.initiatives import joined
from handlers.screens.screen import Screen
from handlers.screens.secretariat import tasks as screens
from models import Notice, Role
from services import desk, staff, staffroom
from services.errors import NotFound


async def assigned(context: NoticeContext, notices: list[Notice]) -> Screen | None:
    """Not to somebody whose role or task was taken away meanwhile."""
    if not await staff.has_role(context.session, context.citizen, Role.MODERATOR):
        return None
    said = []
    for notice in notices:
        thing, thing_id = staffroom.parsed(notice.subject)
        try:
            shown = await staffroom.describe(context.session, thing, thing_id)
        except NotFound:
            continue
        if shown.assignee_id == context.citizen.id:
            said.append(screens.assigned(shown, context.t))
    return joined(said)


async def morning(context: NoticeContext, _notices: list[Notice]) -> Screen | None:
    """What waits this morning; nothing waiting is no news."""
    if not await staff.has_role(context.session, context.citizen, Role.MODERATOR):
        return None
    found = await desk.waiting(context.session, desk.Filter(), now=context.now, zone=context.zone)
    mine = await desk.waiting(
        context.session,
        desk.Filter(whose=desk.Whose.MINE),
        now=context.now,
        zone=context.zone,
        officer_id=context.citizen.id,
    )
    return screens.morning(found, mine.total, context.t) if found.total else None


# "taken" is of the reader's own press: it comes at any hour.
RENDERERS = {"assigned": assigned, "taken": assigned, "morning-list": morning}
