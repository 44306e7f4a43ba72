"""Due reports: the agency's officers before, the Secretariat after."""

from handlers.notices.context import NoticeContext
from handlers.screens import notices as screens
from handlers.screens.notices import Silence
from handlers.screens.screen import Screen
from models import Notice, Role
from services import commitments, deadlines, staff


async def render_reminder(context: NoticeContext, notices: list[Notice]) -> Screen | None:
    """For an officer of the body: what is due, and when."""
    found = [one for one in await _open(context, notices) if await _is_officer(context, one)]
    return screens.due(found, context.t) if found else None


async def render_for_desk(context: NoticeContext, notices: list[Notice]) -> Screen | None:
    """For the Secretariat: what has not come, and by how many days."""
    if not await staff.has_role(context.session, context.citizen, Role.MODERATOR):
        return None
    found = await _open(context, notices)
    names = await commitments.names(context.session, "agency")
    today = context.now.astimezone(context.zone).date()
    return screens.news(list(found), names, today, context.t, for_desk=True) if found else None


async def _open(context: NoticeContext, notices: list[Notice]) -> list[Silence]:
    found = []
    for subject in dict.fromkeys(notice.subject for notice in notices):
        deadline = await deadlines.find_open(context.session, int(subject), zone=context.zone)
        if deadline is not None:
            found.append(Silence(await commitments.get(context.session, deadline.commitment_id), deadline))
    return found


async def _is_officer(context: NoticeContext, silence: Silence) -> bool:
    held = await staff.roles_of(context.session, context.citizen)
    bodies = {role.agency_id for role in held if role.role is Role.AGENCY_OFFICER}
    return any(lead.agency_id in bodies for lead in silence.commitment.leads)
